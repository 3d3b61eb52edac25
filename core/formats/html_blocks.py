"""Blocks of an HTML document in reading order: paragraphs, tables and page breaks."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from lxml import etree

from core.formats.html_grid import Unit
from core.formats.html_style import ROOT, Style
from core.formats.html_tables import MARKER, Grid, TableKind, read_grid
from core.formats.html_text import Boundary, Context, Line, read


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a heading or an item of a list, with the style of its element."""

    lines: tuple[Line, ...]
    style: Style
    item: bool = False

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)

    @property
    def printed(self) -> list[str]:
        return [line.text for line in self.lines]


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table of data or of contents."""

    grid: Grid
    style: Style

    @property
    def printed(self) -> list[str]:
        return [" ".join(unit.text for unit in row if not unit.carried) for row in self.grid.rows]

    @property
    def text(self) -> str:
        return "\n".join(self.printed)


Printed: TypeAlias = Block | TableBlock


def read_blocks(root: etree._Element, context: Context) -> Iterator[Printed | Boundary]:
    """What is printed below ``root``, block by block, with ``Boundary.PAGE`` where the document breaks the page."""
    holders = _tables_that_hold_tables(root, context)

    def on_table(table: etree._Element, style: Style) -> Iterable[Printed] | None:
        if table in holders:
            return None
        grid = read_grid(table, style, context)
        if grid.kind is TableKind.FLOW:
            return None
        return _rows(grid, style) if grid.kind is TableKind.ROWS else [TableBlock(grid, style)]

    lines: list[Line] = []
    style = ROOT
    for item in read(root, ROOT, context, on_table):
        if isinstance(item, tuple):
            line, line_style = item
            style = style if lines else line_style
            lines.append(line)
            continue
        yield from _block(lines, style)
        lines = []
        if item is not Boundary.BLOCK:
            yield item
    yield from _block(lines, style)


def _tables_that_hold_tables(root: etree._Element, context: Context) -> set[etree._Element]:
    tables = [element for element in root.iter() if context.names[element.tag] == "table"]
    outer = set()
    for table in tables:
        for ancestor in table.iterancestors():
            if ancestor in outer:
                break
            if context.names[ancestor.tag] == "table":
                outer.add(ancestor)
    return outer


def _block(lines: Sequence[Line], style: Style) -> Iterator[Block]:
    """One block, or two where a heading and its text are lines of one element."""
    if not lines:
        return
    heads = next((index for index, line in enumerate(lines) if not line.bold), len(lines))
    if 0 < heads < len(lines):
        yield Block(tuple(lines[:heads]), style, style.item)
        lines = lines[heads:]
    yield Block(tuple(lines), style, style.item)


def _rows(grid: Grid, style: Style) -> Iterator[Block]:
    for row in grid.rows:
        units = [unit for unit in row if not unit.carried]
        yield Block((_row_line(units),), style, item=len(units) == 2 and MARKER.fullmatch(units[0].text) is not None)


def _row_line(units: Sequence[Unit]) -> Line:
    text, marks = "", []
    for unit in units:
        start = len(text) + 1 if text else 0
        marks += [(start + offset, mark) for offset, mark in unit.marks]
        text = f"{text} {unit.text}".strip()
    bold = all(unit.bold for unit in units)
    linked = any(unit.linked for unit in units)
    return Line(text, text, bold, False, False, linked, False, units[0].size, 0.0, marks)

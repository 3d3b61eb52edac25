"""HTML tables: what is a table of data, what is only layout, and the grid of the former."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise
from typing import Final

from lxml import etree

from core.formats.html_grid import Columns, Unit, cuts, fold_notes, join_affixes
from core.formats.html_headings import align_headings, header_count
from core.formats.html_style import Style
from core.formats.html_text import Context, read_lines
from core.types import Cell, Row, Span, Table

MARKER: Final = re.compile(
    r"[•●○◦▪■□▫·∙‣⁃➢➤✓✔\uf0a7\uf0b7*–—-]|o|[*†‡§]{1,3}|\(?(?:\d{1,2}|[A-Za-z]|[ivxIVX]{1,5})[.)]"
)
PAGE_REFERENCE: Final = re.compile(r"(?:[A-Z]{1,2}-)?\d{1,3}|[ivxl]{1,6}|N/A|[-–—*]", re.IGNORECASE)
_MAX_SPAN = 1000  # rows that one cell covers, and columns that the cells of a row span
_MOST_SLOTS = 300_000  # rows times columns of a grid; what is larger is read cell by cell
_LONG_CELL = 1200  # characters from which a cell is a column of prose, not a datum


class TableKind(Enum):
    DATA = "data"
    CONTENTS = "contents"  # a table of contents
    ROWS = "rows"  # layout: each row is one block (a bullet and its text, a heading in two cells)
    FLOW = "flow"  # layout: cells are blocks


@dataclass(frozen=True, slots=True)
class Grid:
    """The printed units of a table, row by row, and what the table is for."""

    kind: TableKind
    rows: tuple[tuple[Unit, ...], ...]


def read_grid(table: etree._Element, style: Style, context: Context) -> Grid:
    """The printed rows of ``table``, which holds no other table."""
    raw = [units for units in _raw_rows(table, style, context) if any(not unit.carried for unit in units)]
    rows = tuple(map(tuple, fold_notes([join_affixes(units) for units in raw])))
    return Grid(TableKind.FLOW if len(rows) * (len(cuts(rows)) + 1) > _MOST_SLOTS else _kind(rows), rows)


def _raw_rows(table: etree._Element, style: Style, context: Context) -> Iterator[list[Unit]]:
    """Units of each row with the columns they cover; a label of an earlier row that reaches down is ``carried``."""
    reaching: dict[int, tuple[int, Unit]] = {}  # column -> rows left, unit
    for element in table.iter():
        name = context.names[element.tag]
        if name == "caption":
            yield from ([unit] for unit in _cell_units(element, style, context, 0, 1))
        if name == "tr":
            row_style = context.styler.derive(style, element, name)
            if row_style.hidden:
                continue
            taken = {column: unit for column, (left, unit) in reaching.items() if left > 0}
            reaching = {column: (left - 1, unit) for column, (left, unit) in reaching.items() if left > 1}
            yield _row(element, row_style, context, taken, reaching)


def _row(
    element: etree._Element,
    style: Style,
    context: Context,
    taken: dict[int, Unit],
    reaching: dict[int, tuple[int, Unit]],
) -> list[Unit]:
    units = [_carried(taken[0])] if 0 in taken else []
    column = 0
    for cell in element:
        name = context.names[cell.tag]
        if name not in ("td", "th"):
            continue
        while column in taken:
            column += 1
        span = min(_span(cell, "colspan"), max(1, _MAX_SPAN - column))
        depth = _span(cell, "rowspan") if column < _MAX_SPAN else 1
        for unit in _cell_units(cell, style, context, column, column + span):
            units.append(unit)
            if depth > 1:
                reaching |= dict.fromkeys(range(column, column + span), (depth - 1, unit))
        column += span
    return sorted(units, key=lambda unit: unit.start)


def _carried(unit: Unit) -> Unit:
    return Unit(unit.text, unit.value, unit.start, unit.end, unit.bold, unit.heading, unit.indent, carried=True)


def _span(cell: etree._Element, name: str) -> int:
    value = cell.get(name)
    return max(1, min(int(value), _MAX_SPAN)) if value and value.isdecimal() and len(value) < 6 else 1


def _cell_units(cell: etree._Element, style: Style, context: Context, start: int, end: int) -> Iterator[Unit]:
    """The unit that a cell prints, if it prints any; its lines are joined."""
    if len(cell) == 0 and not (cell.text and cell.text.strip()):
        return
    name = context.names[cell.tag]
    own = context.styler.derive(style, cell, name)
    if own.hidden:
        return
    lines = read_lines(cell, own, context)
    if not lines:
        return
    first, block = lines[0]
    marks, length = [], 0
    for line, _ in lines:
        marks += [(length + offset, mark) for offset, mark in line.marks]
        length += len(line.text) + 1
    yield Unit(
        text=" ".join(line.text for line, _ in lines),
        value=" ".join(line.value for line, _ in lines if line.value),
        start=start, end=end, bold=all(line.bold for line, _ in lines), heading=name == "th",
        indent=block.indent + block.first_line + first.lead, linked=any(line.linked for line, _ in lines),
        size=first.size, marks=marks, raised=all(line.raised for line, _ in lines),
    )  # fmt: skip


def _kind(rows: Sequence[Sequence[Unit]]) -> TableKind:
    printed = [[unit for unit in row if not unit.carried] for row in rows]
    if all(len(row) <= 1 for row in printed) or any(
        len(unit.text) > _LONG_CELL for row in printed for unit in row[1:-1]
    ):
        return TableKind.FLOW
    if _is_contents(printed):
        return TableKind.CONTENTS
    if _is_list(printed) or (len(printed) == 1 and not _has_figures(printed[0])):
        return TableKind.ROWS
    prose = sum(len(unit.text) > _LONG_CELL for row in printed for unit in row)
    return TableKind.FLOW if prose * 4 > len(printed) else TableKind.DATA


def _is_list(rows: Sequence[Sequence[Unit]]) -> bool:
    """Each row a bullet or a number with its text, or text that goes on below."""
    marked = [
        row for row in rows if len(row) == 2 and MARKER.fullmatch(row[0].value or row[0].text) and not row[1].numeric
    ]
    return len(marked) * 5 >= len(rows) * 4 and all(len(row) <= 2 for row in rows)


def _has_figures(row: Sequence[Unit]) -> bool:
    return any(unit.numeric and not unit.year for unit in row[1:])


def _is_contents(rows: Sequence[Sequence[Unit]]) -> bool:
    """Most rows link into the document, or end in page numbers that rise."""
    wide = [row for row in rows if len(row) >= 2]
    if len(wide) < 3:
        return False
    referring = [row for row in wide if PAGE_REFERENCE.fullmatch(row[-1].text)]
    linked = sum(any(unit.linked for unit in row) for row in rows)
    if linked * 2 > len(rows) and len(referring) * 2 >= len(wide):
        return True
    numbers = [int(row[-1].text) for row in referring if row[-1].text.isdigit()]
    rising = len(numbers) >= 5 and all(left <= right for left, right in pairwise(numbers)) and numbers[0] < numbers[-1]
    only = len(referring) * 5 >= len(wide) * 4 and not any(_has_figures(row[:-1]) for row in wide)
    titled = any(re.search(r"\b(?:page|item)\b", unit.text, re.IGNORECASE) for row in rows for unit in row)
    return rising and only and titled


def to_table(rows: Sequence[Sequence[Unit]], page: int) -> Table:
    """The grid that the units print, headings repeated over every column that they span."""
    columns = Columns(rows)
    heads = header_count(rows, columns)
    rows = align_headings(rows, heads, columns)
    columns = Columns(rows)
    least = min((row[0].indent for row in rows[heads:] if columns.best(row[0]) == 0), default=0.0)
    built = tuple(_grid_row(row, columns, index < heads, least, page) for index, row in enumerate(rows))
    return Table(built, heads)


def _grid_row(row: Sequence[Unit], columns: Columns, head: bool, least: float, page: int) -> Row:
    texts = [""] * len(columns)
    for unit in row:
        for column in _places(unit, columns, head):
            texts[column] = f"{texts[column]} {unit.value}".strip()
    printed = [unit for unit in row if not unit.carried]
    label = row[0] if columns.best(row[0]) == 0 else None
    return Row(
        tuple(Cell(text) for text in texts),
        Span(" ".join(unit.text for unit in printed), page),
        indent=max(0.0, round(label.indent - least, 2)) if label and not head else 0.0,
        bold=printed[0].bold,
    )


def _places(unit: Unit, columns: Columns, head: bool) -> list[int]:
    """Columns to write ``unit`` into; what reaches down from a row above labels a body row, and heads nothing twice."""
    if unit.carried:
        return [0] if not head and columns.best(unit) == 0 else []
    spanned = columns.of(unit) if head else [columns.best(unit)]
    return spanned[:1] if spanned[0] == 0 else spanned

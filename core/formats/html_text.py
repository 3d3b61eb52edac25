"""Printed text out of inline HTML: whitespace collapsed, hidden text left out, places of marked elements kept."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final, TypeAlias, TypeVar

from lxml import etree

from core.formats.html_style import Style, Styler

T = TypeVar("T")

_SPACE: Final = re.compile(r"[\s\xa0\u2000-\u200a\u202f\u205f\u3000]+")
_INVISIBLE: Final = re.compile("[\u200b-\u200f\u2028-\u202e\u2060\ufeff\xad\x00-\x08\x0e-\x1f]")
_NOTE: Final = re.compile(r"\s*[(\[\d*†‡§]")
_GAP = 2.0  # points of inline padding from which words are printed apart
_NBSP_WIDTH = 2.5  # points, of a no-break space in 10 point text
_IX: Final = re.compile(r"\{http://www\.xbrl\.org/\d{4}/inlineXBRL\}(.*)", re.IGNORECASE)
_HIDDEN_FACT: Final = re.compile(r"-sec-ix-hidden:\s*([^;\s]+)")
MARKED: Final = frozenset({"ix:nonfraction", "ix:fraction", "ix:nonnumeric"})


class Names(dict[str, str]):
    """Lower-case local names of raw tags; inline XBRL's are prefixed ``ix:`` whatever prefix the file declares."""

    def __init__(self, prefixes: dict[str, str]) -> None:
        super().__init__()
        self._prefixes = prefixes

    def __missing__(self, raw: str) -> str:
        name = self[raw] = self._normalise(raw)
        return name

    def _normalise(self, raw: str) -> str:
        inline = _IX.match(raw)
        if inline:
            return f"ix:{inline[1].lower()}"
        if raw.startswith("{"):
            uri, _, local = raw[1:].partition("}")
            return local.lower() if uri.endswith("xhtml") else f"{uri}:{local.lower()}"
        prefix, colon, local = raw.lower().partition(":")
        if colon and _IX.match(f"{{{self._prefixes.get(prefix, '')}}}x"):
            return f"ix:{local}"
        return raw.lower()


@dataclass(slots=True)
class Line:
    """One printed line: its text, how all of it is set, and the marked elements with their offsets in it.

    ``value`` is the text without raised footnote marks; ``marks`` holds elements, or the id of a hidden one.
    """

    text: str
    value: str
    bold: bool
    italic: bool
    underline: bool
    linked: bool
    raised: bool
    size: float | None
    lead: float
    marks: list[tuple[int, etree._Element | str]] = field(default_factory=list)


class LineBuilder:
    """Collects the runs of one line."""

    def __init__(self) -> None:
        self._reset()

    def _reset(self) -> None:
        self._parts: list[tuple[str, Style, bool, bool]] = []
        self._marks: list[tuple[int, etree._Element | str]] = []
        self._length = 0
        self._open = True  # nothing, or a space, precedes: more space would not be printed
        self._lead = 0.0

    def __bool__(self) -> bool:
        return bool(self._parts)

    def add(self, raw: str, style: Style, linked: bool = False) -> None:
        if style.size == 0:
            return  # unlike what is hidden, elements inside may set a size again
        if _INVISIBLE.search(raw):
            raw = _INVISIBLE.sub("", raw)
        if not self._parts:
            self._lead += _NBSP_WIDTH * (len(raw) - len(raw.lstrip("\xa0\u2003 \n")) if "\xa0" in raw else 0)
        text = _SPACE.sub(" ", raw)
        if style.upper:
            text = text.upper()
        note = style.raised and not self._open and _NOTE.match(text) is not None
        if note:
            self.space(style)
        if self._open:
            text = text.removeprefix(" ")
        if not text:
            return
        self._parts.append((text, style, linked, note))
        self._length += len(text)
        self._open = text.endswith(" ")

    def space(self, style: Style) -> None:
        """A gap between words that the text itself does not hold."""
        if not self._open:
            self._parts.append((" ", style, False, False))
            self._length += 1
            self._open = True

    def mark(self, element: etree._Element | str) -> None:
        self._marks.append((self._length, element))

    def finish(self) -> Line | None:
        """The line so far, or None where nothing is printed; the builder starts afresh."""
        parts, marks, lead = self._parts, self._marks, self._lead
        if not parts:
            return None  # marks of empty elements wait for the text that follows them
        self._reset()
        text = "".join(part[0] for part in parts).rstrip()
        noted = any(part[3] for part in parts)
        value = " ".join("".join(part[0] for part in parts if not part[3]).split()) if noted else text
        set_runs = [part for part in parts if not part[3] and part[0].strip()] or parts
        return Line(
            text, value,
            bold=all(style.bold for _, style, _, _ in set_runs),
            italic=all(style.italic for _, style, _, _ in set_runs),
            underline=all(style.underline for _, style, _, _ in set_runs),
            linked=all(linked for _, _, linked, _ in set_runs),
            raised=all(style.raised for _, style, _, _ in set_runs),
            size=max(set_runs, key=lambda part: len(part[0]))[1].size, lead=lead, marks=marks,
        )  # fmt: skip


@dataclass(slots=True)
class Context:
    """What reading one document needs everywhere: names of tags and computed styles."""

    names: Names
    styler: Styler


def hidden_fact(css: str | None) -> str | None:
    """The id of the hidden fact that a printed text stands for, by the ``-sec-ix-hidden`` property."""
    found = _HIDDEN_FACT.search(css) if css and "-sec-ix-hidden" in css else None
    return found[1] if found else None


class Boundary(Enum):
    """What ends in the stream of lines: a block, or a page."""

    BLOCK = "block"
    PAGE = "page"


Item: TypeAlias = tuple[Line, Style] | Boundary | T


def read(
    element: etree._Element,
    style: Style,
    context: Context,
    on_table: Callable[[etree._Element, Style], Iterable[T] | None] = lambda table, style: None,
) -> Iterator[Item[T]]:
    """What is printed inside ``element``, itself set in ``style``: lines, each with the style of its block, in order.

    Lines end at ``br`` and at blocks, blocks at block elements and at an empty line. ``on_table`` may replace a table
    by items of its own; where it returns None, the table's cells are read like any block.
    """
    builder = LineBuilder()
    styles = [style]
    links = 0
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, node in walk:
        name = context.names[node.tag]
        if event == "start":
            if node is not element:
                current = context.styler.derive(styles[-1], node, name)
                if current.block:
                    yield from _ended(builder, styles[-1])
                    if current.break_before:
                        yield Boundary.PAGE
                styles.append(current)
                if current.hidden:
                    walk.skip_subtree()
                    continue
                links += _is_link(node, name)
                _note(node, name, current, builder)
                items = on_table(node, current) if name == "table" else None
                if items is not None:
                    yield from items
                    walk.skip_subtree()
                    continue
            if node.text:
                yield from _added(builder, node.text, styles[-1], links > 0)
        elif node is not element:
            current = styles.pop()
            links -= _is_link(node, name) and not current.hidden
            if current.block:
                yield from _ended(builder, current)
                if current.break_after:
                    yield Boundary.PAGE
            elif name == "br":
                yield from _broken(builder, styles[-1])
            if node.tail:
                yield from _added(builder, node.tail, styles[-1], links > 0)
    yield from _ended(builder, style)


def read_lines(element: etree._Element, style: Style, context: Context) -> list[tuple[Line, Style]]:
    """The lines alone that are printed inside ``element``."""
    items: Iterator[Item[Any]] = read(element, style, context)
    return [item for item in items if isinstance(item, tuple)]


def _added(builder: LineBuilder, text: str, style: Style, linked: bool) -> Iterator[tuple[Line, Style] | Boundary]:
    """Adds text; where space is kept as written, its line ends are printed too and an empty line ends the block."""
    if style.pre and "\n" in text:
        *whole, text = text.split("\n")
        for line in whole:
            builder.add(line, style, linked)
            yield from _broken(builder, style)
    builder.add(text, style, linked)


def _ended(builder: LineBuilder, style: Style) -> Iterator[tuple[Line, Style] | Boundary]:
    line = builder.finish()
    if line is not None:
        yield line, style
    yield Boundary.BLOCK


def _broken(builder: LineBuilder, style: Style) -> Iterator[tuple[Line, Style] | Boundary]:
    line = builder.finish()
    yield Boundary.BLOCK if line is None else (line, style)


def _is_link(node: etree._Element, name: str) -> bool:
    return name == "a" and (node.get("href") or "").startswith("#")


def _note(node: etree._Element, name: str, style: Style, builder: LineBuilder) -> None:
    if style.gap >= _GAP:
        builder.space(style)
    if name in MARKED:
        builder.mark(node)
    hidden = hidden_fact(node.get("style"))
    if hidden:
        builder.mark(hidden)

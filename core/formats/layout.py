"""From the lines of a page to its elements: tables, titles, list items, paragraphs."""

import re
from dataclasses import dataclass

from core.formats.grid import build_table, place_columns
from core.formats.headers import place_header
from core.formats.lines import Line
from core.formats.pdf_words import Frame
from core.formats.rows import box_in
from core.formats.tables import find_regions
from core.formats.text_tables import build_text_table, find_text_tables
from core.types import Element, ElementKind, Span, Table

_GLYPH = re.compile(r"[•●▪◦‣∙·■□○➢✓\uf0b7\uf0a7o\u2013—*-]|\*{2,3}")
_ORDINAL = re.compile(r"\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.;,]$")
_ITEM = re.compile(r"^(?:item|part|note|section|article|exhibit|schedule)\s+[\dIVX]", re.IGNORECASE)
_UNFINISHED = re.compile(r"(?:[,&\u2013\u2014-]|\b(?:and|or|of|the|to|for|in|on|by|with|from|as))$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Setting:
    """Where lines stand: their frame and page, the document's usual font size, how far to the right its text runs, and
    whether they come after a table."""

    frame: Frame
    page: int
    body_size: float
    right: float
    after_table: bool


def elements_of(
    lines: list[Line], frame: Frame, page: int, body_size: float, furniture: set[int], after_table: bool = False
) -> list[Element]:
    """The elements of the lines of one flow, in reading order.

    ``body_size`` is the document's usual font size, ``furniture`` the indices of running lines, at either end.
    ``after_table``: what comes before is a table, which may go on here with a single row.
    """
    content = [index for index in range(len(lines)) if index not in furniture]
    if not content:
        return [_furniture(line, frame, page) for line in lines]
    first, last = content[0], content[-1]
    setting = _Setting(frame, page, body_size, max([line.x1 for line in lines]), after_table)
    return [
        *[_furniture(line, frame, page) for line in lines[:first]],
        *_content(lines[first : last + 1], setting),
        *[_furniture(line, frame, page) for line in lines[last + 1 :]],
    ]


def _furniture(line: Line, frame: Frame, page: int) -> Element:
    spans = (Span(line.text, page, box_in(frame, line.x0, line.y0, line.x1, line.y1)),)
    return Element(ElementKind.FURNITURE, spans, bold=line.bold, size=_size(line))


def _content(lines: list[Line], setting: _Setting) -> list[Element]:
    elements: list[Element] = []
    cursor = 0
    for region in find_regions(lines):
        place_columns(lines, region)
        if not region.columns:
            continue  # nothing but labels and footnote marks
        place_header(lines, region, cursor)
        goes_on = setting.after_table and region.header == 0
        if region.header == region.first and region.rows < 2 and not goes_on:
            continue
        elements.extend(_texts(lines[cursor : region.header], setting))
        elements.append(_table(build_table(lines, region, setting.frame, setting.page), lines[region.first]))
        cursor = region.last + 1
    elements.extend(_texts(lines[cursor:], setting))
    return elements


def _texts(lines: list[Line], setting: _Setting) -> list[Element]:
    """Lines between tables of numbers: tables of words, and blocks."""
    elements: list[Element] = []
    cursor = 0
    for region in find_text_tables(lines):
        elements.extend(_blocks(lines[cursor : region.first], setting))
        elements.append(_table(build_text_table(lines, region, setting.frame, setting.page), lines[region.first]))
        cursor = region.last + 1
    elements.extend(_blocks(lines[cursor:], setting))
    return elements


def _table(table: Table, first: Line) -> Element:
    return Element(ElementKind.TABLE, tuple(row.span for row in table.rows), table=table, size=_size(first))


def _blocks(lines: list[Line], setting: _Setting) -> list[Element]:
    blocks: list[list[Line]] = []
    for line in lines:
        if blocks and _goes_on(blocks[-1], line, setting.right):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return [_element(block, setting) for block in blocks]


def _goes_on(block: list[Line], line: Line, right: float) -> bool:
    """Whether a line belongs to the block above it: same font weight and size, no extra space, no new bullet."""
    last = block[-1]
    gap = line.y0 - last.y1
    if not -0.5 * line.size < gap < 0.75 * max(line.size, last.size):
        return False
    if line.bold != last.bold or abs(line.size - last.size) > 1.2:
        return False
    if _is_marked(line) or (line.bold and _ends_early(last, line, right)):
        return False
    if len(block) > 1 and gap > block[1].y0 - block[0].y1 + 0.3 * line.size:
        return False
    started = _is_marked(block[0])
    if line.x0 > last.x0 + 1.2 * line.size and not started and len(block) > 1:
        return False
    return not (_ITEM.match(line.text) and line.bold)


def _ends_early(last: Line, line: Line, right: float) -> bool:
    """Whether a heading ends with ``last`` though there was room for a word of ``line``: then ``line`` is another one.

    Lines of a centred title break where its author wants.
    """
    first = line.words[0]
    room = right - last.x1 > first.x1 - first.x0 + 0.6 * line.size
    begins = first.text[0].isupper() or first.text[0].isdigit()
    return room and begins and abs(line.x0 - last.x0) < 2 and not _UNFINISHED.search(last.text)


def _is_marked(line: Line) -> bool:
    """Whether a line begins with a bullet or an ordinal: "•", "(a)", "1."."""
    mark = line.words[0].text
    return len(line.words) > 1 and (_GLYPH.fullmatch(mark) is not None or _ORDINAL.fullmatch(mark) is not None)


def _element(block: list[Line], setting: _Setting) -> Element:
    spans = tuple(
        Span(line.text, setting.page, box_in(setting.frame, line.x0, line.y0, line.x1, line.y1)) for line in block
    )
    bold = all(line.bold for line in block)
    return Element(_kind(block, bold, setting.body_size), spans, bold=bold, size=_size(block[0]))


def _kind(block: list[Line], bold: bool, body_size: float) -> ElementKind:
    first = block[0]
    words = sum(len(line.words) for line in block)
    text = " ".join([line.text for line in block])
    letters = any(character.isalpha() for character in text)
    if letters and len(block) <= 4 and words <= 40 and not _GLYPH.fullmatch(first.words[0].text):
        short = words <= 25 and not _SENTENCE_END.search(text) and not _heads_columns(block)
        if short and (bold or first.size > body_size * 1.15 or (text.isupper() and words >= 2 and len(text) > 5)):
            return ElementKind.TITLE
        if _ITEM.match(text) and words <= 25 and bold:
            return ElementKind.TITLE
    if _is_marked(first):
        return ElementKind.LIST_ITEM
    return ElementKind.TEXT


def _heads_columns(block: list[Line]) -> bool:
    """Whether a block is what is left of a table's head: phrases beside one another, or a word or two a line."""
    if len(block) > 2 and sum(len(line.words) for line in block) < 2 * len(block):
        return True
    return any(len(line.segments) > 1 + (_ITEM.match(line.text) is not None or _is_marked(line)) for line in block)


def _size(line: Line) -> float:
    return round(line.size, 1)

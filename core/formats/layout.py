"""From the lines of a page to its elements: tables, titles, list items, paragraphs."""

import re

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


def elements_of(lines: list[Line], frame: Frame, page: int, body_size: float, furniture: set[int]) -> list[Element]:
    """The elements of the lines of one flow, in reading order.

    ``body_size`` is the document's usual font size, ``furniture`` the indices of running lines, at either end.
    """
    content = [index for index in range(len(lines)) if index not in furniture]
    if not content:
        return [_furniture(line, frame, page) for line in lines]
    first, last = content[0], content[-1]
    return [
        *[_furniture(line, frame, page) for line in lines[:first]],
        *_content(lines[first : last + 1], frame, page, body_size),
        *[_furniture(line, frame, page) for line in lines[last + 1 :]],
    ]


def _furniture(line: Line, frame: Frame, page: int) -> Element:
    spans = (Span(line.text, page, box_in(frame, line.x0, line.y0, line.x1, line.y1)),)
    return Element(ElementKind.FURNITURE, spans, bold=line.bold, size=_size(line))


def _content(lines: list[Line], frame: Frame, page: int, body_size: float) -> list[Element]:
    elements: list[Element] = []
    cursor = 0
    for region in find_regions(lines):
        place_columns(lines, region)
        if not region.columns:
            continue  # nothing but labels and footnote marks
        place_header(lines, region, cursor)
        if region.header == region.first and region.rows < 2:
            continue
        elements.extend(_texts(lines[cursor : region.header], frame, page, body_size))
        elements.append(_table(build_table(lines, region, frame, page), lines[region.first]))
        cursor = region.last + 1
    elements.extend(_texts(lines[cursor:], frame, page, body_size))
    return elements


def _texts(lines: list[Line], frame: Frame, page: int, body_size: float) -> list[Element]:
    """Lines between tables of numbers: tables of words, and blocks."""
    elements: list[Element] = []
    cursor = 0
    for region in find_text_tables(lines):
        elements.extend(_blocks(lines[cursor : region.first], frame, page, body_size))
        elements.append(_table(build_text_table(lines, region, frame, page), lines[region.first]))
        cursor = region.last + 1
    elements.extend(_blocks(lines[cursor:], frame, page, body_size))
    return elements


def _table(table: Table, first: Line) -> Element:
    return Element(ElementKind.TABLE, tuple(row.span for row in table.rows), table=table, size=_size(first))


def _blocks(lines: list[Line], frame: Frame, page: int, body_size: float) -> list[Element]:
    blocks: list[list[Line]] = []
    for line in lines:
        if blocks and _goes_on(blocks[-1], line):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return [_element(block, frame, page, body_size) for block in blocks]


def _goes_on(block: list[Line], line: Line) -> bool:
    """Whether a line belongs to the block above it: same font weight and size, no extra space, no new bullet."""
    last = block[-1]
    gap = line.y0 - last.y1
    if not -0.5 * line.size < gap < 0.75 * max(line.size, last.size):
        return False
    if line.bold != last.bold or abs(line.size - last.size) > 1.2:
        return False
    if _is_marked(line):
        return False
    if len(block) > 1 and gap > block[1].y0 - block[0].y1 + 0.3 * line.size:
        return False
    started = _is_marked(block[0])
    if line.x0 > last.x0 + 1.2 * line.size and not started and len(block) > 1:
        return False
    return not (_ITEM.match(line.text) and line.bold)


def _is_marked(line: Line) -> bool:
    """Whether a line begins with a bullet or an ordinal: "•", "(a)", "1."."""
    mark = line.words[0].text
    return len(line.words) > 1 and (_GLYPH.fullmatch(mark) is not None or _ORDINAL.fullmatch(mark) is not None)


def _element(block: list[Line], frame: Frame, page: int, body_size: float) -> Element:
    spans = tuple(Span(line.text, page, box_in(frame, line.x0, line.y0, line.x1, line.y1)) for line in block)
    bold = all(line.bold for line in block)
    return Element(_kind(block, bold, body_size), spans, bold=bold, size=_size(block[0]))


def _kind(block: list[Line], bold: bool, body_size: float) -> ElementKind:
    first = block[0]
    words = sum(len(line.words) for line in block)
    text = " ".join([line.text for line in block])
    letters = any(character.isalpha() for character in text)
    if letters and len(block) <= 4 and words <= 40 and not _GLYPH.fullmatch(first.words[0].text):
        short = words <= 25 and not _SENTENCE_END.search(text)
        if short and (bold or first.size > body_size * 1.15 or (text.isupper() and words >= 2 and len(text) > 5)):
            return ElementKind.TITLE
        if _ITEM.match(text) and words <= 25 and bold:
            return ElementKind.TITLE
    if _is_marked(first):
        return ElementKind.LIST_ITEM
    return ElementKind.TEXT


def _size(line: Line) -> float:
    return round(line.size, 1)

"""Pages of an HTML document: where they break, what on them only repeats, and the elements that they hold.

A page ends where the document breaks it; where it (almost) never does, after each block that prints a page number of
a rising series; where there are none, at the end of the block with which a page reaches 6,000 characters.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from lxml import etree

from core.formats.html_blocks import Block, Printed, TableBlock
from core.formats.html_tables import TableKind, to_table
from core.formats.html_text import Boundary, Line
from core.formats.sentences import SENTENCE_END
from core.types import Element, ElementKind, Page, Span

PAGE_CHARACTERS = 6000
_EDGE = 3  # blocks at the top and at the bottom of a page that may be running headers and footers
_MAX_RUNNING = 160  # characters
_PAGE_NUMBER: Final = re.compile(
    r"[\s\-\u2013\u2014|]*(?:page\s+)?(?P<number>(?:[A-Z]{1,2}[-\u2013])?\d{1,3}|[ivxl]{1,7})(?:\s+of\s+\d+)?[\s\-\u2013\u2014|]*",
    re.IGNORECASE,
)
_END_NUMBER: Final = re.compile(r"^\d{1,3}(?=\W)|(?<=\W)\d{1,3}(?=\.?$)")
_BACK_LINK: Final = re.compile(r"(?:(?:back|return) to )?(?:table of contents|index|contents)", re.IGNORECASE)
_CONTENTS: Final = re.compile(r"table of contents(?: \(continued\))?", re.IGNORECASE)
_BULLET: Final = re.compile(
    r"[•●○◦▪■□▫·∙‣⁃➢➤✓✔\uf0a7\uf0b7](?=\s|\w)|(?:[-–—*o])\s+(?=[A-Z])|\((?:\d{1,2}|[a-z]|[ivx]{1,5})\)\s"
)
_BALLOT: Final = re.compile("[☐☑☒]")
_SPLIT_FROM = 300  # characters from which a paragraph is cut into sentences
_LEAST, _MOST = 60, 1000  # characters that a piece has at least and (where it can be cut) at most


@dataclass(frozen=True, slots=True)
class Place:
    """Where a marked element is printed: the page, the text of its span, and the label of its row in a table."""

    page: int
    quote: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """Pages and elements of a document, and the places of its marked elements (or the ids of hidden ones)."""

    pages: tuple[Page, ...]
    elements: tuple[Element, ...]
    places: dict[etree._Element | str, Place]


def lay_out(printed: Iterable[Printed | Boundary]) -> Layout:
    pages = paginate(list(printed))
    repeated = _repeated(pages)
    shown: set[str] = set()
    elements: list[Element] = []
    places: dict[etree._Element | str, Place] = {}
    for number, blocks in enumerate(pages, start=1):
        furniture = _furniture(blocks, number, repeated, shown)
        for index, block in enumerate(blocks):
            element = _element(block, number, index in furniture)
            elements.append(element)
            _place(block, element, places)
    texts = ("\n".join(text for block in blocks for text in block.printed) for blocks in pages)
    return Layout(tuple(Page(number, text) for number, text in enumerate(texts, 1)), tuple(elements), places)


def paginate(items: Sequence[Printed | Boundary]) -> list[list[Printed]]:
    """Blocks page by page; pages on which nothing is printed are not counted."""
    broken = _split_at(items)
    if len(broken) == 1 or len(broken) * 2 <= 1 + len(_numbered([block for page in broken for block in page])):
        broken = [part for page in broken for part in _cut(page, _numbered(page))]
    return broken if len(broken) > 1 else _by_length(broken[0] if broken else [])


def _split_at(items: Sequence[Printed | Boundary]) -> list[list[Printed]]:
    pages: list[list[Printed]] = [[]]
    for item in items:
        if isinstance(item, Boundary):
            pages.append([])
        else:
            pages[-1].append(item)
    return [page for page in pages if page]


def _numbered(blocks: Sequence[Printed]) -> list[int]:
    """Where pages end that print their number: indexes of the blocks, none where fewer than three rise one by one."""
    printed = ((index, re.search(r"\d+$", _page_number(block))) for index, block in enumerate(blocks))
    ends = [(index, int(number[0])) for index, number in printed if number]
    steps = sum(after - before == 1 for (_, before), (_, after) in pairwise(ends))
    return [index for index, _ in ends] if steps >= 2 and steps * 3 >= (len(ends) - 1) * 2 else []


def _cut(blocks: Sequence[Printed], ends: Sequence[int]) -> list[list[Printed]]:
    bounds = [0, *(index + 1 for index in ends), len(blocks)]
    return [list(blocks[start:end]) for start, end in pairwise(bounds) if end > start]


def _by_length(blocks: Sequence[Printed]) -> list[list[Printed]]:
    pages: list[list[Printed]] = [[]]
    length = 0
    for block in blocks:
        if length >= PAGE_CHARACTERS:
            pages.append([])
            length = 0
        pages[-1].append(block)
        length += len(block.text)
    return [page for page in pages if page]


def _page_number(block: Printed) -> str:
    if isinstance(block, TableBlock) or len(block.lines) != 1:
        return ""
    match = _PAGE_NUMBER.fullmatch(block.lines[0].text)
    return match["number"] if match else ""


def _key(block: Printed, page: int) -> str:
    """What is equal for a text on each page that it frames: a number at an end of it counts from the page's own."""
    return _END_NUMBER.sub(lambda match: f"#{int(match[0]) - page}", block.text.lower())


def _edges(blocks: Sequence[Printed]) -> tuple[list[int], list[int]]:
    indexes = range(len(blocks))
    return list(indexes[:_EDGE]), list(reversed(indexes[-_EDGE:]))


def _repeated(pages: Sequence[Sequence[Printed]]) -> frozenset[str]:
    """Keys of short texts that stand at an edge of at least three pages and of one page in twelve."""
    counts: Counter[str] = Counter()
    for page, blocks in enumerate(pages, start=1):
        short = (blocks[index] for edge in _edges(blocks) for index in edge if len(blocks[index].text) <= _MAX_RUNNING)
        counts.update({_key(block, page) for block in short})
    least = max(3, len(pages) // 12)
    return frozenset(key for key, count in counts.items() if count >= least)


def _furniture(blocks: Sequence[Printed], page: int, repeated: frozenset[str], shown: set[str]) -> set[int]:
    """Indexes of blocks that frame the page, from its edges inwards; a running title counts once as a title."""
    found: set[int] = set()
    top, bottom = _edges(blocks)
    for edge in (top, bottom):
        for index in edge:
            block, key = blocks[index], _key(blocks[index], page)
            if not (_frames(block) or key in repeated):
                break
            if edge is top and _is_title(block) and not _frames(block) and key not in shown:
                shown.add(key)
                continue
            found.add(index)
    return found


def _frames(block: Printed) -> bool:
    """A page number, or a link back to the table of contents."""
    linked = isinstance(block, Block) and block.lines[0].linked
    return bool(_page_number(block)) or (_BACK_LINK.fullmatch(block.text) is not None and linked)


def _element(block: Printed, page: int, furniture: bool) -> Element:
    if isinstance(block, TableBlock):
        table = to_table(block.grid.rows, page)
        contents = block.grid.kind is TableKind.CONTENTS or furniture
        kind = ElementKind.FURNITURE if contents else ElementKind.TABLE
        return Element(kind, tuple(row.span for row in table.rows), table)
    kind = ElementKind.FURNITURE if furniture else _kind(block)
    spans = tuple(Span(text, page) for line in block.lines for text in _pieces(line.text))
    return Element(kind, spans, bold=all(line.bold for line in block.lines), size=block.lines[0].size)


def _kind(block: Block) -> ElementKind:
    if _CONTENTS.fullmatch(block.text):
        return ElementKind.FURNITURE
    if block.item or (_BULLET.match(block.text) and not all(line.bold for line in block.lines)):
        return ElementKind.LIST_ITEM
    return ElementKind.TITLE if _is_title(block) else ElementKind.TEXT


def _is_title(block: Printed) -> bool:
    """Short and set apart: a heading tag, all bold, or underlined, italic or centred without being a sentence."""
    if isinstance(block, TableBlock) or not re.search(r"[^\W\d_]", block.text):
        return False
    text = block.text
    if block.style.heading:
        return True
    if all(line.bold for line in block.lines):
        return len(text) <= 300
    sentence = text.endswith((".", ",", ";", ":")) or len(text) > 120
    apart = block.style.centered or all(line.underline or line.italic for line in block.lines)
    return apart and not sentence and not text.startswith("(") and not text[0].islower() and not _BALLOT.search(text)


def _pieces(text: str) -> Iterator[str]:
    """Sentences of a long paragraph, short ones joined to the next, so that a quote can be as short as its claim."""
    start = 0
    if len(text) >= _SPLIT_FROM:
        for match in SENTENCE_END.finditer(text):
            if match.start() - start >= _LEAST and len(text) - match.end() >= _LEAST:
                yield from _bounded(text[start : match.end()].rstrip())
                start = match.end()
    yield from _bounded(text[start:])


def _bounded(sentence: str) -> Iterator[str]:
    """The sentence, cut between words where it is longer than a passage may be."""
    start = 0
    while len(sentence) - start > _MOST:
        cut = sentence.rfind(" ", start + _LEAST, start + _MOST)
        if cut < 0:
            break
        yield sentence[start:cut]
        start = cut + 1
    yield sentence[start:]


def _place(block: Printed, element: Element, places: dict[etree._Element | str, Place]) -> None:
    if isinstance(block, TableBlock) and element.table is not None:
        for units, row in zip(block.grid.rows, element.table.rows, strict=True):
            for unit in units:
                for _, mark in unit.marks:
                    places[mark] = Place(element.page, row.span.text, row.cells[0].text)
        return
    if isinstance(block, Block):
        pieces = iter(element.spans)
        for line in block.lines:
            _place_line(line, pieces, places)


def _place_line(line: Line, spans: Iterator[Span], places: dict[etree._Element | str, Place]) -> None:
    marks = iter(line.marks)
    mark = next(marks, None)
    end = 0
    while end < len(line.text):
        span = next(spans)
        end += len(span.text) + 1
        while mark is not None and (mark[0] < end or end >= len(line.text)):
            places[mark[1]] = Place(span.page, span.text)
            mark = next(marks, None)

"""What of a passage can be quoted: sentences, the items of a list under their lead, and rows of tables.

Every unit is a verbatim stretch of one page. What places it without being part of it (the heading or the lead over a
sentence, the header over a row) is its ``context``: read with it, and shown beside it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from core.types import ElementKind, Passage, Span

SHORTEST_SENTENCE = 20  # characters; shorter ones are headings and remnants
LONGEST_QUOTE = 600  # characters; a longer stretch is cut where a clause ends
LONGEST_LIST = 900
LONGEST_HEADING = 120
HEADER_SPANS = 6
NARROW = 0.75  # of the widest line: a line that ends before it, without a full stop, is a heading

# A mark that ends a sentence: before a capital, and not after an initial or a usual abbreviation.
_MARK = re.compile(r"[.?!][\"”)]?\s+(?=[A-Z“\"(•])")
_ABBREVIATION = re.compile(r"\b(?:[A-Z]|Inc|Corp|Co|Ltd|No|vs|U\.S)$")
_BULLET = re.compile(r"^\s*(?:[•●·▪◦–—*-]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})\)|\d{1,2}\.)\s+(?=\S)")
_LEANS_BACK = re.compile(
    r"^(?:The|This|These|That|Those|Such|It|They|Its|Their|Both|Also|In addition|Additionally|Growth|Increases?|"
    r"Decreases?|Declines?|Partially)\b"
)
_FIGURE = re.compile(r"(?<![\w.])[$€£(]?\s?\d")
_DATE = re.compile(
    r"\b(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.? \d{1,2}\b|\b(?:19|20)\d\d\b(?![,.]\d)"
)
_CLAUSE_END = re.compile(r"[.;:](?=\s)")


class UnitKind(StrEnum):
    SENTENCE = "sentence"
    LIST = "list"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Unit:
    """``read`` is what is judged: the text with what places it. ``header`` are the lines over the columns of a row.

    ``leans`` where it goes on from the unit before it ("The increase was …"), without which it says little.
    """

    kind: UnitKind
    text: str
    spans: tuple[Span, ...]
    passage: Passage
    context: str = ""
    header: tuple[Span, ...] = ()
    leans: bool = False

    @property
    def page(self) -> int:
        return self.spans[0].page

    @property
    def read(self) -> str:
        return f"{self.context} {self.text}" if self.context else self.text


def units(passage: Passage) -> Iterator[Unit]:
    """The units of a passage, in reading order."""
    if passage.chunk.kind is ElementKind.TABLE:
        return _rows(passage)
    return _prose(passage)


# ------------------------------------------------------------------------------------------------------------- tables


def _rows(passage: Passage) -> Iterator[Unit]:
    """Each row that holds a figure, with the header over it and the last row without figures before it."""
    spans = passage.chunk.spans
    first = next((place for place, span in enumerate(spans) if _holds_figures(span.text)), len(spans))
    heading = spans[max(0, first - HEADER_SPANS) : first]
    header, group = _columns(heading), ""
    for span in spans[first:]:
        if _holds_figures(span.text):
            context = " ".join([*(line.text for line in heading), group]).strip()
            own = tuple(line for line in header if line.page == span.page)
            yield Unit(UnitKind.ROW, span.text, (span,), passage, context, own)
        elif any(map(str.isalpha, span.text)):
            group = span.text


def _columns(heading: Sequence[Span]) -> tuple[Span, ...]:
    """The lines at the end of a table's heading that name its columns: from the first that holds a date on."""
    lines = [span for span in heading if len(span.text) <= LONGEST_HEADING and not span.text.endswith((".", ":"))]
    dated = next((place for place, span in enumerate(lines) if _DATE.search(span.text)), None)
    return () if dated is None else tuple(lines[dated:])


def _holds_figures(text: str) -> bool:
    """Whether a row states a figure, rather than the years and days that head a column."""
    return _FIGURE.search(_DATE.sub(" ", text)) is not None


# -------------------------------------------------------------------------------------------------------------- prose


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines that run on: a paragraph, an item of a list, or a heading."""

    spans: tuple[Span, ...]
    is_heading: bool = False

    @property
    def text(self) -> str:
        return " ".join(span.text for span in self.spans)

    @property
    def is_item(self) -> bool:
        return _BULLET.match(self.spans[0].text) is not None


def _prose(passage: Passage) -> Iterator[Unit]:
    blocks = list(_blocks(passage.chunk.spans))
    heading = passage.chunk.section[-1] if passage.chunk.section else ""
    place = 0
    while place < len(blocks):
        block = blocks[place]
        if block.is_heading:
            heading, place = block.text, place + 1
            continue
        items = _items_after(blocks, place)
        if items:
            yield from _list(block, items, passage, heading)
        yield from _sentences(block, passage, heading)
        lead = block.text if items else ""
        for item in items:
            yield from _sentences(item, passage, lead[-LONGEST_QUOTE:] if lead else heading)
        place += 1 + len(items)


def _items_after(blocks: Sequence[_Block], place: int) -> list[_Block]:
    """The items of the list that ``blocks[place]`` leads, on its page."""
    lead = blocks[place]
    if not lead.text.rstrip().endswith((":", "—", "following")):
        return []
    items = []
    for block in blocks[place + 1 :]:
        if not block.is_item or block.spans[0].page != lead.spans[0].page:
            break
        items.append(block)
    return items


def _list(lead: _Block, items: Sequence[_Block], passage: Passage, heading: str) -> Iterator[Unit]:
    """The last sentence of the lead with as many whole items as a quote holds; at least two."""
    *_, (text, spans) = _cut(lead)
    kept = 0
    for item in items:
        if len(text) + 1 + len(item.text) > LONGEST_LIST:
            break
        text, spans, kept = f"{text} {item.text}", (*spans, *item.spans), kept + 1
    if kept > 1:
        yield Unit(UnitKind.LIST, text, spans, passage, heading)


def _sentences(block: _Block, passage: Passage, heading: str) -> Iterator[Unit]:
    """Each sentence; one that leans on the sentence before it has that as its context too."""
    before = ""
    for text, spans in _cut(block):
        if len(text) >= SHORTEST_SENTENCE:
            leans = bool(before) and _LEANS_BACK.match(text) is not None
            context = f"{heading} {before}".strip() if leans else heading
            yield Unit(UnitKind.SENTENCE, shortened(text), spans, passage, context, leans=leans)
        before = text


def _blocks(spans: Sequence[Span]) -> Iterator[_Block]:
    """Consecutive lines of one page, cut before items and around headings."""
    width = max((span.box.x1 for span in spans if span.box), default=None)
    lines: list[Span] = []
    for place, span in enumerate(spans):
        following = spans[place + 1] if place + 1 < len(spans) else None
        if lines and (_BULLET.match(span.text) or span.page != lines[0].page):
            yield _Block(tuple(lines))
            lines = []
        lines.append(span)
        if _ends_block(span, following, width):
            yield _Block(tuple(lines), is_heading=len(lines) == 1 and _is_heading(span.text))
            lines = []
    if lines:
        yield _Block(tuple(lines))


def _ends_block(span: Span, following: Span | None, width: float | None) -> bool:
    """Whether a line ends what runs on: it stops short, and the next one begins anew. HTML has a span a paragraph."""
    if following is None:
        return False
    if span.box is None or width is None:
        return True
    return span.box.x1 < NARROW * width and re.match(r"[A-Z“\"(•●·▪]", following.text) is not None


def _is_heading(text: str) -> bool:
    return len(text) <= LONGEST_HEADING and not text.rstrip().endswith((".", "?", "!", ":", ";", ","))


def _cut(block: _Block) -> Iterator[tuple[str, tuple[Span, ...]]]:
    """The sentences of a block with the spans they lie in."""
    text, start = block.text, 0
    for end in [*_sentence_ends(text), len(text)]:
        yield text[start:end].strip(), _covering(block.spans, start, end)
        start = end


def _sentence_ends(text: str) -> Iterator[int]:
    for match in _MARK.finditer(text):
        if not _ABBREVIATION.search(text, max(0, match.start() - 5), match.start()):
            yield match.end()


def _covering(spans: Sequence[Span], start: int, end: int) -> tuple[Span, ...]:
    """The spans that the characters start..end of the joined text lie in."""
    covering, position = [], 0
    for span in spans:
        if position < end and position + len(span.text) > start:
            covering.append(span)
        position += len(span.text) + 1
    return tuple(covering)


def shortened(text: str) -> str:
    """The text, or of a long one its beginning up to the end of a clause, else of a word."""
    if len(text) <= LONGEST_QUOTE:
        return text
    ends = [match.end() for match in _CLAUSE_END.finditer(text, LONGEST_QUOTE // 2, LONGEST_QUOTE)]
    return text[: ends[-1]] if ends else text[:LONGEST_QUOTE].rsplit(" ", 1)[0]

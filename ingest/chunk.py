"""Elements -> chunks that the embedding model can read whole.

Prose goes through unstructured's title chunking: a chunk never crosses a heading or a page, so that its page is where a
person finds it. A table is cut into groups of rows; each repeats the caption and the header rows, so that every figure
stands beside its label and its period; what is embedded of it is its words. A chunk carries the facts that its spans
state, so that who reads a passage need not read the table again.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from uuid import UUID, uuid5

from core.formats.partition import to_unstructured
from core.settings import ChunkingSettings
from core.types import Chunk, Element, ElementKind, Fact, Row, Span

CHARACTERS_PER_TOKEN = 4  # of English prose in the packaged model's vocabulary; tables are counted exactly
CAPTION_CHARACTERS = 200
CAPTION_ELEMENTS = 3
ROWS_PER_CHUNK = 40

TokenCounter = Callable[[Sequence[str]], list[int]]


@dataclass(frozen=True, slots=True)
class Piece:
    """A chunk before it knows its document."""

    element: Element
    spans: tuple[Span, ...]
    gist: str = ""

    @property
    def text(self) -> str:
        return ("\n" if self.element.kind is ElementKind.TABLE else " ").join(span.text for span in self.spans)


class _Stated:
    """The facts of a document by where they stand."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._facts: dict[tuple[int, str], list[Fact]] = defaultdict(list)
        for fact in facts:
            self._facts[fact.page, fact.quote].append(fact)

    def by(self, spans: Iterable[Span]) -> tuple[Fact, ...]:
        """What ``spans`` state; of rows that read alike on one page, each has its own where there is geometry."""
        return tuple(
            fact for span in spans for fact in self._facts.get((span.page, span.text), ()) if _stands_in(fact, span)
        )


def _stands_in(fact: Fact, span: Span) -> bool:
    return fact.box is None or span.box is None or span.box.y0 <= (fact.box.y0 + fact.box.y1) / 2 <= span.box.y1


class Chunker:
    """Cuts the elements of one document. ``context`` gives the header for a section path and labels."""

    def __init__(self, settings: ChunkingSettings, count_tokens: TokenCounter, *, revision: str = "") -> None:
        self._settings = settings
        self._count = count_tokens
        self._revision = revision

    def chunk(
        self,
        document_id: str,
        elements: Iterable[Element],
        context: Callable[[Sequence[str], Sequence[str]], str],
        facts: Iterable[Fact] = (),
    ) -> list[Chunk]:
        """Chunks in reading order. Ids are derived from the document's id, the revision and the ordinal."""
        stated = _Stated(facts)
        content = [element for element in elements if element.kind is not ElementKind.FURNITURE and element.spans]
        chunks: list[Chunk] = []
        for (section, labels), group in groupby(content, key=lambda element: (element.section, element.labels)):
            header = context(section, labels)
            for piece in self._pieces(list(group), self._settings.max_tokens - self._count([header])[0]):
                ordinal = len(chunks)
                chunks.append(
                    Chunk(
                        id=str(uuid5(UUID(document_id), f"{self._revision}:{ordinal}")),
                        document_id=document_id,
                        ordinal=ordinal,
                        header=header,
                        text=piece.text,
                        spans=piece.spans,
                        kind=piece.element.kind,
                        section=section,
                        labels=labels,
                        gist=piece.gist,
                        facts=stated.by(piece.spans),
                    )
                )
        return chunks

    def _pieces(self, elements: Sequence[Element], budget: int) -> Iterator[Piece]:
        prose: list[Element] = []
        for element in elements:
            if element.table is None:
                prose.append(element)
                continue
            caption = _take_caption(prose, element.page)
            yield from self._prose(prose, budget)
            yield from self._table(element, caption, budget)
            prose = []
        yield from self._prose(prose, budget)

    def _prose(self, elements: Sequence[Element], budget: int) -> Iterator[Piece]:
        limit = max(budget, 32) * CHARACTERS_PER_TOKEN
        parts = [part for element in elements for part in _split(element, limit)]
        for _, page in groupby(parts, key=lambda part: part.page):
            yield from self._page(list(page), limit)

    def _page(self, parts: Sequence[Element], limit: int) -> Iterator[Piece]:
        """The prose of one page: title chunking joins small sections across pages, which a citation cannot."""
        from unstructured.chunking.title import chunk_by_title

        given, part_by_id = to_unstructured(parts)
        chunks = chunk_by_title(
            given,
            max_characters=max(limit, max(len(part.text) for part in parts)),
            new_after_n_chars=limit * 4 // 5,
            combine_text_under_n_chars=min(self._settings.min_characters, limit),
        )
        for chunk in chunks:
            members = [part_by_id[original.id] for original in chunk.metadata.orig_elements or []]
            yield Piece(members[-1], tuple(span for member in members for span in member.spans))

    def _table(self, element: Element, caption: Sequence[Span], budget: int) -> Iterator[Piece]:
        assert element.table is not None
        table = element.table
        heading = [*caption, *(row.span for row in table.rows[: table.header_rows])]
        heading_words = " ".join(
            [span.text for span in caption] + [_words(row) for row in table.rows[: table.header_rows]]
        )
        words = [_words(row) for row in table.body]
        used, *counts = self._count([heading_words, *words])
        for group in _groups(counts, max(budget - used, budget // 3), ROWS_PER_CHUNK):
            rows = [table.body[index].span for index in group]
            gist = "\n".join(filter(None, [heading_words, *(words[index] for index in group)]))
            yield Piece(element, (*heading, *rows), gist)


def _words(row: Row) -> str:
    """What a row says beside its figures."""
    return " ".join(cell.text for cell in row.cells if any(letter.isalpha() for letter in cell.text))


def _take_caption(prose: list[Element], page: int) -> list[Span]:
    """Removes from the end of ``prose`` the short lines that head the table which follows, and returns their spans."""
    caption: list[Element] = []
    while prose and len(caption) < CAPTION_ELEMENTS and prose[-1].page == page:
        last = prose[-1]
        if last.kind is ElementKind.LIST_ITEM or len(last.text) > CAPTION_CHARACTERS:
            break
        caption.insert(0, prose.pop())
        if last.kind is ElementKind.TITLE:
            break
    return [span for element in caption for span in element.spans]


def _split(element: Element, limit: int) -> Iterator[Element]:
    """The element in parts of at most ``limit`` characters and of one page, cut after a sentence where one ends."""
    pending: list[Span] = []
    for span in element.spans:
        length = sum(len(kept.text) + 1 for kept in pending)
        if pending and (span.page != pending[0].page or length + len(span.text) > limit):
            cut = len(pending) if span.page != pending[0].page else _sentence_end(pending)
            yield replace(element, spans=tuple(pending[:cut]))
            pending = pending[cut:]
        pending.append(span)
    if pending:
        yield replace(element, spans=tuple(pending))


def _sentence_end(spans: Sequence[Span]) -> int:
    """How many spans to keep: up to the last that ends a sentence in the second half, else all."""
    for index in range(len(spans), len(spans) // 2, -1):
        if spans[index - 1].text.endswith((".", ":", ";", "?", "!")):
            return index
    return len(spans)


def _groups(tokens: Sequence[int], budget: int, most: int) -> Iterator[list[int]]:
    """Indices in order, in groups of at most ``budget`` tokens and ``most`` members (at least one)."""
    group: list[int] = []
    used = 0
    for index, count in enumerate(tokens):
        if group and (used + count > budget or len(group) == most):
            yield group
            group, used = [], 0
        group.append(index)
        used += count
    if group:
        yield group

"""What a model is shown and may cite: pages and computed figures, numbered, fenced, and within a budget of tokens."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from app.answering.draft import Evidence, from_computation
from app.answering.generate.reply import Quote
from app.answering.retrieve import PageHit
from core.domain import Corpus
from core.types import Computation, Document, Passage, Span

Admit = Callable[[Passage], bool]
TokenCounter = Callable[[str], int]


@dataclass(frozen=True, slots=True)
class PageShown:
    """Passages of one page, in the order in which they are printed."""

    number: int
    document: Document[Any]
    page: int
    passages: tuple[Passage, ...]

    @property
    def text(self) -> str:
        """The passages under their headers, in brackets since they are not printed there; none is said twice in a row.
        Tables come with their header rows."""
        lines, last = [f"[{self.document.title}, page {self.page}]"], ""
        for passage in self.passages:
            chunk = passage.chunk
            lines += [chunk.text] if chunk.header == last else [f"[{chunk.header}]", chunk.text]
            last = chunk.header
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class FigureShown:
    """A figure that the domain computed, with its steps."""

    number: int
    computation: Computation

    @property
    def text(self) -> str:
        return "\n".join(
            ["A figure computed from the documents' own facts", self.computation.answer, *self.computation.steps]
        )


class Sources:
    """What is shown for one answer. ``admit`` says which passages may be shown at all: where a check quarantines
    passages, it is given here. ``budget`` is in tokens of ``count``."""

    def __init__(self, corpus: Corpus[Any], *, budget: int, count: TokenCounter, admit: Admit) -> None:
        self._corpus, self._count, self._admit = corpus, count, admit
        self._left = budget
        self._shown: dict[int, PageShown | FigureShown] = {}

    def add_pages(self, pages: Sequence[PageHit], *, share: float = 1.0) -> list[PageShown]:
        """Takes the pages not shown yet, best first, as far as ``share`` of what is left of the budget goes; of each,
        its best passages. The first that does not fit ends it."""
        left = int(self._left * share)
        added: list[PageShown] = []
        known = {(shown.document.id, shown.page) for shown in self._pages()}
        for hit in pages:
            passages, cost = self._fitting(hit.passages, left)
            if (hit.document.id, hit.page) in known or not passages:
                continue
            left, self._left = left - cost, self._left - cost
            in_order = tuple(sorted(passages, key=lambda passage: passage.chunk.ordinal))
            added.append(PageShown(len(self._shown) + 1, hit.document, hit.page, in_order))
            self._shown[added[-1].number] = added[-1]
        return added

    def add_figure(self, computation: Computation) -> FigureShown:
        shown = FigureShown(len(self._shown) + 1, computation)
        self._shown[shown.number] = shown
        return shown

    def figure(self, quote: Quote) -> Computation | None:
        """The computation that a quote names by its number."""
        shown = self._shown.get(quote.passage)
        return shown.computation if isinstance(shown, FigureShown) else None

    def evidence(self, quote: Quote) -> tuple[Evidence, ...]:
        """Where the words stand: on the page named, else on any page shown. Of a computed figure, its operands.

        Words that stand nowhere come back as claimed, for verification to find; empty only where no page was shown.
        """
        computation = self.figure(quote)
        if computation:
            return from_computation(computation, self._corpus).evidence
        pages = sorted(self._pages(), key=lambda shown: shown.number != quote.passage)
        for shown in pages:
            for passage in shown.passages:
                spans = locate(quote.quote, passage.chunk.spans)
                if spans:
                    return (_evidence(quote.quote, passage, spans),)
        return tuple(Evidence(shown.document, shown.page, quote.quote) for shown in pages[:1])

    def _pages(self) -> Iterator[PageShown]:
        return (shown for shown in self._shown.values() if isinstance(shown, PageShown))

    def _fitting(self, passages: Sequence[Passage], left: int) -> tuple[list[Passage], int]:
        fitting, cost = [], 0
        for passage in filter(self._admit, passages):
            tokens = self._count(f"{passage.chunk.header}\n{passage.chunk.text}")
            if cost + tokens > left:
                break
            fitting.append(passage)
            cost += tokens
        return fitting, cost


def fenced(shown: Sequence[PageShown | FigureShown]) -> list[str]:
    """Each source between two marks that it cannot contain: they carry a hash of all that stands between them."""
    mark = hashlib.sha256("\n".join(source.text for source in shown).encode()).hexdigest()[:12]
    return [
        f"<<<passage {source.number} {mark}>>>\n{source.text}\n<<<end of passage {source.number} {mark}>>>"
        for source in shown
    ]


def locate(quote: str, spans: Sequence[Span]) -> list[Span]:
    """The spans that the words lie in, white space aside; empty where they do not stand there."""
    wanted = _fold(quote)
    folded = [_fold(span.text) for span in spans]
    start = "".join(folded).find(wanted) if wanted else -1
    if start < 0:
        return []
    found, position = [], 0
    for span, text in zip(spans, folded, strict=True):
        if position < start + len(wanted) and position + len(text) > start:
            found.append(span)
        position += len(text)
    return found


def _fold(text: str) -> str:
    return "".join(text.split())


def _evidence(quote: str, passage: Passage, spans: Sequence[Span]) -> Evidence:
    return Evidence(
        document=passage.document,
        page=spans[0].page,
        quote=quote,
        boxes=tuple(span.box for span in spans if span.box),
        section=passage.chunk.section,
        scores=passage.scores,
    )

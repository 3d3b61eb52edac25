"""Evidence without a model: the sentences and table rows that carry most of the question's words, verbatim."""

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.answering.asking import Material
from app.answering.draft import Draft, Evidence, from_evidence
from app.answering.retrieve import PageHit
from core.settings import AnsweringSettings
from core.sparse import SparseEncoder
from core.types import ElementKind, Passage, Plan, Span

# A mark that ends a sentence: not after an initial or a usual abbreviation, and before a capital.
_SENTENCE_END = re.compile(
    r"(?<!\b[A-Z])(?<!\bInc)(?<!\bCorp)(?<!\bCo)(?<!\bNo)(?<!\bvs)(?<!\bU\.S)[.?!][\"”)]?\s+(?=[A-Z“\"(•])"
)
SHORTEST_SENTENCE = 20  # characters; shorter ones are headings and remnants
PAGE_PRIOR = 0.25  # how much the rank of its page counts beside the words of a sentence


@dataclass(frozen=True, slots=True)
class _Candidate:
    text: str
    spans: tuple[Span, ...]
    passage: Passage
    prior: float
    terms: frozenset[int]


class Extractor:
    """A Generator that quotes: no model, nothing said that is not printed."""

    name = recipe = "extractive"
    attempts = 1

    def __init__(self, settings: AnsweringSettings, sparse: SparseEncoder) -> None:
        self._settings, self._sparse = settings, sparse

    def generate(self, material: Material) -> Draft | None:
        evidence = self.extract(material.understood.plan, material.pages)
        return from_evidence(evidence) if evidence else None

    def extract(self, plan: Plan, hits: Sequence[PageHit]) -> list[Evidence]:
        """The best quotes, best first, none twice; empty where nothing carries enough of the question."""
        candidates = [
            _Candidate(text, spans, passage, 1 / (rank + 1), self._terms(text))
            for rank, hit in enumerate(hits)
            for passage in hit.passages
            for text, spans in _units(passage)
        ]
        weights = self._weights(plan, candidates)
        total = sum(weights.values()) or 1.0
        scored: dict[str, tuple[float, _Candidate]] = {}
        for candidate in candidates:
            overlap = sum(weights.get(term, 0.0) for term in candidate.terms) / total
            score = overlap + PAGE_PRIOR * candidate.prior
            if overlap >= self._settings.min_overlap and score > scored.get(candidate.text, (0.0,))[0]:
                scored[candidate.text] = (score, candidate)
        best = sorted(scored.values(), key=lambda pair: -pair[0])[: self._settings.max_quotes]
        return [_evidence(candidate) for _, candidate in best]

    def _weights(self, plan: Plan, candidates: Sequence[_Candidate]) -> dict[int, float]:
        """The question's terms, rarer ones among the candidates weighing more; one that none carries weighs least."""
        counts = Counter(term for candidate in candidates for term in candidate.terms)
        asked = self._terms(" ".join(plan.search))
        return {term: math.log(1 + len(candidates) / (counts[term] or len(candidates))) for term in asked}

    def _terms(self, text: str) -> frozenset[int]:
        """Stems of the words that carry meaning, as the sparse index sees them."""
        return frozenset(self._sparse.encode_query(text).indices)


def _evidence(candidate: _Candidate) -> Evidence:
    passage = candidate.passage
    return Evidence(
        document=passage.document,
        page=candidate.spans[0].page,
        quote=candidate.text,
        boxes=tuple(span.box for span in candidate.spans if span.box),
        section=passage.chunk.section,
        scores=passage.scores,
    )


def _units(passage: Passage) -> Iterator[tuple[str, tuple[Span, ...]]]:
    """What can be quoted: each row of a table that holds a figure, each sentence of prose."""
    chunk = passage.chunk
    if chunk.kind is ElementKind.TABLE:
        yield from ((span.text, (span,)) for span in chunk.spans if any(letter.isdigit() for letter in span.text))
        return
    start = 0
    for end in [match.end() for match in _SENTENCE_END.finditer(chunk.text)] + [len(chunk.text)]:
        sentence = chunk.text[start:end].strip()
        if len(sentence) >= SHORTEST_SENTENCE:
            yield sentence, _covering(chunk.spans, start, end)
        start = end


def _covering(spans: Sequence[Span], start: int, end: int) -> tuple[Span, ...]:
    """The spans that the characters start..end of the joined text lie in."""
    covering, position = [], 0
    for span in spans:
        if position < end and position + len(span.text) > start:
            covering.append(span)
        position += len(span.text) + 1
    return tuple(covering)

"""Answers without a model: what the likeliest pages say, verbatim."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import dropwhile

from app.answering.asking import Material
from app.answering.draft import Draft, Evidence, from_evidence
from app.answering.generate.extract.cues import cues
from app.answering.generate.extract.judge import Judge, JudgedPage, Judgement
from app.answering.generate.extract.units import LONGEST_QUOTE, Unit, units
from core.settings import AnsweringSettings
from core.sparse import SparseEncoder
from core.types import Span, Wanted

SECOND_QUOTE = 0.7  # how near to a page's best unit another one must come, as a share of its score, to be quoted too


class Extractor:
    """A Generator that quotes: no model, nothing said that is not printed."""

    name = recipe = "extractive"
    attempts = 1

    def __init__(self, settings: AnsweringSettings, sparse: SparseEncoder) -> None:
        self._settings, self._judge = settings, Judge(sparse)

    def generate(self, material: Material) -> Draft | None:
        plan = material.understood.plan
        judgement = self._judge.judge(plan, material.pages)
        pages = self._likely(judgement)
        evidence = _without_repeats(
            group
            for rank, page in enumerate(pages)
            for group in self._quotes(page, plan.hints.wanted, 1 if rank else self._settings.first_quotes)
        )
        if not evidence:
            return None
        return replace(from_evidence(evidence), signals=signals(judgement, pages))

    def _likely(self, judgement: Judgement) -> Sequence[JudgedPage]:
        """The likeliest pages, as far as each is likely enough beside the first."""
        best = judgement.pages[: self._settings.max_pages]
        return [page for page in best if page.chance >= self._settings.page_share * best[0].chance]

    def _quotes(self, page: JudgedPage, wanted: Wanted, most: int) -> Iterator[tuple[Evidence, ...]]:
        best = page.units[0]
        kept: list[Unit] = []
        for judged in page.units:
            if len(kept) == most or judged.score < SECOND_QUOTE * best.score:
                break
            if not any(set(judged.unit.spans) & set(unit.spans) for unit in kept):
                kept.append(judged.unit)
        for unit in kept:
            yield _evidence(explained(unit) if wanted is Wanted.CAUSE else unit)


def signals(judgement: Judgement, pages: Sequence[JudgedPage]) -> dict[str, float]:
    """What is known of how well an extract answers: see app.answering.confidence."""
    best = [page.units[0].features for page in pages]
    return {
        "chance": 1 - math.prod(1 - page.chance for page in pages),
        "first": pages[0].chance,
        "unseen": judgement.unseen,
        "carried": judgement.carried,
        "words": max(features["words_read"] for features in best),
    }


def explained(unit: Unit) -> Unit:
    """A sentence with the one after it, where that goes on to explain it."""
    following = dropwhile(lambda other: other.spans != unit.spans or other.text != unit.text, units(unit.passage))
    next(following, None)
    further = next(following, None)
    if further is None or not further.leans or not cues().cause.search(further.text):
        return unit
    text = f"{unit.text} {further.text}"
    if len(text) > LONGEST_QUOTE or further.page != unit.page:
        return unit
    return replace(unit, text=text, spans=tuple(dict.fromkeys((*unit.spans, *further.spans))))


def _evidence(unit: Unit) -> tuple[Evidence, ...]:
    """The quote; before a row of a table the lines over its columns, so that nobody has to guess its periods."""
    header = (_quote(unit, " ".join(span.text for span in unit.header), unit.header),) if unit.header else ()
    return (*header, _quote(unit, unit.text, unit.spans))


def _quote(unit: Unit, text: str, spans: Sequence[Span]) -> Evidence:
    passage = unit.passage
    return Evidence(
        document=passage.document,
        page=unit.page,
        quote=text,
        boxes=tuple(span.box for span in spans if span.box),
        section=passage.chunk.section,
        scores=passage.scores,
    )


def _without_repeats(groups: Iterable[tuple[Evidence, ...]]) -> list[Evidence]:
    """What two pages say word for word is quoted once, from the likelier one; the columns of a table are named once."""
    said: set[str] = set()
    kept: dict[tuple[str, int, str], Evidence] = {}
    for *header, quote in groups:
        if quote.quote not in said:
            said.add(quote.quote)
            kept |= {(piece.document.id, piece.page, piece.quote): piece for piece in (*header, quote)}
    return list(kept.values())

"""A computed figure, with the places among the pages found that state it in so many words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.answering.draft import Draft, Evidence
from app.answering.generate.extract.units import Unit, UnitKind, units
from app.answering.retrieve import PageHit

MOST = 2  # further places cited
PAGES = 5  # looked through, the best first
_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")
_YEAR = re.compile(r"(?:19|20)\d\d")
TELLING = 3  # digits, below which a figure stands in a text by chance


def corroborated(draft: Draft, names: Sequence[str], pages: Sequence[PageHit]) -> Draft:
    """``draft`` with quotes that print a figure of its text beside all words of one of ``names``, from pages that it
    does not cite yet."""
    figures = {figure for figure in _FIGURE.findall(draft.text) if _tells(figure)}
    wanted = [words for name in names if (words := {word for word in _words(name) if len(word) > 3})]
    cited = {(piece.document.id, piece.page) for piece in draft.evidence}
    further_pages = [hit for hit in pages[:PAGES] if (hit.document.id, hit.page) not in cited]
    found = [unit for hit in further_pages for unit in _best(hit, figures, wanted)]
    further = tuple(map(_evidence, found[:MOST]))
    lines = [f"Also stated: “{piece.quote}” [{place}]" for place, piece in enumerate(further, len(draft.evidence) + 1)]
    return replace(
        draft,
        text="\n".join((draft.text, *lines)),
        evidence=(*draft.evidence, *further),
        signals={**draft.signals, "stated": float(bool(further))},
    )


def _tells(figure: str) -> bool:
    return sum(map(str.isdigit, figure)) >= TELLING and not _YEAR.fullmatch(figure)


def _words(text: str) -> set[str]:
    return set(text.lower().split())


def _best(hit: PageHit, figures: set[str], wanted: Sequence[set[str]]) -> Iterator[Unit]:
    """The unit of the page that prints most of the figures, a sentence before a row."""
    printing = [
        (len(figures.intersection(_FIGURE.findall(unit.text))), unit.kind is UnitKind.SENTENCE, -place, unit)
        for place, unit in enumerate(unit for passage in hit.passages for unit in units(passage))
        if any(words <= _words(unit.read) for words in wanted)
    ]
    best = max(printing, default=None, key=lambda each: each[:3])
    if best and best[0]:
        yield best[3]


def _evidence(unit: Unit) -> Evidence:
    return Evidence(
        document=unit.passage.document,
        page=unit.page,
        quote=unit.text,
        boxes=tuple(span.box for span in unit.spans if span.box),
        section=unit.passage.chunk.section,
        scores=unit.passage.scores,
    )

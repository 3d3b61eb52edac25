"""Questions that must not share an answer, because they differ in one thing, and wordings of one question that may.

Generated over whatever filings a corpus holds. The wordings were written before the rules that compare them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import chain, combinations, product
from typing import Any

from app.answering.asking import Asked
from core.domain import Corpus
from core.types import Document

METRICS = (
    "revenue", "net income", "gross margin", "operating margin", "capital expenditures", "free cash flow",
    "total assets", "operating income", "EBITDA", "effective tax rate", "current ratio", "total debt",
    "return on equity", "inventory turnover", "diluted EPS", "cost of revenue",
)  # fmt: skip
TOPICS = (
    "supply chain disruptions", "cybersecurity", "its dividend policy", "legal proceedings", "climate change",
    "competition", "pension obligations", "share repurchases", "foreign exchange rates", "goodwill impairment",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pair:
    """Two questions of which the second must not be answered from the first."""

    differs_in: str
    one: Asked
    other: Asked


@dataclass(frozen=True, slots=True)
class Group:
    """Wordings of one question."""

    kind: str
    wordings: tuple[str, ...]


def pairs(corpus: Corpus[Any]) -> Iterator[Pair]:
    """In their hundreds of every kind."""
    yield from chain(_companies(corpus), _periods(corpus), _metrics(corpus), _forms(corpus), _circumstances(corpus))


def differing_in(corpus: Corpus[Any]) -> dict[str, list[Pair]]:
    """The same, by what they differ in."""
    made: dict[str, list[Pair]] = {}
    for pair in pairs(corpus):
        made.setdefault(pair.differs_in, []).append(pair)
    return made


def _pair(differs_in: str, one: str, other: str) -> Pair:
    return Pair(differs_in, Asked(one), Asked(other))


def _companies(corpus: Corpus[Any]) -> Iterator[Pair]:
    for year, held in _by_year(corpus).items():
        names = list(dict.fromkeys(document.metadata.company for document in held))
        for (one, other), metric in product(combinations(names[:8], 2), METRICS[:4]):
            yield _pair(
                "company", f"What was {one}'s {metric} in FY{year}?", f"What was {other}'s {metric} in FY{year}?"
            )
        for (one, other), topic in product(combinations(names[:4], 2), TOPICS[:2]):
            ask = f"What does {{}} say about {topic} in its {year} annual report?"
            yield _pair("company", ask.format(one), ask.format(other))


def _periods(corpus: Corpus[Any]) -> Iterator[Pair]:
    for company, held in _by_company(corpus).items():
        years = sorted({document.metadata.fiscal_year for document in held if document.metadata.fiscal_year})
        for (one, other), metric in product(combinations(years[-5:], 2), METRICS[:3]):
            yield _pair(
                "year", f"What was {company}'s {metric} in FY{one}?", f"What was {company}'s {metric} in FY{other}?"
            )
        for (one, other), topic in product(combinations(years[-3:], 2), TOPICS[:2]):
            ask = f"What did {company} say about {topic} in fiscal {{}}?"
            yield _pair("year", ask.format(one), ask.format(other))
        for year, (one, other), metric in product(years[-2:], combinations((1, 2, 3), 2), METRICS[:3]):
            ask = f"What was {company}'s {metric} in Q{{}} {year}?"
            yield _pair("quarter", ask.format(one), ask.format(other))


def _metrics(corpus: Corpus[Any]) -> Iterator[Pair]:
    for company, held in list(_by_company(corpus).items())[:3]:
        year = max(document.metadata.fiscal_year or 0 for document in held)
        for one, other in combinations(METRICS, 2):
            yield _pair(
                "metric", f"What was {company}'s {one} in FY{year}?", f"What was {company}'s {other} in FY{year}?"
            )
        for one, other in combinations(TOPICS, 2):
            ask = f"What does {company} say about {{}} in FY{year}?"
            yield _pair("metric", ask.format(one), ask.format(other))


def _forms(corpus: Corpus[Any]) -> Iterator[Pair]:
    for company, held in _by_company(corpus).items():
        forms = list(dict.fromkeys(document.kind for document in held))
        for (one, other), topic in product(combinations(forms, 2), TOPICS):
            ask = f"What does {company}'s latest {{}} say about {topic}?"
            yield _pair("form", ask.format(one), ask.format(other))


def _circumstances(corpus: Corpus[Any]) -> Iterator[Pair]:
    """The same words, asked as of another day or by a caller who sees less."""
    for company, held in _by_company(corpus).items():
        days = [document.dated for document in held if document.dated]
        if not days:
            continue
        year = max(document.metadata.fiscal_year or 0 for document in held)
        questions = [Asked(f"What was {company}'s {metric} in FY{year - 1}?") for metric in (*METRICS[:4], *TOPICS[:2])]
        one, other = max(days) + timedelta(days=400), max(days) + timedelta(days=401)
        yield from (Pair("as_of", replace(asked, as_of=one), replace(asked, as_of=other)) for asked in questions)
        for asked in questions:
            yield Pair("scope", replace(asked, access=("public",)), replace(asked, access=("public", "internal")))


def paraphrases(corpus: Corpus[Any]) -> Iterator[Group]:
    """Wordings in the proportions in which the questions of analysts come: about half ask for a figure."""
    held = [(company, _years(documents)) for company, documents in _by_company(corpus).items()]
    subjects = [(company, years[-1]) for company, years in held if len(years) > 1][:12]
    for place, (company, year) in enumerate(subjects):
        for metric in (METRICS * 2)[place : place + 5]:
            yield Group("figure", tuple(text.format(c=company, m=metric, y=year) for text in FIGURE))
        yield Group("growth", tuple(text.format(c=company, m="revenue", y=year) for text in GROWTH))
        yield Group("yes or no", tuple(text.format(c=company, m="gross margin", y=year) for text in POLAR))
        for topic in (TOPICS * 2)[place : place + 3]:
            yield Group("prose", tuple(text.format(c=company, t=topic, y=year) for text in PROSE))


FIGURE = (
    "What was {c}'s {m} in FY{y}?",
    "How much was {c}'s {m} in fiscal {y}?",
    "Tell me the {m} of {c} for fiscal year {y}.",
    "{c} {m} FY{y}",
    "What {m} did {c} report for {y}?",
    "Please give me {c}'s {y} {m}.",
    "what is the {m} for {c} in {y}",
)
GROWTH = (
    "By how much did {c}'s {m} grow in {y}?",
    "What was {c}'s {m} growth in FY{y}?",
    "How fast did the {m} of {c} grow in fiscal {y}?",
    "What is the growth rate of {c}'s {m} for {y}?",
)
POLAR = (
    "Did {c}'s {m} improve in FY{y}?",
    "Has the {m} of {c} improved in fiscal {y}?",
    "Did the {m} of {c} improve in {y}?",
    "Was there an improvement in {c}'s {m} in {y}?",
)
PROSE = (
    "What does {c} say about {t} in its {y} annual report?",
    "In its {y} annual report, what does {c} say about {t}?",
    "What did {c} say about {t} in the {y} annual report?",
    "How does {c} describe {t} in its annual report for {y}?",
)


def _years(documents: Sequence[Document[Any]]) -> list[int]:
    return sorted({document.metadata.fiscal_year for document in documents if document.metadata.fiscal_year})


def _by_company(corpus: Corpus[Any]) -> dict[str, list[Document[Any]]]:
    held: dict[str, list[Document[Any]]] = {}
    for document in corpus.documents:
        held.setdefault(document.metadata.company, []).append(document)
    return held


def _by_year(corpus: Corpus[Any]) -> dict[int, list[Document[Any]]]:
    held: dict[int, list[Document[Any]]] = {}
    for document in corpus.documents:
        if document.metadata.fiscal_year:
            held.setdefault(document.metadata.fiscal_year, []).append(document)
    return held

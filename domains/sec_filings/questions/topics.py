"""What a question is about, and the searches of its own that it needs: data in topics.yaml."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from core.types import Condition, SubQuery
from domains.sec_filings.catalogue.metrics import Metric, MetricCatalogue
from domains.sec_filings.filing import LABEL_MDA, LABEL_PRESS_RELEASE, Form
from domains.sec_filings.questions.reading import QuestionKind, Reading
from domains.sec_filings.questions.words import load_data, phrases

MAX_SUB_QUERIES = 6  # each costs a search; a question on more topics is served by its own words
MAX_DRIVERS = 3
MAX_STATEMENTS = 2
LOOK, JUDGED, DRIVER, COMPANY = 0.2, 2.0, 0.3, 1.5  # weights of sub-queries beside the question's own search

_JUDGING = (QuestionKind.YES_NO, QuestionKind.CHANGE, QuestionKind.COMPARISON, QuestionKind.DESCRIPTION)


@dataclass(frozen=True, slots=True)
class Look:
    """The words to search for, or "" for the question's own, and the labels of the parts of a filing to look in."""

    search: str
    labels: tuple[str, ...]

    def sub_query(self, own: str, weight: float) -> SubQuery:
        return SubQuery(search=self.search or own, filters=(Condition("labels", self.labels),), weight=weight)


@dataclass(frozen=True, slots=True)
class Topic:
    """The fields are explained at the head of topics.yaml."""

    pattern: re.Pattern[str]
    search: str
    looks: tuple[Look, ...]
    judged: bool
    forms: tuple[Form, ...] = ()


@dataclass(frozen=True, slots=True)
class Topics:
    topics: tuple[Topic, ...]
    drivers: Mapping[str, tuple[str, ...]]

    def of(self, text: str) -> tuple[Topic, ...]:
        return tuple(topic for topic in self.topics if topic.pattern.search(text))


@cache
def load_topics() -> Topics:
    data = load_data("topics.yaml")
    return Topics(
        tuple(_topic(entry) for entry in data["topics"]),
        {name: tuple(texts) for name, texts in data["drivers"].items()},
    )


def _topic(entry: Mapping[str, Any]) -> Topic:
    looks = tuple(Look(look.get("search", ""), tuple(look["labels"])) for look in entry.get("looks", ()))
    return Topic(
        phrases(entry["names"]),
        entry.get("search", ""),
        looks,
        entry.get("judged", False),
        tuple(map(Form, entry.get("forms", ()))),
    )


def sub_queries(
    reading: Reading, topics: Topics, metrics: MetricCatalogue, own: SubQuery, subjects: Sequence[Sequence[str]]
) -> tuple[SubQuery, ...]:
    """One for each place that an analyst would open, the most telling first. ``own`` is the question's own search.

    Where several companies are asked, each of these, and ``own`` before them, for each company.
    """
    found = list(_looks(reading, topics, metrics, own.search))
    if len(subjects) > 1:
        found = [_of_company(query, keys) for query in (replace(own, weight=COMPANY), *found) for keys in subjects]
    return tuple({(query.search, query.filters): query for query in found}.values())[:MAX_SUB_QUERIES]


def _looks(reading: Reading, topics: Topics, metrics: MetricCatalogue, own: str) -> Iterator[SubQuery]:
    if reading.kind is QuestionKind.CAUSE:
        yield from (look.sub_query(own, DRIVER) for look in _drivers(reading, topics, metrics))
    weight = JUDGED if _is_judgement(reading) else LOOK
    for topic in topics.of(reading.bare):
        yield from (look.sub_query(own, weight if topic.judged else LOOK) for look in topic.looks)
    if not reading.figure:
        yield from (look.sub_query(own, LOOK) for look in _statements(reading))


def _statements(reading: Reading) -> Iterator[Look]:
    """The statements of the line items that are mentioned."""
    concepts = reading.terms.concepts
    for statement in list(dict.fromkeys(concept.statement for concept in concepts))[:MAX_STATEMENTS]:
        labels = ", ".join(concept.label for concept in concepts if concept.statement == statement)
        yield Look(labels, (f"statement:{statement}",))


def _is_judgement(reading: Reading) -> bool:
    """Whether the answer is an opinion on line items, which the question need not name."""
    figure = reading.figure
    told = figure is not None and not figure.test and reading.kind is not QuestionKind.YES_NO
    return reading.kind in _JUDGING and not told


def _drivers(reading: Reading, topics: Topics, metrics: MetricCatalogue) -> Iterator[Look]:
    """Management's discussion: for the question's own words, and for what moves the figures that are mentioned."""
    labels = (LABEL_MDA, LABEL_PRESS_RELEASE)
    texts: dict[str, None] = {}
    for term in (mention.term for mention in reading.terms.mentions):
        known = topics.drivers.get(term.name)
        if known is None:
            items = metrics.direct_items(term.formula) if isinstance(term, Metric) else (term.name,)
            known = tuple(f"{metrics.label(item)} increased or decreased primarily due to" for item in items)
        texts.update(dict.fromkeys(known))
    yield from (Look(text, labels) for text in ("", *texts)[: 1 + MAX_DRIVERS])


def _of_company(query: SubQuery, keys: Sequence[str]) -> SubQuery:
    return replace(query, filters=(*query.filters, Condition("company_key", tuple(keys))))

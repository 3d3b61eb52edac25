"""The catalogue of metrics (metrics.yaml): what is worked out from line items, and how people ask for it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from domains.sec_filings.catalogue import formula
from domains.sec_filings.catalogue.concepts import Catalogue, Concept, load_catalogue

_FILE = Path(__file__).with_name("metrics.yaml")
_LONGEST_MENTION = 10  # words
_ABBREVIATIONS = (
    (re.compile(r"\bd ?& ?a\b", re.IGNORECASE), "depreciation and amortization"),
    (re.compile(r"\bg ?& ?a\b", re.IGNORECASE), "general and administrative"),
)


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure with a formula; the fields are explained at the head of metrics.yaml."""

    name: str
    label: str
    unit: str
    formula: str
    better: Literal["higher", "lower"] | None = None
    sound_from: Decimal | None = None
    defined: bool = False  # by the question itself


@dataclass(frozen=True, slots=True)
class Mention:
    """A term in a question: words ``start`` to ``end`` (exclusive) of its normalised text."""

    start: int
    end: int
    term: Metric | Concept


@dataclass(frozen=True, slots=True)
class Terms:
    """The normalised words of a text and the terms among them, in order; ``idle`` are words of other fixed phrases."""

    words: tuple[str, ...]
    mentions: tuple[Mention, ...]
    idle: frozenset[int] = frozenset()

    @property
    def concepts(self) -> tuple[Concept, ...]:
        return tuple(dict.fromkeys(m.term for m in self.mentions if isinstance(m.term, Concept)))

    @property
    def metrics(self) -> tuple[Metric, ...]:
        return tuple(dict.fromkeys(m.term for m in self.mentions if isinstance(m.term, Metric)))


@dataclass(frozen=True, slots=True)
class MetricCatalogue:
    """All metrics, with the line items they are made of."""

    metrics: Mapping[str, Metric]
    derived: Mapping[str, str]
    catalogue: Catalogue
    fillers: frozenset[str]
    comparing: frozenset[str]
    _phrases: dict[str, Metric | Concept | None]

    def get(self, name: str) -> Metric | None:
        return self.metrics.get(name)

    def normalise(self, text: str) -> str:
        """The words of ``text`` as terms are compared."""
        return _normalise(self.catalogue, text)

    def named(self, phrase: str) -> Metric | None:
        """The metric that is called ``phrase``."""
        term = self._phrases.get(self.normalise(phrase))
        return term if isinstance(term, Metric) else None

    def names_of(self, metric: Metric) -> Iterator[frozenset[str]]:
        """The words of each name that the metric is asked by."""
        return (frozenset(phrase.split()) for phrase, term in self._phrases.items() if term == metric)

    def label(self, name: str) -> str:
        term = self.metrics.get(name) or self.catalogue.get(name)
        return term.label if term else name.replace("_", " ")

    def better(self, name: str) -> Literal["higher", "lower"] | None:
        """Which way a figure improves, where it can be only one: metrics say it, profits and inflows are higher."""
        metric, concept = self.metrics.get(name), self.catalogue.get(name)
        if metric:
            return metric.better
        return "higher" if concept and (concept.profit or concept.name in ("revenue", "operating_cash_flow")) else None

    def terms(self, text: str, own: Mapping[str, Metric] | None = None) -> Terms:
        """Metrics and line items named in ``text``; a longer name hides the shorter ones within it.

        ``own`` are terms that the text itself defines, by their normalised names; they come before the catalogues'.
        """
        phrases: Mapping[str, Metric | Concept | None] = {**self._phrases, **own} if own else self._phrases
        words = tuple(self.normalise(text).split())
        free = [True] * len(words)
        mentions: list[Mention] = []
        idle: set[int] = set()
        for start, end in _windows(words):
            phrase = " ".join(words[start:end])
            if phrase not in phrases or not all(free[start:end]):
                continue
            free[start:end] = [False] * (end - start)
            term = phrases[phrase]
            if term is None:
                idle.update(range(start, end))
            else:
                mentions.append(Mention(start, end, term))
        return Terms(words, tuple(sorted(mentions, key=lambda mention: mention.start)), frozenset(idle))

    def is_term(self, text: str) -> bool:
        terms = self.terms(text)
        return bool(terms.mentions or terms.idle)

    def direct_items(self, expression: str) -> tuple[str, ...]:
        """The line items of a formula, metrics in it taken apart, fallbacks left out."""
        found: dict[str, None] = {}
        waiting = formula.names(expression)
        while waiting:
            name = waiting.pop(0)
            if name in self.metrics:
                waiting = [*formula.names(self.metrics[name].formula), *waiting]
            else:
                found.setdefault(name)
        return tuple(found)

    def parts(self, expression: str) -> tuple[str, ...]:
        """Every name that a formula can come to use: line items and metrics, through metrics, fallbacks and derived
        items."""
        found: dict[str, None] = {}
        self._collect(expression, found)
        return tuple(found)

    def line_items(self, expression: str) -> tuple[str, ...]:
        """The line items among the parts."""
        return tuple(name for name in self.parts(expression) if name in self.catalogue.concepts)

    def _collect(self, expression: str, found: dict[str, None]) -> None:
        for name in formula.names(expression):
            if name in found:
                continue
            found[name] = None
            concept = self.catalogue.get(name)
            for fallback in concept.fallbacks if concept else ():
                found.setdefault(fallback)
            inner = self.metrics[name].formula if name in self.metrics else self.derived.get(name)
            if inner:
                self._collect(inner, found)


def _windows(words: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    for size in range(min(_LONGEST_MENTION, len(words)), 0, -1):
        for start in range(len(words) - size + 1):
            yield start, start + size


def _normalise(catalogue: Catalogue, text: str) -> str:
    """As the catalogue of line items, with the abbreviations spelt out of which it would drop the article "A"."""
    for abbreviation, meaning in _ABBREVIATIONS:
        text = abbreviation.sub(meaning, text)
    return catalogue.vocabulary.normalise(text)


@cache
def load_metrics() -> MetricCatalogue:
    """The catalogue of metrics.yaml, read once per process."""
    data: dict[str, Any] = yaml.safe_load(_FILE.read_text("utf-8"))
    catalogue = load_catalogue()
    entries: dict[str, dict[str, Any]] = data["metrics"]
    metrics = {name: _metric(name, entry) for name, entry in entries.items()}
    phrases: dict[str, Metric | Concept | None] = {}
    for name, entry in entries.items():
        for phrase in (entry["label"], *entry["asked"]):
            phrases.setdefault(_normalise(catalogue, phrase), metrics[name])
    for name, also in data["also_asked"].items():
        phrases.update((_normalise(catalogue, phrase), catalogue.concepts[name]) for phrase in also)
    for phrase, concept in catalogue._mentions.items():
        if len(phrase) > 1:
            phrases.setdefault(phrase, concept)
    fillers, comparing = (
        frozenset(word for text in data[key].split() for word in _normalise(catalogue, text).split())
        for key in ("fillers", "comparing")
    )
    return MetricCatalogue(metrics, data["derived"], catalogue, fillers, comparing, phrases)


def _metric(name: str, entry: Mapping[str, Any]) -> Metric:
    sound_from = Decimal(str(entry["sound_from"])) if "sound_from" in entry else None
    return Metric(name, entry["label"], entry["unit"], entry["formula"], entry.get("better"), sound_from)

"""The catalogue of line items (concepts.yaml): from a printed label, a tag or a question to the canonical concept."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import yaml

from domains.sec_filings.catalogue.vocabulary import Vocabulary, has_wildcard, literal_words, regex_of
from domains.sec_filings.filing import Statement

_FILE = Path(__file__).with_name("concepts.yaml")
_LONGEST_MENTION = 9  # words
_REMEMBERED = 20_000  # labels


@dataclass(frozen=True, slots=True)
class Concept:
    """One line item of the catalogue; the fields are explained at the head of concepts.yaml."""

    name: str
    label: str
    statements: tuple[Statement, ...]
    period: Literal["instant", "duration"]
    unit: str
    tags: tuple[str, ...] = ()
    otherwise: str | None = None
    beside: str | None = None
    then: str | None = None
    profit: bool = False
    positive: Literal["expense", "income"] | None = None
    at_start: bool = False
    sums: bool = False
    magnitude: bool = False
    fallbacks: tuple[str, ...] = ()

    @property
    def statement(self) -> Statement:
        return self.statements[0]


@dataclass(frozen=True, slots=True)
class Match:
    """A printed label's concept. The lower ``rank``, the more surely this row is the concept and not a part of it;
    ``plain`` where the label lacks a qualification that it has in the company of the concept ``beside``."""

    concept: Concept
    rank: int
    plain: bool = False


@dataclass(frozen=True, slots=True)
class _Patterns:
    """How one concept is printed: ``exact`` has no wildcard and wins over ``loose``; group ``p<n>`` is pattern n.

    ``weights`` are the literal words of each pattern: of several loose matches, the one with most of them is it.
    """

    concept: Concept
    exact: re.Pattern[str] | None
    loose: re.Pattern[str] | None
    never: re.Pattern[str] | None
    plain: re.Pattern[str] | None
    under: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]
    weights: tuple[int, ...]


@dataclass(frozen=True)
class Catalogue:
    """All concepts. Matching ignores case, plurals, punctuation and the remarks that follow a label."""

    concepts: Mapping[str, Concept]
    vocabulary: Vocabulary
    _patterns: tuple[_Patterns, ...]
    _tags: Mapping[str, Concept]
    _mentions: Mapping[str, Concept | None]
    _matches: dict[tuple[str, Statement | None, str], Match | None] = field(default_factory=dict, repr=False)

    def __iter__(self) -> Iterator[Concept]:
        return iter(self.concepts.values())

    def get(self, name: str) -> Concept | None:
        return self.concepts.get(name)

    def by_label(self, label: str, statement: Statement | None = None, section: str = "") -> Concept | None:
        """The concept that a row is, by its printed label; ``section`` is the heading (or headings) above the row."""
        match = self.match(label, statement, section)
        return match.concept if match else None

    def match(self, label: str, statement: Statement | None = None, section: str = "") -> Match | None:
        """As by_label, with how surely. None where the catalogue knows no such line in the statement."""
        key = (label, statement, section)
        if key not in self._matches:
            if len(self._matches) > _REMEMBERED:
                self._matches.clear()
            headings = self.vocabulary.normalise(section)
            spellings = dict.fromkeys((self.vocabulary.normalise(label), self.vocabulary.label(label)))
            found = (self._find(words, statement, headings) for words in spellings)
            self._matches[key] = next((match for match in found if match), None)
        return self._matches[key]

    def by_tag(self, tag: str) -> Concept | None:
        """The concept of a us-gaap name, with or without its prefix."""
        return self._tags.get(tag.rpartition(":")[2])

    def mentioned_in(self, question: str) -> tuple[Concept, ...]:
        """The concepts a question names, in its order, each once; a longer name hides the shorter ones within it."""
        words = self.vocabulary.normalise(question).split()
        found: dict[int, Concept | None] = {}
        taken: set[int] = set()
        for size in range(min(_LONGEST_MENTION, len(words)), 0, -1):
            for start in range(len(words) - size + 1):
                place = range(start, start + size)
                phrase = " ".join(words[start : start + size])
                if taken.isdisjoint(place) and phrase in self._mentions:
                    found[start] = self._mentions[phrase]
                    taken.update(place)
        concepts = (found[start] for start in sorted(found))
        return tuple(dict.fromkeys(concept for concept in concepts if concept))

    def _find(self, label: str, statement: Statement | None, section: str) -> Match | None:
        if not label:
            return None
        text = f" {label}"
        patterns = [p for p in self._patterns if statement is None or statement in p.concept.statements]
        if section and (match := _match_under(patterns, text, f" {section}")):
            return match
        return _match_label(patterns, text)


def _match_under(patterns: list[_Patterns], label: str, section: str) -> Match | None:
    for candidate in patterns:
        for heading, row in candidate.under:
            if row.fullmatch(label) and heading.search(section) and not _excluded(candidate, label):
                return Match(candidate.concept, 1)
    return None


def _match_label(patterns: list[_Patterns], label: str) -> Match | None:
    for candidate in patterns:
        rank = _rank(candidate.exact, label)
        if rank is not None and not _excluded(candidate, label):
            return Match(candidate.concept, rank, plain=_is(candidate.plain, label))
    best: Match | None = None
    most = -1
    for candidate in patterns:
        rank = _rank(candidate.loose, label)
        if rank is not None and candidate.weights[rank] > most and not _excluded(candidate, label):
            best, most = Match(candidate.concept, rank), candidate.weights[rank]
    return best


def _rank(expression: re.Pattern[str] | None, label: str) -> int | None:
    found = expression.fullmatch(label) if expression else None
    return int(found.lastgroup[1:]) if found and found.lastgroup else None


def _excluded(candidate: _Patterns, label: str) -> bool:
    return _is(candidate.never, label)


def _is(expression: re.Pattern[str] | None, label: str) -> bool:
    return expression is not None and expression.fullmatch(label) is not None


@lru_cache(maxsize=1)
def load_catalogue() -> Catalogue:
    """The catalogue of concepts.yaml, read once per process (about 0.1 s)."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    data: dict[str, Any] = yaml.load(_FILE.read_text("utf-8"), loader)
    vocabulary = Vocabulary.of(data["words"], data["ignored"], data["remarks"])
    entries: dict[str, dict[str, Any]] = data["concepts"]
    concepts = {name: _concept(name, entry) for name, entry in entries.items()}
    return Catalogue(
        concepts=concepts,
        vocabulary=vocabulary,
        _patterns=tuple(_patterns(concepts[name], entry, vocabulary) for name, entry in entries.items()),
        _tags=_by_tag(concepts),
        _mentions=_mentions(concepts, entries, data["ignored_in_questions"], vocabulary),
    )


def _concept(name: str, entry: Mapping[str, Any]) -> Concept:
    return Concept(
        name=name,
        label=entry["label"],
        statements=tuple(Statement(value) for value in entry["statements"]),
        period=entry["period"],
        unit=entry["unit"],
        tags=tuple(entry.get("tags", ())),
        otherwise=entry.get("otherwise"),
        beside=entry.get("beside"),
        then=entry.get("then"),
        profit=entry.get("profit", False),
        positive=entry.get("positive"),
        at_start=entry.get("at_start", False),
        sums=entry.get("sums", False),
        magnitude=entry.get("magnitude", False),
        fallbacks=tuple(entry.get("fallbacks", ())),
    )


def _patterns(concept: Concept, entry: Mapping[str, Any], vocabulary: Vocabulary) -> _Patterns:
    printed = list(enumerate(entry["printed"]))
    return _Patterns(
        concept=concept,
        exact=_ranked([(rank, text) for rank, text in printed if not has_wildcard(text)], vocabulary),
        loose=_ranked([(rank, text) for rank, text in printed if has_wildcard(text)], vocabulary),
        never=_any_of(entry.get("never", ()), vocabulary),
        plain=_any_of(entry.get("plain", ()), vocabulary),
        under=tuple(_under(text, vocabulary) for text in entry.get("under", ())),
        weights=tuple(literal_words(text, vocabulary) for text in entry["printed"]),
    )


def _ranked(patterns: list[tuple[int, str]], vocabulary: Vocabulary) -> re.Pattern[str] | None:
    groups = (f"(?P<p{rank}>{regex_of(text, vocabulary)})" for rank, text in patterns)
    return re.compile("|".join(groups)) if patterns else None


def _any_of(patterns: list[str], vocabulary: Vocabulary) -> re.Pattern[str] | None:
    return re.compile("|".join(regex_of(text, vocabulary) for text in patterns)) if patterns else None


def _under(text: str, vocabulary: Vocabulary) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """``^`` before the heading anchors it to the beginning of the headings above the row."""
    heading, _, row = text.partition(" > ")
    anchor = r"\A" if heading.startswith("^") else ""
    words = regex_of(heading.lstrip("^"), vocabulary)
    return re.compile(rf"{anchor}(?:{words})(?!\S)"), re.compile(regex_of(row, vocabulary))


def _by_tag(concepts: Mapping[str, Concept]) -> dict[str, Concept]:
    """A tag that two concepts list belongs to the one that prefers it more."""
    found: dict[str, Concept] = {}
    for rank in range(max(len(concept.tags) for concept in concepts.values())):
        for concept in concepts.values():
            if rank < len(concept.tags):
                found.setdefault(concept.tags[rank], concept)
    return found


def _mentions(
    concepts: Mapping[str, Concept], entries: Mapping[str, Any], ignored: list[str], vocabulary: Vocabulary
) -> dict[str, Concept | None]:
    """Every phrase people ask with; None for phrases that contain a name and do not ask for it."""
    found: dict[str, Concept | None] = {vocabulary.normalise(phrase): None for phrase in ignored}
    for kind in ("asked", "label"):
        for name, entry in entries.items():
            phrases = entry.get(kind, ())
            for phrase in [phrases] if isinstance(phrases, str) else phrases:
                found.setdefault(vocabulary.normalise(phrase), concepts[name])
    return found

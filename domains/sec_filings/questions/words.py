"""The data files of question understanding, loaded once: question_words.yaml and known_words.yaml."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from domains.sec_filings.filing import Form, Statement
from domains.sec_filings.questions.tokens import squeeze

_HOME = Path(__file__).parent
_NEVER = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class KnownWords:
    """Words that a question can hold without naming a company. All lower case; ``known`` is squeezed too."""

    ordinary: frozenset[str]
    generic_name_words: frozenset[str]
    acronyms: frozenset[str]
    known: frozenset[str]
    places: frozenset[str]

    def __contains__(self, word: str) -> bool:
        return word in self.known or word in self.places


@dataclass(frozen=True, slots=True)
class StatementWords:
    title: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class FormWords:
    forms: tuple[Form, ...]
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class BoostWeights:
    """Weights of labels, as shares of the best fused score."""

    statement_named: float
    statement_implied: float


@dataclass(frozen=True, slots=True)
class Scope:
    advice: re.Pattern[str]
    opinion: re.Pattern[str]
    forecast: re.Pattern[str]
    elsewhere: re.Pattern[str]
    elsewhere_alone: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class QuestionWords:
    statements: Mapping[Statement, StatementWords]
    forms: tuple[FormWords, ...]
    boosts: BoostWeights
    kinds: tuple[tuple[str, re.Pattern[str]], ...]
    outlook: re.Pattern[str]
    scheduled: re.Pattern[str]
    instructions: re.Pattern[str]
    imperative: re.Pattern[str]
    fillers: frozenset[str]
    scope: Scope


@cache
def question_words() -> QuestionWords:
    data = load_data("question_words.yaml")
    return QuestionWords(
        statements={
            Statement(name): StatementWords(entry["title"], phrases(entry["names"]))
            for name, entry in data["statements"].items()
        },
        forms=tuple(
            FormWords(tuple(map(Form, entry["forms"])), phrases(entry["names"])) for entry in data["forms"].values()
        ),
        boosts=BoostWeights(**data["boosts"]),
        kinds=tuple((entry["kind"], _any(entry["patterns"])) for entry in data["kinds"]),
        outlook=_words(data["outlook"]),
        scheduled=_words(data["scheduled"]),
        instructions=_any(data["instructions"]),
        imperative=re.compile(data["imperative"], re.IGNORECASE),
        fillers=frozenset(str(data["fillers"]).split()),
        scope=Scope(**{name: _any(patterns) for name, patterns in data["scope"].items()}),
    )


@cache
def known_words() -> KnownWords:
    data = load_data("known_words.yaml")
    words = {name: frozenset(str(text).split()) for name, text in data.items()}
    known = words["known"] | {squeeze(word) for word in words["known"]}
    return KnownWords(words["ordinary"], words["generic_name_words"], words["acronyms"], known, words["places"])


def phrases(names: Iterable[str]) -> re.Pattern[str]:
    """Matches any of the phrases as whole words; longer ones first; a space matches white space or a hyphen."""
    alternatives = sorted({_phrase(str(name)) for name in names}, key=len, reverse=True)
    return re.compile(rf"(?<![\w&])(?:{'|'.join(alternatives)})(?!\w)", re.IGNORECASE) if alternatives else _NEVER


def _phrase(name: str) -> str:
    escaped = r"[\s-]{1,2}".join(map(re.escape, name.split()))
    return escaped.replace("'", "['’]?")


def _words(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(patterns)})\b", re.IGNORECASE)


def _any(patterns: Iterable[str]) -> re.Pattern[str]:
    joined = "|".join(f"(?:{pattern})" for pattern in patterns)
    return re.compile(joined, re.IGNORECASE) if joined else _NEVER


def load_data(name: str) -> dict[str, Any]:
    """A data file of this folder."""
    with (_HOME / name).open(encoding="utf-8") as file:
        data: dict[str, Any] = yaml.safe_load(file)
    return data

"""Whether two questions with the same plan ask the same: where in doubt, they do not."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from app.answering.cache.key import normalise

_TOKEN = re.compile(r"\d[\d.,]*|[^\W\d_]+(?:['’][^\W\d_]+)?")
_FILE = Path(__file__).with_name("wording.yaml")


@dataclass(frozen=True, slots=True)
class Wording:
    """What of a question's words can change its answer: ``content``, the stems of all but idle words, in order;
    ``figures``, the numbers as written; ``turns``, the senses that wording.yaml gives them; ``polar``, whether it wants
    yes or no."""

    content: tuple[str, ...]
    figures: tuple[str, ...]
    turns: tuple[str, ...]
    polar: bool


@dataclass(frozen=True, slots=True)
class _Words:
    idle: frozenset[str]
    polar: frozenset[str]
    senses: dict[str, str]


def read(question: str) -> Wording:
    words, tokens = _words(), _TOKEN.findall(normalise(question).replace("’", "'"))
    stems = [_stem(token.removesuffix("'s")) for token in tokens]
    return Wording(
        content=tuple(stem for token, stem in zip(tokens, stems, strict=True) if token not in words.idle),
        figures=tuple(sorted({token.rstrip(".,") for token in tokens if token[0].isdigit()})),
        turns=tuple(sorted({words.senses[stem] for stem in stems if stem in words.senses})),
        polar=bool(tokens) and tokens[0] in words.polar,
    )


def ask_the_same(one: Wording, other: Wording, *, computed: bool) -> bool:
    """Of two questions whose plans are equal. A figure that was ``computed`` from the plan rests on the plan and on
    the words that turn it; anything else rests on every word and on their order ("did A outgrow B")."""
    if (one.figures, one.turns, one.polar) != (other.figures, other.turns, other.polar):
        return False
    return (computed and not one.polar) or one.content == other.content


def _stem(word: str) -> str:
    return str(_stemmer().stem_word(word))


@cache
def _stemmer() -> Any:
    from py_rust_stemmers import SnowballStemmer

    return SnowballStemmer("english")


@cache
def _words() -> _Words:
    data = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    senses = {_stem(word): sense for sense, words in data["turns"].items() for word in _split(words)}
    return _Words(frozenset(_split(data["idle"])), frozenset(_split(data["polar"])), senses)


def _split(words: str) -> list[str]:
    return [word.strip() for word in words.split(",")]

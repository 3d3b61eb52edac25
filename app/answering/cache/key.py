"""What an answer depends on, as a key. What changes makes another key: nothing has to be found and removed."""

import hashlib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from app.answering.asking import Understood
from core.types import Plan

# Told to people, or made of the question's own words: these are compared as words (app.answering.cache.wording).
_WORDS_OF_A_PLAN = frozenset({"question", "search", "sub_queries", "notes"})


@dataclass(frozen=True, slots=True)
class Key:
    """``family``: all that an answer depends on but the wording of the question; ``exact``: the wording as well."""

    family: str
    exact: str


def key_of(understood: Understood, *, recipe: str, top_k: int) -> Key:
    """``recipe`` names what makes answers: code, settings, models, prompts."""
    asked, plan = understood.asked, understood.plan
    family = _digest(
        recipe,
        understood.generation,
        understood.corpus.version,
        understood.as_of,
        tuple(sorted(asked.access)),
        top_k,
        asked.explain,
        identity(plan),
    )
    words = tuple(normalise(text) for text in (plan.question, *plan.search))
    return Key(family, _digest(family, words))


def identity(plan: Plan) -> list[Any]:
    """Every field of the domain's own plan, as nested lists; only its words are left out."""
    kept = (field.name for field in fields(plan) if field.name not in _WORDS_OF_A_PLAN)
    return [type(plan).__qualname__, *([name, _canonical(getattr(plan, name))] for name in kept)]


def normalise(text: str) -> str:
    """Letter case, white space and what ends a question do not make another one."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split()).rstrip(" ?!.")


def _digest(*parts: Any) -> str:
    return hashlib.sha256(repr([_canonical(part) for part in parts]).encode()).hexdigest()


def _canonical(value: Any) -> Any:
    """Equal for equal values, in every process; different values and types stay apart. Raises TypeError for an object
    that is told apart by its address alone, which could never be found again."""
    if value is None or isinstance(value, (str, int, float)):
        return repr(value)
    if is_dataclass(value):
        members = ([field.name, _canonical(getattr(value, field.name))] for field in fields(value))
        return [type(value).__qualname__, *members]
    if isinstance(value, (tuple, list)):
        return [_canonical(item) for item in value]
    if isinstance(value, (set, frozenset)):
        return sorted((_canonical(item) for item in value), key=repr)
    if isinstance(value, Mapping):
        return sorted(([_canonical(name), _canonical(item)] for name, item in value.items()), key=repr)
    kind: Any = type(value)
    if kind.__repr__ is object.__repr__:
        raise TypeError(f"{kind.__qualname__} is no value: give it a __repr__, or make it a dataclass.")
    return repr(value)

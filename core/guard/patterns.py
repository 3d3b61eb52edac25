"""The patterns of patterns.yaml, compiled once, and what they find."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

import yaml

from core.guard.plain import decoded, folded, plain, squeezed

_FILE = Path(__file__).with_name("patterns.yaml")
Subject = Literal["documents", "questions"]
SQUEEZED = "squeezed"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a pattern of ``group`` found, in plain form."""

    group: str
    text: str


def findings(text: str, subject: Subject) -> Iterator[Finding]:
    """What instructs the reader of ``text``, also where it is encoded or dressed up."""
    for reading in (text, *decoded(text)):
        yield from (Finding(group, match.group().strip()) for group, match in matches(plain(reading), subject))
        for match in _squeezed_pattern().finditer(squeezed(plain(reading))):
            yield Finding(SQUEEZED, match.group())


def matches(plain_text: str, subject: Subject) -> Iterator[tuple[str, re.Match[str]]]:
    """Each match in a text in its plain form, with the group of its pattern."""
    for group in _groups(subject):
        if any(word in plain_text for word in group.needs):
            yield from ((group.name, match) for match in group.pattern.finditer(plain_text))


@dataclass(frozen=True, slots=True)
class _Group:
    """``needs`` are words without one of which ``pattern`` cannot match."""

    name: str
    needs: tuple[str, ...]
    pattern: re.Pattern[str]


@cache
def _groups(subject: Subject) -> tuple[_Group, ...]:
    groups = _data()["groups"]
    return tuple(
        _Group(name, tuple(map(folded, groups[name]["needs"])), _any_of(groups[name]["patterns"]))
        for name in _data()[subject]
    )


@cache
def _squeezed_pattern() -> re.Pattern[str]:
    return _any_of(_data()[SQUEEZED])


def _any_of(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{folded(pattern)})" for pattern in patterns))


def digest() -> str:
    """Changes when the patterns do: what was ingested before is then read again."""
    return sha256(_FILE.read_bytes()).hexdigest()[:12]


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return data

"""The patterns of patterns.yaml, compiled once, and what they find."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

import yaml

from core.guard.plain import decoded, plain, squeezed

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
        ordinary = plain(reading)
        for group, pattern in patterns(subject):
            seen = squeezed(ordinary) if group == SQUEEZED else ordinary
            yield from (Finding(group, match.group().strip()) for match in pattern.finditer(seen))


@cache
def patterns(subject: Subject) -> tuple[tuple[str, re.Pattern[str]], ...]:
    data = _data()
    groups = data["groups"] | {SQUEEZED: data[SQUEEZED]}
    return tuple(
        (name, re.compile("|".join(f"(?:{pattern})" for pattern in groups[name]))) for name in data[subject]
    )


def digest() -> str:
    """Changes when the patterns do: what was ingested before is then read again."""
    return sha256(_FILE.read_bytes()).hexdigest()[:12]


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return data

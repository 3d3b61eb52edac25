"""What a report on filings does not say in words of its own: advice, forecasts as facts, certainty (tone.yaml)."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from core.domain import Claim
from domains.sec_filings.checks.sentences import sentence_around

_FILE = Path(__file__).with_name("tone.yaml")


def advice(claim: Claim[Any, Any]) -> Iterator[str]:
    for match in _patterns()["advice"].finditer(claim.prose):
        yield f"“{match.group()}” is investment advice: report what the filings say, and recommend nothing."


def promise(claim: Claim[Any, Any]) -> Iterator[str]:
    for match in _patterns()["promise"].finditer(claim.prose):
        if not _patterns()["hedged"].search(claim.prose[slice(*sentence_around(claim.prose, match.start()))]):
            yield f"“{match.group()}” tells a forecast as a fact: say whose expectation it is, or leave it out."


def certainty(claim: Claim[Any, Any]) -> Iterator[str]:
    quoted = " ".join(piece.quote for piece in claim.cited).lower()
    for match in _patterns()["certainty"].finditer(claim.prose):
        if match.group().lower() not in quoted:
            yield f"“{match.group()}” claims a certainty that nothing cited supports: leave it out."


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    data = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return {name: re.compile("|".join(f"(?:{text})" for text in texts), re.IGNORECASE) for name, texts in data.items()}

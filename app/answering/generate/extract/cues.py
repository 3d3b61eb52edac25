"""The phrases of cues.yaml: words that explain, and words that only ask."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

_FILE = Path(__file__).with_name("cues.yaml")


@dataclass(frozen=True, slots=True)
class Cues:
    """``cause`` finds an explanation; ``asking`` are words of asking, which no document needs to carry to answer."""

    cause: re.Pattern[str]
    asking: str


@cache
def cues() -> Cues:
    data = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return Cues(re.compile(rf"\b(?:{'|'.join(data['cause'])})\b", re.IGNORECASE), data["asking"])

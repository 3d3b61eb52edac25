"""One line of the table that the bench of retrieval prints."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Bar:
    """``ok`` is None where nothing is required, or it could not be run."""

    number: int
    name: str
    measured: str
    required: str = ""
    ok: bool | None = None


def at_least(number: int, name: str, measured: float, required: float, n: int) -> Bar:
    return Bar(number, name, f"{measured:.3f}  (n {n})", f">= {required}", measured >= required)


def at_most(number: int, name: str, milliseconds: float, required: float) -> Bar:
    return Bar(number, name, f"{milliseconds:.1f} ms", f"<= {required:.0f} ms", milliseconds <= required)


def percentile(seconds: Sequence[float], share: int) -> float:
    """In milliseconds."""
    return float(np.percentile(np.asarray(seconds) * 1000, share))

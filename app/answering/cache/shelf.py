"""Where answers are kept: small, so that SQL and Redis do the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from core.errors import TransientError


class CacheUnavailableError(TransientError):
    """Where answers are kept cannot be reached or is busy; questions are answered all the same."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One answer as JSON. ``computed``: it is a figure worked out from facts. Times are seconds since 1970."""

    key: str
    family: str
    question: str
    computed: bool
    answer: str
    created: float
    expires: float
    generation: int
    cost_usd: float


@dataclass(frozen=True, slots=True)
class Stats:
    """What is kept, and what came of the questions since the cache was last cleared."""

    entries: int
    oldest_seconds: float | None
    hits: int
    semantic: int
    misses: int
    saved_cost_usd: float

    @property
    def hit_rate(self) -> float | None:
        asked = self.hits + self.semantic + self.misses
        return (self.hits + self.semantic) / asked if asked else None


class Shelf(Protocol):
    """Raises CacheUnavailableError where it cannot be reached or is busy for long."""

    def get(self, key: str, now: float) -> Entry | None:
        """The entry, unless it has expired."""
        ...

    def family(self, family: str, now: float) -> list[Entry]:
        """Its entries that have not expired, newest first."""
        ...

    def put(self, entry: Entry, *, keep: int) -> None:
        """Keeps the entry, and of its family the newest ``keep``."""
        ...

    def count(self, counts: Mapping[str, float]) -> None:
        """Adds to the counters of ``Stats``."""
        ...

    def stats(self, now: float) -> Stats: ...

    def sweep(self, now: float, *, generation: int, keep: int) -> int:
        """Drops what has expired, what no question reaches any more, and all but the newest ``keep``; how many."""
        ...

    def clear(self) -> int:
        """Drops everything, the counters too; how many entries."""
        ...

"""Finds the answer that was given before, and keeps those that may be given again.

Nothing is ever found and removed when a document, a figure, a prompt or the code changes: these are part of the key
(``key.py``), so what they touch is out of reach from the moment they change. A cache that does not work is no reason to
fail: it is a miss, and the log says so.
"""

import logging
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from app.answering.answer import REJECTED, Answer, Status
from app.answering.asking import Understood
from app.answering.cache import wording
from app.answering.cache.key import Key, key_of
from app.answering.cache.shelf import CacheUnavailableError, Entry, Shelf, Stats
from core.embedding import Embedder
from core.settings import CacheSettings

SECONDS_BETWEEN_COUNTS = 5.0  # a hit writes nothing: counts are added up and written now and then
SECONDS_BETWEEN_SWEEPS = 60.0
MOST_COMPARED = 4  # of the wordings that ask the same, the newest: each costs an embedding

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer found: by the same words, or by words that ask the same."""

    status: Literal["hit", "semantic"]
    answer: Answer
    age_seconds: float
    cost_usd: float


class AnswerCache:
    """Thread-safe. ``recipe`` names what makes answers now; ``generation`` is the store's."""

    def __init__(
        self,
        *,
        shelf: Shelf,
        embedder: Embedder,
        settings: CacheSettings,
        recipe: Callable[[], str],
        generation: Callable[[], int],
        now: Callable[[], float] = time.time,
    ) -> None:
        self._shelf, self._embedder, self._settings = shelf, embedder, settings
        self._recipe, self._generation, self._now = recipe, generation, now
        self._lock = threading.Lock()
        self._counts: defaultdict[str, float] = defaultdict(float)
        self._counted = self._swept = now()

    def find(self, understood: Understood, top_k: int) -> Kept | None:
        """The answer to the same question, asked under the same circumstances. What is declined before anything is
        looked for has none: its plan may be that of a question that is answered."""
        if understood.decline:
            return None
        kept = None
        if not understood.asked.fresh:
            with _forgiving("read"):
                kept = self._find(understood, self._key(understood, top_k))
        self._count(kept)
        return kept

    def keep(self, understood: Understood, top_k: int, answer: Answer) -> None:
        """Keeps an answer that will be as good the next time: not one made while something was out of reach, not what
        verification rejected, and not what planning alone declines, which costs nothing to find out again."""
        if answer.degraded or understood.decline or answer.status not in (Status.ANSWERED, Status.ABSTAINED):
            return
        if answer.abstain_code == REJECTED:
            return
        key, now = self._key(understood, top_k), self._now()
        entry = Entry(
            key=key.exact,
            family=key.family,
            question=understood.asked.question,
            computed=answer.computation is not None,
            answer=answer.model_dump_json(),
            created=now,
            expires=now + self._settings.ttl_seconds,
            generation=understood.generation,
            cost_usd=answer.usage.cost_usd or 0.0,
        )
        with _forgiving("write"):
            self._shelf.put(entry, keep=self._settings.per_family)
            self._sweep(now)

    def stats(self) -> Stats:
        self._write_counts()
        return self._shelf.stats(self._now())

    def close(self) -> None:
        """Writes the counts that are still in memory."""
        with _forgiving("write"):
            self._write_counts()

    def _key(self, understood: Understood, top_k: int) -> Key:
        return key_of(understood, recipe=self._recipe(), top_k=top_k)

    def _find(self, understood: Understood, key: Key) -> Kept | None:
        now = self._now()
        entry = self._shelf.get(key.exact, now)
        if entry:
            return _kept("hit", entry, now)
        # An explanation tells how this very question was understood: it is never another's.
        if self._settings.semantic_threshold is None or understood.asked.explain:
            return None
        near = self._nearest(understood.asked.question, self._shelf.family(key.family, now))
        # The same words after all, where another thread has just kept them.
        return _kept("hit" if near.key == key.exact else "semantic", near, now) if near else None

    def _nearest(self, question: str, entries: list[Entry]) -> Entry | None:
        """The nearest entry that asks the same, judged by its words first: few questions then need an embedding."""
        words, threshold = wording.read(question), self._settings.semantic_threshold
        alike = [
            entry
            for entry in entries
            if wording.ask_the_same(words, wording.read(entry.question), computed=entry.computed)
        ][:MOST_COMPARED]
        if not alike or threshold is None:
            return None
        asked = self._embedder.embed_query(question)
        cosines = [float(asked @ self._embedder.embed_query(entry.question)) for entry in alike]
        best = max(range(len(alike)), key=cosines.__getitem__)
        return alike[best] if cosines[best] >= threshold else None

    def _count(self, kept: Kept | None) -> None:
        counted = {"hit": "hits", "semantic": "semantic"}[kept.status] if kept else "misses"
        with self._lock:
            self._counts[counted] += 1
            self._counts["saved_cost_usd"] += kept.cost_usd if kept else 0.0
            due = self._now() - self._counted >= SECONDS_BETWEEN_COUNTS
        if due:
            with _forgiving("write"):
                self._write_counts()

    def _write_counts(self) -> None:
        with self._lock:
            counts, self._counts, self._counted = self._counts, defaultdict(float), self._now()
        if counts:
            self._shelf.count(counts)

    def _sweep(self, now: float) -> None:
        with self._lock:
            if now - self._swept < SECONDS_BETWEEN_SWEEPS:
                return
            self._swept = now
        self._shelf.sweep(now, generation=self._generation(), keep=self._settings.max_entries)


def _kept(status: Literal["hit", "semantic"], entry: Entry, now: float) -> Kept:
    return Kept(status, Answer.model_validate_json(entry.answer), max(0.0, now - entry.created), entry.cost_usd)


@contextmanager
def _forgiving(what: str) -> Iterator[None]:
    try:
        yield
    except CacheUnavailableError as error:
        _log.warning("The answer cache could not be used to %s: %s", what, error.message)

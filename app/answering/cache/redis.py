"""Answers kept in Redis, where several processes share them. Redis itself drops what has expired."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from app.answering.cache.shelf import CacheUnavailableError, Entry, Stats
from core.errors import ConfigurationError

if TYPE_CHECKING:
    from redis import Redis

PREFIX = "groundwork:answers:"  # of every key that is ours: nothing else is ever touched
COUNTERS = f"{PREFIX}counters"
TIMEOUT_SECONDS = 0.5
SCAN = 500


class RedisShelf:
    """A Shelf. Thread-safe: the client keeps a pool of connections."""

    def __init__(self, client: "Redis") -> None:
        self._redis: Any = client  # whose types say that every answer may be awaited

    @classmethod
    def at(cls, url: str) -> "RedisShelf":
        """Raises ConfigurationError where the client is not installed; nothing is connected to yet."""
        try:
            from redis import Redis
        except ModuleNotFoundError as error:
            raise ConfigurationError(
                "cache.backend is 'redis', and its client is not installed.",
                remedy="Install the extra: pip install 'groundwork[redis]'.",
            ) from error
        return cls(Redis.from_url(url, socket_timeout=TIMEOUT_SECONDS, socket_connect_timeout=TIMEOUT_SECONDS))

    def get(self, key: str, now: float) -> Entry | None:
        return next(iter(self._read([key], now)), None)

    def family(self, family: str, now: float) -> list[Entry]:
        with _reached():
            keys = [key.decode() for key in self._redis.zrevrange(_family(family), 0, -1)]
        return self._read(keys, now)

    def put(self, entry: Entry, *, keep: int) -> None:
        lives_ms = max(1, int((entry.expires - entry.created) * 1000))
        family = _family(entry.family)
        with _reached(), self._redis.pipeline() as pipe:
            pipe.set(_key(entry.key), json.dumps(asdict(entry)), px=lives_ms)
            pipe.zadd(family, {entry.key: entry.created})
            pipe.pexpire(family, lives_ms)
            pipe.zrange(family, 0, -keep - 1)
            beyond = [key.decode() for key in pipe.execute()[-1]]
            if beyond:
                self._redis.zrem(family, *beyond)
                self._redis.delete(*map(_key, beyond))

    def count(self, counts: Mapping[str, float]) -> None:
        with _reached(), self._redis.pipeline() as pipe:
            for name, value in counts.items():
                pipe.hincrbyfloat(COUNTERS, name, value)
            pipe.execute()

    def stats(self, now: float) -> Stats:
        entries = self._all(now)
        with _reached():
            counted = {name.decode(): float(value) for name, value in self._redis.hgetall(COUNTERS).items()}
        return Stats(
            entries=len(entries),
            oldest_seconds=max((now - entry.created for entry in entries), default=None),
            hits=int(counted.get("hits", 0)),
            semantic=int(counted.get("semantic", 0)),
            misses=int(counted.get("misses", 0)),
            saved_cost_usd=counted.get("saved_cost_usd", 0.0),
        )

    def sweep(self, now: float, *, generation: int, keep: int) -> int:
        entries = sorted(self._all(now), key=lambda entry: -entry.created)
        reached = [entry.key for entry in entries if entry.generation >= generation]
        kept = set(reached[:keep])
        dropped = [entry.key for entry in entries if entry.key not in kept]
        with _reached():
            for start in range(0, len(dropped), SCAN):
                self._redis.delete(*map(_key, dropped[start : start + SCAN]))
        return len(dropped)

    def clear(self) -> int:
        with _reached():
            keys = list(self._redis.scan_iter(f"{PREFIX}*", count=SCAN))
            held: int = sum(key.startswith(_key("").encode()) for key in keys)
            for start in range(0, len(keys), SCAN):
                self._redis.delete(*keys[start : start + SCAN])
        return held

    def _read(self, keys: list[str], now: float) -> list[Entry]:
        if not keys:
            return []
        with _reached():
            found = self._redis.mget([_key(key) for key in keys])
        entries = (Entry(**json.loads(value)) for value in found if value)
        return [entry for entry in entries if entry.expires > now]

    def _all(self, now: float) -> list[Entry]:
        with _reached():
            keys = list(self._redis.scan_iter(f"{_key('')}*", count=SCAN))
        return self._read([key.decode().removeprefix(_key("")) for key in keys], now)


def _key(key: str) -> str:
    return f"{PREFIX}entry:{key}"


def _family(family: str) -> str:
    return f"{PREFIX}family:{family}"


@contextmanager
def _reached() -> Iterator[None]:
    from redis.exceptions import RedisError

    try:
        yield
    except RedisError as error:
        raise CacheUnavailableError(f"Redis does not keep answers now ({error}).") from error

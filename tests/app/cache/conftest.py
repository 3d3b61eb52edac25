"""A cache whose parts are real; what plans and answers is handed to it."""

import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sqlalchemy as sa
from numpy.typing import NDArray

from app.answering.asking import Asked, Understood
from app.answering.cache import AnswerCache, Shelf
from app.answering.cache.redis import RedisShelf
from app.answering.cache.sql import SqlShelf
from core.settings import CacheSettings
from core.store import connect
from tests.app.cache.sharing import TODAY


class SameVector:
    """An embedder to which all questions are alike: what the rules let through is then really shared."""

    identity, dimension, max_tokens = "same", 1, 256

    def embed_passages(self, texts: Any) -> NDArray[np.float32]:
        return np.ones((len(texts), 1), dtype=np.float32)

    def embed_query(self, text: str) -> NDArray[np.float32]:
        return np.ones(1, dtype=np.float32)

    def count_tokens(self, texts: Any) -> list[int]:
        return [len(text.split()) for text in texts]


class Clock:
    """Seconds since 1970, moved by hand."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[sa.Engine]:
    engine = connect(f"sqlite:///{tmp_path / 'store.db'}")
    yield engine
    engine.dispose()


@pytest.fixture
def make_cache(database: sa.Engine, clock: Clock) -> Callable[..., AnswerCache]:
    def make(shelf: Shelf | None = None, embedder: Any = None, **settings: Any) -> AnswerCache:
        return AnswerCache(
            shelf=shelf or SqlShelf(database),
            embedder=embedder or SameVector(),
            settings=CacheSettings(**settings),
            recipe=lambda: "recipe",
            generation=lambda: 0,
            now=clock,
        )

    return make


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """URL of a real Redis on loopback, which keeps nothing on disk."""
    binary = shutil.which("redis-server")
    if binary is None:
        pytest.skip("needs redis-server on the PATH (Debian: apt-get install redis-server)")
    pytest.importorskip("redis", reason="needs the extra: pip install 'groundwork[redis]'")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = tmp_path_factory.mktemp("redis")
    options = {"port": port, "bind": "127.0.0.1", "save": "", "appendonly": "no", "dir": folder}
    command = [binary, *(str(part) for name, value in options.items() for part in (f"--{name}", value))]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        _wait_for(port, process)
        yield f"redis://127.0.0.1:{port}/0"
        process.terminate()


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    while process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    pytest.fail("redis-server did not start")


@pytest.fixture(params=["sqlite", "postgres", "redis"])
def shelf(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Shelf]:
    if request.param == "redis":
        kept = RedisShelf.at(request.getfixturevalue("redis_server"))
        kept.clear()
        yield kept
        return
    url = f"sqlite:///{tmp_path / 'a.db'}" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    engine = connect(url)
    yield SqlShelf(engine)
    engine.dispose()


def understood(plan: Any, corpus: Any, asked: Asked) -> Understood:
    return Understood(asked, asked.as_of or TODAY, corpus, plan)

"""Vectors kept by content in one SQLite file, so that a passage is embedded once, whoever ingests it and how often."""

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.embedding.embedder import Embedder
from core.errors import ConfigurationError

BATCH = 256  # passages between two commits: what a kill can cost
LOCK_TIMEOUT_SECONDS = 60.0


class CachedEmbedder:
    """An embedder that remembers passages. Several threads and processes may share ``path``; it is safe to delete.

    Queries are not kept: they are short, and they are private.
    """

    def __init__(self, inner: Embedder, path: Path) -> None:
        self._inner, self._path = inner, path
        self.identity, self.dimension, self.max_tokens = inner.identity, inner.dimension, inner.max_tokens
        path.parent.mkdir(parents=True, exist_ok=True)
        with self._connect() as connection:
            connection.execute(
                "CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL) WITHOUT ROWID"
            )

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(texts), BATCH):
            batch = texts[start : start + BATCH]
            vectors[start : start + len(batch)] = self._embed(batch)
        return vectors

    def embed_query(self, text: str) -> NDArray[np.float32]:
        return self._inner.embed_query(text)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return self._inner.count_tokens(texts)

    def _embed(self, texts: Sequence[str]) -> list[NDArray[np.float32]]:
        keys = [self._key(text) for text in texts]
        known = self._read(keys)
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        if missing:
            fresh = dict(zip(missing, self._inner.embed_passages(list(missing.values())), strict=True))
            self._write(fresh)
            known |= fresh
        return [known[key] for key in keys]

    def _key(self, text: str) -> bytes:
        return hashlib.sha256(f"{self.identity}\0{text}".encode()).digest()

    def _read(self, keys: Sequence[bytes]) -> dict[bytes, NDArray[np.float32]]:
        places = ", ".join("?" * len(keys))
        with self._connect() as connection:
            rows = connection.execute(f"SELECT key, vector FROM vectors WHERE key IN ({places})", keys)
            return {key: np.frombuffer(vector, dtype=np.float32) for key, vector in rows}

    def _write(self, vectors: dict[bytes, NDArray[np.float32]]) -> None:
        with self._connect() as connection:
            connection.executemany(
                "INSERT OR IGNORE INTO vectors VALUES (?, ?)",
                ((key, vector.tobytes()) for key, vector in vectors.items()),
            )

    @contextmanager
    def _connect(self) -> Iterator[sqlite3.Connection]:
        """One short transaction; a connection of its own keeps threads and forked processes apart."""
        try:
            with closing(sqlite3.connect(self._path, timeout=LOCK_TIMEOUT_SECONDS)) as connection, connection:
                yield connection
        except sqlite3.DatabaseError as error:
            raise ConfigurationError(
                f"The embedding cache {self._path} cannot be used: {error}.",
                remedy="Delete the file (it is made again), or set embedding.cache to false.",
            ) from error

import hashlib
import multiprocessing
import sqlite3
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from core.embedding.cache import BATCH, CachedEmbedder
from core.errors import ConfigurationError


class HashEmbedder:
    """Unit vectors from a hash of the text; remembers what it was asked."""

    dimension = 4
    max_tokens = 10

    def __init__(self, identity: str = "hash") -> None:
        self.identity = identity
        self.asked: list[str] = []

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked += texts
        return np.stack([self.embed_query(text) for text in texts])

    def embed_query(self, text: str) -> NDArray[np.float32]:
        digest = hashlib.sha256(f"{self.identity}{text}".encode()).digest()
        vector = np.frombuffer(digest[: self.dimension], dtype=np.uint8).astype(np.float32) + 1
        unit: NDArray[np.float32] = vector / np.linalg.norm(vector)
        return unit

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]


def _embed_in_another_process(path: Path, texts: list[str]) -> NDArray[np.float32]:
    return CachedEmbedder(HashEmbedder(), path).embed_passages(texts)


def test_a_passage_is_embedded_once(tmp_path: Path) -> None:
    inner = HashEmbedder()
    cached = CachedEmbedder(inner, tmp_path / "new" / "cache.db")
    first = cached.embed_passages(["a", "b", "a"])
    again = cached.embed_passages(["b", "c", "a"])
    assert inner.asked == ["a", "b", "c"]
    assert np.array_equal(first[[1, 0]], again[[0, 2]])


def test_kept_vectors_are_bit_for_bit_those_of_the_model(tmp_path: Path) -> None:
    texts = [f"text {number}" for number in range(BATCH * 2 + 3)]
    expected = HashEmbedder().embed_passages(texts)
    cached = CachedEmbedder(HashEmbedder(), tmp_path / "cache.db")
    assert np.array_equal(cached.embed_passages(texts), expected)
    assert np.array_equal(cached.embed_passages(texts[::-1]), expected[::-1])


def test_models_share_a_file_and_never_a_vector(tmp_path: Path) -> None:
    path = tmp_path / "cache.db"
    one = CachedEmbedder(HashEmbedder("one"), path).embed_passages(["a"])
    two = CachedEmbedder(HashEmbedder("two"), path).embed_passages(["a"])
    assert not np.array_equal(one, two)
    assert np.array_equal(CachedEmbedder(HashEmbedder("one"), path).embed_passages(["a"]), one)


def test_it_stands_for_the_embedder_it_wraps(tmp_path: Path) -> None:
    inner = HashEmbedder()
    cached = CachedEmbedder(inner, tmp_path / "cache.db")
    assert (cached.identity, cached.dimension, cached.max_tokens) == ("hash", 4, 10)
    assert cached.count_tokens(["a b"]) == [2]
    assert np.array_equal(cached.embed_query("a"), inner.embed_query("a"))
    assert cached.embed_passages([]).shape == (0, 4)


def test_queries_are_not_kept(tmp_path: Path) -> None:
    path = tmp_path / "cache.db"
    CachedEmbedder(HashEmbedder(), path).embed_query("who asked this?")
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT count(*) FROM vectors").fetchone() == (0,)


def test_threads_may_share_it(tmp_path: Path) -> None:
    cached = CachedEmbedder(HashEmbedder(), tmp_path / "cache.db")
    texts = [f"text {number}" for number in range(200)]
    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(cached.embed_passages, [texts] * 8))
    assert all(np.array_equal(result, results[0]) for result in results)


def test_processes_may_share_the_file(tmp_path: Path) -> None:
    texts = [f"text {number}" for number in range(300)]
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=context) as pool:
        jobs = [pool.submit(_embed_in_another_process, tmp_path / "cache.db", texts[i * 50 :]) for i in range(4)]
    expected = HashEmbedder().embed_passages(texts)
    assert all(np.array_equal(job.result(), expected[i * 50 :]) for i, job in enumerate(jobs))


def test_a_file_that_is_no_cache_is_refused_with_a_remedy(tmp_path: Path) -> None:
    path = tmp_path / "cache.db"
    path.write_text("not a database, but long enough to look like one to somebody" * 40)
    with pytest.raises(ConfigurationError, match=r"cache\.db") as caught:
        CachedEmbedder(HashEmbedder(), path)
    assert "Delete the file" in caught.value.remedy

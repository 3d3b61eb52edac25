"""Bar 5: how long a search takes at 50,000 and 200,000 chunks, without and with the model's share and HTTP.

The chunks are those of the store; where it holds fewer, perturbed copies of their vectors, under companies and
documents of their own, fill up. Everything that is compared runs in turn in the same process, on the same questions.
"""

import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import httpx
import numpy as np
import qdrant_edge as edge
import uvicorn
from numpy.typing import NDArray
from qdrant_client import models

from app.answering.retrieve import Retriever
from app.main import create_app
from app.wiring import Application, build
from core.corpus import limit_to
from core.domain import load_domain
from core.embedding import Embedder, load_embedder
from core.index import Point, open_index
from core.index.engine import DENSE, METADATA, SPARSE
from core.settings import Settings, load_settings
from core.types import Plan
from evals.recency import generate
from tests.bench import llama_default
from tests.bench.retrieval_bars import Bar, at_most, percentile

SIZES = (50_000, 200_000)
P50, P95, SEARCH_P95, GROWTH = 15.0, 40.0, 120.0, 3.0
QUESTIONS, WARM_UP, SCROLL = 200, 20, 1000
NOISE = 0.02  # of a unit vector, so that copies are near and not equal


@dataclass
class Remembered:
    """An embedder that has the vector of every question already: what is timed is then without the model's share."""

    inner: Embedder
    vectors: dict[str, NDArray[np.float32]]

    def embed_query(self, text: str) -> NDArray[np.float32]:
        if text not in self.vectors:
            self.vectors[text] = self.inner.embed_query(text)
        return self.vectors[text]


def bars(sizes: Sequence[int], folder: Path) -> Iterator[Bar]:
    settings = load_settings()
    p95: dict[int, float] = {}
    for size in sizes:
        with TemporaryDirectory(dir=settings.data_dir) as scratch:
            copy = fill(settings, Path(scratch), size)
            first = size == min(sizes)
            timed, floor = _engine(copy)
            p95[size] = percentile(timed, 95)
            name = f"{size:,} chunks: plan and retrieve, model aside"
            yield at_most(5, f"{name}, p50", percentile(timed, 50), P50) if first else _plain(f"{name}, p50", timed, 50)
            yield at_most(5, f"{name}, p95", p95[size], P95) if first else _plain(f"{name}, p95", timed, 95)
            yield _plain(f"{size:,} chunks: exact numpy, dense only, no filter (the floor), p50", floor, 50)
            whole = _over_http(copy)
            name = f"{size:,} chunks: /search over HTTP, model included, p95"
            yield at_most(5, name, percentile(whole, 95), SEARCH_P95) if first else _plain(name, whole, 95)
    if len(sizes) > 1:
        ratio = p95[max(sizes)] / p95[min(sizes)]
        yield Bar(5, "p95 of the largest to the smallest", f"{ratio:.2f}", f"<= {GROWTH:.0f}", ratio <= GROWTH)
    if (settings.data_dir / "bench" / llama_default.READY).exists():
        plain, nodes = _llama(settings, folder)
        yield Bar(5, f"plain LlamaIndex default, {nodes:,} nodes, model included, p50 / p95", _both(plain))


def fill(settings: Settings, scratch: Path, size: int) -> Settings:
    """A data directory with ``size`` chunks in its embedded index and the documents of the store; its settings."""
    for name in ("groundwork.db", "models"):
        source = settings.data_dir / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, scratch / name)
    copy = settings.model_copy(update={"data_dir": scratch})
    metadata = load_domain(settings.domain).metadata
    model = load_embedder(settings.embedding.model, data_dir=settings.data_dir / "models").identity
    points = _points(_shard(settings))
    held = list(islice(points, size))
    dimension = len(held[0].dense)
    index = open_index(settings.index, scratch / "index", model=model, dimension=dimension, metadata=metadata)
    try:
        index.upsert(held)
        for number in range(1, -(-size // len(held))):
            index.upsert(list(_copies(held[: size - number * len(held)], number)))
        index.flush()
    finally:
        index.close()
    return copy


def _shard(settings: Settings) -> Path:
    """That of the one model that the store is indexed with."""
    return next((settings.data_dir / "index").glob("*/shard"))


def _points(shard: Path) -> Iterator[Point]:
    opened, offset = edge.EdgeShard.load(str(shard)), None
    try:
        while True:
            request = edge.ScrollRequest(limit=SCROLL, offset=offset, with_payload=True, with_vector=True)
            records, offset = opened.scroll(request)
            for record in records:
                sparse = record.vector.get(SPARSE)
                indices, values = (sparse.indices, sparse.values) if sparse else ([], [])
                vector = models.SparseVector(indices=indices, values=values)
                yield Point(str(record.id), record.vector[DENSE], vector, record.payload)
            if offset is None:
                return
    finally:
        opened.close()


def _copies(points: Sequence[Point], number: int) -> Iterator[Point]:
    random = np.random.default_rng(number)
    for point in points:
        noisy = np.asarray(point.dense) + random.normal(0, NOISE / len(point.dense) ** 0.5, len(point.dense))
        payload = dict(point.payload)
        payload["document_id"] = f"{payload['document_id']}-{number}"
        payload[METADATA] = {
            key: f"{value} {number}" if isinstance(value, str) else value for key, value in payload[METADATA].items()
        }
        yield replace(
            point,
            id=str(uuid5(NAMESPACE_URL, f"{point.id}-{number}")),
            dense=(noisy / np.linalg.norm(noisy)).tolist(),
            payload=payload,
        )


def _questions(application: Application) -> list[tuple[str, Any]]:
    """Evenly out of those of bar 2: with and without a period, over every company."""
    cases = [(case.question, case.as_of) for case in generate(application.workspace)]
    return cases[:: max(1, len(cases) // QUESTIONS)][:QUESTIONS]


def _engine(settings: Settings) -> tuple[list[float], list[float]]:
    """Seconds to plan and retrieve each question, and seconds of an exact search over all dense vectors."""
    with build(settings) as application:
        workspace = application.workspace
        embedder: Any = Remembered(workspace.embedder, {})
        retriever = Retriever(
            index=workspace.index, embedder=embedder, sparse=workspace.sparse, settings=settings.retrieval
        )

        def search(question: str, as_of: Any) -> Plan:
            today = application.answerer._today()
            corpus = limit_to(workspace.store.corpus(), as_of or today, ("public",), dated_only=as_of is not None)
            plan: Plan = workspace.domain.plan(question, corpus, today, as_of)
            retriever.retrieve(plan, corpus, as_of=as_of or today, access=("public",), limit=10)
            return plan

        questions = _questions(application)
        for question in questions:  # the model's share, paid once
            search(*question)
        timed = _timed(search, questions)
        vectors = list(embedder.vectors.values())
    matrix = np.asarray([point.dense for point in _points(_shard(settings))], dtype=np.float32)
    floor = _timed(lambda vector: np.argpartition(matrix @ vector, -100)[-100:], [(vector,) for vector in vectors])
    return timed, floor


def _over_http(settings: Settings) -> list[float]:
    with build(settings) as application:
        questions = [
            {"question": question, "as_of": as_of and str(as_of)} for question, as_of in _questions(application)
        ]
    with _served(settings) as address, httpx.Client(base_url=address, trust_env=False, timeout=60) as client:

        def post(body: Any) -> None:
            client.post("/api/v1/search", json=body).raise_for_status()

        return _timed(post, [(body,) for body in questions])


@contextmanager
def _served(settings: Settings) -> Iterator[str]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(create_app(settings), host="127.0.0.1", port=port, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()


def _llama(settings: Settings, folder: Path) -> tuple[list[float], int]:
    with build(settings) as application:
        questions = _questions(application)
    retriever: Any = llama_default.retriever(folder / "pdf", settings.data_dir / "bench", top_k=10)
    timed = _timed(lambda question, _: llama_default.pages(retriever, question), questions)
    return timed, len(retriever._vector_store.data.embedding_dict)


def _timed(call: Callable[..., Any], arguments: Sequence[tuple[Any, ...]]) -> list[float]:
    seconds = []
    for each in (*arguments[:WARM_UP], *arguments):
        started = time.perf_counter()
        call(*each)
        seconds.append(time.perf_counter() - started)
    return seconds[WARM_UP:]


def _plain(name: str, timed: Sequence[float], share: int) -> Bar:
    return Bar(5, name, f"{percentile(timed, share):.1f} ms")


def _both(timed: Sequence[float]) -> str:
    return f"{percentile(timed, 50):.1f} / {percentile(timed, 95):.1f} ms"

"""Bar 8: how long an answer without a model takes, by stage, asked of the answerer and over HTTP on loopback.

    python -m tests.bench.answers FOLDER --section latency

Each question is answered anew (the cache is passed over), one at a time, after one round to warm up. Processor time is
printed beside wall time, since other work on the machine lengthens only the latter.
"""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from app.answering.answer import Answer
from app.answering.asking import Asked
from app.main import create_app
from app.wiring import Application
from evals.datasets import financebench
from tests.serving import running

ROUNDS = 3
P50_MS, P95_MS = 80.0, 250.0

Ask = Callable[..., tuple[float, dict[str, Any]]]


def measure(application: Application, folder: Path, *, misses: bool = False) -> bool:
    questions = [case.question for case in financebench(folder).cases]
    print(f"{application.workspace.index.count():,} chunks, {len(questions)} questions, {ROUNDS} rounds")
    _directly(application, questions)  # the first round reads catalogues and maps the index
    processor = time.process_time()
    timed = [pair for _ in range(ROUNDS) for pair in _directly(application, questions)]
    processor = (time.process_time() - processor) * 1000 / len(timed)
    print(f"processor time per answer: {processor:.1f} ms; load of the machine: {os.getloadavg()[0]:.1f}")
    met = _print("answerer", [milliseconds for milliseconds, _ in timed])
    for stage in timed[0][1].timings_ms:
        times = [answer.timings_ms[stage] for _, answer in timed if stage in answer.timings_ms]
        print(f"    {stage:<12} p50 {quantile(times, 0.5):6.1f} ms, p95 {quantile(times, 0.95):6.1f} ms")
    if misses:
        for milliseconds, answer in sorted(timed, key=lambda pair: -pair[0])[:5]:
            print(f"    {milliseconds:.0f} ms {answer.timings_ms} {answer.question[:90]}")
    with over_http(application) as ask:
        http = [ask(question, fresh=True)[0] for _ in range(ROUNDS) for question in questions]
    return _print("over HTTP", http) and met


def _directly(application: Application, questions: Sequence[str]) -> list[tuple[float, Answer]]:
    timed = []
    for question in questions:
        started = time.perf_counter()
        answer = application.answerer.ask(Asked(question, fresh=True))
        timed.append(((time.perf_counter() - started) * 1000, answer))
    return timed


@contextmanager
def over_http(application: Application) -> Iterator[Ask]:
    """Asks a server over the application that is open already: (milliseconds, answer object)."""
    app = create_app(application.settings)
    app.state.application = application
    key = application.settings.server.api_key
    headers = {"Authorization": f"Bearer {key.get_secret_value()}"} if key else {}
    with running(app, lifespan="off") as address, httpx.Client(base_url=address, headers=headers, timeout=60) as client:

        def ask(question: str, *, fresh: bool) -> tuple[float, dict[str, Any]]:
            started = time.perf_counter()
            response = client.post("/api/v1/query", json={"question": question, "fresh": fresh})
            elapsed = (time.perf_counter() - started) * 1000
            return elapsed, response.raise_for_status().json()

        yield ask


def quantile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def _print(what: str, times: Sequence[float]) -> bool:
    p50, p95 = quantile(times, 0.5), quantile(times, 0.95)
    print(f"{what}: p50 {p50:.1f} ms, p95 {p95:.1f} ms (bars: {P50_MS:.0f} and {P95_MS:.0f} ms)")
    return p50 <= P50_MS and p95 <= P95_MS

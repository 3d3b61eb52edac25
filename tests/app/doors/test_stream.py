"""Server-sent events: what is told, in which order, and what happens when somebody hangs up or something fails."""

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import fastapi.routing
import httpx
import pytest
from fastapi.testclient import TestClient

from app.answering.asking import Asked
from app.answering.events import Event, Meta
from app.deps import _answerer as answerer_of
from app.main import create_app
from core.errors import TransientError
from core.settings import load_settings
from tests.app.doors.callers import HEADERS, events
from tests.app.doors.test_doors import QUESTIONS
from tests.serving import TODAY, running

META = Meta(id="ans_1", as_of=TODAY, corpus_version="0", notes=[])


def test_it_is_told_in_order_and_the_whole_answer_comes_last(address: str) -> None:
    told = list(events(f"{address}/api/v1/query/stream", {"question": QUESTIONS["computed"], "fresh": True}))
    names = [name for name, _ in told]
    assert names[:2] == ["meta", "retrieval"] and names[-1] == "done" and set(names[2:-1]) == {"token", "citation"}
    assert all(name == data["type"] for name, data in told)
    answer = told[-1][1]["answer"]
    assert "".join(data["text"] for name, data in told if name == "token") == answer["answer"]
    assert [data["citation"] for name, data in told if name == "citation"] == answer["citations"]
    assert told[0][1]["id"] == answer["id"]


def test_bad_input_is_a_problem_before_anything_is_told(address: str) -> None:
    response = httpx.post(f"{address}/api/v1/query/stream", json={"question": ""}, headers=HEADERS)
    assert response.status_code == 422 and response.headers["content-type"] == "application/problem+json"


def test_the_openapi_document_describes_the_events(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    content = document["paths"]["/api/v1/query/stream"]["post"]["responses"]["200"]["content"]
    shown = json.dumps(content["text/event-stream"]["itemSchema"])
    for name in ("Meta", "Retrieved", "Token", "Cited", "Done", "Failed"):
        assert f"#/components/schemas/{name}" in shown and name in document["components"]["schemas"]


class Scripted:
    """An answerer that tells what it is given, slowly, and notes how far it came."""

    def __init__(self, steps: list[Any], pause: float = 0.0) -> None:
        self.steps, self.pause, self.told = steps, pause, 0

    def events(self, asked: Asked) -> Iterator[Event]:
        for step in self.steps:
            time.sleep(self.pause)
            if isinstance(step, Exception):
                raise step
            self.told += 1
            yield step


@pytest.fixture
def scripted(tmp_path: Path) -> Iterator[tuple[str, Callable[[Scripted], None]]]:
    """A server whose answerer a test puts in place: (address, put)."""
    app = create_app(load_settings(domain="tests.toy_domain", data_dir=tmp_path), today=lambda: TODAY)

    def put(answerer: Scripted) -> None:
        app.dependency_overrides[answerer_of] = lambda: answerer

    with running(app) as address:
        yield address, put


@pytest.mark.parametrize(
    ("error", "status"), [(TransientError("The model is away.", remedy="Wait."), 503), (RuntimeError("secret"), 500)]
)
def test_a_failure_on_the_way_is_told_as_the_problem_it_is(scripted: Any, error: Exception, status: int) -> None:
    address, put = scripted
    put(Scripted([META, error]))
    told = list(events(f"{address}/api/v1/query/stream", {"question": "x"}, headers={"X-Request-ID": "r-1"}))
    assert [name for name, _ in told] == ["meta", "error"]
    assert told[-1][1]["status"] == status and told[-1][1]["request_id"] == "r-1"
    assert "secret" not in json.dumps(told)
    chat = {"model": "groundwork", "stream": True, "messages": [{"role": "user", "content": "x"}]}
    lines = httpx.post(f"{address}/v1/chat/completions", json=chat).text
    assert '"server_error"' in lines and "[DONE]" not in lines and "secret" not in lines


def test_the_connection_is_kept_alive_while_nothing_is_told(scripted: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fastapi.routing, "_PING_INTERVAL", 0.05)
    address, put = scripted
    put(Scripted([META], pause=0.4))
    with httpx.stream("POST", f"{address}/api/v1/query/stream", json={"question": "x"}) as response:
        lines = list(response.iter_lines())
    assert sum(line.startswith(":") for line in lines) >= 2 and "event: meta" in lines


def test_the_work_ends_when_the_caller_hangs_up(scripted: Any) -> None:
    address, put = scripted
    slow = Scripted([META] * 200, pause=0.02)
    put(slow)
    with httpx.stream("POST", f"{address}/api/v1/query/stream", json={"question": "x"}) as response:
        next(response.iter_lines())
    told = -1
    while told != slow.told:
        told = slow.told
        time.sleep(0.3)
    assert slow.told < 200


def test_nothing_of_a_stream_is_kept_by_a_proxy(address: str) -> None:
    with httpx.stream("POST", f"{address}/api/v1/query/stream", json={"question": "x"}, headers=HEADERS) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        assert response.headers["cache-control"] == "no-cache" and response.headers["x-accel-buffering"] == "no"

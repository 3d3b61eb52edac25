"""One core: the same question gets the same answer through every door."""

from typing import Any

import httpx
import pytest

from tests.app.doors.callers import DOORS, HEADERS

OWN = {"id", "cache", "timings_ms"}  # of each time that an answer is given
QUESTIONS = {
    "computed": "What were Tarvenhall Controls' capital expenditures in the first nine months of 2025?",
    "ratio": "What was Tarvenhall's gross margin in Q3 2025?",
    "quoted": "What does Hollismere say about its credit agreement?",
    "unknown company": "What was Microsoft's revenue in fiscal year 2023?",
    "not covered": "What was Tarvenhall's revenue in FY2012?",
}


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS.keys())
def test_every_door_gives_the_same_answer(address: str, question: str) -> None:
    given = {name: ask(address, question) for name, ask in DOORS.items()}
    first = _lasting(given["query"])
    assert first["citations"] or first["abstain_code"]
    for name, answer in given.items():
        assert _lasting(answer) == first, name


def test_the_questions_are_of_every_kind(address: str) -> None:
    answers = {name: DOORS["query"](address, question) for name, question in QUESTIONS.items()}
    assert {name: answer["model"] for name, answer in answers.items()} == {
        "computed": "facts",
        "ratio": "facts",
        "quoted": "extractive",
        "unknown company": None,
        "not covered": None,
    }
    assert answers["computed"]["value"] and answers["not covered"]["abstain_code"] == "period_not_covered"


@pytest.mark.parametrize(
    "path", ["/api/v1/query", "/api/v1/query/stream", "/v1/chat/completions", "/v1/models", "/mcp"]
)
@pytest.mark.parametrize("given", ["", "Bearer wrong"])
def test_no_door_opens_without_the_key(address: str, path: str, given: str) -> None:
    method = "GET" if path == "/v1/models" else "POST"
    body = {"question": "x", "model": "groundwork", "messages": [{"role": "user", "content": "x"}]}
    response = httpx.request(method, address + path, json=body, headers={"Authorization": given} if given else {})
    assert response.status_code == 401 and response.headers["www-authenticate"] == "Bearer"
    assert response.headers["x-request-id"]


@pytest.mark.parametrize("path", ["/api/v1/query", "/api/v1/query/stream", "/v1/chat/completions", "/mcp"])
def test_every_door_keeps_the_request_id_and_refuses_what_is_too_large(address: str, path: str) -> None:
    headers = HEADERS | {"X-Request-ID": "abc-1", "Content-Type": "application/json"}
    response = httpx.post(address + path, content=b"x" * 5_000_000, headers=headers)
    assert response.status_code == 413 and response.headers["x-request-id"] == "abc-1"


def _lasting(answer: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in answer.items() if name not in OWN}

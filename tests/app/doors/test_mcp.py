"""A client of the official SDK against our server."""

import asyncio
import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from core.settings import load_settings
from tests.app.doors.callers import HEADERS, call_tool, mcp_client
from tests.app.doors.test_doors import QUESTIONS
from tests.serving import serving

ASK = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
ACCEPT = {"Accept": "application/json, text/event-stream"}


def test_a_client_lists_the_tools_with_what_they_take_and_give(address: str) -> None:
    async def tools() -> Any:
        async with mcp_client(address, HEADERS) as client:
            return (await client.list_tools()).tools

    listed = {tool.name: tool for tool in asyncio.run(tools())}
    assert listed.keys() == {"query", "search", "get_document"}
    assert listed["query"].input_schema["required"] == ["question"]
    assert "citations" in listed["query"].output_schema["properties"]
    assert all(tool.description for tool in listed.values())


def test_what_a_search_finds_can_be_opened(address: str) -> None:
    hits = call_tool(address, "search", {"question": QUESTIONS["quoted"], "top_k": 3}).structured_content["hits"]
    assert 1 <= len(hits) <= 3
    wanted = {"document_id": hits[0]["document"]["id"], "page": hits[0]["page"]}
    opened = call_tool(address, "get_document", wanted).structured_content
    assert opened["document"] == hits[0]["document"] and opened["page"]["number"] == hits[0]["page"]


def test_the_text_of_a_result_is_the_same_object(address: str) -> None:
    result = call_tool(address, "query", {"question": QUESTIONS["computed"]})
    assert json.loads(result.content[0].text) == result.structured_content


@pytest.mark.parametrize(
    ("tool", "arguments", "says"),
    [
        ("get_document", {"document_id": "0" * 36}, "no such document"),
        ("query", {"question": ""}, "at least 1 character"),
        ("search", {"question": "x", "top_k": 0}, "greater than or equal to 1"),
    ],
)
def test_a_call_that_cannot_work_says_why(address: str, tool: str, arguments: dict[str, Any], says: str) -> None:
    result = call_tool(address, tool, arguments)
    assert result.is_error and says in result.content[0].text


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1"])
def test_a_page_of_another_origin_is_refused(address: str, origin: str) -> None:
    response = httpx.post(f"{address}/mcp", json=ASK, headers=HEADERS | ACCEPT | {"Origin": origin})
    assert response.status_code == 403 and response.headers["content-type"] == "application/problem+json"


def test_without_a_key_it_answers_only_under_its_own_address(tmp_path: Path) -> None:
    with serving(load_settings(domain="tests.toy_domain", data_dir=tmp_path)) as address:
        rebound = httpx.post(f"{address}/mcp", json=ASK, headers=ACCEPT | {"Host": "evil.example"})
        own = httpx.post(f"{address}/mcp", json=ASK, headers=ACCEPT | {"Origin": address})
    assert rebound.status_code == 403 and "evil.example" in rebound.json()["detail"]
    assert own.status_code == 200

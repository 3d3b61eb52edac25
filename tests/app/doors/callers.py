"""The four doors as their callers use them: each asks a question and gives the answer object that it got."""

import asyncio
import json
from collections.abc import Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
from openai import OpenAI

from tests.app.doors.conftest import KEY

HEADERS = {"Authorization": f"Bearer {KEY}"}
Caller = Callable[[str, str], dict[str, Any]]


def events(url: str, body: dict[str, Any], headers: dict[str, str] | None = None) -> Iterator[tuple[str, Any]]:
    """(name, data) of each server-sent event; comments are passed over."""
    with httpx.stream("POST", url, json=body, headers=headers or HEADERS, timeout=60) as response:
        response.raise_for_status()
        name = ""
        for line in response.iter_lines():
            field, _, value = line.partition(": ")
            name = value if field == "event" else name
            if field == "data":
                yield name, json.loads(value)


def query(address: str, question: str) -> dict[str, Any]:
    response = httpx.post(f"{address}/api/v1/query", json={"question": question}, headers=HEADERS, timeout=60)
    answer: dict[str, Any] = response.raise_for_status().json()
    return answer


def stream(address: str, question: str) -> dict[str, Any]:
    *_, (name, last) = events(f"{address}/api/v1/query/stream", {"question": question})
    assert name == "done"
    answer: dict[str, Any] = last["answer"]
    return answer


def openai(address: str) -> OpenAI:
    return OpenAI(base_url=f"{address}/v1", api_key=KEY, max_retries=0)


def chat(address: str, question: str) -> dict[str, Any]:
    with openai(address) as client:
        completion = client.chat.completions.create(
            model="groundwork", messages=[{"role": "user", "content": question}]
        )
    answer: dict[str, Any] = (completion.model_extra or {})["groundwork"]
    return answer


def chat_streamed(address: str, question: str) -> dict[str, Any]:
    with openai(address) as client:
        messages: Any = [{"role": "user", "content": question}]
        *_, last = client.chat.completions.create(model="groundwork", messages=messages, stream=True)
    answer: dict[str, Any] = (last.model_extra or {})["groundwork"]
    return answer


@asynccontextmanager
async def mcp_client(address: str, headers: dict[str, str]) -> Any:
    import httpx2
    from mcp.client.client import Client
    from mcp.client.streamable_http import streamable_http_client

    async with (
        httpx2.AsyncClient(headers=headers, timeout=60) as http,
        Client(streamable_http_client(f"{address}/mcp", http_client=http)) as client,
    ):
        yield client


def call_tool(address: str, name: str, arguments: dict[str, Any]) -> Any:
    async def call() -> Any:
        async with mcp_client(address, HEADERS) as client:
            return await client.call_tool(name, arguments)

    return asyncio.run(call())


def mcp(address: str, question: str) -> dict[str, Any]:
    answer: dict[str, Any] = call_tool(address, "query", {"question": question}).structured_content
    return answer


DOORS: dict[str, Caller] = {
    "query": query,
    "stream": stream,
    "chat": chat,
    "chat streamed": chat_streamed,
    "mcp": mcp,
}

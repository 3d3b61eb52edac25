"""A server on this machine that speaks as OpenAI-compatible ones, Anthropic and Ollama do, and fails as they do.

The name of the model asked says how it behaves: ``good``, ``malformed`` (no JSON), ``violation`` (JSON, but not of the
schema), ``slow`` (answers after the client gave up), ``busy-once`` (429, then good), ``broken`` (500),
``not-http-json`` (a page of a proxy). Any other name is unknown (404), and any key but ``KEY`` is refused (401).
"""

import asyncio
import json
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from pydantic import BaseModel
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

KEY = "right"
SLOW_SECONDS = 3.0
TOKENS_IN, TOKENS_OUT = 90, 30


class Loopback:
    """``reply`` is what good models say; ``requests`` are the bodies received, in order."""

    def __init__(self, reply: BaseModel) -> None:
        self.reply = reply
        self.requests: list[dict[str, Any]] = []
        self._calls: Counter[str] = Counter()
        self.app = Starlette(
            routes=[
                Route("/v1/chat/completions", self._openai, methods=["POST"]),
                Route("/v1/messages", self._anthropic, methods=["POST"]),
                Route("/api/chat", self._ollama, methods=["POST"]),
            ]
        )
        self.address = ""

    async def _openai(self, request: Request) -> Response:
        body, refusal = await self._received(request)
        if refusal:
            return refusal
        message: dict[str, Any] = {"role": "assistant", "content": self._said(body["model"])}
        if body.get("tools"):
            called = {"name": body["tools"][-1]["function"]["name"], "arguments": message["content"]}
            message |= {"content": None, "tool_calls": [{"id": "c1", "type": "function", "function": called}]}
        usage = {"prompt_tokens": TOKENS_IN, "completion_tokens": TOKENS_OUT, "total_tokens": TOKENS_IN + TOKENS_OUT}
        choice = {"index": 0, "finish_reason": "stop", "message": message}
        return JSONResponse(
            {"id": "1", "object": "chat.completion", "created": 0, "model": body["model"]}
            | {"choices": [choice], "usage": usage}
        )

    async def _anthropic(self, request: Request) -> Response:
        body, refusal = await self._received(request)
        if refusal:
            return refusal
        called = {"type": "tool_use", "id": "t1", "name": body["tools"][-1]["name"], "input": self._arguments(body)}
        usage = {"input_tokens": TOKENS_IN, "output_tokens": TOKENS_OUT}
        return JSONResponse(
            {"id": "m1", "type": "message", "role": "assistant", "model": body["model"], "stop_reason": "tool_use"}
            | {"content": [called], "stop_sequence": None, "usage": usage}
        )

    async def _ollama(self, request: Request) -> Response:
        body, refusal = await self._received(request)
        if refusal:
            return refusal
        message: dict[str, Any] = {"role": "assistant", "content": self._said(body["model"])}
        if body.get("tools"):
            called = {"name": body["tools"][-1]["function"]["name"], "arguments": self._arguments(body)}
            message |= {"content": "", "tool_calls": [{"function": called}]}
        return JSONResponse(
            {"model": body["model"], "created_at": "2026-01-01T00:00:00Z", "done": True, "message": message}
            | {"prompt_eval_count": TOKENS_IN, "eval_count": TOKENS_OUT}
        )

    async def _received(self, request: Request) -> tuple[dict[str, Any], Response | None]:
        body = json.loads(await request.body())
        self.requests.append(body)
        model = body["model"]
        self._calls[model] += 1
        if KEY not in (request.headers.get("authorization", "Bearer ").split()[-1], request.headers.get("x-api-key")):
            return body, _error(401, "the key is wrong")
        if model == "slow":
            await asyncio.sleep(SLOW_SECONDS)
        if model == "busy-once" and self._calls[model] == 1:
            return body, _error(429, "too many requests", {"Retry-After": "0"})
        if model == "broken":
            return body, _error(500, "an error of the server")
        if model == "not-http-json":
            return body, PlainTextResponse("<html>a page of a proxy</html>")
        known = model in ("good", "malformed", "violation", "slow", "busy-once")
        return body, None if known else _error(404, f"no model {model}")

    def _said(self, model: str) -> str:
        said = {"malformed": "Well, I think that", "violation": '{"answered": "perhaps"}'}
        return said.get(model) or self.reply.model_dump_json()

    def _arguments(self, body: dict[str, Any]) -> dict[str, Any]:
        said = self._said(body["model"])
        arguments: dict[str, Any] = json.loads(said) if said.startswith("{") else {"text": said}
        return arguments


def _error(status: int, message: str, headers: dict[str, str] | None = None) -> JSONResponse:
    return JSONResponse({"error": {"message": message, "type": "error"}}, status, headers=headers)


@contextmanager
def serving(reply: BaseModel) -> Iterator[Loopback]:
    """Runs it on a free port of 127.0.0.1 until the block ends."""
    loopback = Loopback(reply)
    server = uvicorn.Server(uvicorn.Config(loopback.app, host="127.0.0.1", port=0, log_level="error"))
    started = threading.Event()
    startup = server.startup

    async def announce(sockets: Any = None) -> None:
        await startup(sockets)
        started.set()

    server.startup = announce  # type: ignore[method-assign]
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    assert started.wait(20), "the loopback server did not start"
    loopback.address = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    try:
        yield loopback
    finally:
        server.should_exit = True
        thread.join(timeout=20)

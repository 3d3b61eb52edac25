"""OpenAI's chat completions, as far as a question with a cited answer needs them.

The last user message is the question, and it stands for itself: earlier messages and system messages are not read,
since what they might add could not be verified. Citations follow the text as footnotes, and the whole answer object is
the field ``groundwork`` of the response (of the last chunk, where it is streamed).
"""

import json
import logging
import time
from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field
from sse_starlette import EventSourceResponse

from app.answering.answer import Answer, Citation
from app.answering.answerer import Answerer
from app.answering.asking import Asked
from app.answering.events import Done, Meta, Token
from app.api import problems
from app.api.routes import QUESTION_CHARACTERS
from app.deps import AccessDep, AnswererDep

MODEL = "groundwork"
PING_SECONDS = 15

router = APIRouter(
    prefix="/v1",
    tags=["openai"],
    responses={status: {"description": "OpenAI's error object"} for status in (400, 401, 404, 503)},
)

_log = logging.getLogger(__name__)


class Part(BaseModel):
    model_config = ConfigDict(extra="allow")

    type: str
    text: str = ""


class Message(BaseModel):
    model_config = ConfigDict(extra="allow")

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: str | list[Part] | None = None

    @property
    def text(self) -> str:
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content if part.type == "text")
        return self.content or ""


class StreamOptions(BaseModel):
    include_usage: bool = False


class ChatIn(BaseModel):
    """Sampling parameters are accepted and have no effect. What would need another kind of answer is refused."""

    model_config = ConfigDict(extra="allow")

    model: str
    messages: Annotated[list[Message], Field(min_length=1)]
    stream: bool = False
    stream_options: StreamOptions | None = None
    as_of: date | None = Field(None, description="ours: answer as if it were this day")

    @property
    def question(self) -> str:
        return next((message.text for message in reversed(self.messages) if message.role == "user"), "").strip()


@router.get("/models")
def models(access: AccessDep) -> dict[str, Any]:
    return {"object": "list", "data": [_model()]}


@router.get("/models/{name}")
def model(name: str, access: AccessDep) -> dict[str, Any]:
    _require_model(name)
    return _model()


@router.post("/chat/completions", response_model=None)
def complete(body: ChatIn, request: Request, answerer: AnswererDep, access: AccessDep) -> Response:
    """A cited answer as a chat completion, streamed where ``stream`` is true."""
    _require_model(body.model)
    _require_supported(body)
    asked = Asked(body.question, access=access, as_of=body.as_of)
    if body.stream:
        usage = bool(body.stream_options and body.stream_options.include_usage)
        return EventSourceResponse(_chunks(answerer, asked, request, usage=usage), ping=PING_SECONDS, sep="\n")
    answer = answerer.ask(asked)
    choice = {
        "index": 0,
        "message": {"role": "assistant", "content": _text(answer) + _footnotes(answer), "refusal": None},
        "logprobs": None,
        "finish_reason": "stop",
    }
    head = _head(answer.id, "chat.completion")
    return JSONResponse(head | {"choices": [choice], "usage": _usage(answer), "groundwork": _extension(answer)})


def _chunks(answerer: Answerer, asked: Asked, request: Request, *, usage: bool) -> Iterator[str]:
    """The data of each server-sent event."""
    head: dict[str, Any] = {}
    try:
        for event in answerer.events(asked):
            if isinstance(event, Meta):
                head = _head(event.id, "chat.completion.chunk") | ({"usage": None} if usage else {})
                yield _chunk(head, {"role": "assistant", "content": ""})
            elif isinstance(event, Token):
                yield _chunk(head, {"content": event.text})
            elif isinstance(event, Done):
                yield from _last_chunks(head, event.answer, usage=usage)
    except Exception as error:
        _log.exception("The answer could not be finished")
        told = problems.of_error(request, error)
        yield json.dumps(problems.openai_error(told.status, told.detail, code=told.code))
        return
    yield "[DONE]"


def _last_chunks(head: dict[str, Any], answer: Answer, *, usage: bool) -> Iterator[str]:
    rest = _footnotes(answer) if answer.answer else _text(answer)
    if rest:
        yield _chunk(head, {"content": rest})
    yield _chunk(head, {}, finish_reason="stop", groundwork=_extension(answer))
    if usage:
        yield json.dumps(head | {"choices": [], "usage": _usage(answer)})


def _chunk(head: dict[str, Any], delta: dict[str, Any], *, finish_reason: str | None = None, **more: Any) -> str:
    choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish_reason}
    return json.dumps(head | {"choices": [choice]} | more)


def _head(answer_id: str, kind: str) -> dict[str, Any]:
    return {"id": f"chatcmpl-{answer_id}", "object": kind, "created": int(time.time()), "model": MODEL}


def _text(answer: Answer) -> str:
    return answer.answer or f"Not answered: {answer.abstain_reason}"


def _footnotes(answer: Answer) -> str:
    return "".join(f"\n{line}" for line in ["", *map(_footnote, answer.citations)]) if answer.citations else ""


def _footnote(citation: Citation) -> str:
    place = f"{citation.document.title}, page {citation.page}"
    old = "" if citation.is_current else " (superseded)"
    quote = " ".join(citation.quote.split())
    return f"[{citation.number}] {place}{old}: “{quote}”"


def _extension(answer: Answer) -> dict[str, Any]:
    return answer.model_dump(mode="json")


def _usage(answer: Answer) -> dict[str, int]:
    """Zero where no model was called, or where its provider did not say."""
    read, written = answer.usage.input_tokens or 0, answer.usage.output_tokens or 0
    return {"prompt_tokens": read, "completion_tokens": written, "total_tokens": read + written}


def _model() -> dict[str, Any]:
    return {"id": MODEL, "object": "model", "created": 0, "owned_by": MODEL}


def _require_model(name: str) -> None:
    if name != MODEL:
        raise problems.RefusedError(
            404, f"The model '{name}' does not exist; there is '{MODEL}'.", param="model", code="model_not_found"
        )


def _require_supported(body: ChatIn) -> None:
    extra = body.model_extra or {}
    if not body.question or len(body.question) > QUESTION_CHARACTERS:
        message = f"The last user message is the question: 1 to {QUESTION_CHARACTERS} characters of text."
        raise problems.RefusedError(400, message, param="messages", code="invalid_value")
    if (extra.get("n") or 1) != 1:
        raise _unsupported("n", "One question has one answer.")
    if extra.get("logprobs"):
        raise _unsupported("logprobs", "Answers have no token probabilities.")
    if extra.get("tool_choice") not in (None, "none", "auto"):
        raise _unsupported("tool_choice", "Answers call no tools of the caller.")
    if (extra.get("response_format") or {"type": "text"}).get("type") != "text":
        raise _unsupported("response_format", "Answers are text; the field 'groundwork' has them as an object.")
    if "audio" in (extra.get("modalities") or ()):
        raise _unsupported("modalities", "Answers are text.")


def _unsupported(param: str, why: str) -> problems.RefusedError:
    return problems.RefusedError(400, f"Unsupported value: '{param}'. {why}", param=param, code="unsupported_value")

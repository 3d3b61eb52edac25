"""POST /api/v1/query/stream: an answer told as it is made, as server-sent events."""

import logging
from collections.abc import Iterator
from typing import Literal

from fastapi import APIRouter, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent

from app.answering.asking import Asked
from app.answering.events import Event
from app.api import problems
from app.api.routes import QueryIn
from app.deps import AccessDep, AnswererDep

router = APIRouter(prefix="/api/v1", responses=problems.RESPONSES)

_log = logging.getLogger(__name__)


class Failed(problems.Problem):
    """The answer cannot be finished: the problem that POST /query would have answered with. Nothing comes after it."""

    event: Literal["error"] = "error"


@router.post("/query/stream", tags=["answers"], response_class=EventSourceResponse)
def stream(
    body: QueryIn, request: Request, answerer: AnswererDep, access: AccessDep
) -> Iterator[Event | Failed | ServerSentEvent]:
    """The answer of POST /query, told while it is made. The name of an event is the ``type`` of its data (of an error,
    its ``event``):

    | event | when |
    |---|---|
    | meta | the question is understood |
    | retrieval | the pages are found; none for an answer that had been given before |
    | guardrail | a check changed, flagged or refused something |
    | token | the next piece of the text, which has been verified by then |
    | citation | a place that the text rests on |
    | done | the whole answer, the same as that of POST /query; always the last one |
    | error | in place of done: a problem (RFC 9457), where something fails on the way |

    Comments keep the connection alive while nothing is told. The work ends when the caller hangs up.
    """
    try:
        for event in answerer.events(Asked(access=access, **body.model_dump())):
            yield ServerSentEvent(event=event.type, data=event)
    except Exception as error:  # the status is sent: what would be a 500 or a 503 has to be told in the stream
        _log.exception("The answer could not be finished")
        failed = Failed(**problems.of_error(request, error).model_dump())
        yield ServerSentEvent(event=failed.event, data=failed)

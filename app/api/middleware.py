"""An id for every request, and a bound on its size."""

import re
from uuid import uuid4

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.problems import respond

_REQUEST_ID = re.compile(r"[\w.:-]{1,128}")


class RequestId:
    """Takes a well-formed X-Request-ID or makes one, and sends it back."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Request(scope).headers.get("x-request-id", "")
        request_id = given if _REQUEST_ID.fullmatch(given) else uuid4().hex
        scope.setdefault("state", {})["request_id"] = request_id

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (b"x-request-id", request_id.encode())]
            await send(message)

        await self._app(scope, receive, send_with_id)


UPLOAD = ("POST", "/api/v1/documents")


class BodyLimit:
    """Refuses a body over ``limit`` bytes before it is read whole, declared or streamed; one that brings a document
    may have ``uploads`` bytes."""

    def __init__(self, app: ASGIApp, *, limit: int, uploads: int) -> None:
        self._app, self._limit, self._uploads = app, limit, uploads

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request, received = Request(scope), 0
        limit = self._uploads if (scope["method"], scope["path"]) == UPLOAD else self._limit
        declared = request.headers.get("content-length", "0")
        if not declared.isdigit() or int(declared) > limit:
            await _refuse(request, limit)(scope, receive, send)
            return
        started = False

        async def bounded() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > limit:
                raise _TooLargeError
            return message

        async def watched(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._app(scope, bounded, watched)
        except _TooLargeError:
            if not started:
                await _refuse(request, limit)(scope, receive, send)


def _refuse(request: Request, limit: int) -> ASGIApp:
    return respond(request, 413, f"The body is over {limit} bytes; send less.")


class _TooLargeError(Exception):
    pass

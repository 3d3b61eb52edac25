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


class BodyLimit:
    """Refuses a body over ``limit`` bytes before it is read whole, declared or streamed."""

    def __init__(self, app: ASGIApp, *, limit: int) -> None:
        self._app, self._limit = app, limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request, received = Request(scope), 0
        declared = request.headers.get("content-length", "0")
        if not declared.isdigit() or int(declared) > self._limit:
            await self._refuse(request)(scope, receive, send)
            return
        started = False

        async def bounded() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > self._limit:
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
                await self._refuse(request)(scope, receive, send)

    def _refuse(self, request: Request) -> ASGIApp:
        return respond(request, 413, f"The body is over {self._limit} bytes; send less.")


class _TooLargeError(Exception):
    pass

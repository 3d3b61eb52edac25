"""The Model Context Protocol at /mcp: the tools query, search and get_document, over streamable HTTP, stateless.

The key and the access labels are those of every other door. A page of another origin is refused, and where no key
protects the server, so is a host name that is not this machine's: by DNS rebinding, a page could otherwise call it.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date
from importlib.metadata import version
from ipaddress import ip_address
from typing import TYPE_CHECKING, Annotated, Any, ParamSpec, TypeVar
from urllib.parse import urlsplit

from fastapi import HTTPException
from pydantic import Field
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from app.answering.answer import Answer, DocumentOut, Out
from app.answering.asking import Asked
from app.api import problems, routes
from app.deps import access_of
from app.wiring import Application
from core.errors import GroundworkError

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer

Args = ParamSpec("Args")
Result = TypeVar("Result")

PATH = "/mcp"
INSTRUCTIONS = (
    "Answers questions over the documents of this store. Every figure and quote is cited to a page; what the store does"
    " not answer is declined with a reason. Ask one question at a time, and name who, when and what."
)

Question = Annotated[str, Field(min_length=1, max_length=routes.QUESTION_CHARACTERS)]
AsOf = Annotated[date | None, Field(description="answer as if it were this day: nothing filed later is used")]
TopK = Annotated[int, Field(ge=1, le=100)]


class DocumentPage(Out):
    """A document, and the text of one of its pages where one was asked for."""

    document: DocumentOut
    page: routes.PageOut | None = None


class McpDoor:
    """An ASGI application. It answers while ``running`` is entered, which the lifespan of the application does."""

    def __init__(self) -> None:
        self._application: Application | None = None
        self._handler: ASGIApp | None = None

    @asynccontextmanager
    async def running(self, application: Application) -> AsyncIterator[None]:
        server = _server(application)
        handler = server.streamable_http_app(
            streamable_http_path=PATH,
            json_response=True,
            stateless_http=True,
            max_request_body_size=application.settings.server.max_body_bytes,
            host=application.settings.server.host,
            transport_security=_open(),
        )
        async with server.session_manager.run():
            self._application, self._handler = application, handler
            yield
            self._handler = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        assert self._application and self._handler, "called outside of the application's lifespan"
        try:
            _require_own_origin(request, self._application)
            request.state.access = access_of(request, self._application)
        except HTTPException as error:
            refused = problems.respond(request, error.status_code, error.detail, headers=dict(error.headers or {}))
            await refused(scope, receive, send)
            return
        await self._handler(scope, receive, send)


def _open() -> Any:
    """The SDK's own checks know a fixed list of hosts; ours (below) know whether a key protects the server."""
    from mcp.server.transport_security import TransportSecuritySettings

    return TransportSecuritySettings(enable_dns_rebinding_protection=False)


def _require_own_origin(request: Request, application: Application) -> None:
    host = request.headers.get("host", "")
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != host:
        raise HTTPException(403, "Pages of another origin may not call this; call it from a program.")
    if application.settings.server.api_key is None and not _is_this_machine(host, application.settings.server.host):
        raise HTTPException(
            403, f"Without a key, this answers only under this machine's own address, not under '{host}'."
        )


def _is_this_machine(host: str, bound: str) -> bool:
    name = urlsplit(f"//{host}").hostname or ""
    if name in ("localhost", bound):
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def _server(application: Application) -> "MCPServer[Any]":
    from mcp.server.mcpserver import Context, MCPServer

    server: MCPServer[Any] = MCPServer(
        "groundwork", instructions=INSTRUCTIONS, version=version("groundwork"), log_level="WARNING"
    )
    answerer, store = application.answerer, application.workspace.store

    @server.tool(structured_output=True)
    async def query(question: Question, ctx: Context, as_of: AsOf = None) -> Answer:
        """A cited answer to one question, or an abstention with its reason."""
        return await _run(answerer.ask, Asked(question, access=_access(ctx), as_of=as_of))

    @server.tool(structured_output=True)
    async def search(question: Question, ctx: Context, top_k: TopK = 10, as_of: AsOf = None) -> routes.SearchOut:
        """The pages most likely to hold the answer, best first, with the passage that speaks for each."""
        asked = Asked(question, access=_access(ctx), as_of=as_of, top_k=top_k)
        return routes.SearchOut(hits=await _run(answerer.search, asked))

    @server.tool(structured_output=True)
    async def get_document(document_id: str, ctx: Context, page: int | None = None) -> DocumentPage:
        """What the store holds of a document, with the text of a page where one is named (they count from 1)."""
        access = _access(ctx)
        document = await _run(routes.document, document_id, store, access)
        text = await _run(routes.page, document_id, page, store, access) if page else None
        return DocumentPage(document=document, page=text)

    return server


async def _run(call: Callable[Args, Result], *args: Args.args, **kwargs: Args.kwargs) -> Result:
    """Beside the event loop; what the caller can do something about is told as the result of the call."""
    from mcp.server.mcpserver.exceptions import ToolError

    try:
        return await run_in_threadpool(call, *args, **kwargs)
    except HTTPException as error:
        raise ToolError(error.detail) from error
    except GroundworkError as error:
        raise ToolError(str(error)) from error


def _access(context: Any) -> tuple[str, ...]:
    access: tuple[str, ...] = context.request_context.request.state.access
    return access

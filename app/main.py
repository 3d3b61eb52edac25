"""The web application: ``create_app(settings)`` for servers and tests."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date
from importlib.metadata import version

from fastapi import FastAPI
from fastapi_offline import FastAPIOffline
from starlette.routing import Route

from app.api import mcp, openai, problems, routes, streaming
from app.api.middleware import BodyLimit, RequestId
from app.web.pages import mount_pages
from app.wiring import build
from core.guard.redact import install_redaction
from core.settings import Settings

DESCRIPTION = "Answers over your own documents, each figure and sentence cited to the page it stands on."


def create_app(settings: Settings, *, today: Callable[[], date] = date.today) -> FastAPI:
    """The application; the workspace opens when it starts and closes when it stops. What is logged is redacted."""
    install_redaction()
    mcp_door = mcp.McpDoor()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        with build(settings, today=today) as application:
            app.state.application = application
            async with mcp_door.running(application):
                yield

    app = FastAPIOffline(title="Groundwork", version=version("groundwork"), description=DESCRIPTION, lifespan=lifespan)
    app.add_middleware(BodyLimit, limit=settings.server.max_body_bytes)
    app.add_middleware(RequestId)
    problems.install(app)
    for router in (routes.router, streaming.router, openai.router, routes.health):
        app.include_router(router)
    app.router.routes.append(Route(mcp.PATH, endpoint=mcp_door, include_in_schema=False))
    mount_pages(app)
    return app

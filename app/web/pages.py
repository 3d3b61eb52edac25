"""The pages: server-rendered templates and small ES modules of our own; no build, nothing fetched from elsewhere."""

from pathlib import Path

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles
from fastapi.templating import Jinja2Templates
from starlette.responses import Response
from starlette.types import Scope

from app.answering.examples import example_questions
from app.deps import ApplicationDep

FOLDER = Path(__file__).parent
HEADERS = {
    # blob: is for page images where a key is configured: an <img> cannot send one, so a script fetches them.
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-cache",
}

router = APIRouter(include_in_schema=False)
templates = Jinja2Templates(FOLDER / "templates")


class RevalidatedFiles(StaticFiles):
    """Static files that a browser keeps but asks about each time, so that the modules of two releases never mix."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "no-cache"
        return response


def mount_pages(app: FastAPI) -> None:
    app.mount("/static", RevalidatedFiles(directory=FOLDER / "static"), name="static")
    app.include_router(router)


@router.get("/")
def ask(request: Request, application: ApplicationDep) -> HTMLResponse:
    """The question box and the evidence beside it; the page itself holds nothing of the documents."""
    examples = example_questions(application.workspace.domain.home)
    return _page(request, "ask", first="question", examples=examples)


@router.get("/ingestion")
def ingestion(request: Request, application: ApplicationDep) -> HTMLResponse:
    """Jobs, what could not be read, and the ways to bring documents in; all of it comes over the API."""
    return _page(request, "ingestion", first="jobs", max_file_mb=application.settings.ingestion.max_file_mb)


def _page(request: Request, name: str, **context: object) -> HTMLResponse:
    """``first`` of the context is the id, and the name, of what the skip link leads to."""
    return templates.TemplateResponse(request, f"{name}.html", {"script": name, **context}, headers=HEADERS)

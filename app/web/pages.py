"""The pages: server-rendered templates and small ES modules of our own; no build, nothing fetched from elsewhere."""

from pathlib import Path

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles
from fastapi.templating import Jinja2Templates

FOLDER = Path(__file__).parent

router = APIRouter(include_in_schema=False)
templates = Jinja2Templates(FOLDER / "templates")


def mount_pages(app: FastAPI) -> None:
    app.mount("/static", StaticFiles(directory=FOLDER / "static"), name="static")
    app.include_router(router)


@router.get("/")
def ask(request: Request) -> HTMLResponse:
    return templates.TemplateResponse(request, "ask.html")

"""The routes: each parses, calls, returns."""

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, HTTPException, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from app.answering import present
from app.answering.answer import Answer, DocumentOut, Hit, Out
from app.answering.asking import Asked
from app.api import problems
from app.deps import AccessDep, AnswererDep, ApplicationDep, StoreDep
from core.store import DocumentStore
from core.types import Document, Metadata

router = APIRouter(prefix="/api/v1", responses=problems.RESPONSES)
health = APIRouter(prefix="/health", tags=["health"])

QUESTION_CHARACTERS = 4000
IMAGE_WIDTH = 1200

DocumentId = Annotated[str, Path(pattern=r"^[0-9a-f-]{36}$")]
PageNumber = Annotated[int, Path(ge=1, le=1_000_000)]


class SearchIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    question: str = Field(min_length=1, max_length=QUESTION_CHARACTERS, pattern=r"\S")
    top_k: int = Field(10, ge=1, le=100)
    as_of: date | None = Field(None, description="answer as if it were this day: nothing filed later is used")


class QueryIn(SearchIn):
    explain: bool = Field(False, description="add how the question was understood and what was found")
    fresh: bool = Field(False, description="answer anew, whatever has been answered before")


class SearchOut(Out):
    hits: list[Hit]


class DocumentsOut(Out):
    documents: list[DocumentOut]
    next_cursor: str | None = Field(description="pass as ``cursor`` for the next page; null on the last")


class PageOut(Out):
    number: int
    text: str
    width: float | None
    height: float | None
    image: str | None = Field(description="where the page's picture is, for formats that have one")


class Health(Out):
    status: Literal["ok", "empty"]
    documents: int
    chunks: int


@router.post("/query", tags=["answers"])
def query(body: QueryIn, answerer: AnswererDep, access: AccessDep) -> Answer:
    """A cited answer, or an abstention with its reason."""
    return answerer.ask(Asked(access=access, **body.model_dump()))


@router.post("/search", tags=["answers"])
def search(body: SearchIn, answerer: AnswererDep, access: AccessDep) -> SearchOut:
    """The pages most likely to hold the answer, best first, each with the explanation of its rank."""
    return SearchOut(hits=answerer.search(Asked(access=access, **body.model_dump())))


@router.get("/documents", tags=["documents"])
def documents(
    store: StoreDep,
    access: AccessDep,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(pattern=r"^[0-9a-f-]{36}$")] = None,
) -> DocumentsOut:
    """What the store holds, newest first."""
    seen = [document for document in store.corpus().documents if document.access in access]
    start = next((place + 1 for place, document in enumerate(seen) if document.id == cursor), 0)
    page = seen[start : start + limit]
    more = len(seen) > start + limit
    return DocumentsOut(
        documents=[present.document_out(document) for document in page], next_cursor=page[-1].id if more else None
    )


@router.get("/documents/{document_id}", tags=["documents"])
def document(document_id: DocumentId, store: StoreDep, access: AccessDep) -> DocumentOut:
    return present.document_out(_visible(store, document_id, access))


@router.get("/documents/{document_id}/pages/{number}", tags=["documents"])
def page(document_id: DocumentId, number: PageNumber, store: StoreDep, access: AccessDep) -> PageOut:
    """The page as text: what quotes are verified against."""
    found = _visible(store, document_id, access)
    text = store.page(document_id, number)
    if text is None:
        raise HTTPException(404, f"The document has {found.pages} pages; there is no page {number}.")
    image = f"/api/v1/documents/{document_id}/pages/{number}/image" if _has_images(found) else None
    return PageOut(number=number, text=text.text, width=text.width, height=text.height, image=image)


@router.get(
    "/documents/{document_id}/pages/{number}/image",
    tags=["documents"],
    response_class=Response,
    responses={200: {"content": {"image/png": {}}}},
)
def page_image(document_id: DocumentId, number: PageNumber, application: ApplicationDep, access: AccessDep) -> Response:
    """The page as printed, 1,200 pixels wide."""
    from core.formats.render import render_page

    found = _visible(application.workspace.store, document_id, access)
    path = application.workspace.originals.find(document_id)
    if not _has_images(found) or path is None or number > found.pages:
        raise HTTPException(404, "There is no picture of this page; ask for its text instead.")
    image = render_page(path, number, width_px=IMAGE_WIDTH)
    return Response(image, media_type="image/png", headers={"Cache-Control": "private, max-age=86400"})


@health.get("/live")
def live() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@health.get("/ready", responses={503: problems.RESPONSES[503]})
def ready(application: ApplicationDep) -> Health:
    """The database and the index answer. ``empty``: ready, but nothing has been ingested yet."""
    held = len(application.workspace.store.corpus().documents)
    return Health(status="ok" if held else "empty", documents=held, chunks=application.workspace.index.count())


def _visible(store: "DocumentStore[Metadata]", document_id: str, access: tuple[str, ...]) -> Document[Metadata]:
    """404 both for what does not exist and for what the caller may not know of."""
    found = store.get(document_id)
    if found is None or found.access not in access:
        raise HTTPException(404, "There is no such document; GET /api/v1/documents lists them.")
    return found


def _has_images(found: Document[Metadata]) -> bool:
    return found.media_type == "application/pdf"

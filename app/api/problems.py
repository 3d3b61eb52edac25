"""RFC 9457: every error is application/problem+json with a code, a sentence and the request's id."""

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from core.errors import GroundworkError, TransientError


class Fault(BaseModel):
    """One fault of the input: a JSON pointer to the field (RFC 6901) and what is wrong with it."""

    pointer: str
    detail: str


class Problem(BaseModel):
    type: str = "about:blank"
    title: str
    status: int
    detail: str
    code: str
    request_id: str
    errors: list[Fault] = []


RESPONSES: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "description": HTTPStatus(status).phrase} for status in (401, 404, 413, 415, 422, 503)
}


def respond(
    request: Request,
    status: int,
    detail: str,
    *,
    code: str | None = None,
    errors: list[Fault] | None = None,
    headers: dict[str, str] | None = None,
) -> JSONResponse:
    title = HTTPStatus(status).phrase
    problem = Problem(
        title=title,
        status=status,
        detail=detail,
        code=code or title.lower().replace(" ", "_"),
        request_id=getattr(request.state, "request_id", ""),
        errors=errors or [],
    )
    return JSONResponse(problem.model_dump(), status, headers=headers or {}, media_type="application/problem+json")


def install(api: FastAPI) -> None:
    @api.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        faults = [Fault(pointer=_pointer(fault["loc"]), detail=fault["msg"]) for fault in error.errors()]
        return respond(request, 422, "The request does not fit; see errors.", code="invalid_request", errors=faults)

    @api.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> JSONResponse:
        return respond(request, error.status_code, str(error.detail), headers=dict(error.headers or {}))

    @api.exception_handler(GroundworkError)
    async def failed(request: Request, error: GroundworkError) -> JSONResponse:
        if isinstance(error, TransientError):
            return respond(request, 503, str(error), headers={"Retry-After": "5"})
        return respond(request, 500, str(error))

    @api.exception_handler(Exception)
    async def broke(request: Request, _error: Exception) -> JSONResponse:
        return respond(request, 500, "The server failed; its log has the details under this request id.")


def _pointer(location: tuple[int | str, ...]) -> str:
    """("body", "filters", 0) -> "/filters/0"; query and path parameters keep their place: "/query/limit"."""
    parts = location[1:] if location and location[0] == "body" else location
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in parts)

"""RFC 9457: every error is application/problem+json with a code, a sentence and the request's id.

Below /v1, where clients made for OpenAI's API call, it is that API's error object instead.
"""

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


OPENAI_PREFIX = "/v1/"
RETRY_AFTER_SECONDS = "5"


class OpenAIError(BaseModel):
    message: str
    type: str
    param: str | None
    code: str | None


class RefusedError(HTTPException):
    """A value that a parameter cannot have here, as a machine reads it."""

    def __init__(self, status: int, detail: str, *, param: str, code: str) -> None:
        super().__init__(status, detail)
        self.param, self.code = param, code


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
    if request.url.path.startswith(OPENAI_PREFIX):
        return _respond_as_openai(status, detail, code, errors or [], headers or {})
    problem = describe(request, status, detail, code=code, errors=errors)
    return JSONResponse(problem.model_dump(), status, headers=headers or {}, media_type="application/problem+json")


def describe(
    request: Request, status: int, detail: str, *, code: str | None = None, errors: list[Fault] | None = None
) -> Problem:
    title = HTTPStatus(status).phrase
    return Problem(
        title=title,
        status=status,
        detail=detail,
        code=code or title.lower().replace(" ", "_"),
        request_id=getattr(request.state, "request_id", ""),
        errors=errors or [],
    )


def of_error(request: Request, error: Exception) -> Problem:
    """What is told of a failure: our own errors say what to do next, of others the log has the details."""
    if isinstance(error, TransientError):
        return describe(request, 503, str(error))
    if isinstance(error, GroundworkError):
        return describe(request, 500, str(error))
    return describe(request, 500, "The server failed; its log has the details under this request id.")


def openai_error(
    status: int, detail: str, *, code: str | None = None, param: str | None = None
) -> dict[str, dict[str, Any]]:
    """The body that OpenAI's API answers errors with; its clients raise by the status."""
    kind = "invalid_request_error" if status < 500 else "server_error"
    return {"error": OpenAIError(message=detail, type=kind, param=param, code=code).model_dump()}


def _respond_as_openai(
    status: int, detail: str, code: str | None, errors: list[Fault], headers: dict[str, str]
) -> JSONResponse:
    status = 400 if status == 422 else status
    param = errors[0].pointer.strip("/").replace("/", ".") if errors else None
    message = f"{param}: {errors[0].detail}" if errors and errors[0].detail != detail else detail
    known = {401: "invalid_api_key", 404: "not_found"}
    return JSONResponse(
        openai_error(status, message, code=code or known.get(status), param=param), status, headers=headers
    )


def install(api: FastAPI) -> None:
    @api.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        faults = [Fault(pointer=_pointer(fault["loc"]), detail=fault["msg"]) for fault in error.errors()]
        return respond(request, 422, "The request does not fit; see errors.", code="invalid_request", errors=faults)

    @api.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> JSONResponse:
        code, errors = None, None
        if isinstance(error, RefusedError):
            code, errors = error.code, [Fault(pointer=f"/{error.param}", detail=error.detail)]
        headers = dict(error.headers or {})
        return respond(request, error.status_code, str(error.detail), code=code, errors=errors, headers=headers)

    @api.exception_handler(GroundworkError)
    async def failed(request: Request, error: GroundworkError) -> JSONResponse:
        told = of_error(request, error)
        retry = {"Retry-After": RETRY_AFTER_SECONDS} if told.status == 503 else None
        return respond(request, told.status, told.detail, headers=retry)

    @api.exception_handler(Exception)
    async def broke(request: Request, error: Exception) -> JSONResponse:
        told = of_error(request, error)
        return respond(request, told.status, told.detail)


def _pointer(location: tuple[int | str, ...]) -> str:
    """("body", "filters", 0) -> "/filters/0"; query and path parameters keep their place: "/query/limit"."""
    parts = location[1:] if location and location[0] == "body" else location
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in parts)

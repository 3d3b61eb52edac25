"""What handlers receive: aliases over the application that was built at start-up."""

import secrets
from typing import Annotated, Any

from fastapi import Depends, HTTPException, Request, status

from app.answering.answerer import Answerer
from app.wiring import Application
from core.ledger import Jobs, Ledger
from core.store import DocumentStore


def _application(request: Request) -> Application:
    application: Application = request.app.state.application
    return application


ApplicationDep = Annotated[Application, Depends(_application)]


def _answerer(application: ApplicationDep) -> Answerer:
    return application.answerer


def _store(application: ApplicationDep) -> DocumentStore[Any]:
    return application.workspace.store


def access_of(request: Request, application: Application) -> tuple[str, ...]:
    """The labels that the caller may see, from the key and never from the request's content. Raises HTTPException 401.
    Every door asks here."""
    key = application.settings.server.api_key
    given = request.headers.get("authorization", "").removeprefix("Bearer ")
    if key is not None and not secrets.compare_digest(given.encode(), key.get_secret_value().encode()):
        raise HTTPException(
            status.HTTP_401_UNAUTHORIZED,
            "Send the key that the operator gave you as: Authorization: Bearer <key>",
            headers={"WWW-Authenticate": "Bearer"},
        )
    return ("public",)


def _access(request: Request, application: ApplicationDep) -> tuple[str, ...]:
    return access_of(request, application)


def _jobs(application: ApplicationDep) -> Jobs:
    return Jobs(application.workspace.database)


def _ledger(application: ApplicationDep) -> Ledger:
    return Ledger(application.workspace.database)


AnswererDep = Annotated[Answerer, Depends(_answerer)]
StoreDep = Annotated[DocumentStore[Any], Depends(_store)]
JobsDep = Annotated[Jobs, Depends(_jobs)]
LedgerDep = Annotated[Ledger, Depends(_ledger)]
AccessDep = Annotated[tuple[str, ...], Depends(_access)]

"""Ingestion over the API: ask for a job, watch it, stop it, see what could not be read. Jobs run beside the server."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, HTTPException, Path, Query, Response, UploadFile
from pydantic import BaseModel, ConfigDict, Field

from app.answering.answer import Out
from app.api import problems, uploads
from app.deps import AccessDep, ApplicationDep, JobsDep, LedgerDep
from core.errors import PermanentError
from core.ledger import Entry, Job, JobState
from core.settings import SourceSettings

router = APIRouter(prefix="/api/v1", tags=["ingestion"], responses=problems.RESPONSES)

DocumentId = Annotated[str, Path(pattern=r"^[0-9a-f-]{36}$")]
JobId = Annotated[str, Path(pattern=r"^[0-9a-f-]{36}$")]
NOT_FOUND = "There is no such job; GET /api/v1/ingestions lists them."


class IngestionIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    source: str = Field(min_length=1, max_length=200, description="a name under ingestion.sources in configuration")
    allow_shrink: bool = Field(False, description="retire documents even where most of the source has vanished")
    retry: bool = Field(False, description="read again what failed for good")


class JobOut(Out):
    """``to_read`` and the counts fill as the job goes on."""

    id: str
    state: JobState
    root: str
    requested_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    to_read: int
    unchanged: int
    indexed: int
    failed: int
    retired: int
    pages: int
    chunks: int
    error: str


class OutcomeOut(Out):
    """What became of one source. ``seconds`` are by stage."""

    name: str
    stage: str
    document_id: str | None
    reason: str
    remedy: str
    transient: bool
    pages: int
    chunks: int
    seconds: dict[str, float]
    recorded_at: datetime


class JobsOut(Out):
    jobs: list[JobOut]


class JobWithOutcomesOut(JobOut):
    outcomes: list[OutcomeOut]


class DeadLettersOut(Out):
    dead_letters: list[OutcomeOut]


class SourceOut(Out):
    """A configured source: a folder or file, or a feed. ``every_minutes``: read by the clock, at this interval."""

    name: str
    path: str | None
    feed: str | None
    every_minutes: float | None


class SourcesOut(Out):
    sources: list[SourceOut]


@router.post("/ingestions", status_code=202)
def ingest(body: IngestionIn, application: ApplicationDep, jobs: JobsDep, _: AccessDep, response: Response) -> JobOut:
    """Asks for a job over a configured source; it is under way when its turn comes. Location is where to watch it."""
    source = application.settings.ingestion.sources.get(body.source)
    if source is None:
        known = ", ".join(application.settings.ingestion.sources) or "none"
        raise HTTPException(404, f"No source '{body.source}' is configured under ingestion.sources (there: {known}).")
    data_dir = application.settings.data_dir
    job = jobs.submit_source(source, data_dir, allow_shrink=body.allow_shrink, retry=body.retry)
    response.headers["Location"] = f"/api/v1/ingestions/{job.id}"
    return _job_out(job)


@router.post("/documents", status_code=202)
def upload(file: UploadFile, application: ApplicationDep, jobs: JobsDep, _: AccessDep, response: Response) -> JobOut:
    """Takes one document and asks for it to be ingested. Its content, not its name, decides whether it can be read."""
    path = uploads.keep(file.file, file.filename or "", application.settings)
    try:
        list(application.workspace.domain.discover(path))
    except PermanentError as error:
        path.unlink()
        raise HTTPException(415, str(error)) from error
    job = jobs.submit(str(path))
    response.headers["Location"] = f"/api/v1/ingestions/{job.id}"
    return _job_out(job)


@router.delete("/documents/{document_id}", status_code=204)
def delete(document_id: DocumentId, application: ApplicationDep, access: AccessDep) -> None:
    """Deletes the document with its passages, figures and pictures. It stays out until its source's content changes."""
    found = application.workspace.store.get(document_id)
    if found is None or found.access not in access:
        raise HTTPException(404, "There is no such document; GET /api/v1/documents lists them.")
    application.workspace.withdraw(document_id)


@router.get("/ingestions")
def ingestions(jobs: JobsDep, _: AccessDep, limit: Annotated[int, Query(ge=1, le=200)] = 20) -> JobsOut:
    """The newest jobs first."""
    return JobsOut(jobs=[_job_out(job) for job in jobs.newest(limit)])


@router.get("/ingestions/sources")
def sources(application: ApplicationDep, _: AccessDep) -> SourcesOut:
    """The names that a job can be asked for over, as configured under ingestion.sources."""
    configured = application.settings.ingestion.sources.items()
    return SourcesOut(sources=[_source_out(name, source) for name, source in configured])


@router.get("/ingestions/dead-letters")
def dead_letters(ledger: LedgerDep, _: AccessDep) -> DeadLettersOut:
    """Every source that could not be read, with the stage, the reason and what to do."""
    return DeadLettersOut(dead_letters=[_outcome(entry) for entry in ledger.dead_letters()])


@router.post("/ingestions/dead-letters/retry", status_code=202)
def retry_dead_letters(jobs: JobsDep, ledger: LedgerDep, _: AccessDep) -> JobsOut:
    """Asks for a job for each of them."""
    return JobsOut(jobs=[_job_out(jobs.submit(entry.path, retry=True)) for entry in ledger.dead_letters()])


@router.get("/ingestions/{job_id}")
def ingestion(job_id: JobId, jobs: JobsDep, ledger: LedgerDep, _: AccessDep) -> JobWithOutcomesOut:
    """One job with what became of each source so far."""
    job = jobs.get(job_id)
    if job is None:
        raise HTTPException(404, NOT_FOUND)
    outcomes = [_outcome(entry) for entry in ledger.of_job(job_id)]
    return JobWithOutcomesOut(**_job_out(job).model_dump(), outcomes=outcomes)


@router.post("/ingestions/{job_id}/cancel")
def cancel(job_id: JobId, jobs: JobsDep, _: AccessDep) -> JobOut:
    """Stops the job between two steps; what it has indexed stays. A job that is over stays as it is."""
    job = jobs.cancel(job_id)
    if job is None:
        raise HTTPException(404, NOT_FOUND)
    return _job_out(job)


def _source_out(name: str, source: SourceSettings) -> SourceOut:
    path = None if source.path is None else str(source.path)
    return SourceOut(name=name, path=path, feed=source.feed, every_minutes=source.every_minutes)


def _job_out(job: Job) -> JobOut:
    return JobOut.model_validate(job, from_attributes=True)


def _outcome(entry: Entry) -> OutcomeOut:
    return OutcomeOut.model_validate(entry, from_attributes=True)

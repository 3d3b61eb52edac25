"""Ingestion jobs: what was asked for, who runs it, how far it is. One job at a time runs over a source.

    queued -> running -> succeeded | failed (some documents) | broken (the job itself) | cancelled

A running job beats. One whose process is dead is put back in the queue by whoever claims next: at once where that was
on the same machine, else when it has not beaten for ``LEASE``.
"""

import os
import socket
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from core.settings import SourceSettings
from core.store import schema, serialise_writers

LEASE = timedelta(seconds=60)

jobs = sa.Table(
    "jobs",
    schema,
    sa.Column("id", sa.String(36), primary_key=True),
    sa.Column("root", sa.String, nullable=False),
    sa.Column("patterns", sa.JSON, nullable=False),
    sa.Column("allow_shrink", sa.Boolean, nullable=False),
    sa.Column("retry", sa.Boolean, nullable=False),
    sa.Column("fetch", sa.JSON),
    sa.Column("state", sa.String, nullable=False, index=True),
    sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("started_at", sa.DateTime(timezone=True)),
    sa.Column("finished_at", sa.DateTime(timezone=True)),
    sa.Column("beaten_at", sa.DateTime(timezone=True)),
    sa.Column("owner", sa.String),
    sa.Column("cancel", sa.Boolean, nullable=False),
    sa.Column("to_read", sa.Integer, nullable=False),
    sa.Column("unchanged", sa.Integer, nullable=False),
    sa.Column("indexed", sa.Integer, nullable=False),
    sa.Column("failed", sa.Integer, nullable=False),
    sa.Column("retired", sa.Integer, nullable=False),
    sa.Column("pages", sa.Integer, nullable=False),
    sa.Column("chunks", sa.Integer, nullable=False),
    sa.Column("error", sa.String, nullable=False),
)


class JobState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    BROKEN = "broken"
    CANCELLED = "cancelled"

    @property
    def is_over(self) -> bool:
        return self not in (JobState.QUEUED, JobState.RUNNING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One job over the source ``root``; of a folder, only paths that match one of ``patterns`` (all, where empty).

    ``fetch`` is what is first brought there: {"feed": its name, "options": …}.
    """

    id: str
    root: str
    patterns: tuple[str, ...] = ()
    allow_shrink: bool = False
    retry: bool = False
    fetch: dict[str, Any] | None = None
    state: JobState = JobState.QUEUED
    requested_at: datetime
    started_at: datetime | None = None
    finished_at: datetime | None = None
    beaten_at: datetime | None = None
    owner: str | None = None
    cancel: bool = False
    to_read: int = 0
    unchanged: int = 0
    indexed: int = 0
    failed: int = 0
    retired: int = 0
    pages: int = 0
    chunks: int = 0
    error: str = ""

    @property
    def was_stopped(self) -> bool:
        """Before its end, by a person or a signal; what it had done stays."""
        return self.state in (JobState.CANCELLED, JobState.QUEUED)

    @property
    def asks_for(self) -> tuple[Any, ...]:
        return self.root, self.patterns, self.allow_shrink, self.retry, self.fetch

    def overlaps(self, other: "Job") -> bool:
        mine, theirs = self.root.rstrip("/") + "/", other.root.rstrip("/") + "/"
        return mine.startswith(theirs) or theirs.startswith(mine)


class Jobs:
    """Thread-safe; several processes may share the database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        schema.create_all(engine)

    def submit(
        self,
        root: str,
        *,
        patterns: Sequence[str] = (),
        allow_shrink: bool = False,
        retry: bool = False,
        fetch: dict[str, Any] | None = None,
    ) -> Job:
        """A queued job: a new one, or one that asks for the same and has not begun."""
        job = Job(
            id=str(uuid4()),
            root=root,
            patterns=tuple(patterns),
            allow_shrink=allow_shrink,
            retry=retry,
            fetch=fetch,
            requested_at=datetime.now(UTC),
        )
        with self._engine.begin() as connection:
            serialise_writers(connection)
            self._take_back(connection, datetime.now(UTC))
            queued = self._read(connection, jobs.c.state == JobState.QUEUED, jobs.c.root == root)
            same = [other for other in queued if other.asks_for == job.asks_for]
            if not same:
                connection.execute(jobs.insert(), asdict(job))
        return same[0] if same else job

    def submit_source(
        self, source: SourceSettings, data_dir: Path, *, allow_shrink: bool = False, retry: bool = False
    ) -> Job:
        """A job over a place that configuration names."""
        if source.feed:
            fetch = {"feed": source.feed, "options": source.options}
            return self.submit(str(feed_folder(data_dir, source.feed)), fetch=fetch, retry=retry)
        root = str((source.path or Path()).expanduser().resolve())
        return self.submit(root, patterns=source.patterns, allow_shrink=allow_shrink, retry=retry)

    def claim(self, owner: str, *, job_id: str | None = None) -> Job | None:
        """The oldest queued job (or that one) that overlaps none that runs, now running for ``owner``; else None."""
        now = datetime.now(UTC)
        with self._engine.begin() as connection:
            serialise_writers(connection)
            self._take_back(connection, now)
            running = self._read(connection, jobs.c.state == JobState.RUNNING)
            queued = self._read(connection, jobs.c.state == JobState.QUEUED)
            for job in reversed(queued):
                if job_id in (None, job.id) and not any(job.overlaps(other) for other in running):
                    claimed = replace(job, state=JobState.RUNNING, owner=owner, started_at=now, beaten_at=now)
                    self._write(connection, claimed)
                    return claimed
        return None

    def beat(self, job: Job) -> bool:
        """Writes the job's counts and that it lives. False where it is to stop: cancelled, or taken back."""
        counts = {name: getattr(job, name) for name in ("to_read", "unchanged", "indexed", "failed", "retired")}
        sizes = {"pages": job.pages, "chunks": job.chunks, "beaten_at": datetime.now(UTC)}
        mine = (jobs.c.id == job.id, jobs.c.owner == job.owner, jobs.c.state == JobState.RUNNING)
        with self._engine.begin() as connection:
            alive = connection.execute(jobs.update().where(*mine).values(**counts, **sizes)).rowcount == 1
            cancelled = connection.execute(sa.select(jobs.c.cancel).where(jobs.c.id == job.id)).scalar()
        return alive and not cancelled

    def finish(self, job: Job, state: JobState, error: str = "") -> Job:
        done = replace(job, state=state, finished_at=datetime.now(UTC), error=error)
        with self._engine.begin() as connection:
            self._write(connection, done, jobs.c.owner == job.owner)
        return done

    def cancel(self, job_id: str) -> Job | None:
        """Asks the job to stop: a queued one is cancelled at once, a running one when it next beats."""
        with self._engine.begin() as connection:
            serialise_writers(connection)
            found = self._read(connection, jobs.c.id == job_id)
            if not found or found[0].state.is_over:
                return found[0] if found else None
            queued = found[0].state is JobState.QUEUED
            asked = replace(found[0], cancel=True, state=JobState.CANCELLED if queued else found[0].state)
            self._write(connection, asked)
        return asked

    def get(self, job_id: str) -> Job | None:
        with self._engine.connect() as connection:
            return next(iter(self._read(connection, jobs.c.id == job_id)), None)

    def newest(self, limit: int = 20) -> list[Job]:
        with self._engine.connect() as connection:
            return self._read(connection)[:limit]

    def running(self) -> list[Job]:
        with self._engine.connect() as connection:
            return self._read(connection, jobs.c.state == JobState.RUNNING)

    def _take_back(self, connection: Connection, now: datetime) -> None:
        for job in self._read(connection, jobs.c.state == JobState.RUNNING):
            silent = job.beaten_at is None or job.beaten_at < now - LEASE
            if silent or is_dead(job.owner or ""):
                self._write(connection, replace(job, state=JobState.QUEUED, owner=None))

    def _read(self, connection: Connection, *conditions: Any) -> list[Job]:
        query = sa.select(jobs).where(*conditions).order_by(jobs.c.requested_at.desc())
        return [_job(row) for row in connection.execute(query).mappings()]

    def _write(self, connection: Connection, job: Job, *conditions: Any) -> None:
        connection.execute(jobs.update().where(jobs.c.id == job.id, *conditions).values(**asdict(job)))


def feed_folder(data_dir: Path, name: str) -> Path:
    """Where what a feed brings comes to lie."""
    return data_dir.absolute() / "feeds" / name


def owner_name() -> str:
    """Who this process is, for others that ask whether it lives."""
    return f"{socket.gethostname()}:{os.getpid()}"


def is_dead(owner: str) -> bool:
    """Whether ``owner`` was a process of this machine that has ended."""
    host, _, process = owner.rpartition(":")
    if host != socket.gethostname() or not process.isdigit():
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def _job(row: Any) -> Job:
    values = {name: _aware(value) for name, value in row.items()}
    return Job(**values | {"state": JobState(row["state"]), "patterns": tuple(row["patterns"])})


def _aware(value: Any) -> Any:
    """SQLite keeps no zone; what we write is UTC."""
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) and value.tzinfo is None else value

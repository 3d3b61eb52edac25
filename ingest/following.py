"""A job's events, wherever it runs: here, or in the process that holds the store."""

import signal
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import Any

from core.errors import PermanentError, StoreInUseError
from core.ledger import Job, Jobs, JobState, Ledger, owner_name
from core.settings import Settings
from core.store import connect
from core.workspace import open_workspace
from ingest.pipeline import Ended, Event, Planned, Scope
from ingest.reading import Finished
from ingest.runner import Runner

LOOK_SECONDS = 0.5


def job_events(settings: Settings, scope: Scope, fetch: dict[str, Any] | None = None) -> Iterator[Event]:
    """Submits the job and tells what comes of it; ``Ended`` is last.

    It runs here where the store is free. Where another process holds it, that one takes the job up if it is a server,
    or it runs here when the other ends. Raises PermanentError where the job itself broke, as ``Ingestion.run`` does.
    """
    database = connect(settings.database_url)
    jobs, ledger = Jobs(database), Ledger(database)
    job = jobs.submit(
        str(scope.root),
        patterns=scope.patterns,
        allow_shrink=scope.allow_shrink,
        retry=scope.retry,
        fetch=fetch,
    )
    try:
        while job.state is JobState.QUEUED:
            try:
                if (yield from _run_here(settings, jobs, job)):
                    break  # to its end, or until it was stopped
            except StoreInUseError:
                time.sleep(LOOK_SECONDS)
            job = _read(jobs, job)
            if job.state is not JobState.QUEUED:
                yield from _follow(jobs, ledger, job)
                job = _read(jobs, job)
        yield Ended(_read(jobs, job))
    finally:
        database.dispose()


def _run_here(settings: Settings, jobs: Jobs, job: Job) -> Generator[Event, None, bool]:
    """Whether it ran: not where a job over the same source runs elsewhere, or another took it."""
    with open_workspace(settings) as workspace:
        claimed = jobs.claim(owner_name(), job_id=job.id)
        if claimed is None:
            time.sleep(LOOK_SECONDS)
            return False
        runner = Runner(workspace)
        with _stopped_by_signals(runner):
            yield from runner.run(claimed)
        return True


def _follow(jobs: Jobs, ledger: Ledger, job: Job) -> Iterator[Event]:
    """What the process that runs the job writes down, until the job is over or back in the queue."""
    told: set[str] = set()
    planned = False
    while True:
        job = _read(jobs, job)
        if not planned and (job.to_read or job.unchanged or job.state.is_over):
            planned = True
            yield Planned(job.to_read, job.unchanged)
        for entry in ledger.of_job(job.id):
            if entry.path not in told:
                told.add(entry.path)
                yield Finished(entry)
        if job.state is JobState.BROKEN:
            raise PermanentError(job.error)
        if job.state is not JobState.RUNNING:
            return
        time.sleep(LOOK_SECONDS)


def _read(jobs: Jobs, job: Job) -> Job:
    return jobs.get(job.id) or job


@contextmanager
def _stopped_by_signals(runner: Runner) -> Iterator[None]:
    """SIGTERM and Ctrl-C end the job between two steps; a second Ctrl-C ends the process as usual."""

    def stop(number: int, _frame: Any) -> None:
        runner.stop()
        signal.signal(number, before[signal.Signals(number)])

    before = {each: signal.signal(each, stop) for each in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)

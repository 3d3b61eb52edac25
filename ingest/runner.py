"""Runs jobs: claims one, sees it through, beats while it works, stops when it is asked to."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from core.domain import Fetched
from core.errors import GroundworkError
from core.ledger import Job, Jobs, JobState, owner_name
from core.workspace import Workspace
from ingest.build import indexer, ingestion
from ingest.feeds import fetched
from ingest.parsing import JobStoppedError
from ingest.pipeline import Event, Planned, Retired, Scope
from ingest.reading import Finished

BEAT_SECONDS = 2.0
POLL_SECONDS = 1.0


class Runner:
    """Runs one job at a time. ``stop`` ends it between two steps; the next run takes it up where it was left."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._jobs = Jobs(workspace.database)
        self._stopping = threading.Event()

    def stop(self) -> None:
        self._stopping.set()

    def serve(self) -> None:
        """Runs what is queued until it is stopped; a job that was under way goes back into the queue."""
        while not self._stopping.is_set():
            job = self._jobs.claim(owner_name())
            if job is None:
                self._stopping.wait(POLL_SECONDS)
                continue
            try:
                for _ in self.run(job):
                    pass
            except GroundworkError:
                continue  # recorded with the job

    def run(self, job: Job) -> Iterator[Event]:
        """The events of a claimed job. Its end is recorded whatever happens, short of the process being killed.

        Raises what ``Ingestion.run`` raises, after recording it with the job.
        """
        state, error = JobState.CANCELLED, ""
        pulse = _Pulse(self._jobs, job)
        try:
            with pulse.beating():
                self._clear_away(job)
                for brought in self._fetch(job):
                    yield brought
                    if self._stopping.is_set() or pulse.lost:
                        raise JobStoppedError
                scope = Scope(Path(job.root), job.patterns, job.allow_shrink, job.retry, job.id)
                for event in ingestion(self._workspace).run(scope, stop=lambda: self._stopping.is_set() or pulse.lost):
                    pulse.job = _counted(pulse.job, event)
                    yield event
            state = JobState.FAILED if pulse.job.failed else JobState.SUCCEEDED
        except JobStoppedError:
            state = JobState.CANCELLED if pulse.lost else JobState.QUEUED
        except GroundworkError as broken:
            state, error = JobState.BROKEN, str(broken)
            raise
        except Exception as broken:
            state, error = JobState.BROKEN, f"{type(broken).__name__}: {broken}"
            raise
        finally:
            self._jobs.finish(pulse.job, state, error)

    def _fetch(self, job: Job) -> Iterator[Fetched]:
        if job.fetch:
            Path(job.root).mkdir(parents=True, exist_ok=True)
            yield from fetched(self._workspace, job.fetch["feed"], job.fetch["options"])

    def _clear_away(self, job: Job) -> None:
        others = [other.id for other in self._jobs.running() if other.id != job.id]
        indexer(self._workspace).clear_away(others)


class _Pulse:
    """Beats for a job while it runs, in a thread of its own, for a document may take minutes."""

    def __init__(self, jobs: Jobs, job: Job) -> None:
        self._jobs, self.job = jobs, job
        self.lost = False  # cancelled, or taken back by another
        self._over = threading.Event()

    @contextmanager
    def beating(self) -> Iterator[None]:
        thread = threading.Thread(target=self._beat, name="job-pulse", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._over.set()
            thread.join()

    def _beat(self) -> None:
        while not self._over.wait(BEAT_SECONDS):
            self.lost = self.lost or not self._jobs.beat(self.job)


def _counted(job: Job, event: Event) -> Job:
    match event:
        case Planned():
            return replace(job, to_read=event.to_read, unchanged=event.unchanged, failed=len(event.failing))
        case Finished(entry=entry) if entry.failed:
            return replace(job, failed=job.failed + 1)
        case Finished(entry=entry):
            return replace(
                job, indexed=job.indexed + 1, pages=job.pages + entry.pages, chunks=job.chunks + entry.chunks
            )
        case Retired():
            return replace(job, retired=job.retired + 1)
    return job

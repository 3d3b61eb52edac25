"""Documents handed out to workers on many machines by procrastinate, an engine that needs nothing but Postgres.

Each document is a task, at most one worker at a time has it, and a worker that falls silent loses its tasks to the
others. Delivery is at least once; writing a document twice is writing it once. Workers see the sources under the same
paths (a shared file system).
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.engine import make_url

from core.ledger import Entry, Ledger
from core.store import connect, serialise_writers
from core.workspace import Workspace
from ingest.build import indexer, local_reader
from ingest.indexing import Embedded
from ingest.parsing import JobStoppedError
from ingest.plan import sha256
from ingest.reading import Finished, Wanted

if TYPE_CHECKING:
    import procrastinate

TASK = "ingest-document"
QUEUE = "documents"
LOOK_SECONDS = 0.5
SILENT_SECONDS = 30  # after which a worker is taken for dead
GRACE_SECONDS = 5  # a document has to be finished when a worker is told to stop; then it is given back
ATTEMPTS = 3  # of a document whose worker died while it had it


class QueueReader:
    """Hands the sources out and tells what the workers record."""

    def __init__(self, database_url: str, ledger: Ledger) -> None:
        self._url, self._ledger = database_url, ledger

    def read(self, wanted: Wanted, job_id: str, stop: Callable[[], bool]) -> Iterator[Embedded | Finished]:
        waiting = {str(source.path) for source, _ in wanted}
        with opened(self._url) as app:
            _hand_out(app, waiting, job_id)
            while waiting:
                for entry in self._ledger.of_job(job_id):
                    if entry.path in waiting:
                        waiting.discard(entry.path)
                        yield Finished(entry)
                if stop():
                    raise JobStoppedError
                time.sleep(LOOK_SECONDS if waiting else 0)


def _hand_out(app: "procrastinate.App", paths: set[str], job_id: str) -> None:
    from procrastinate.exceptions import AlreadyEnqueued

    for path in sorted(paths):
        task = app.configure_task(TASK, queue=QUEUE, lock=path, queueing_lock=f"{job_id}:{path}")
        try:
            task.defer(path=path, job_id=job_id)
        except AlreadyEnqueued:
            continue  # the coordinator that died had handed it out


def work(workspace: Workspace, *, until_empty: bool = False) -> None:
    """Works on documents until it is told to stop (SIGTERM, Ctrl-C), or until none is left."""
    with opened(workspace.settings.database_url) as app:
        _define_tasks(app, workspace)
        app.run_worker(
            queues=[QUEUE, "upkeep"],
            wait=not until_empty,
            concurrency=1,
            shutdown_graceful_timeout=GRACE_SECONDS,
            fetch_job_polling_interval=1.0,
            update_heartbeat_interval=SILENT_SECONDS / 3,
            stalled_worker_timeout=SILENT_SECONDS,
        )


def _define_tasks(app: "procrastinate.App", workspace: Workspace) -> None:
    from procrastinate import JobContext, RetryStrategy

    reader = local_reader(workspace)

    @app.task(name=TASK, queue=QUEUE, pass_context=True, retry=RetryStrategy(retry_exceptions={JobStoppedError}))
    def ingest_document(context: JobContext, path: str, job_id: str) -> None:
        if context.job.attempts >= ATTEMPTS:
            indexer(workspace).ledger.record(_deadly(workspace, path, job_id))
            return
        for _ in reader.read(_wanted(workspace, path), job_id, context.should_abort):
            pass

    @app.periodic(cron="* * * * * */10", queue="upkeep")
    @app.task(name="take-back", queue="upkeep", queueing_lock="take-back")
    async def take_back(timestamp: int) -> None:
        """Gives the documents of workers that fell silent to the others."""
        for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=SILENT_SECONDS):
            await app.job_manager.retry_job(job)


def _wanted(workspace: Workspace, path: str) -> Wanted:
    return [(source, sha256(source.path)) for source in workspace.domain.discover(Path(path))]


def _deadly(workspace: Workspace, path: str, job_id: str) -> Entry:
    return Entry(
        path=path,
        revision=indexer(workspace).revision,
        stage="parse",
        sha256=sha256(Path(path)),
        reason=f"{ATTEMPTS} workers died or were stopped while they had it.",
        remedy="Look at the workers' logs and memory, then: rag ingest retry.",
        job_id=job_id,
    )


@contextmanager
def opened(database_url: str) -> Iterator["procrastinate.App"]:
    """procrastinate on our database, its tables made at the first use."""
    from procrastinate import App, PsycopgConnector

    address = make_url(database_url).set(drivername="postgresql").render_as_string(hide_password=False)
    app = App(connector=PsycopgConnector(conninfo=address))
    with app.open():
        engine = connect(database_url)
        with engine.begin() as connection:
            serialise_writers(connection)  # one process makes the tables
            if not app.check_connection():
                app.schema_manager.apply_schema()
        engine.dispose()
        yield app

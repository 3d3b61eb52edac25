"""Jobs beside a server: it holds the store, so it runs what is submitted, and what is due by the clock."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from core.ledger import Jobs
from core.settings import Settings
from core.workspace import Workspace
from ingest.runner import Runner

CLOSING_SECONDS = 10.0  # how long a job may take to come to a step at which it can stop


@contextmanager
def run_jobs(workspace: Workspace) -> Iterator[None]:
    """While it is open, jobs run one after the other in a thread of their own."""
    runner = Runner(workspace)
    clock = Clock(Jobs(workspace.database), workspace.settings)
    threads = [
        threading.Thread(target=runner.serve, name="jobs", daemon=True),
        threading.Thread(target=clock.run, name="schedule", daemon=True),
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        clock.stop()
        runner.stop()
        for thread in threads:
            thread.join(CLOSING_SECONDS)


class Clock:
    """Submits each configured source at its interval, the first time at once."""

    def __init__(self, jobs: Jobs, settings: Settings) -> None:
        self._jobs, self._settings = jobs, settings
        self._minutes = {name: each.every_minutes for name, each in settings.ingestion.sources.items()}
        self._due = {name: 0.0 for name, minutes in self._minutes.items() if minutes}
        self._stopping = threading.Event()

    def stop(self) -> None:
        self._stopping.set()

    def run(self) -> None:
        while self._due and not self._stopping.is_set():
            now = time.monotonic()
            for name in [name for name, due in self._due.items() if due <= now]:
                self._jobs.submit_source(self._settings.ingestion.sources[name], self._settings.data_dir)
                self._due[name] = now + 60 * (self._minutes[name] or 0)
            self._stopping.wait(max(0.1, min(self._due.values()) - now))

"""Jobs beside a server: it holds the store, so it runs what is submitted, and what is due by the clock."""

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from core.ledger import Jobs
from core.settings import SourceSettings
from core.workspace import Workspace
from ingest.runner import Runner

CLOSING_SECONDS = 10.0  # how long a job may take to come to a step at which it can stop


@contextmanager
def run_jobs(workspace: Workspace) -> Iterator[None]:
    """While it is open, jobs run one after the other in a thread of their own."""
    runner = Runner(workspace)
    clock = Clock(Jobs(workspace.database), workspace.settings.ingestion.sources)
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

    def __init__(self, jobs: Jobs, sources: Mapping[str, SourceSettings]) -> None:
        self._jobs = jobs
        self._due = {name: 0.0 for name, source in sources.items() if source.every_minutes}
        self._sources = sources
        self._stopping = threading.Event()

    def stop(self) -> None:
        self._stopping.set()

    def run(self) -> None:
        while self._due and not self._stopping.is_set():
            now = time.monotonic()
            for name in [name for name, due in self._due.items() if due <= now]:
                self._submit(self._sources[name])
                self._due[name] = now + 60 * (self._sources[name].every_minutes or 0)
            self._stopping.wait(max(0.1, min(self._due.values()) - now))

    def _submit(self, source: SourceSettings) -> None:
        root = Path(source.path).expanduser().resolve()
        self._jobs.submit(str(root), patterns=source.patterns)

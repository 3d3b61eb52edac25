"""One job over one source: plan, read what is new or changed, retire what is gone."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from core.domain import Domain, Fetched
from core.ledger import Entry, Job
from ingest.indexing import Embedded, Indexer
from ingest.parsing import JobStoppedError
from ingest.plan import Plan, make_plan, refuse_to_shrink
from ingest.reading import Finished, SourceReader


@dataclass(frozen=True, slots=True)
class Planned:
    """The job at its start: what will be read, how many sources have not changed, which of them still fail."""

    to_read: int
    unchanged: int
    failing: tuple[Entry, ...] = ()
    gone: int = 0


@dataclass(frozen=True, slots=True)
class Retired:
    """A source is gone; its document is no longer answered from."""

    path: str


@dataclass(frozen=True, slots=True)
class Ended:
    """The job is over, or was stopped: its last record."""

    job: Job


Event = Fetched | Planned | Embedded | Finished | Retired | Ended


@dataclass(frozen=True, slots=True)
class Scope:
    """What of a source one job sees to: of a folder, the files whose path below it, or whose name, matches one of
    ``patterns`` (all, where there are none). ``retry`` reads again what failed for good."""

    root: Path
    patterns: tuple[str, ...] = ()
    allow_shrink: bool = False
    retry: bool = False
    job_id: str = ""

    def covers(self, path: Path) -> bool:
        inside = path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else path.name
        return not self.patterns or any(fnmatch(inside, each) or fnmatch(path.name, each) for each in self.patterns)


class Ingestion:
    """Brings a folder or a file and the store into agreement. Everything it needs is passed in; nothing is global."""

    def __init__(self, *, domain: Domain[Any, Any], indexer: Indexer, reader: SourceReader) -> None:
        self._domain, self._indexer, self._reader = domain, indexer, reader

    def plan(self, scope: Scope) -> Plan:
        """What ``run`` would do. Raises PermanentError where the path does not exist."""
        known = self._indexer.ledger.below(str(scope.root))
        wanted = {path: entry for path, entry in known.items() if scope.covers(Path(path))}
        found = [source for source in self._domain.discover(scope.root) if scope.covers(source.path)]
        return make_plan(found, wanted, self._indexer.revision, retry=scope.retry)

    def run(self, scope: Scope, *, stop: Callable[[], bool] = lambda: False) -> Iterator[Event]:
        """The job's events.

        Raises PermanentError where the path does not exist, or where most of it has vanished and ``allow_shrink`` is
        not set; JobStoppedError soon after ``stop`` says so.
        """
        plan = self.plan(scope)
        if not scope.allow_shrink:
            refuse_to_shrink(plan, scope.root)
        yield Planned(len(plan.to_read), len(plan.unchanged), plan.failing, len(plan.gone))
        for event in self._reader.read(plan.to_read, scope.job_id, stop):
            yield event
            if stop():
                raise JobStoppedError
        for entry in plan.gone:
            self._indexer.ledger.forget(entry.path)
            self._indexer.drop(entry.document_id)
            yield Retired(entry.path)

"""discover -> parse -> chunk -> embed -> index, one document at a time; each is visible only when it is whole."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from sqlalchemy.exc import OperationalError
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_exponential_jitter

from core.domain import Domain
from core.errors import GroundworkError, TransientError
from core.ledger import Entry, Job
from core.settings import IngestionSettings
from core.types import Source
from ingest.indexing import Embedded, Indexer
from ingest.parsing import JobStoppedError, Understood, parse_all
from ingest.plan import Plan, make_plan, refuse_to_shrink

ATTEMPTS = 4  # of a document whose failure may pass, a second and then longer apart


@dataclass(frozen=True, slots=True)
class Planned:
    """The job at its start: what will be read, how many sources have not changed, which of them still fail."""

    to_read: int
    unchanged: int
    failing: tuple[Entry, ...] = ()
    gone: int = 0


@dataclass(frozen=True, slots=True)
class Finished:
    """One source is done with: indexed, or failed at a stage with a reason."""

    entry: Entry


@dataclass(frozen=True, slots=True)
class Retired:
    """A source is gone; its document is no longer answered from."""

    path: str


@dataclass(frozen=True, slots=True)
class Ended:
    """The job is over, or was stopped: its last record."""

    job: Job


Event = Planned | Embedded | Finished | Retired | Ended


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

    def __init__(self, *, settings: IngestionSettings, domain: Domain[Any, Any], module: str, indexer: Indexer) -> None:
        """``module`` is the name under which a parser process imports the domain."""
        self._settings, self._domain, self._module = settings, domain, module
        self._indexer, self._ledger = indexer, indexer.ledger

    def plan(self, scope: Scope) -> Plan:
        """What ``run`` would do. Raises PermanentError where the path does not exist."""
        known = self._ledger.below(str(scope.root))
        wanted = {path: entry for path, entry in known.items() if scope.covers(Path(path))}
        found = [source for source in self._domain.discover(scope.root) if scope.covers(source.path)]
        return make_plan(found, wanted, self._indexer.revision, retry=scope.retry)

    def run(self, scope: Scope, *, stop: Callable[[], bool] = lambda: False) -> Iterator[Event]:
        """Reads what is new or changed and retires what is gone.

        Raises PermanentError where the path does not exist, or where most of it has vanished and ``allow_shrink`` is
        not set; JobStoppedError soon after ``stop`` says so.
        """
        plan = self.plan(scope)
        if not scope.allow_shrink:
            refuse_to_shrink(plan, scope.root)
        yield Planned(len(plan.to_read), len(plan.unchanged), plan.failing, len(plan.gone))
        for event in self._read(plan.to_read, self._ledger.below(str(scope.root)), scope.job_id, stop):
            yield event
            if stop():
                raise JobStoppedError
        for entry in plan.gone:
            self._ledger.forget(entry.path)
            self._indexer.drop(entry.document_id)
            yield Retired(entry.path)

    def _read(
        self,
        wanted: Sequence[tuple[Source, str]],
        known: Mapping[str, Entry],
        job_id: str,
        stop: Callable[[], bool],
    ) -> Iterator[Embedded | Finished]:
        digests = {source.path: digest for source, digest in wanted}
        sources = [source for source, _ in wanted]
        for source, outcome in parse_all(self._module, sources, self._settings, stop=stop):
            digest, old = digests[source.path], known.get(str(source.path))
            try:
                if isinstance(outcome, GroundworkError):
                    raise outcome
                yield from self._write(source, digest, outcome, job_id)
            except GroundworkError as error:
                stage = "parse" if error is outcome else "index"
                yield Finished(self._failed(source, digest, old, job_id, stage, error))
            else:
                if old and old.sha256 != digest:
                    self._indexer.drop(old.document_id)

    def _write(self, source: Source, digest: str, understood: Understood, job_id: str) -> Iterator[Embedded | Finished]:
        """Tries again, at growing intervals, what may succeed later."""
        patience = Retrying(
            retry=retry_if_exception_type((TransientError, OperationalError)),
            stop=stop_after_attempt(ATTEMPTS),
            wait=wait_exponential_jitter(initial=1, max=30),
            reraise=True,
        )
        try:
            for attempt in patience:
                with attempt:
                    for told in self._indexer.write(source, digest, understood, job_id):
                        yield Finished(told) if isinstance(told, Entry) else told
        except OperationalError as error:
            raise TransientError(f"The database failed: {error.orig}.", remedy="Check that it is up.") from error

    def _failed(
        self, source: Source, digest: str, old: Entry | None, job_id: str, stage: str, error: GroundworkError
    ) -> Entry:
        """Recorded; an earlier version of the document, if there is one, stays and is remembered."""
        entry = Entry(
            path=str(source.path),
            revision=self._indexer.revision,
            stage=stage,
            sha256=digest,
            document_id=old.document_id if old else None,
            reason=error.message,
            remedy=error.remedy,
            transient=isinstance(error, TransientError),
            job_id=job_id,
        )
        self._ledger.record(entry)
        return entry

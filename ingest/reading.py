"""Sources -> documents in the store, here: parsed in processes of their own, written one after the other."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy.exc import OperationalError
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_exponential_jitter

from core.errors import GroundworkError, TransientError
from core.ledger import Entry
from core.settings import IngestionSettings
from core.types import Source
from ingest.indexing import Embedded, Indexer
from ingest.parsing import Understood, parse_all

ATTEMPTS = 4  # of a document whose failure may pass, a second and then longer apart
Wanted = Sequence[tuple[Source, str]]  # with the digest of their content


@dataclass(frozen=True, slots=True)
class Finished:
    """One source is done with: indexed, or failed at a stage with a reason."""

    entry: Entry


class SourceReader(Protocol):
    """Reads sources here, or has them read by workers elsewhere."""

    def read(self, wanted: Wanted, job_id: str, stop: Callable[[], bool]) -> Iterator[Embedded | Finished]:
        """Each source to its end, recorded in the ledger under the job. Raises JobStoppedError soon after ``stop``
        says so."""
        ...


class LocalReader:
    """``module`` is the name under which a parser process imports the domain."""

    def __init__(self, *, settings: IngestionSettings, module: str, indexer: Indexer) -> None:
        self._settings, self._module, self._indexer = settings, module, indexer

    def read(self, wanted: Wanted, job_id: str, stop: Callable[[], bool]) -> Iterator[Embedded | Finished]:
        digests = {source.path: digest for source, digest in wanted}
        sources = [source for source, _ in wanted]
        for source, outcome in parse_all(self._module, sources, self._settings, stop=stop):
            digest, old = digests[source.path], self._indexer.ledger.get(str(source.path))
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
        self._indexer.ledger.record(entry)
        return entry

"""discover -> parse -> chunk -> embed -> index, one document at a time; each is visible only when it is whole."""

import hashlib
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from qdrant_client import models

from core.domain import Domain
from core.embedding import Embedder
from core.errors import GroundworkError, PermanentError, UnreadableDocumentError
from core.guard import patterns
from core.index import Engine, Point, to_payload
from core.originals import Originals
from core.settings import Settings
from core.sparse import SparseEncoder
from core.store import DocumentStore
from core.types import Chunk, Document, Metadata, Source
from ingest.chunk import Chunker
from ingest.ledger import INDEXED, Entry, Ledger
from ingest.parsing import MEGABYTE, Understood, parse_all

EMBED_BATCH = 256  # chunks between two progress events


@dataclass(frozen=True, slots=True)
class Planned:
    """The job at its start: what will be read, and how many sources have not changed."""

    to_read: int
    unchanged: int


@dataclass(frozen=True, slots=True)
class Progress:
    """Within one document: chunks embedded so far of all."""

    source: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Finished:
    """One source is done with: indexed, or failed at a stage with a reason."""

    entry: Entry


@dataclass(frozen=True, slots=True)
class Retired:
    """A source is gone; its document is no longer answered from."""

    path: str


Event = Planned | Progress | Finished | Retired


class Ingestion:
    """One job over one folder or file. Everything it needs is passed in; nothing is global."""

    def __init__(
        self,
        *,
        settings: Settings,
        domain: Domain[Any, Any],
        store: DocumentStore[Any],
        ledger: Ledger,
        index: Engine,
        originals: Originals,
        embedder: Embedder,
        sparse: SparseEncoder,
    ) -> None:
        self._settings, self._domain = settings, domain
        self._store, self._ledger, self._index, self._originals = store, ledger, index, originals
        self._embedder, self._sparse = embedder, sparse
        most = min(settings.chunking.max_tokens, embedder.max_tokens)
        self._chunker = Chunker(settings.chunking.model_copy(update={"max_tokens": most}), embedder.count_tokens)

    @property
    def revision(self) -> str:
        chunking = self._settings.chunking.model_dump_json()
        return f"2:{patterns.digest()}:{self._domain.name}:{chunking}:{self._embedder.identity}"

    def run(self, root: Path) -> Iterator[Event]:
        """Ingests every document below ``root``. Raises PermanentError where the path does not exist."""
        root = root.expanduser().resolve()
        found = list(self._domain.discover(root))
        known = self._ledger.below(root)
        digests: dict[str, str] = {}
        changed = [source for source in found if self._is_changed(source, known, digests)]
        yield Planned(to_read=len(changed), unchanged=len(found) - len(changed))
        yield from self._read(changed, known, digests)
        gone = known.keys() - {str(source.path) for source in found}
        for path in sorted(gone):
            self._ledger.forget(path)
            self._drop(known[path].document_id)
            yield Retired(path)

    def _is_changed(self, source: Source, known: dict[str, Entry], digests: dict[str, str]) -> bool:
        if source.size > self._settings.ingestion.max_file_mb * MEGABYTE:
            return True
        digest = digests[str(source.path)] = _sha256(source.path)
        entry = known.get(str(source.path))
        return entry is None or entry.failed or entry.sha256 != digest or entry.revision != self.revision

    def _read(self, sources: Sequence[Source], known: dict[str, Entry], digests: dict[str, str]) -> Iterator[Event]:
        limit = self._settings.ingestion.max_file_mb
        fitting = [source for source in sources if source.size <= limit * MEGABYTE]
        for source in sources:
            if source.size > limit * MEGABYTE:
                error = UnreadableDocumentError(
                    f"The file has {source.size // MEGABYTE} MB; the limit is {limit} MB.",
                    remedy="Split it, or raise ingestion.max_file_mb.",
                )
                yield self._failed(source, known.get(str(source.path)), None, "discover", error)
        for source, outcome in parse_all(self._settings.domain, fitting, self._settings.ingestion):
            digest = digests[str(source.path)]
            if isinstance(outcome, GroundworkError):
                yield self._failed(source, known.get(str(source.path)), digest, "parse", outcome)
            else:
                yield from self._index_document(source, digest, outcome, known.get(str(source.path)))

    def _index_document(
        self, source: Source, digest: str, understood: Understood, old: Entry | None
    ) -> Iterator[Event]:
        started = time.perf_counter()
        parsed = understood.parsed
        document = self._document(source, digest, understood)
        chunks = self._chunker.chunk(
            document.id,
            parsed.elements,
            lambda section, labels: self._domain.context(understood.metadata, section, labels),
            parsed.facts,
        )
        if not chunks:
            error = PermanentError("No text was found in the document.", remedy="Run text recognition on it first.")
            yield self._failed(source, old, digest, "chunk", error)
            return
        points: list[Point] = []
        for start in range(0, len(chunks), EMBED_BATCH):
            points += self._points(document, chunks[start : start + EMBED_BATCH])
            yield Progress(source.name, len(points), len(chunks))
        self._originals.keep(document.id, source.path)
        self._index.delete(document.id)
        self._index.upsert(points)
        self._index.flush()
        self._store.put(document, parsed.pages, parsed.facts)
        entry = Entry(
            path=str(source.path),
            revision=self.revision,
            stage=INDEXED,
            sha256=digest,
            document_id=document.id,
            pages=len(parsed.pages),
            chunks=len(chunks),
            seconds=time.perf_counter() - started,
        )
        self._ledger.record(entry)
        if old is not None and old.document_id != document.id:
            self._drop(old.document_id)
        yield Finished(entry)

    def _document(self, source: Source, digest: str, understood: Understood) -> Document[Metadata]:
        metadata = understood.metadata
        return Document(
            id=str(uuid5(NAMESPACE_URL, f"sha256:{digest}")),
            source=source.name,
            media_type=source.media_type,
            pages=len(understood.parsed.pages),
            title=self._domain.title(metadata),
            kind=self._domain.kind(metadata),
            dated=self._domain.dated(metadata),
            metadata=metadata,
            access=self._domain.access(metadata),
            warnings=understood.parsed.warnings,
        )

    def _points(self, document: Document[Any], chunks: Sequence[Chunk]) -> list[Point]:
        vectors = self._embedder.embed_passages([chunk.dense_text for chunk in chunks])
        weights = self._sparse.encode_passages([chunk.sparse_text for chunk in chunks])
        return [
            Point(
                chunk.id,
                dense.tolist(),
                models.SparseVector(indices=sparse.indices, values=sparse.values),
                to_payload(chunk, document),
            )
            for chunk, dense, sparse in zip(chunks, vectors, weights, strict=True)
        ]

    def _failed(
        self, source: Source, old: Entry | None, digest: str | None, stage: str, error: GroundworkError
    ) -> Finished:
        """An earlier version of the document, if there is one, stays and is remembered."""
        entry = Entry(
            path=str(source.path),
            revision=self.revision,
            stage=stage,
            sha256=digest,
            document_id=old.document_id if old else None,
            reason=error.message,
            remedy=error.remedy,
        )
        self._ledger.record(entry)
        return Finished(entry)

    def _drop(self, document_id: str | None) -> None:
        if document_id is not None and not self._ledger.is_referenced(document_id):
            self._store.delete(document_id)
            self._index.delete(document_id)
            self._originals.remove(document_id)


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()

"""One document into the store: chunk, embed, stage, swap. The old version answers until the new one is whole."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from qdrant_client import models

from core.domain import Domain
from core.embedding import Embedder
from core.errors import PermanentError
from core.index import Engine, Point, to_payload
from core.ledger import INDEXED, Entry, Ledger
from core.originals import Originals
from core.sparse import SparseEncoder
from core.store import DocumentStore
from core.types import Chunk, Document, Metadata, Source
from ingest.chunk import Chunker
from ingest.parsing import Understood

EMBED_BATCH = 256  # chunks between two reports of progress, and between two looks at whether to stop


@dataclass(frozen=True, slots=True)
class Embedded:
    """Within one document: chunks embedded so far of all."""

    source: str
    done: int
    total: int


@dataclass(frozen=True, kw_only=True)
class Indexer:
    """Writes documents of one revision. Each step may be repeated: ids follow from content, revision and ordinal."""

    domain: Domain[Any, Any]
    store: DocumentStore[Any]
    ledger: Ledger
    index: Engine
    originals: Originals
    embedder: Embedder
    sparse: SparseEncoder
    chunker: Chunker
    revision: str

    def write(self, source: Source, digest: str, understood: Understood, job_id: str) -> Iterator[Embedded | Entry]:
        """Reports progress, then the outcome. Raises PermanentError where the document has no text."""
        clock = Clock({"parse": understood.seconds})
        parsed = understood.parsed
        document = self._document(source, digest, understood)
        with clock.stage("chunk"):
            chunks = self.chunker.chunk(
                document.id,
                parsed.elements,
                lambda section, labels: self.domain.context(understood.metadata, section, labels),
                parsed.facts,
            )
        if not chunks:
            raise PermanentError("No text was found in the document.", remedy="Run text recognition on it first.")
        points: list[Point] = []
        for start in range(0, len(chunks), EMBED_BATCH):
            points += self.points(document, chunks[start : start + EMBED_BATCH], clock.stage)
            yield Embedded(source.name, len(points), len(chunks))
        with clock.stage("index"):
            self.originals.keep(document.id, source.path)
            self.ledger.stage(document.id, self.revision, job_id)
            self.index.upsert(points)
            self.index.flush()
        with clock.stage("store"):
            self.store.put(document, parsed.pages, parsed.facts)
            self.store.keep_model(self.embedder.identity)
        entry = Entry(
            path=str(source.path),
            revision=self.revision,
            stage=INDEXED,
            sha256=digest,
            document_id=document.id,
            pages=len(parsed.pages),
            chunks=len(chunks),
            seconds=clock.seconds,
            job_id=job_id,
        )
        self.ledger.record(entry)
        self._settle(document.id)
        yield entry

    def _settle(self, document_id: str) -> None:
        """Takes from the index what earlier revisions left of a document that is visible in this one."""
        self.index.delete(document_id, keep=self.revision)
        self.ledger.unstage(document_id, self.revision)

    def clear_away(self, running: Sequence[str]) -> None:
        """Finishes or undoes what jobs that died had begun to write; those ``running`` are left alone."""
        for document_id, revision in self.ledger.left_staged(running=running):
            visible = self.store.get(document_id)
            if visible is None:
                self.drop(document_id)
            else:
                self.index.delete(document_id, keep=visible.revision)
            self.ledger.unstage(document_id, revision)

    def drop(self, document_id: str | None) -> None:
        """Removes the document and all that was made from it, unless another source is the same document."""
        if document_id is not None and not self.ledger.is_referenced(document_id):
            self.store.delete(document_id)
            self.index.delete(document_id)
            self.originals.remove(document_id)

    def _document(self, source: Source, digest: str, understood: Understood) -> Document[Metadata]:
        metadata = understood.metadata
        return Document(
            id=str(uuid5(NAMESPACE_URL, f"sha256:{digest}")),
            source=source.name,
            media_type=source.media_type,
            pages=len(understood.parsed.pages),
            title=self.domain.title(metadata),
            kind=self.domain.kind(metadata),
            dated=self.domain.dated(metadata),
            metadata=metadata,
            access=self.domain.access(metadata),
            warnings=understood.parsed.warnings,
            revision=self.revision,
        )

    def points(self, document: Document[Any], chunks: Sequence[Chunk], stage: "Stage") -> list[Point]:
        with stage("embed"):
            vectors = self.embedder.embed_passages([chunk.dense_text for chunk in chunks])
        with stage("bm25"):
            weights = self.sparse.encode_passages([chunk.sparse_text for chunk in chunks])
        return [
            Point(
                chunk.id,
                dense.tolist(),
                models.SparseVector(indices=sparse.indices, values=sparse.values),
                to_payload(chunk, document),
            )
            for chunk, dense, sparse in zip(chunks, vectors, weights, strict=True)
        ]


@dataclass(frozen=True, slots=True)
class Clock:
    """Seconds by stage."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        started = time.perf_counter()
        yield
        self.seconds[name] = round(self.seconds.get(name, 0.0) + time.perf_counter() - started, 4)


Stage = Callable[[str], Any]

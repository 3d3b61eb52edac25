"""The corpus embedded anew with another model, in an index beside the one that is answered from."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from core.errors import GroundworkError, PermanentError
from core.types import Document, Source
from core.workspace import Workspace
from ingest.build import indexer
from ingest.indexing import EMBED_BATCH, Clock, Indexer
from ingest.parsing import Understood, parse_all


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """A document is in the new index; ``done`` of ``total`` are."""

    title: str
    done: int
    total: int


def rebuild(workspace: Workspace) -> Iterator[Rebuilt]:
    """Indexes every document with the workspace's model; what comes meanwhile too. Then the model may be used.

    The originals are read again, since a model chunks as it reads. Raises PermanentError where one is missing or can no
    longer be read. Stopped, it starts over; vectors that it had are in the cache.
    """
    done: dict[str, str] = {}
    while missing := [each for each in workspace.store.corpus().documents if done.get(each.id) != each.revision]:
        for document, understood in _read(workspace, missing):
            _write(indexer(workspace), document, understood)
            done[document.id] = document.revision
            yield Rebuilt(document.title, len(done), len(workspace.store.corpus().documents))
    for gone in done.keys() - {document.id for document in workspace.store.corpus().documents}:
        workspace.index.delete(gone)
    workspace.index.flush()
    workspace.store.add_model(workspace.embedder.identity)


def _read(workspace: Workspace, documents: list[Document[Any]]) -> Iterator[tuple[Document[Any], Understood]]:
    by_path = {}
    for document in documents:
        path = workspace.originals.find(document.id)
        if path is None:
            raise PermanentError(f"The original of {document.title} is missing.", remedy="Ingest it again first.")
        by_path[path] = document
    sources = [Source(path, path.stat().st_size, document.media_type) for path, document in by_path.items()]
    settings = workspace.settings
    for source, outcome in parse_all(settings.domain, sources, settings.ingestion, stop=lambda: False):
        if isinstance(outcome, GroundworkError):
            raise PermanentError(f"{by_path[source.path].title}: {outcome.message}", remedy=outcome.remedy)
        yield by_path[source.path], outcome


def _write(writer: Indexer, document: Document[Any], understood: Understood) -> None:
    context = writer.domain.context
    chunks = writer.chunker.chunk(
        document.id,
        understood.parsed.elements,
        lambda section, labels: context(understood.metadata, section, labels),
        understood.parsed.facts,
    )
    writer.index.delete(document.id)
    for start in range(0, len(chunks), EMBED_BATCH):
        writer.index.upsert(writer.points(document, chunks[start : start + EMBED_BATCH], Clock().stage))
    writer.index.flush()

"""Builds what a job needs over an open workspace."""

import hashlib

from core.guard import patterns
from core.ledger import Ledger
from core.workspace import Workspace
from ingest.chunk import Chunker
from ingest.indexing import Indexer
from ingest.pipeline import Ingestion
from ingest.reading import LocalReader

READING = 2  # raise it when ingest/ itself would chunk or index the same document differently


def ingestion(workspace: Workspace) -> Ingestion:
    """A job's work: done here, or handed out to workers where configuration says so."""
    writer = indexer(workspace)
    if workspace.settings.ingestion.distributed:
        from ingest.queue import QueueReader

        return Ingestion(
            domain=workspace.domain,
            indexer=writer,
            reader=QueueReader(workspace.settings.database_url, writer.ledger),
        )
    return Ingestion(domain=workspace.domain, indexer=writer, reader=local_reader(workspace))


def local_reader(workspace: Workspace) -> LocalReader:
    settings = workspace.settings
    return LocalReader(settings=settings.ingestion, module=settings.domain, indexer=indexer(workspace))


def indexer(workspace: Workspace) -> Indexer:
    settings, embedder, revision = workspace.settings.chunking, workspace.embedder, revision_of(workspace)
    most = settings.model_copy(update={"max_tokens": min(settings.max_tokens, embedder.max_tokens)})
    return Indexer(
        domain=workspace.domain,
        store=workspace.store,
        ledger=Ledger(workspace.database),
        index=workspace.index,
        originals=workspace.originals,
        embedder=embedder,
        sparse=workspace.sparse,
        chunker=Chunker(most, embedder.count_tokens, revision=revision),
        revision=revision,
    )


def revision_of(workspace: Workspace) -> str:
    """Changes when a document would be read or chunked differently, so that it is read again."""
    domain, chunking = workspace.domain, workspace.settings.chunking.model_dump_json()
    told = f"{READING}:{patterns.digest()}:{domain.name}:{domain.reading}:{chunking}"
    return hashlib.sha256(told.encode()).hexdigest()[:16]

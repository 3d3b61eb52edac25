"""Builds an ingestion job over an open workspace."""

from core.workspace import Workspace
from ingest.ledger import Ledger
from ingest.pipeline import Ingestion


def ingestion(workspace: Workspace) -> Ingestion:
    return Ingestion(
        settings=workspace.settings,
        domain=workspace.domain,
        store=workspace.store,
        ledger=Ledger(workspace.database),
        index=workspace.index,
        originals=workspace.originals,
        embedder=workspace.embedder,
        sparse=workspace.sparse,
    )

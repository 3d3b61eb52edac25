"""Opens what both the writer (ingest) and the reader (app) work on: one place, so that both see the same store."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy.engine import Engine as SqlEngine

from core.corpus import with_successors
from core.domain import Domain, load_domain
from core.embedding import Embedder, load_embedder
from core.errors import ConfigurationError
from core.index import Engine, open_index
from core.ledger import Ledger
from core.originals import Originals
from core.settings import Settings
from core.sparse import SparseEncoder
from core.store import DocumentStore, connect


@dataclass(frozen=True, slots=True)
class Workspace:
    settings: Settings
    domain: Domain[Any, Any]
    database: SqlEngine
    store: DocumentStore[Any]
    index: Engine
    originals: Originals
    embedder: Embedder
    sparse: SparseEncoder

    def withdraw(self, document_id: str) -> bool:
        """Deletes a document and all that was made from it, and keeps its sources from being read again. It is hidden
        from the first step on. False where there is none."""
        found = self.store.delete(document_id)
        Ledger(self.database).withdraw(document_id)
        self.index.delete(document_id)
        self.originals.remove(document_id)
        return found


@contextmanager
def open_workspace(settings: Settings, *, rebuilding: bool = False) -> Iterator[Workspace]:
    """Everything open and consistent, closed at the end.

    Raises StoreInUseError where another process holds the embedded index, and ConfigurationError where the corpus is
    not indexed with the configured embedding model, unless that is being done (``rebuilding``).
    """
    domain = load_domain(settings.domain)
    folder = settings.data_dir
    cache = folder / "embeddings.db" if settings.embedding.cache else None
    embedder = load_embedder(
        settings.embedding.model, data_dir=folder / "models", threads=settings.embedding.threads, cache=cache
    )
    index = open_index(
        settings.index,
        folder / "index",
        model=embedder.identity,
        dimension=embedder.dimension,
        metadata=domain.metadata,
    )
    try:
        database = connect(settings.database_url)
        store = DocumentStore(database, domain.metadata, lambda documents: with_successors(documents, domain))
        if not rebuilding:
            _agree_on_model(store, embedder.identity)
        yield Workspace(
            settings=settings,
            domain=domain,
            database=database,
            store=store,
            index=index,
            originals=Originals(folder / "originals"),
            embedder=embedder,
            sparse=SparseEncoder(),
        )
        database.dispose()
    finally:
        index.close()


def _agree_on_model(store: DocumentStore[Any], identity: str) -> None:
    known = store.models()
    if not known:
        store.add_model(identity)
    elif identity not in known:
        raise ConfigurationError(
            f"The corpus is indexed with {' and '.join(known)}, and configuration says {identity}.",
            remedy="Restore embedding.model, or embed the corpus anew with this one: rag ingest rebuild.",
        )

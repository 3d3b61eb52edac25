"""Opens the engine that configuration names."""

from pathlib import Path

from core.index.engine import Engine, payload_schema
from core.settings import IndexSettings
from core.types import Metadata


def open_index(settings: IndexSettings, folder: Path, *, dimension: int, metadata: type[Metadata]) -> Engine:
    """The engine, its collection and payload indexes in place.

    Raises StoreInUseError (embedded, held by another process) or TransientError (the server does not answer).
    """
    schema = payload_schema(metadata)
    if settings.backend == "embedded":
        from core.index.edge import EdgeEngine

        return EdgeEngine(folder, dimension=dimension, schema=schema)
    from qdrant_client import QdrantClient

    from core.index.server import ClientEngine

    key = settings.api_key.get_secret_value() if settings.api_key else None
    if settings.backend == "memory":  # local mode has no payload indexes
        return ClientEngine(QdrantClient(":memory:"), settings.collection, dimension=dimension, schema={})
    client = QdrantClient(url=settings.url, api_key=key, check_compatibility=False)
    return ClientEngine(client, settings.collection, dimension=dimension, schema=schema)

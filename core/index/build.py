"""Opens the engine that configuration names. Each embedding model has an index of its own, so that a corpus can be
embedded anew beside the one that is answered from."""

import hashlib
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from core.index.engine import Engine, payload_schema
from core.settings import IndexSettings
from core.types import Metadata

if TYPE_CHECKING:
    from qdrant_client import QdrantClient


def open_index(
    settings: IndexSettings, folder: Path, *, model: str, dimension: int, metadata: type[Metadata]
) -> Engine:
    """The index for vectors of ``model``, its collection and payload indexes in place.

    Raises StoreInUseError (embedded, held by another process) or TransientError (the server does not answer).
    """
    schema = payload_schema(metadata)
    if settings.backend == "embedded":
        from core.index.edge import EdgeEngine

        return EdgeEngine(folder / _name(model), dimension=dimension, schema=schema)
    from qdrant_client import QdrantClient

    from core.index.server import ClientEngine

    collection = f"{settings.collection}-{_name(model)}"
    if settings.backend == "memory":  # local mode has no payload indexes
        return ClientEngine(QdrantClient(":memory:"), collection, dimension=dimension, schema={})
    return ClientEngine(_client(settings), collection, dimension=dimension, schema=schema)


def drop_other_indexes(settings: IndexSettings, folder: Path, *, model: str) -> list[str]:
    """Removes the indexes of every other model; returns their names."""
    if settings.backend == "embedded":
        others = [path for path in folder.iterdir() if path.is_dir() and path.name != _name(model)]
        for path in others:
            shutil.rmtree(path)
        return [path.name for path in others]
    client, kept = _client(settings), f"{settings.collection}-{_name(model)}"
    names = [each.name for each in client.get_collections().collections]
    dropped = [name for name in names if name.startswith(f"{settings.collection}-") and name != kept]
    for name in dropped:
        client.delete_collection(name)
    client.close()
    return dropped


def _name(model: str) -> str:
    return hashlib.sha256(model.encode()).hexdigest()[:12]


def _client(settings: IndexSettings) -> "QdrantClient":
    from qdrant_client import QdrantClient

    key = settings.api_key.get_secret_value() if settings.api_key else None
    return QdrantClient(url=settings.url, api_key=key, check_compatibility=False)

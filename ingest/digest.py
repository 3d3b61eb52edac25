"""One number for all that the store holds, equal where the store is equal, however it came to be."""

import hashlib
import json
from dataclasses import asdict
from typing import Any

import numpy as np

from core.index import Engine
from core.store import DocumentStore
from core.types import Document


def corpus_digest(store: DocumentStore[Any], index: Engine) -> str:
    """SHA-256 over every visible document, its pages, its facts and its chunks, in the order of ids.

    Dense vectors count by their first eight values at three decimals: enough to tell a wrong one, blind to rounding.
    """
    whole = hashlib.sha256()
    for document in sorted(store.corpus().documents, key=lambda document: document.id):
        whole.update(_document_digest(document, store, index))
    return whole.hexdigest()


def _document_digest(document: Document[Any], store: DocumentStore[Any], index: Engine) -> bytes:
    pages = (store.page(document.id, number) for number in range(1, document.pages + 1))
    told = [
        _plain(document),
        *(_plain(page) for page in pages if page),
        *(_plain(fact) for fact in store.find(documents=[document.id])),
        *sorted(_plain(_point(point)) for point in index.scroll(document.id)),
    ]
    return hashlib.sha256("\n".join(told).encode()).digest()


def _point(point: Any) -> dict[str, Any]:
    dense = [_rounded(value) for value in point.dense[:8]]
    sparse = sorted(zip(point.sparse.indices, map(_rounded, point.sparse.values), strict=True))
    return {"id": point.id, "dense": dense, "sparse": sparse, "payload": dict(point.payload)}


def _rounded(value: float) -> float:
    """Single precision first, which is what engines keep; and no minus zero."""
    return round(float(np.float32(value)), 3) + 0.0


def _plain(value: Any) -> str:
    content = value if isinstance(value, dict) else asdict(value)
    return json.dumps(content, sort_keys=True, default=str)

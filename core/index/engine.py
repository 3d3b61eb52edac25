"""What the application asks of a vector engine, and the names of what is stored in it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, get_args

from qdrant_client import models

from core.types import Metadata

DENSE = "dense"
SPARSE = "bm25"
METADATA = "metadata"  # payload key under which the domain's fields lie


@dataclass(frozen=True, slots=True)
class Point:
    """A chunk as stored: its vectors and its payload."""

    id: str
    dense: Sequence[float]
    sparse: models.SparseVector
    payload: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Hit:
    id: str
    score: float
    payload: Mapping[str, Any]


class Engine(Protocol):
    """Implemented by the embedded shard and by the Qdrant client; both take ``qdrant_client.models``."""

    def upsert(self, points: Sequence[Point]) -> None:
        """Writes the points; those of the same id are replaced. Durable once ``flush`` has returned."""
        ...

    def delete(self, document_id: str, *, keep: str | None = None) -> None:
        """Removes the points of the document, but for those of the revision to ``keep``."""
        ...

    def scroll(self, document_id: str) -> Iterator[Point]:
        """Every point of the document, in no order."""
        ...

    def query(self, requests: Sequence[models.QueryRequest]) -> list[list[Hit]]:
        """Answers all requests in one round trip, in their order."""
        ...

    def count(self) -> int: ...

    def flush(self) -> None: ...

    def close(self) -> None: ...


def payload_schema(metadata: type[Metadata]) -> dict[str, models.PayloadSchemaType]:
    """Every payload key that is filtered or scored on, with its index type: ours, then the domain's own fields."""
    keyword = models.PayloadSchemaType.KEYWORD
    ours = dict.fromkeys(("document_id", "labels", "access", "kind"), keyword)
    fields = {f"{METADATA}.{name}": _index_type(info.annotation) for name, info in metadata.model_fields.items()}
    return {**ours, "dated": models.PayloadSchemaType.DATETIME, **fields}


def _index_type(annotation: Any) -> models.PayloadSchemaType:
    arguments = {argument for argument in get_args(annotation) if argument is not type(None)} or {annotation}
    return models.PayloadSchemaType.INTEGER if arguments == {int} else models.PayloadSchemaType.KEYWORD

"""A Qdrant server, or the client's in-memory mode: the engine for production and for tests."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from qdrant_client import QdrantClient, models

from core.errors import TransientError
from core.index.engine import DENSE, SPARSE, Hit, Point

UPSERT_BATCH = 256
SCROLL_BATCH = 256


class ClientEngine:
    """A collection behind a QdrantClient. Raises TransientError where the server does not answer."""

    def __init__(
        self, client: QdrantClient, collection: str, *, dimension: int, schema: Mapping[str, models.PayloadSchemaType]
    ) -> None:
        self._client, self._collection = client, collection
        try:
            if not client.collection_exists(collection):
                self._create_once(dimension, schema)
        except Exception as error:
            raise TransientError(
                f"The Qdrant server does not answer: {error}", remedy="Check index.url and that the server is up."
            ) from error

    def _create_once(self, dimension: int, schema: Mapping[str, models.PayloadSchemaType]) -> None:
        """Of several processes that start together one makes the collection; for the others it is there."""
        try:
            self._create(dimension, schema)
        except Exception:
            if not self._client.collection_exists(self._collection):
                raise

    def _create(self, dimension: int, schema: Mapping[str, models.PayloadSchemaType]) -> None:
        self._client.create_collection(
            self._collection,
            vectors_config={DENSE: models.VectorParams(size=dimension, distance=models.Distance.DOT)},
            sparse_vectors_config={SPARSE: models.SparseVectorParams(modifier=models.Modifier.IDF)},
        )
        for key, kind in schema.items():
            self._client.create_payload_index(self._collection, key, kind)

    def upsert(self, points: Sequence[Point]) -> None:
        for start in range(0, len(points), UPSERT_BATCH):
            batch = [
                models.PointStruct(
                    id=point.id, vector={DENSE: list(point.dense), SPARSE: point.sparse}, payload=dict(point.payload)
                )
                for point in points[start : start + UPSERT_BATCH]
            ]
            self._client.upsert(self._collection, batch, wait=True)

    def delete(self, document_id: str, *, keep: str | None = None) -> None:
        kept: list[Any] = [_equals("revision", keep)] if keep is not None else []
        selected = models.Filter(must=[_equals("document_id", document_id)], must_not=kept)
        self._client.delete(self._collection, models.FilterSelector(filter=selected), wait=True)

    def scroll(self, document_id: str) -> Iterator[Point]:
        selected, offset = models.Filter(must=[_equals("document_id", document_id)]), None
        while True:
            records, offset = self._client.scroll(
                self._collection, selected, limit=SCROLL_BATCH, offset=offset, with_payload=True, with_vectors=True
            )
            yield from (_stored(record) for record in records)
            if offset is None:
                return

    def query(self, requests: Sequence[models.QueryRequest]) -> list[list[Hit]]:
        answers = self._client.query_batch_points(self._collection, list(requests))
        return [[Hit(str(point.id), point.score, point.payload or {}) for point in answer.points] for answer in answers]

    def count(self) -> int:
        return self._client.count(self._collection, exact=True).count

    def flush(self) -> None:
        """Nothing to do: every upsert waits."""

    def close(self) -> None:
        self._client.close()


def _equals(key: str, value: str) -> models.FieldCondition:
    return models.FieldCondition(key=key, match=models.MatchValue(value=value))


def _stored(record: models.Record) -> Point:
    vectors: Any = record.vector
    return Point(str(record.id), vectors[DENSE], vectors[SPARSE], record.payload or {})

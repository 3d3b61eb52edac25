"""The embedded engine: Qdrant Edge behind ``qdrant_client.models``. One process at a time holds the store."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import portalocker
import qdrant_edge as edge
from qdrant_client import models

from core.errors import StoreInUseError
from core.index.engine import DENSE, SPARSE, Hit, Point

# Held in memory and searched exactly: an index above a vector costs more than it saves below 200,000 chunks.
NEVER_INDEX_KB = 2**40
SCROLL_BATCH = 256
UPSERT_BATCH = 100  # every call holds the interpreter's lock: short calls keep a server answering


class EdgeEngine:
    """A shard in ``folder``. Raises StoreInUseError where another process holds it."""

    def __init__(self, folder: Path, *, dimension: int, schema: Mapping[str, models.PayloadSchemaType]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = _acquire(folder / "lock")
        shard = folder / "shard"
        # A process killed inside optimize() leaves half-built segments behind; nothing refers to them.
        shutil.rmtree(shard / "temp_segments", ignore_errors=True)
        config = edge.EdgeConfig(
            vectors={DENSE: edge.EdgeVectorParams(size=dimension, distance=edge.Distance.Dot)},
            sparse_vectors={SPARSE: edge.EdgeSparseVectorParams(modifier=edge.Modifier.Idf)},
            optimizers=edge.EdgeOptimizersConfig(indexing_threshold=NEVER_INDEX_KB),
        )
        if (shard / "edge_config.json").exists():
            self._shard = edge.EdgeShard.load(str(shard), config)
        else:
            self._shard = edge.EdgeShard.create(str(shard), config)
        for key, kind in schema.items():
            self._shard.update(edge.UpdateOperation.create_field_index(key, _SCHEMA[kind]))

    def upsert(self, points: Sequence[Point]) -> None:
        for start in range(0, len(points), UPSERT_BATCH):
            batch = [_point(point) for point in points[start : start + UPSERT_BATCH]]
            self._shard.update(edge.UpdateOperation.upsert_points(batch))

    def delete(self, document_id: str, *, keep: str | None = None) -> None:
        kept: list[Any] = [_equals("revision", keep)] if keep is not None else []
        selected = edge.Filter(must=[_equals("document_id", document_id)], must_not=kept)
        self._shard.update(edge.UpdateOperation.delete_points_by_filter(selected))

    def scroll(self, document_id: str) -> Iterator[Point]:
        selected, offset = edge.Filter(must=[_equals("document_id", document_id)]), None
        while True:
            request = edge.ScrollRequest(offset, SCROLL_BATCH, selected, with_payload=True, with_vector=True)
            records, offset = self._shard.scroll(request)
            yield from (_stored(record) for record in records)
            if offset is None:
                return

    def query(self, requests: Sequence[models.QueryRequest]) -> list[list[Hit]]:
        batch = edge.QueryBatchRequest([_request(request) for request in requests])
        return [
            [Hit(str(point.id), point.score, point.payload or {}) for point in points]
            for points in self._shard.query_batch(batch)
        ]

    def count(self) -> int:
        return int(self._shard.count(edge.CountRequest(exact=True)))

    def flush(self) -> None:
        self._shard.flush()

    def close(self) -> None:
        self._shard.flush()
        self._shard.close()
        self._lock.release()


def _acquire(path: Path) -> portalocker.Lock:
    lock = portalocker.Lock(path, mode="a", flags=portalocker.LockFlags.EXCLUSIVE | portalocker.LockFlags.NON_BLOCKING)
    try:
        lock.acquire()
    except portalocker.LockException as error:
        raise StoreInUseError(
            f"The embedded store in {path.parent} is in use by another process.",
            remedy="Ask the running server instead, stop it first, or use a Qdrant server (index.backend: server).",
        ) from error
    return lock


_SCHEMA = {
    models.PayloadSchemaType.KEYWORD: edge.PayloadSchemaType.Keyword,
    models.PayloadSchemaType.INTEGER: edge.PayloadSchemaType.Integer,
    models.PayloadSchemaType.DATETIME: edge.PayloadSchemaType.Datetime,
}


def _point(point: Point) -> edge.Point:
    sparse = edge.SparseVector(point.sparse.indices, point.sparse.values)
    return edge.Point(point.id, {DENSE: list(point.dense), SPARSE: sparse}, dict(point.payload))


def _stored(record: edge.Record) -> Point:
    vectors: Any = record.vector
    sparse = models.SparseVector(indices=list(vectors[SPARSE].indices), values=list(vectors[SPARSE].values))
    return Point(str(record.id), list(vectors[DENSE]), sparse, record.payload or {})


def _equals(key: str, value: str) -> edge.FieldCondition:
    return edge.FieldCondition(key, match=edge.MatchValue(value))


def _request(request: models.QueryRequest) -> edge.QueryRequest:
    prefetch = request.prefetch
    stages = prefetch if isinstance(prefetch, list) else [prefetch] if prefetch else []
    return edge.QueryRequest(
        limit=request.limit or 10,
        query=None if request.query is None else _query(request.query, request.using),
        prefetches=[_prefetch(stage) for stage in stages],
        filter=_filter(request.filter) if request.filter else None,
        with_payload=_selected(request.with_payload),
    )


def _selected(payload: Any) -> Any:
    if isinstance(payload, models.PayloadSelectorInclude):
        return edge.PayloadSelector.Include(payload.include)
    return bool(payload)


def _prefetch(stage: models.Prefetch) -> edge.Prefetch:
    inner = stage.prefetch if isinstance(stage.prefetch, list) else [stage.prefetch] if stage.prefetch else []
    return edge.Prefetch(
        limit=stage.limit or 10,
        query=_query(stage.query, stage.using),
        prefetches=[_prefetch(leg) for leg in inner],
        filter=_filter(stage.filter) if stage.filter else None,
    )


def _query(query: Any, using: str | None) -> Any:
    match query:
        case models.NearestQuery(nearest=models.SparseVector() as sparse):
            return edge.Query.Nearest(edge.SparseVector(sparse.indices, sparse.values), using)
        case models.NearestQuery(nearest=list() as dense):
            return edge.Query.Nearest(dense, using)
        case models.RrfQuery(rrf=rrf):
            return edge.Fusion.Rrf(k=rrf.k or 2, weights=rrf.weights)
        case models.FormulaQuery(formula=formula, defaults=defaults):
            return edge.Formula(_expression(formula), defaults)
    raise TypeError(f"no embedded counterpart for {type(query).__name__}")


def _expression(node: Any) -> edge.Expression:
    make = edge.Expression
    match node:
        case int() | float():
            return make.Constant(float(node))
        case str():
            return make.Variable(node)
        case models.SumExpression():
            return make.Sum([_expression(part) for part in node.sum])
        case models.MultExpression():
            return make.Mult([_expression(part) for part in node.mult])
        case models.DatetimeKeyExpression():
            return make.DatetimeKey(node.datetime_key)
        case models.DatetimeExpression():
            return make.Datetime(node.datetime)
        case models.ExpDecayExpression(exp_decay=decay):
            target = _expression(decay.target) if decay.target is not None else None
            return make.Decay(edge.DecayKind.Exp, _expression(decay.x), target, decay.midpoint, decay.scale)
        case models.FieldCondition() | models.Filter():
            return make.Condition(_condition(node))
    raise TypeError(f"no embedded counterpart for {type(node).__name__}")


def _filter(node: models.Filter) -> edge.Filter:
    return edge.Filter(
        must=_conditions(node.must), should=_conditions(node.should), must_not=_conditions(node.must_not)
    )


def _conditions(nodes: Any) -> list[Any] | None:
    if nodes is None:
        return None
    return [_condition(node) for node in (nodes if isinstance(nodes, list) else [nodes])]


def _condition(node: Any) -> Any:
    match node:
        case models.Filter():
            return _filter(node)
        case models.IsEmptyCondition(is_empty=field):
            return edge.IsEmptyCondition(field.key)
        case models.FieldCondition(match=models.MatchAny(any=values)):
            return edge.FieldCondition(node.key, match=edge.MatchAny(values))
        case models.FieldCondition(range=models.DatetimeRange() as limits):
            bounds = {name: _iso(getattr(limits, name)) for name in ("gt", "gte", "lt", "lte")}
            return edge.FieldCondition(node.key, range=edge.RangeDateTime(**bounds))
    raise TypeError(f"no embedded counterpart for {type(node).__name__}")


def _iso(moment: Any) -> str | None:
    return None if moment is None else moment.isoformat()

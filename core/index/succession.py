"""Which document of a succession carries the answer: the newest whose best passage is about as similar as any."""

from collections.abc import Iterator, Sequence

from qdrant_client import models

from core.index.engine import DENSE, Engine
from core.index.query import Search
from core.types import Condition

PROBED = 200  # passages looked at for each succession: some of every document that carries the answer


def newest_carriers(
    search: Search, engine: Engine, successions: Sequence[Sequence[str]], *, carries: float
) -> tuple[str, ...]:
    """Of each succession (document ids, newest first) the first that carries what ``search`` asks.

    A document carries it whose best passage is at least ``carries`` times as similar as the best of the succession.
    Where the search has essential labels, and anything has them, only passages with one count. Takes one round trip at
    most, or two where nothing has them.
    """
    if all(len(succession) == 1 for succession in successions):
        return tuple(document for (document,) in successions)
    documents = Condition("document_id", tuple(document for succession in successions for document in succession))
    labels = tuple(boost.label for boost in search.boosts if boost.essential)
    best = _similarities(search, engine, documents, Condition("labels", labels)) if labels else {}
    best = best or _similarities(search, engine, documents)
    return tuple(found for succession in successions for found in _first(succession, best, carries))


def _first(succession: Sequence[str], best: dict[str, float], carries: float) -> Iterator[str]:
    enough = carries * max((best.get(document, 0.0) for document in succession), default=0.0)
    yield from [document for document in succession if 0.0 < enough <= best.get(document, 0.0)][:1]


def _similarities(search: Search, engine: Engine, *conditions: Condition) -> dict[str, float]:
    """The greatest similarity of a passage of each document to a text of the search."""
    allowed = search.filter(*conditions)
    requests = [
        models.QueryRequest(
            query=models.NearestQuery(nearest=list(dense)),
            using=DENSE,
            filter=allowed,
            limit=PROBED,
            with_payload=models.PayloadSelectorInclude(include=["document_id"]),
        )
        for dense, _ in search.vectors
    ]
    best: dict[str, float] = {}
    for hits in engine.query(requests):
        for hit in hits:
            document = hit.payload["document_id"]
            best[document] = max(best.get(document, 0.0), hit.score)
    return best

"""Plan -> pages: one hybrid query, then the chunks of a page together, because a page is what a person checks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any, Literal

from qdrant_client import models

from core.domain import Corpus
from core.embedding import Embedder
from core.index import Decay, Engine, Hit, Search, SearchPolicy, newest_carriers, run_all, to_chunk
from core.settings import RetrievalSettings
from core.sparse import SparseEncoder
from core.types import Document, Passage, PeriodIntent, Plan, Scores

CHUNKS_PER_PAGE = 6  # chunks fetched for each page wanted
TEXTS_KEPT = 512  # what sub-queries look for is often the same
CHUNKS_OF_SUB_QUERY = 24
NEARNESS = 0.25  # how much raw scores count beside the fused rank
FARTHEST = 0.3  # in similarity: farther pages, and those that only BM25 found, count as this far
PLACE = 0.3  # how slowly a page's worth falls with its rank in a list, where several lists are joined
SUPPORT = 0.15  # what a page's further chunks add to its best, each half as much as the one before


@dataclass(frozen=True, slots=True)
class PageHit:
    """A page with its passages, best first, and its score."""

    document: Document[Any]
    page: int
    passages: tuple[Passage, ...]
    score: float


class Retriever:
    def __init__(
        self, *, index: Engine, embedder: Embedder, sparse: SparseEncoder, settings: RetrievalSettings
    ) -> None:
        self._index, self._embedder, self._sparse, self._settings = index, embedder, sparse, settings
        self._vectors = lru_cache(TEXTS_KEPT)(self._encode)
        self._policy = SearchPolicy(settings.leg_limit, settings.rrf_k, settings.dense_weight, settings.sparse_weight)

    def retrieve(
        self, plan: Plan, corpus: Corpus[Any], *, as_of: date, access: Sequence[str], limit: int
    ) -> list[PageHit]:
        """The best pages for the plan, at most ``limit``, only from documents of ``corpus``."""
        documents = {document.id: document for document in corpus.documents}
        lists = [
            by_page(
                Passage(to_chunk(hit.id, hit.payload), documents[hit.payload["document_id"]], scores)
                for hit, scores in hits
                if _answers(hit, documents)
            )
            for hits in run_all(self._searches(plan, corpus, as_of, access, limit), self._index, self._policy)
        ]
        return interleave(lists, [1.0, *(query.weight for query in plan.sub_queries)])[:limit]

    def _searches(
        self, plan: Plan, corpus: Corpus[Any], as_of: date, access: Sequence[str], limit: int
    ) -> list[Search]:
        """The plan's own search, then one for each sub-query."""
        own = Search(
            vectors=[self._vectors(text) for text in plan.search],
            as_of=as_of,
            access=access,
            filters=plan.filters,
            boosts=plan.boosts,
            decays=self._decays(plan.period),
            limit=limit * CHUNKS_PER_PAGE,
            dated_only=all(document.dated for document in corpus.documents),
        )
        own = self._preferring_newest(own, plan)
        return [own] + [
            replace(
                own,
                vectors=[self._vectors(query.search)],
                filters=(*plan.filters, *query.filters),
                boosts=query.boosts,
                limit=CHUNKS_OF_SUB_QUERY,
                leg_limit=CHUNKS_OF_SUB_QUERY,
            )
            for query in plan.sub_queries
        ]

    def _preferring_newest(self, search: Search, plan: Plan) -> Search:
        """The search with the newest documents that carry the answer preferred, as far as the plan wants it."""
        if not plan.successions:
            return search
        policy = self._settings.newest
        newest = newest_carriers(search, self._index, plan.successions, carries=policy.carries)
        weight = policy.none if plan.period is PeriodIntent.NONE else policy.latest
        return replace(search, preferred=newest, preference=weight)

    def _encode(self, text: str) -> tuple[list[float], models.SparseVector]:
        sparse = self._sparse.encode_query(text)
        return (
            self._embedder.embed_query(text).tolist(),
            models.SparseVector(indices=sparse.indices, values=sparse.values),
        )

    def _decays(self, period: PeriodIntent) -> dict[str, Decay]:
        if period is PeriodIntent.EXPLICIT:
            return {}
        floor = self._settings.latest_floor if period is PeriodIntent.LATEST else None
        return {
            kind: Decay(policy.half_life_days, policy.floor if floor is None else floor)
            for kind, policy in self._settings.recency.items()
        }


def _answers(hit: Hit, documents: Mapping[str, Document[Any]]) -> bool:
    """Whether the chunk is of a document that the caller sees, as it is read now."""
    document = documents.get(hit.payload["document_id"])
    return document is not None and hit.payload["revision"] == document.revision


def by_page(passages: Iterable[Passage]) -> list[PageHit]:
    """Groups passages by page. A page scores as its best passage, plus a little for each further one, plus a share of
    how near its words and its meaning come to the best of all pages: ranks forget how far apart they are."""
    pages: dict[tuple[str, int], list[Passage]] = {}
    for passage in passages:
        pages.setdefault((passage.document.id, passage.chunk.page), []).append(passage)
    if not pages:
        return []
    scores = [passage.scores for group in pages.values() for passage in group]
    best = Scores(final=_best(scores, "final"), similarity=_best(scores, "similarity"), bm25=_best(scores, "bm25"))
    hits = [
        PageHit(group[0].document, page, tuple(group), _page_score(group) + _nearness([p.scores for p in group], best))
        for (_, page), group in pages.items()
    ]
    return sorted(hits, key=lambda hit: -hit.score)


def _best(scores: Sequence[Scores], name: Literal["final", "similarity", "bm25"]) -> float:
    return max((value for score in scores if (value := getattr(score, name)) is not None), default=0.0)


def _nearness(scores: Sequence[Scores], best: Scores) -> float:
    assert best.bm25 is not None and best.similarity is not None
    words = _best(scores, "bm25") / best.bm25 if best.bm25 else 0.0
    meaning = max(_best(scores, "similarity"), best.similarity - FARTHEST) - best.similarity
    return NEARNESS * best.final * (words + meaning)


def interleave(lists: Sequence[Sequence[PageHit]], weights: Sequence[float]) -> list[PageHit]:
    """One list of all: a page scores by its places, so that the first of each list are among the first of all."""
    if len(lists) == 1:
        return list(lists[0])
    found: dict[tuple[str, int], PageHit] = {}
    for hits, weight in zip(lists, weights, strict=True):
        for rank, hit in enumerate(hits, 1):
            key, share = (hit.document.id, hit.page), weight / (rank + PLACE)
            known = found.get(key)
            passages = {p.chunk.id: p for p in (*(known.passages if known else ()), *hit.passages)}
            found[key] = replace(hit, passages=tuple(passages.values()), score=share + (known.score if known else 0.0))
    return sorted(found.values(), key=lambda hit: -hit.score)


def _page_score(passages: Sequence[Passage]) -> float:
    best, *further = (passage.scores.final for passage in passages)
    return best + SUPPORT * sum(score * 0.5**place for place, score in enumerate(further))

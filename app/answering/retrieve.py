"""Plan -> pages: one hybrid query, then the chunks of a page together, because a page is what a person checks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from qdrant_client import models

from core.domain import Corpus
from core.embedding import Embedder
from core.index import Decay, Engine, Search, SearchPolicy, to_chunk
from core.settings import RetrievalSettings
from core.sparse import SparseEncoder
from core.types import Document, Passage, PeriodIntent, Plan

CHUNKS_PER_PAGE = 6  # chunks fetched for each page wanted
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
        self._policy = SearchPolicy(settings.leg_limit, settings.rrf_k, settings.dense_weight, settings.sparse_weight)

    def retrieve(
        self, plan: Plan, corpus: Corpus[Any], *, as_of: date, access: Sequence[str], limit: int
    ) -> list[PageHit]:
        """The best pages for the plan, at most ``limit``, only from documents of ``corpus``."""
        search = Search(
            vectors=[self._vectors(text) for text in plan.search],
            as_of=as_of,
            access=access,
            filters=plan.filters,
            boosts=plan.boosts,
            decays=self._decays(plan.period),
            limit=limit * CHUNKS_PER_PAGE,
        )
        documents = {document.id: document for document in corpus.documents}
        passages = [
            Passage(to_chunk(hit.id, hit.payload), documents[hit.payload["document_id"]], scores)
            for hit, scores in search.run(self._index, self._policy)
            if hit.payload["document_id"] in documents
            and hit.payload["revision"] == documents[hit.payload["document_id"]].revision
        ]
        return by_page(passages)[:limit]

    def _vectors(self, text: str) -> tuple[list[float], models.SparseVector]:
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


def by_page(passages: Sequence[Passage]) -> list[PageHit]:
    """Groups passages by page. A page scores as its best passage, plus a little for each further one."""
    pages: dict[tuple[str, int], list[Passage]] = {}
    for passage in passages:
        pages.setdefault((passage.document.id, passage.chunk.page), []).append(passage)
    hits = [PageHit(group[0].document, page, tuple(group), _page_score(group)) for (_, page), group in pages.items()]
    return sorted(hits, key=lambda hit: -hit.score)


def _page_score(passages: Sequence[Passage]) -> float:
    best, *further = (passage.scores.final for passage in passages)
    return best + SUPPORT * sum(score * 0.5**place for place, score in enumerate(further))


def limit_to(corpus: Corpus[Any], as_of: date, access: Sequence[str]) -> Corpus[Any]:
    """The corpus as a caller could see it on a day: nothing dated later, nothing outside the access labels.

    Its version is its own wherever something is left out, so that what is cached by version never mixes them.
    """
    kept = tuple(
        document
        for document in corpus.documents
        if document.access in access and (document.dated is None or document.dated <= as_of)
    )
    if len(kept) == len(corpus.documents):
        return corpus
    return Corpus(kept, f"{corpus.version}:{as_of}:{','.join(sorted(access))}")

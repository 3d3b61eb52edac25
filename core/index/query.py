"""The one query: dense and BM25 legs, filtered alike, fused by rank, then recency and boosts, in one round trip.

    fused = sum over legs of 1 / (rank / weight + k - 1)                    (Qdrant's weighted RRF; rank from 1)
    final = fused * (floor + (1 - floor) * 0.5 ** (age_days / half_life)) + best_fused * sum(weights carried)

Weights are carried for labels, and for being of a preferred document. Decay and boosts come after fusion. Nothing dated
after ``as_of`` and nothing outside ``access`` enters any leg.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import islice
from typing import Any

from qdrant_client import models

from core.index.engine import DENSE, METADATA, SPARSE, Engine, Hit
from core.types import Boost, Condition, ListRank, Scores

SECONDS_PER_DAY = 86_400
UNDATED = "1970-01-01T00:00:00Z"


@dataclass(frozen=True, slots=True)
class Decay:
    half_life_days: float
    floor: float

    def factor(self, age_days: float) -> float:
        return self.floor + (1 - self.floor) * float(0.5 ** (abs(age_days) / self.half_life_days))


@dataclass(frozen=True, slots=True)
class SearchPolicy:
    """How candidates are found and fused; from configuration."""

    leg_limit: int = 100
    rrf_k: int = 10
    dense_weight: float = 1.0
    sparse_weight: float = 1.0


@dataclass(frozen=True, slots=True)
class _Leg:
    """A list of candidates. ``within`` says what it is limited to beside the filters; empty: to nothing."""

    name: str
    prefetch: models.Prefetch
    weight: float
    within: str = ""

    def listed(self, rank: int, policy: SearchPolicy) -> ListRank:
        name = f"{self.name}, {self.within}" if self.within else self.name
        return ListRank(name, rank, 1 / (rank / self.weight + policy.rrf_k - 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """One search. ``vectors`` holds a dense and a sparse vector for each text to search with.

    ``decays`` maps a document kind to its decay, with "default" for the rest; empty switches recency off. ``access``
    lists the labels that the caller may see. ``as_of`` is the last day a document may be dated; ages count from it;
    ``dated_only`` leaves out what has no date, since it may be later. Chunks of the ``preferred`` documents are
    candidates in lists of their own and gain ``preference`` times the best fused score.
    """

    vectors: Sequence[tuple[Sequence[float], models.SparseVector]]
    as_of: date
    access: Sequence[str]
    filters: Sequence[Condition] = ()
    boosts: Sequence[Boost] = ()
    decays: Mapping[str, Decay]
    limit: int = 10
    leg_limit: int | None = None  # instead of the policy's
    dated_only: bool = False
    preferred: Sequence[str] = ()
    preference: float = 0.0

    def run(self, engine: Engine, policy: SearchPolicy) -> list[tuple[Hit, Scores]]:
        """The hits, best first, each with the explanation of its score."""
        return run_all([self], engine, policy)[0]

    def _explained(
        self, legs: Sequence[_Leg], answers: Sequence[Sequence[Hit]], policy: SearchPolicy
    ) -> list[tuple[Hit, Scores]]:
        *leg_hits, final = answers
        ranks = [{hit.id: (rank, hit.score) for rank, hit in enumerate(hits, 1)} for hits in leg_hits]
        return [(hit, self._explain(hit, legs, ranks, policy)) for hit in final]

    def _legs(self, policy: SearchPolicy) -> list[_Leg]:
        """What is preferred gets legs of its own, so that it is among the candidates."""
        legs = list(self._pairs(policy, self.filter()))
        if self.preferred:
            newest = self.filter(Condition("document_id", tuple(self.preferred)))
            legs.extend(self._pairs(policy, newest, within="newest document"))
        if self.boosts:
            labels = self.filter(Condition("labels", tuple(boost.label for boost in self.boosts)))
            leg = _prefetch(list(self.vectors[0][0]), DENSE, labels, self._limit(policy))
            legs.append(_Leg(DENSE, leg, policy.dense_weight, within="preferred labels"))
        return legs

    def _limit(self, policy: SearchPolicy) -> int:
        return self.leg_limit or policy.leg_limit

    def _pairs(self, policy: SearchPolicy, allowed: models.Filter, within: str = "") -> Iterator[_Leg]:
        for number, (dense, sparse) in enumerate(self.vectors, 1):
            text = f" {number}" if len(self.vectors) > 1 else ""
            leg = _prefetch(list(dense), DENSE, allowed, self._limit(policy))
            yield _Leg(DENSE + text, leg, policy.dense_weight, within)
            if sparse.indices:
                leg = _prefetch(sparse, SPARSE, allowed, self._limit(policy))
                yield _Leg(SPARSE + text, leg, policy.sparse_weight, within)

    def filter(self, *more: Condition) -> models.Filter:
        """What any request of this search may see: its filters and ``more``, the access labels, nothing later."""
        conditions = [Condition("access", tuple(self.access)), *self.filters, *more]
        unseen: list[models.Condition] = [
            models.FieldCondition(key="dated", range=models.DatetimeRange(gt=_moment(self.as_of)))
        ]
        if self.dated_only:
            unseen.append(models.IsEmptyCondition(is_empty=models.PayloadField(key="dated")))
        return models.Filter(must=[_match(condition) for condition in conditions], must_not=unseen)

    def _fused(self, legs: Sequence[_Leg], policy: SearchPolicy) -> models.QueryRequest:
        weights = [leg.weight for leg in legs]
        inner = models.Prefetch(
            prefetch=[leg.prefetch for leg in legs],
            query=models.RrfQuery(rrf=models.Rrf(k=policy.rrf_k, weights=weights)),
            limit=self._limit(policy) * len(legs),
        )
        formula = models.FormulaQuery(formula=self._formula(weights, policy), defaults={"dated": UNDATED})
        return models.QueryRequest(prefetch=inner, query=formula, limit=self.limit, with_payload=True)

    def _formula(self, weights: Sequence[float], policy: SearchPolicy) -> models.SumExpression:
        best = _best_fused(weights, policy)
        carried = [(boost.weight, Condition("labels", (boost.label,))) for boost in self.boosts]
        if self.preferred:
            carried.append((self.preference, Condition("document_id", tuple(self.preferred))))
        boosts = [models.MultExpression(mult=[weight * best, _match(condition)]) for weight, condition in carried]
        return models.SumExpression(sum=[models.MultExpression(mult=["$score", self._recency()]), *boosts])

    def _recency(self) -> models.SumExpression | float:
        """One term a kind, each switched on by its condition; "default" holds where no named kind does."""
        if not self.decays:
            return 1.0
        named = [kind for kind in self.decays if kind != "default"]
        terms: list[models.Expression] = []
        for kind, decay in self.decays.items():
            condition: models.Condition = (
                _match(Condition("kind", (kind,)))
                if kind != "default"
                else models.Filter(must_not=[_match(Condition("kind", tuple(named)))] if named else None)
            )
            terms.append(models.MultExpression(mult=[condition, self._decay(decay)]))
        return models.SumExpression(sum=terms)

    def _decay(self, decay: Decay) -> models.SumExpression:
        exponential = models.ExpDecayExpression(
            exp_decay=models.DecayParamsExpression(
                x=models.DatetimeKeyExpression(datetime_key="dated"),
                target=models.DatetimeExpression(datetime=_moment(self.as_of).isoformat()),
                scale=decay.half_life_days * SECONDS_PER_DAY,
                midpoint=0.5,
            )
        )
        return models.SumExpression(sum=[decay.floor, models.MultExpression(mult=[1 - decay.floor, exponential])])

    def _explain(
        self, hit: Hit, legs: Sequence[_Leg], ranks: Sequence[Mapping[str, tuple[int, float]]], policy: SearchPolicy
    ) -> Scores:
        found = [(leg, *rank[hit.id]) for leg, rank in zip(legs, ranks, strict=True) if hit.id in rank]
        lists = tuple(leg.listed(rank, policy) for leg, rank, _ in found)

        def best(using: str) -> int | None:
            places = (rank for leg, rank, _ in found if leg.prefetch.using == using and not leg.within)
            return min(places, default=None)

        def nearest(using: str) -> float | None:
            return max((score for leg, _, score in found if leg.prefetch.using == using), default=None)

        return Scores(
            final=hit.score,
            fused=sum(listed.share for listed in lists),
            dense_rank=best(DENSE),
            sparse_rank=best(SPARSE),
            similarity=nearest(DENSE),
            bm25=nearest(SPARSE),
            recency=self._factor(hit),
            boost=self._carried(hit) * _best_fused([leg.weight for leg in legs], policy),
            lists=lists,
        )

    def _carried(self, hit: Hit) -> float:
        labels = sum(boost.weight for boost in self.boosts if boost.label in hit.payload["labels"])
        return labels + (self.preference if hit.payload["document_id"] in self.preferred else 0.0)

    def _factor(self, hit: Hit) -> float:
        decay = self.decays.get(hit.payload["kind"]) or self.decays.get("default")
        if decay is None:
            return 1.0 if not self.decays else 0.0
        dated = datetime.fromisoformat(hit.payload.get("dated") or UNDATED)
        return decay.factor((_moment(self.as_of) - dated).total_seconds() / SECONDS_PER_DAY)


def run_all(searches: Sequence[Search], engine: Engine, policy: SearchPolicy) -> list[list[tuple[Hit, Scores]]]:
    """The hits of each search, in one round trip."""
    legs = [search._legs(policy) for search in searches]
    requests = [
        [*(_bare(leg.prefetch) for leg in own), search._fused(own, policy)]
        for search, own in zip(searches, legs, strict=True)
    ]
    answers = iter(engine.query([request for group in requests for request in group]))
    return [
        search._explained(own, list(islice(answers, len(own) + 1)), policy)
        for search, own in zip(searches, legs, strict=True)
    ]


def _best_fused(weights: Sequence[float], policy: SearchPolicy) -> float:
    return sum(1 / (1 / weight + policy.rrf_k - 1) for weight in weights)


def _prefetch(
    query: list[float] | models.SparseVector, using: str, allowed: models.Filter, limit: int
) -> models.Prefetch:
    return models.Prefetch(query=models.NearestQuery(nearest=query), using=using, filter=allowed, limit=limit)


def _bare(leg: models.Prefetch) -> models.QueryRequest:
    return models.QueryRequest(query=leg.query, using=leg.using, filter=leg.filter, limit=leg.limit, with_payload=False)


def _match(condition: Condition) -> models.FieldCondition:
    key = (
        condition.name
        if condition.name in ("access", "labels", "kind", "document_id")
        else f"{METADATA}.{condition.name}"
    )
    values: Any = list(condition.any_of)
    return models.FieldCondition(key=key, match=models.MatchAny(any=values))


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)

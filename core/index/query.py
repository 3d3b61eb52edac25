"""The one query: dense and BM25 legs, filtered alike, fused by rank, then recency and boosts, in one round trip.

    fused = sum over legs of 1 / (rank / weight + k - 1)                    (Qdrant's weighted RRF; rank from 1)
    final = fused * (floor + (1 - floor) * 0.5 ** (age_days / half_life)) + best_fused * sum(weights of labels carried)

Decay and boosts come after fusion. Nothing dated after ``as_of`` and nothing outside ``access`` enters any leg.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import islice
from typing import Any

from qdrant_client import models

from core.index.engine import DENSE, METADATA, SPARSE, Engine, Hit
from core.types import Boost, Condition, Scores

SECONDS_PER_DAY = 86_400
UNDATED = "1970-01-01T00:00:00Z"

Leg = tuple[models.Prefetch, float]  # a leg and its weight


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """One search. ``vectors`` holds a dense and a sparse vector for each text to search with.

    ``decays`` maps a document kind to its decay, with "default" for the rest; empty switches recency off. ``access``
    lists the labels that the caller may see. ``as_of`` is the last day a document may be dated; ages count from it.
    """

    vectors: Sequence[tuple[Sequence[float], models.SparseVector]]
    as_of: date
    access: Sequence[str]
    filters: Sequence[Condition] = ()
    boosts: Sequence[Boost] = ()
    decays: Mapping[str, Decay]
    limit: int = 10
    leg_limit: int | None = None  # instead of the policy's

    def run(self, engine: Engine, policy: SearchPolicy) -> list[tuple[Hit, Scores]]:
        """The hits, best first, each with the explanation of its score."""
        return run_all([self], engine, policy)[0]

    def _explained(
        self, legs: Sequence[Leg], answers: Sequence[Sequence[Hit]], policy: SearchPolicy
    ) -> list[tuple[Hit, Scores]]:
        *leg_hits, final = answers
        ranks = [{hit.id: (rank, hit.score) for rank, hit in enumerate(hits, 1)} for hits in leg_hits]
        return [(hit, self._explain(hit, legs, ranks, policy)) for hit in final]

    def _legs(self, policy: SearchPolicy) -> list[Leg]:
        """Each leg with its weight. Labels that are preferred get a leg of their own, so that they are candidates."""
        allowed, limit = self._filter(), self.leg_limit or policy.leg_limit
        legs = []
        for dense, sparse in self.vectors:
            legs.append((_prefetch(list(dense), DENSE, allowed, limit), policy.dense_weight))
            if sparse.indices:
                legs.append((_prefetch(sparse, SPARSE, allowed, limit), policy.sparse_weight))
        if self.boosts:
            labels = Condition("labels", tuple(boost.label for boost in self.boosts))
            legs.append(
                (
                    _prefetch(list(self.vectors[0][0]), DENSE, self._filter(labels), limit),
                    policy.dense_weight,
                )
            )
        return legs

    def _filter(self, *more: Condition) -> models.Filter:
        conditions = [Condition("access", tuple(self.access)), *self.filters, *more]
        later = models.FieldCondition(key="dated", range=models.DatetimeRange(gt=_moment(self.as_of)))
        return models.Filter(must=[_match(condition) for condition in conditions], must_not=[later])

    def _fused(self, legs: Sequence[Leg], policy: SearchPolicy) -> models.QueryRequest:
        prefetch, weights = [leg for leg, _ in legs], [weight for _, weight in legs]
        inner = models.Prefetch(
            prefetch=prefetch,
            query=models.RrfQuery(rrf=models.Rrf(k=policy.rrf_k, weights=weights)),
            limit=(self.leg_limit or policy.leg_limit) * len(legs),
        )
        formula = models.FormulaQuery(formula=self._formula(weights, policy), defaults={"dated": UNDATED})
        return models.QueryRequest(prefetch=inner, query=formula, limit=self.limit, with_payload=True)

    def _formula(self, weights: Sequence[float], policy: SearchPolicy) -> models.SumExpression:
        best = _best_fused(weights, policy)
        boosts = [
            models.MultExpression(mult=[boost.weight * best, _match(Condition("labels", (boost.label,)))])
            for boost in self.boosts
        ]
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
        self,
        hit: Hit,
        legs: Sequence[Leg],
        ranks: Sequence[Mapping[str, tuple[int, float]]],
        policy: SearchPolicy,
    ) -> Scores:
        found = [
            (leg.using, weight, *rank[hit.id])
            for (leg, weight), rank in zip(legs, ranks, strict=True)
            if hit.id in rank
        ]
        carried = sum(boost.weight for boost in self.boosts if boost.label in hit.payload["labels"])
        return Scores(
            final=hit.score,
            fused=sum(1 / (rank / weight + policy.rrf_k - 1) for _, weight, rank, _ in found),
            dense_rank=min((rank for using, _, rank, _ in found if using == DENSE), default=None),
            sparse_rank=min((rank for using, _, rank, _ in found if using == SPARSE), default=None),
            similarity=max((score for using, _, _, score in found if using == DENSE), default=None),
            bm25=max((score for using, _, _, score in found if using == SPARSE), default=None),
            recency=self._factor(hit),
            boost=carried * _best_fused([weight for _, weight in legs], policy),
        )

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
        [*(_bare(leg) for leg, _ in own), search._fused(own, policy)]
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

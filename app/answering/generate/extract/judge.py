"""How likely a page is to hold what was asked, and which of its units says it: two small linear models.

Their weights are data (weights.yaml), fitted by ``python -m tests.bench.fit_evidence`` on labelled questions; this is
the one place that knows what their features are.
"""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from app.answering.generate.extract.cues import cues
from app.answering.generate.extract.units import LONGEST_QUOTE, Unit, UnitKind, units
from app.answering.retrieve import PageHit
from core.sparse import SparseEncoder
from core.types import Plan

_WEIGHTS = Path(__file__).with_name("weights.yaml")
FEW = 2  # words that count as seen beside the question's own, so that one of one that is not is no proof
_RANK_SOFTENER = 5  # how fast a rank loses worth: the first counts 1, the sixth a half

Features = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class JudgedUnit:
    unit: Unit
    features: Features
    score: float


@dataclass(frozen=True, slots=True)
class JudgedPage:
    """A page with its units, the best first; ``chance`` is the estimated probability that it holds what was asked."""

    hit: PageHit
    units: tuple[JudgedUnit, ...]
    features: Features
    chance: float


@dataclass(frozen=True, slots=True)
class Judgement:
    """Pages, the likeliest first.

    ``unseen`` is about the share of the question's words that stand in no unit of any page; ``carried`` the most of
    them that a single unit carries, a rarer word weighing more and an unseen one most.
    """

    pages: tuple[JudgedPage, ...]
    unseen: float = 0.0
    carried: float = 0.0


class Judge:
    def __init__(self, sparse: SparseEncoder, weights: Mapping[str, Features] | None = None) -> None:
        self._sparse = sparse
        self._weights = weights or load_weights()

    def judge(self, plan: Plan, hits: Sequence[PageHit]) -> Judgement:
        """Every page that holds a unit."""
        asked = self._sparse.terms(plan.search[0])
        found = [[(unit, self._seen(unit)) for passage in hit.passages for unit in units(passage)] for hit in hits]
        counts = Counter(term for page in found for _, seen in page for term in seen.read & asked)
        total = sum(len(page) for page in found)
        worth = {term: math.log(1 + total / (counts[term] or total)) for term in asked} if total else {}
        top = max((hit.score for hit in hits), default=0.0) or 1.0
        pages = [
            self._page(plan, hit, rank, hit.score / top, page, worth)
            for rank, (hit, page) in enumerate(zip(hits, found, strict=True))
            if page
        ]
        ranked = tuple(sorted(pages, key=lambda page: -page.chance))
        # Without what the planner adds, and without what tells of asking and not of the thing.
        own = (asked & self._sparse.terms(plan.question)) - self._sparse.terms(cues().asking) or asked
        if not own or not total:
            return Judgement(ranked)
        named = self._sparse.terms(" ".join(plan.hints.names))  # which documents may state in other words
        rarity = {term: math.log(1 + total / max(counts[term], 1)) for term in own}
        carried = max(_share(seen.read, rarity) for page in found for _, seen in page)
        return Judgement(ranked, sum(not counts[term] for term in own - named) / (len(own) + FEW), carried)

    def _seen(self, unit: Unit) -> "_Seen":
        own = self._sparse.terms(unit.text)
        return _Seen(own, own | self._sparse.terms(unit.context) if unit.context else own)

    def _page(
        self,
        plan: Plan,
        hit: PageHit,
        rank: int,
        relative: float,
        found: Sequence[tuple[Unit, "_Seen"]],
        worth: Mapping[int, float],
    ) -> JudgedPage:
        judged = [self._unit(plan, hit, unit, seen, worth) for unit, seen in found]
        judged.sort(key=lambda each: -each.score)
        features = {
            "unit": judged[0].score,
            "rank": 1 / (1 + rank),
            "score": relative,
            "dense": max(_worth_of_rank(passage.scores.dense_rank) for passage in hit.passages),
            "sparse": max(_worth_of_rank(passage.scores.sparse_rank) for passage in hit.passages),
        }
        return JudgedPage(hit, tuple(judged), features, sigmoid(weigh(self._weights["page"], features)))

    def _unit(self, plan: Plan, hit: PageHit, unit: Unit, seen: "_Seen", worth: Mapping[int, float]) -> JudgedUnit:
        features = {
            "words": _share(seen.own, worth),
            "words_read": _share(seen.read, worth),
            "passage": 1 / (1 + hit.passages.index(unit.passage)),
            "period": float(any(mark in unit.read for mark in plan.hints.marks)),
            "length": min(len(unit.text), LONGEST_QUOTE) / LONGEST_QUOTE,
            "figure": float(re.search(r"\d", unit.text) is not None),
            "row": float(unit.kind is UnitKind.ROW),
        }
        return JudgedUnit(unit, features, weigh(self._weights["unit"], features))


@dataclass(frozen=True, slots=True)
class _Seen:
    """The terms of a unit itself, and those of it with its context."""

    own: frozenset[int]
    read: frozenset[int]


def _share(terms: frozenset[int], worth: Mapping[int, float]) -> float:
    """Of what was asked, rarer words weighing more."""
    total = sum(worth.values())
    return sum(weight for term, weight in worth.items() if term in terms) / total if total else 0.0


def _worth_of_rank(rank: int | None) -> float:
    return _RANK_SOFTENER / (_RANK_SOFTENER + rank - 1) if rank else 0.0


def weigh(weights: Features, features: Features) -> float:
    """The linear score; ``constant`` among the weights is the intercept."""
    return weights.get("constant", 0.0) + sum(weights[name] * value for name, value in features.items())


def sigmoid(score: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


@cache
def load_weights(file: Path = _WEIGHTS) -> Mapping[str, Features]:
    """The weights of the models in a file, by model and feature."""
    models: Mapping[str, Features] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return models

"""How sure an answer is: the estimated probability that its figure is right, or that what it cites holds the answer.

One logistic model for each way in which an answer comes about, over what is known when it is drafted. The weights are
data (confidence.yaml), fitted by ``python -m tests.bench.fit_evidence`` on questions of our own, some without an
answer; ``python -m tests.bench.answers --section confidence`` prints how well they hold.
"""

import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

from app.answering.draft import Draft
from core.types import Plan, Wanted

_WEIGHTS = Path(__file__).with_name("confidence.yaml")
_SURE = 1e-3  # of 0 and 1, whose log odds have no end
STRANGE = 0.28  # share of words unseen; fewer can be the asker's own words for what is stated
CARRIED = 0.75  # share of the question that is nearly all of it
SURE_OF_STRANGE = 0.85  # what such an answer needs to stand
COMPUTED, QUOTED, WRITTEN = "computed", "quoted", "written"


class Confidence:
    def __init__(self, weights: Mapping[str, Mapping[str, float]] | None = None) -> None:
        self._weights = weights or load_weights()

    def of(self, draft: Draft, plan: Plan) -> float:
        """In [0, 1]. What a model wrote without telling how it came to it has the same confidence everywhere."""
        weights = self._weights[way_of(draft)]
        score = weights["constant"] + sum(weights[name] * value for name, value in features(draft, plan).items())
        return 1 / (1 + math.exp(-score))


def stands(confidence: float, draft: Draft, plan: Plan, at_least: float) -> bool:
    """Whether an answer is sure enough to be given.

    What one sentence or row of the documents meant carries in nearly all words stands in any case: a short question, or
    one that names no period and has its answer in several documents, is judged too low.
    """
    if draft.signals.get("carried", 0.0) >= CARRIED and plan.filters:
        return True
    return confidence >= (max(at_least, SURE_OF_STRANGE) if is_strange(draft, plan) else at_least)


def is_strange(draft: Draft, plan: Plan) -> bool:
    """Whether a figure is asked by words that no page carries: what is quoted then is of something else."""
    return plan.hints.wanted is Wanted.FIGURE and draft.signals.get("unseen", 0.0) >= STRANGE


def way_of(draft: Draft) -> str:
    if draft.computation:
        return COMPUTED
    return QUOTED if draft.signals else WRITTEN


def features(draft: Draft, plan: Plan) -> dict[str, float]:
    """What the models weigh, by name.

    Of an extract: the log odds that a cited page holds the answer; the share of the question's words that no page
    carries, above all where a figure is asked; the most that one sentence or row carries; whether anything narrows the
    search. Of a computed figure: whether a passage found states it too, and how many operands it has.
    """
    signals = draft.signals
    if draft.computation:
        return {
            "stated": signals.get("stated", 0.0),
            "operands": math.log(max(1, len(draft.computation.operands))),
        }
    if not signals:
        return {}
    chance = min(max(signals["chance"], _SURE), 1 - _SURE)
    return {
        "odds": math.log(chance / (1 - chance)),
        "unseen": signals["unseen"],
        "carried": signals["carried"],
        "narrowed": float(bool(plan.filters)),
        "strange_figure": float(is_strange(draft, plan)),
    }


@cache
def load_weights(file: Path = _WEIGHTS) -> Mapping[str, Mapping[str, float]]:
    weights: Mapping[str, Mapping[str, float]] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return weights

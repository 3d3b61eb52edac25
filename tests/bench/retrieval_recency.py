"""Bar 2: the newest right filing first, over every company of the store."""

from collections.abc import Iterator

from app.wiring import Application
from evals.recency import Slice, generate, measure
from tests.bench.retrieval_bars import Bar, at_least

REQUIRED, CASES = 0.98, 300


def recency_bars(application: Application) -> Iterator[Bar]:
    outcomes = measure(application.answerer, generate(application.workspace))
    yield Bar(2, "questions generated", str(len(outcomes)), f">= {CASES}", len(outcomes) >= CASES)
    for slice_ in Slice:
        chosen = [outcome for outcome in outcomes if outcome.case.slice is slice_]
        contested = [outcome for outcome in chosen if outcome.case.others]
        for name, some in ((f"right filing first, {slice_}", chosen), ("  of these, others carry it too", contested)):
            right = sum(outcome.right for outcome in some) / len(some) if some else 1.0
            yield (
                at_least(2, name, right, REQUIRED, len(some))
                if some is chosen
                else Bar(2, name, f"{right:.3f}  (n {len(some)})")
            )

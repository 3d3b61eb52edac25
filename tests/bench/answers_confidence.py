"""Whether confidence can be trusted: its calibration, and the risk that is taken at each share of questions answered.

Over the data set's questions, right where the figure is, or where a page that holds the answer is cited, and the
unanswerable set, of which no answer is right. Prints; it has no bar.
"""

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from app.answering.asking import Asked
from app.wiring import Application
from evals.answers import judge
from evals.datasets import financebench
from tests.bench.unanswerable import ANSWERABLE, questions

BINS = 5
COVERAGES = (0.2, 0.4, 0.6, 0.8, 0.9, 1.0)
Scored = tuple[float, bool]


def measure(application: Application, folder: Path, *, misses: bool = False) -> bool:
    own = [
        (each.answer.confidence, each.right if each.is_figure else each.cites_evidence)
        for each in judge(application.answerer, financebench(folder))
    ]
    strange = [
        (application.answerer.ask(Asked(each.question)).confidence, False)
        for each in questions(application.workspace.store.corpus())
        if each.kind != ANSWERABLE
    ]
    scored = [(confidence, right) for confidence, right in (*own, *strange) if confidence is not None]
    console = Console(soft_wrap=True, highlight=False)
    table = Table("confidence", "answers", "mean", "right")
    for low, members in bins(scored):
        mean, right = (sum(values) / len(members) for values in zip(*members, strict=True))
        table.add_row(f"from {low:.1f}", str(len(members)), f"{mean:.2f}", f"{right:.2f}")
    console.print(f"Confidence: expected calibration error {calibration_error(scored):.3f}", table)
    curve = Table("answered", *(f"{coverage:.0%}" for coverage in COVERAGES))
    curve.add_row("wrong", *(f"{risk(scored, coverage):.0%}" for coverage in COVERAGES))
    console.print("Risk by coverage, the surest first", curve)
    return True


def bins(scored: Sequence[Scored]) -> list[tuple[float, list[Scored]]]:
    """Those that have members, by their lower end."""
    kept: dict[int, list[Scored]] = {}
    for confidence, right in scored:
        kept.setdefault(min(int(confidence * BINS), BINS - 1), []).append((confidence, right))
    return [(number / BINS, kept[number]) for number in sorted(kept)]


def calibration_error(scored: Sequence[Scored]) -> float:
    """The mean distance between confidence and rate of right answers over the bins, by their members."""
    gaps = (abs(sum(confidence - right for confidence, right in members)) for _, members in bins(scored))
    return sum(gaps) / len(scored) if scored else 0.0


def risk(scored: Sequence[Scored], coverage: float) -> float:
    """The share of wrong ones among the surest ``coverage`` of answers."""
    surest = sorted(scored, reverse=True)[: max(1, round(coverage * len(scored)))]
    return sum(not right for _, right in surest) / len(surest)

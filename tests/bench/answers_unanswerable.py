"""Questions that the store does not answer are declined; those that it answers are not."""

from collections import Counter
from pathlib import Path

from rich.console import Console
from rich.table import Table

from app.answering.answer import Status
from app.answering.asking import Asked
from app.wiring import Application
from evals.datasets import financebench
from tests.bench.answers_evidence import METRIC_QUESTIONS
from tests.bench.unanswerable import ANSWERABLE, questions

LEAST_DECLINED, MOST_REFUSED = 0.95, 0.03
METRICS = "metric questions"


def measure(application: Application, folder: Path, *, misses: bool = False) -> bool:
    asked = [(each.kind, each.question) for each in questions(application.workspace.store.corpus())]
    asked += [(METRICS, case.question) for case in financebench(folder).cases if case.slice == METRIC_QUESTIONS]
    counts, declined = Counter(kind for kind, _ in asked), Counter[str]()
    console = Console(soft_wrap=True, highlight=False)
    for kind, question in asked:
        answer = application.answerer.ask(Asked(question))
        refused = answer.status is Status.ABSTAINED
        declined[kind] += refused
        if misses and refused == (kind in (ANSWERABLE, METRICS)):
            console.print(f"{kind}: {question}\n  {answer.answer or answer.abstain_reason}", markup=False)
    table = Table("kind", "n", "declined")
    for kind, n in counts.items():
        table.add_row(kind, str(n), f"{declined[kind]} ({declined[kind] / n:.0%})")
    unanswerable = [kind for kind in counts if kind not in (ANSWERABLE, METRICS)]
    rate = sum(declined[kind] for kind in unanswerable) / sum(counts[kind] for kind in unanswerable)
    table.add_row("all unanswerable", str(sum(counts[kind] for kind in unanswerable)), f"{rate:.1%}")
    console.print("Unanswerable questions", table)
    return rate >= LEAST_DECLINED and declined[METRICS] <= MOST_REFUSED * counts[METRICS]

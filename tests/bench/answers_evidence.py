"""Questions that ask for more than one number: is a page that holds the answer cited, and how many of those cited do.

Every number of an answer must stand in a quote that it cites, or in the computation that it shows.
"""

import re
from pathlib import Path, PurePath

from rich.console import Console
from rich.table import Table

from app.answering.answer import Answer
from app.answering.asking import Asked
from app.wiring import Application
from evals.datasets import financebench

METRIC_QUESTIONS = "metrics-generated"  # the slice of the data set whose answers are single figures
LEAST_CITED = 0.80
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_MARKER = re.compile(r"\[\d+\]")


def measure(application: Application, folder: Path, *, misses: bool = False) -> bool:
    cases = [case for case in financebench(folder).cases if case.slice != METRIC_QUESTIONS]
    pairs = [(case, application.answerer.ask(Asked(case.question))) for case in cases]
    cited = [{(PurePath(c.source).stem, c.page) for c in answer.citations} for _, answer in pairs]
    good = [places & case.evidence for places, (case, _) in zip(cited, pairs, strict=True)]
    loose = [number for _, answer in pairs for number in unsupported(answer)]
    times = sorted(sum(answer.timings_ms.values()) for _, answer in pairs)
    rate = sum(map(bool, good)) / len(cases)
    table = Table("questions", "gold page cited", "pages cited", "of them gold", "loose numbers", "p50 ms", "p95 ms")
    table.add_row(
        str(len(cases)),
        f"{sum(map(bool, good))} ({rate:.0%})",
        f"{sum(map(len, cited)) / len(cases):.1f}",
        f"{sum(map(len, good)) / max(1, sum(map(len, cited))):.0%}",
        str(len(loose)),
        f"{times[len(times) // 2]:.0f}",
        f"{times[int(len(times) * 0.95)]:.0f}",
    )
    console = Console(soft_wrap=True, highlight=False)
    console.print("Evidence: other questions", table)
    for (case, answer), places in zip(pairs, good, strict=True):
        if misses and not places:
            console.print(f"MISS {case.question}\n  gold {sorted(case.evidence)}\n  {answer.answer}", markup=False)
    return rate >= LEAST_CITED and not loose


def unsupported(answer: Answer) -> list[str]:
    """The numbers of the text that stand in no quote and in no step of the computation shown."""
    steps = answer.computation.steps if answer.computation else []
    shown = " ".join([*(citation.quote for citation in answer.citations), *steps])
    known = set(_NUMBER.findall(shown)) | ({str(answer.value)} if answer.value is not None else set())
    return [number for number in _NUMBER.findall(_MARKER.sub(" ", answer.answer or "")) if number not in known]

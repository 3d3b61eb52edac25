"""Bar 6: what retrieval loses without each of its parts; a part that loses nothing has not earned its place."""

from collections.abc import Iterator
from pathlib import Path

from app.wiring import Application
from core.errors import PermanentError
from evals.ablation import ABLATIONS, build_without
from evals.datasets import Dataset, financebench
from evals.recency import Slice, generate, measure
from evals.retrieval import measure as measure_pages
from tests.bench.retrieval_bars import Bar
from tests.bench.retrieval_pages import rates

EVERY = 6  # so many of the questions of bar 2 are left out for each that is asked


def bars(application: Application, folder: Path, *, headers: bool) -> Iterator[Bar]:
    try:
        dataset: Dataset | None = financebench(folder)
    except PermanentError:
        dataset = None
    cases = list(generate(application.workspace))[::EVERY]
    for name, ablation in ABLATIONS.items():
        answerer = build_without(ablation, application.workspace)
        outcomes = measure(answerer, cases)
        first = "  ".join(
            f"{slice_.value} {_share([o.right for o in outcomes if o.case.slice is slice_]):.2f}" for slice_ in Slice
        )
        pages = rates(measure_pages(answerer, dataset)) if dataset else "no questions"
        yield Bar(6, name, f"page {pages}  |  first {first}  (n {len(outcomes)})")
    if headers and dataset:
        from tests.bench.retrieval_headers import header_bars

        yield from header_bars(application, folder, dataset)


def _share(right: list[bool]) -> float:
    return sum(right) / len(right) if right else float("nan")

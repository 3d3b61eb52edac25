"""Bar 1: the right page among the first, nobody told which document; beside it the plain LlamaIndex default."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from app.wiring import Application
from core.errors import PermanentError
from evals.datasets import Dataset, financebench
from evals.retrieval import Outcome, hit_rate, measure
from tests.bench import llama_default
from tests.bench.retrieval_bars import Bar, at_least

REQUIRED = {1: 0.55, 5: 0.82, 10: 0.92}
DOCUMENT_AT_5 = 0.99


def bars(application: Application, folder: Path) -> Iterator[Bar]:
    try:
        dataset = financebench(folder)
    except PermanentError as error:
        yield Bar(1, "page hit rates", f"not run: {error.message}")
        return
    ours = measure(application.answerer, dataset)
    ranks = [outcome.page_rank() for outcome in ours]
    for k, required in REQUIRED.items():
        yield at_least(1, f"page @{k}", hit_rate(ranks, k), required, len(ours))
    documents = [outcome.document_rank() for outcome in ours]
    yield at_least(1, "document @5", hit_rate(documents, 5), DOCUMENT_AT_5, len(ours))
    yield from (Bar(1, f"  {name}", rates(some)) for name, some in _by_slice(ours))
    plain = plain_default(dataset, folder, application.settings.data_dir / "bench")
    yield Bar(1, "plain LlamaIndex default", rates(plain))
    yield from (Bar(1, f"  {name}", rates(some)) for name, some in _by_slice(plain))


def plain_default(dataset: Dataset, folder: Path, cache: Path) -> list[Outcome]:
    if not (cache / llama_default.READY).exists():
        print(f"Embedding the plain LlamaIndex default into {cache}: about half an hour, once.", flush=True)
    retriever = llama_default.retriever(folder / "pdf", cache, top_k=max(REQUIRED))
    return [Outcome(case, tuple(llama_default.pages(retriever, case.question))) for case in dataset.cases]


def rates(outcomes: Sequence[Outcome]) -> str:
    ranks = [outcome.page_rank() for outcome in outcomes]
    return "  ".join(f"@{k} {hit_rate(ranks, k):.2f}" for k in REQUIRED) + f"  (n {len(outcomes)})"


def _by_slice(outcomes: Sequence[Outcome]) -> Iterator[tuple[str, list[Outcome]]]:
    for name in sorted({outcome.case.slice for outcome in outcomes}):
        yield name, [outcome for outcome in outcomes if outcome.case.slice == name]

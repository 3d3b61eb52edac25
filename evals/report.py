"""Results as tables in a terminal."""

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Table

from evals.answers import Judged
from evals.recency import Outcome as FirstDocument
from evals.recency import Slice
from evals.retrieval import CUTOFFS, Outcome, hit_rate, mean_reciprocal_rank


def print_retrieval(outcomes: Sequence[Outcome], *, list_misses: bool, console: Console | None = None) -> None:
    console = console or Console(soft_wrap=True, highlight=False)
    table = Table("slice", "n", *(f"page @{k}" for k in CUTOFFS), "document @5", "MRR", "id recall @10 (ragas)")
    slices = sorted({outcome.case.slice for outcome in outcomes})
    for name in ["all", *slices]:
        chosen = [outcome for outcome in outcomes if name in ("all", outcome.case.slice)]
        pages, documents = [o.page_rank() for o in chosen], [o.document_rank() for o in chosen]
        rates = [*(hit_rate(pages, k) for k in CUTOFFS), hit_rate(documents, 5), mean_reciprocal_rank(pages)]
        recall = sum(outcome.id_recall() for outcome in chosen) / len(chosen)
        table.add_row(name, str(len(chosen)), *(f"{rate:.2f}" for rate in (*rates, recall)))
    console.print(table)
    if list_misses:
        for outcome in outcomes:
            if outcome.page_rank() is None:
                gold = ", ".join(f"{source} p. {page}" for source, page in sorted(outcome.case.evidence))
                console.print(f"MISS {outcome.case.question}\n  gold {gold}\n  found {outcome.pages[:5]}", markup=False)


def print_recency(outcomes: Sequence[FirstDocument], *, list_misses: bool, console: Console | None = None) -> None:
    """Contested: other documents of the series carry the topic too."""
    console = console or Console(soft_wrap=True, highlight=False)
    table = Table("asked about", "n", "right document first", "contested", "right document first")
    for name in Slice:
        chosen = [outcome for outcome in outcomes if outcome.case.slice is name]
        contested = [outcome for outcome in chosen if outcome.case.others]
        cells = [text for some in (chosen, contested) for text in (str(len(some)), _share(some))]
        table.add_row(name, *cells)
    console.print(table)
    for outcome in outcomes if list_misses else ():
        if not outcome.right:
            as_of = f" as of {outcome.case.as_of}" if outcome.case.as_of else ""
            console.print(f"MISS {outcome.case.question}{as_of}\n  found {outcome.first}", markup=False)


def _share(outcomes: Sequence[FirstDocument]) -> str:
    return f"{sum(outcome.right for outcome in outcomes) / len(outcomes):.3f}" if outcomes else "-"


def print_ablations(outcomes: Mapping[str, Sequence[Outcome]], *, console: Console | None = None) -> None:
    console = console or Console(soft_wrap=True, highlight=False)
    table = Table("retrieval", *(f"page @{k}" for k in CUTOFFS), "document @5", "MRR")
    for name, found in outcomes.items():
        pages, documents = [o.page_rank() for o in found], [o.document_rank() for o in found]
        rates = [*(hit_rate(pages, k) for k in CUTOFFS), hit_rate(documents, 5), mean_reciprocal_rank(pages)]
        table.add_row(name, *(f"{rate:.3f}" for rate in rates))
    console.print(table)


def print_answers(judged: Sequence[Judged], *, console: Console | None = None) -> None:
    """Right and wrong count where the expected answer is one number and a figure was given."""
    console = console or Console(soft_wrap=True, highlight=False)
    table = Table("slice", "n", "figure right", "figure wrong", "no figure", "evidence page cited")
    for name in sorted({each.case.slice for each in judged}):
        chosen = [each for each in judged if each.case.slice == name]
        figures = [each for each in chosen if each.is_figure]
        right, cited = sum(each.right for each in figures), sum(each.cites_evidence for each in chosen)
        counts = (len(chosen), right, len(figures) - right, len(chosen) - len(figures), cited)
        table.add_row(name, *map(str, counts))
    console.print(table)

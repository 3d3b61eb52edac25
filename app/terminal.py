"""An answer as a person reads it in a terminal."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.table import Table
from rich.text import Text

from app.answering.answer import Answer, Citation, Explanation, Status
from app.answering.events import Event, Meta, Retrieved


@contextmanager
def telling() -> Iterator[Callable[[Event], None]]:
    """Shows on a terminal how far an answer is, until it is there; elsewhere nothing."""
    with Console(stderr=True).status("Asking the server …") as status:

        def tell(event: Event) -> None:
            if isinstance(event, Meta):
                status.update("Looking for pages …")
            elif isinstance(event, Retrieved):
                status.update(f"Reading {len(event.hits)} pages …")

        yield tell


def show_answer(answer: Answer, console: Console | None = None) -> None:
    console = console or Console(soft_wrap=True, highlight=False)
    if answer.status is not Status.ANSWERED:
        console.print(Text(f"No answer: {answer.abstain_reason}", style="yellow"))
    else:
        console.print(Text(answer.answer or "", style="bold"))
        for step in answer.computation.steps if answer.computation else ():
            console.print(Text(f"  {step}"))
        for citation in answer.citations:
            console.print(Text(_citation(citation)))
        if answer.cache and answer.cache.age_seconds is not None:
            console.print(Text(f"  answered {answer.cache.age_seconds / 60:.0f} minutes ago; --fresh asks anew", "dim"))
    for notice in answer.degraded:
        console.print(Text(f"  ! {notice}", style="yellow"))
    if answer.explanation:
        _show_explanation(answer.explanation, console)


def _citation(citation: Citation) -> str:
    age = f", {citation.age_days} days old" if citation.age_days is not None else ""
    old = f", superseded by {citation.successor.title}" if citation.successor else ""
    old += "".join(f", replaces {replaced.title} of {replaced.dated}" for replaced in citation.supersedes)
    place = " > ".join([citation.document.title, *citation.section])
    return f"  [{citation.number}] {citation.source}, page {citation.page}{age}{old}: {place}\n      “{citation.quote}”"


def _show_explanation(explanation: Explanation, console: Console) -> None:
    for note in explanation.notes:
        console.print(Text(f"  - {note}", style="dim"))
    table = Table("page", "score", "final", "fused", "dense", "bm25", "recency", "boost", title="Considered")
    for hit in explanation.hits:
        scores = hit.scores
        numbers = (
            scores.page,
            scores.final,
            scores.fused,
            scores.dense_rank,
            scores.sparse_rank,
            scores.recency,
            scores.boost,
        )
        cells = ["" if number is None else f"{number:.3g}" for number in numbers]
        table.add_row(f"{hit.source} p. {hit.page}", *cells)
    console.print(table)

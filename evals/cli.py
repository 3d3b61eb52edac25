"""``rag eval``: numbers for the next change."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, help="Measure answers and retrieval.")


@app.callback()
def evaluate() -> None:
    """Measure answers and retrieval."""


@app.command()
def retrieval(
    path: Annotated[Path, typer.Option(help="The folder that holds FinanceBench's questions.")],
    misses: Annotated[bool, typer.Option(help="List the questions whose page is not among the first ten.")] = False,
) -> None:
    """Page and document hit rates over everything ingested, nobody told which document."""
    from app.wiring import build
    from core.settings import load_settings
    from evals.datasets import financebench
    from evals.report import print_retrieval
    from evals.retrieval import measure

    dataset = financebench(path)
    with build(load_settings()) as application:
        print_retrieval(measure(application.answerer, dataset), list_misses=misses)


@app.command()
def recency(
    misses: Annotated[bool, typer.Option(help="List the questions whose first document is not a right one.")] = False,
) -> None:
    """Whether the newest right document comes first, over questions generated for everything ingested."""
    from app.wiring import build
    from core.settings import load_settings
    from evals.recency import generate, measure
    from evals.report import print_recency

    with build(load_settings()) as application:
        print_recency(measure(application.answerer, generate(application.workspace)), list_misses=misses)


@app.command()
def ablation(
    path: Annotated[Path, typer.Option(help="The folder that holds FinanceBench's questions.")],
) -> None:
    """The same with each part of retrieval left out in turn: what it is worth."""
    from app.wiring import build
    from core.settings import load_settings
    from evals.ablation import ABLATIONS, build_without
    from evals.datasets import financebench
    from evals.report import print_ablations
    from evals.retrieval import measure

    dataset = financebench(path)
    with build(load_settings()) as application:
        print_ablations(
            {
                name: measure(build_without(ablation, application.workspace), dataset)
                for name, ablation in ABLATIONS.items()
            }
        )


@app.command()
def answers(
    path: Annotated[Path, typer.Option(help="The folder that holds FinanceBench's questions.")],
) -> None:
    """Figures right, wrong and declined, and evidence pages cited, by kind of question."""
    from app.wiring import build
    from core.settings import load_settings
    from evals.answers import judge
    from evals.datasets import financebench
    from evals.report import print_answers

    dataset = financebench(path)
    with build(load_settings()) as application:
        print_answers(judge(application.answerer, dataset))

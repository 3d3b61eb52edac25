"""The front door: ``rag``. Commands import what they need when they run, so that help is instant."""

import sys
import time
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from core.errors import GroundworkError, StoreInUseError
from evals.cli import app as evaluate
from ingest.cli import app as ingest
from ingest.cli import backup, ingest_path, inspect, restore

if TYPE_CHECKING:
    from app.answering.answer import Answer
    from core.settings import Settings

EXIT_ERROR = 1

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Groundwork: questions over your own documents, answered with citations.",
)
app.add_typer(ingest, name="ingest")
app.add_typer(evaluate, name="eval")
for command in (inspect, backup, restore):
    app.command()(command)


def main() -> None:
    """The console script. An error that we understand is a sentence with a next step, not a traceback."""
    try:
        app()
    except GroundworkError as error:
        typer.echo(f"{error.message}\n{error.remedy}".strip(), err=True)
        sys.exit(EXIT_ERROR)


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="What you want to know.")],
    as_of: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Use nothing filed later.")] = None,
    explain: Annotated[bool, typer.Option(help="Show how the question was understood and what was found.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The answer object of the API.")] = False,
) -> None:
    """Ask one question and read the cited answer."""
    from core.settings import load_settings

    answer = _answer(load_settings(), question, as_of, explain)
    if as_json:
        typer.echo(answer.model_dump_json(indent=2))
    else:
        from app.terminal import show_answer

        show_answer(answer)


def _answer(settings: "Settings", question: str, as_of: datetime | None, explain: bool) -> "Answer":
    """From the store itself, or from the server that holds it."""
    from app.answering.asking import Asked
    from app.wiring import build

    day = as_of.date() if as_of else None
    try:
        with build(settings) as application:
            return application.answerer.ask(Asked(question, as_of=day, explain=explain))
    except StoreInUseError:
        from app.client import ask_server

        return ask_server(settings.server, question, as_of=day, explain=explain)


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Overrides server.host.")] = None,
    port: Annotated[int | None, typer.Option(help="Overrides server.port.")] = None,
) -> None:
    """Serve the API and the pages."""
    import uvicorn

    from app.main import create_app
    from core.settings import load_settings
    from ingest.serving import run_jobs

    settings = load_settings()
    host, port = host or settings.server.host, port or settings.server.port
    typer.echo(f"Groundwork on http://{host}:{port} - the API's documentation is at /docs")
    uvicorn.run(create_app(settings, beside=run_jobs), host=host, port=port, log_level="info")


@app.command()
def demo() -> None:
    """Ingest the field's samples and answer three questions about them."""
    from app.demo import answer_examples, print_cost
    from core.domain import load_domain
    from core.settings import load_settings

    started, settings = time.monotonic(), load_settings()
    home = load_domain(settings.domain).home
    ingest_path(settings, home / "samples")
    answer_examples(settings, home)
    print_cost(time.monotonic() - started)
    typer.echo("Now ask your own: make serve")

"""The front door: ``rag``. Commands import what they need when they run, so that help is instant."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from core.errors import GroundworkError, StoreInUseError
from evals.cli import app as evaluate
from ingest.cli import app as ingest
from ingest.cli import backup, ingest_path, inspect, restore

if TYPE_CHECKING:
    from app.answering.answer import Answer
    from app.answering.cache import Shelf
    from core.settings import ModelSettings, Settings

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
cache = typer.Typer(no_args_is_help=True, help="Answers that are kept, so that a question is answered once.")
app.add_typer(cache, name="cache")


def main() -> None:
    """The console script. An error that we understand is a sentence with a next step, not a traceback."""
    from core.guard.redact import install_redaction

    install_redaction()
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
    fresh: Annotated[bool, typer.Option(help="Answer anew, whatever has been answered before.")] = False,
) -> None:
    """Ask one question and read the cited answer."""
    from core.settings import load_settings

    day = as_of.date() if as_of else None
    answer = _answer(load_settings(), question, as_of=day, explain=explain, fresh=fresh)
    if as_json:
        typer.echo(answer.model_dump_json(indent=2))
    else:
        from app.terminal import show_answer

        show_answer(answer)


def _answer(settings: "Settings", question: str, *, as_of: date | None, explain: bool, fresh: bool) -> "Answer":
    """From the store itself, or from the server that holds it, which tells how far it is."""
    from app.answering.asking import Asked
    from app.wiring import build

    asked = Asked(question, as_of=as_of, explain=explain, fresh=fresh)
    try:
        with build(settings) as application:
            return application.answerer.ask(asked)
    except StoreInUseError:
        from app.client import ask_server
        from app.terminal import telling

        with telling() as tell:
            return ask_server(settings.server, asked, tell)


@cache.command("stats")
def cache_stats(as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False) -> None:
    """What is kept, how often it was of use, and what that saved."""
    import json
    from dataclasses import asdict

    with _shelf() as shelf:
        stats = shelf.stats(time.time())
    if as_json:
        typer.echo(json.dumps(asdict(stats) | {"hit_rate": stats.hit_rate}))
        return
    age = "" if stats.oldest_seconds is None else f", the oldest {stats.oldest_seconds / 3600:.1f} hours old"
    rate = "" if stats.hit_rate is None else f" ({stats.hit_rate:.0%} answered from the cache)"
    typer.echo(f"{stats.entries} answers kept{age}")
    typer.echo(f"{stats.hits} hits, {stats.semantic} by meaning, {stats.misses} misses{rate}")
    typer.echo(f"{stats.saved_cost_usd:.4f} USD saved")


@cache.command("clear")
def cache_clear() -> None:
    """Drop every kept answer, and put out of reach those that are being made now."""
    with _shelf(renew=True) as shelf:
        typer.echo(f"Dropped {shelf.clear()} answers.")


@contextmanager
def _shelf(*, renew: bool = False) -> "Iterator[Shelf]":
    """Where answers are kept, beside a server that may be using it. ``renew`` begins a generation of the store."""
    from app.answering.cache import open_shelf
    from core.domain import load_domain
    from core.errors import ConfigurationError
    from core.settings import load_settings
    from core.store import DocumentStore, connect

    settings = load_settings()
    database = connect(settings.database_url)
    shelf = open_shelf(settings, database)
    if shelf is None:
        raise ConfigurationError("No answers are kept.", remedy="Set cache.backend to sql or redis.")
    if renew:
        DocumentStore(database, load_domain(settings.domain).metadata).advance()
    yield shelf
    database.dispose()


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
def doctor(
    models: Annotated[
        bool, typer.Option("--models", help="Ask each configured model for one word; this may cost.")
    ] = False,
) -> None:
    """Check the settings, the field and its prompts, and on request the language models."""
    from app.answering.generate.prompts import load_prompts
    from core.domain import load_domain
    from core.settings import load_settings

    settings = load_settings()
    prompts = load_prompts(load_domain(settings.domain).home)
    typer.echo(f"settings: {settings.profile}\nfield: {settings.domain}\nprompts: {prompts.version}")
    for name, link in settings.llm.chain.items():
        typer.echo(f"llm.{name}: {link.provider} {link.model}" + (f", said {_first_word(link)}" if models else ""))


def _first_word(link: "ModelSettings") -> str:
    from core.llm import try_model

    started = time.monotonic()
    said = try_model(link)
    return f"{said!r} after {time.monotonic() - started:.1f} s"


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

"""``rag ingest``: run a job and watch it. ``rag inspect``: see what is understood of one document."""

import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ingest.inspection.cli import inspect

if TYPE_CHECKING:
    from core.settings import Settings
    from ingest.pipeline import Event

__all__ = ["app", "ingest_path", "inspect"]

app = typer.Typer(no_args_is_help=True, help="Bring documents in.")

EXIT_PATH_MISSING = 2
EXIT_SOME_FAILED = 3


@app.callback()
def ingest() -> None:
    """Bring documents in."""


@app.command()
def run(
    path: Annotated[Path, typer.Argument(help="A document, or a folder that is read recursively.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object an event, for machines.")] = False,
) -> None:
    """Ingest every document below PATH. Unchanged ones are skipped, vanished ones are retired.

    Exit status: 0 all indexed; 2 the path does not exist; 3 some documents failed (each is named with its reason).
    """
    from core.settings import load_settings

    if not path.exists():
        typer.echo(f"There is no {path}. Give a file or a folder that exists.", err=True)
        raise typer.Exit(EXIT_PATH_MISSING)
    if ingest_path(load_settings(), path, as_json=as_json):
        raise typer.Exit(EXIT_SOME_FAILED)


def ingest_path(settings: "Settings", path: Path, *, as_json: bool = False) -> int:
    """Runs the job, shows it, and returns how many documents failed."""
    from core.workspace import open_workspace
    from ingest.build import ingestion
    from ingest.progress import show

    with open_workspace(settings) as workspace:
        events = ingestion(workspace).run(path)
        return _print_json(events) if as_json else show(events, title=path.name or str(path))


def _print_json(events: Iterable["Event"]) -> int:
    """Prints the events and returns how many documents failed."""
    failed = 0
    for event in events:
        record = asdict(event)
        failed += bool(record.get("entry", {}).get("reason"))
        sys.stdout.write(json.dumps({"event": type(event).__name__.lower(), **record}) + "\n")
        sys.stdout.flush()
    return failed

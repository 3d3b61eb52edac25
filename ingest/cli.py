"""``rag ingest``: run a job, watch it, see what became of it. ``rag inspect``: what is understood of one document."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ingest.feeds import FeedGroup
from ingest.inspection.cli import inspect

if TYPE_CHECKING:
    from core.ledger import Jobs, Ledger
    from core.settings import Settings
    from ingest.pipeline import Scope

__all__ = ["app", "backup", "ingest_path", "inspect", "restore"]

app = typer.Typer(no_args_is_help=True, help="Bring documents in.", cls=FeedGroup)

EXIT_PATH_MISSING = 2
EXIT_SOME_FAILED = 3
EXIT_STOPPED = 130
WATCH_QUIET_MS = 2000  # of quiet after a change, so that a file that is being copied is whole
WATCH_TICK_MS = 500

AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line, for machines.")]
Include = Annotated[list[str] | None, typer.Option(help="Only files that match, such as '*.pdf' or '2023/*'.")]
AllowShrink = Annotated[bool, typer.Option(help="Retire documents even where most of a source has vanished.")]


@app.callback()
def ingest() -> None:
    """Bring documents in."""


@app.command()
def run(
    path: Annotated[Path, typer.Argument(help="A document, or a folder that is read recursively.")],
    include: Include = None,
    allow_shrink: AllowShrink = False,
    retry: Annotated[bool, typer.Option(help="Read again what failed for good and has not changed.")] = False,
    dry_run: Annotated[bool, typer.Option(help="Say what would be done, and do nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Ingest every document below PATH. Unchanged ones are skipped, vanished ones are retired.

    A running server takes the job over, since the embedded store belongs to one process; it is watched from here.
    Exit status: 0 all indexed; 2 the path does not exist; 3 some documents failed (each is named with its reason);
    130 stopped (run it again: it goes on where it was left).
    """
    from core.settings import load_settings
    from ingest.pipeline import Scope

    settings = load_settings()
    if not path.exists():
        typer.echo(f"There is no {path}. Give a file or a folder that exists.", err=True)
        raise typer.Exit(EXIT_PATH_MISSING)
    scope = Scope(path.expanduser().resolve(), tuple(include or ()), allow_shrink, retry)
    if dry_run:
        _show_plan(settings, scope)
    elif _ingest(settings, scope, as_json=as_json):
        raise typer.Exit(EXIT_SOME_FAILED)


@app.command()
def watch(path: Annotated[Path, typer.Argument(help="A folder.", exists=True, file_okay=False)]) -> None:
    """Ingest a folder, and again whenever something in it changes, until Ctrl-C."""
    from watchfiles import watch as changes

    from core.settings import load_settings

    settings, begun = load_settings(), False
    # The first tick says that changes are being noted; only then is the folder read, so that none falls between.
    for noted in changes(path, debounce=WATCH_QUIET_MS, rust_timeout=WATCH_TICK_MS, yield_on_timeout=True):
        if noted or not begun:
            ingest_path(settings, path)
        begun = True


@app.command()
def status(as_json: AsJson = False) -> None:
    """The newest jobs, and how many sources are indexed and how many failed."""
    from ingest.reports import print_jobs

    with _records() as (jobs, ledger):
        print_jobs(jobs.newest(), ledger.counts(), as_json=as_json)


@app.command()
def show(
    job: Annotated[str, typer.Argument(help="A job's id, or its first letters.")], as_json: AsJson = False
) -> None:
    """One job: its state, what it did and how long each stage took."""
    from ingest.reports import print_job

    with _records() as (jobs, ledger):
        found = [each for each in jobs.newest(limit=1000) if each.id.startswith(job)]
        if len(found) != 1:
            typer.echo(f"{len(found)} jobs begin with '{job}'; 'rag ingest status' lists them.", err=True)
            raise typer.Exit(EXIT_PATH_MISSING)
        print_job(found[0], ledger.of_job(found[0].id), as_json=as_json)


@app.command(name="dead-letters")
def dead_letters(as_json: AsJson = False) -> None:
    """Every source that could not be read: the stage, the reason and what to do."""
    from ingest.reports import print_dead_letters

    with _records() as (_, ledger):
        print_dead_letters(ledger.dead_letters(), as_json=as_json)


@app.command()
def retry(as_json: AsJson = False) -> None:
    """Read again every source that could not be read."""
    from core.settings import load_settings
    from ingest.pipeline import Scope

    settings = load_settings()
    with _records() as (_, ledger):
        failed = ledger.dead_letters()
    outcomes = [_ingest(settings, Scope(Path(entry.path), retry=True), as_json=as_json) for entry in failed]
    if any(outcomes):
        raise typer.Exit(EXIT_SOME_FAILED)


@app.command()
def worker(
    until_empty: Annotated[bool, typer.Option(help="End when no document is left to work on.")] = False,
) -> None:
    """Work on the documents that jobs hand out (ingestion.distributed). Start as many as there are cores to use."""
    from core.settings import load_settings
    from core.workspace import open_workspace
    from ingest.queue import work

    with open_workspace(load_settings()) as workspace:
        work(workspace, until_empty=until_empty)


@app.command()
def rebuild(
    drop_others: Annotated[bool, typer.Option(help="Afterwards remove the indexes of other models.")] = False,
) -> None:
    """Embed the corpus with the configured model, beside the index that is answered from.

    Set RAG_EMBEDDING__MODEL for this command; servers keep answering with the old model. When it is done, restart them
    with the new setting, then run it with --drop-others.
    """
    from core.index import drop_other_indexes
    from core.settings import load_settings
    from core.workspace import open_workspace
    from ingest import rebuild as rebuilding

    settings = load_settings()
    with open_workspace(settings, rebuilding=True) as workspace:
        model = workspace.embedder.identity
        if model in workspace.store.models():
            typer.echo(f"The corpus is indexed with {model}.")
        else:
            for rebuilt in rebuilding.rebuild(workspace):
                typer.echo(f"{rebuilt.done}/{rebuilt.total} {rebuilt.title}")
            typer.echo(f"Done. Restart the servers with embedding.model {settings.embedding.model}.")
        if drop_others:
            dropped = drop_other_indexes(settings.index, settings.data_dir / "index", model=model)
            workspace.store.keep_model(model)
            typer.echo(f"Removed {len(dropped)} other indexes.")


@app.command()
def digest() -> None:
    """One number for all that the store holds: equal stores, equal digests."""
    from core.settings import load_settings
    from core.workspace import open_workspace
    from ingest.digest import corpus_digest

    with open_workspace(load_settings()) as workspace:
        typer.echo(corpus_digest(workspace.store, workspace.index))


def backup(target: Annotated[Path, typer.Argument(help="The ZIP file to write.")]) -> None:
    """Write the whole store to one file: documents, facts, vectors, originals, and all else the database holds."""
    from core.settings import load_settings
    from core.workspace import open_workspace
    from ingest.backup import back_up

    with open_workspace(load_settings()) as workspace:
        typer.echo(f"Wrote {target}; its digest is {back_up(workspace, target)}.")


def restore(source: Annotated[Path, typer.Argument(help="A file that 'rag backup' wrote.", exists=True)]) -> None:
    """Fill an empty store from a back-up; any database and any index will do."""
    from core.settings import load_settings
    from core.workspace import open_workspace
    from ingest.backup import restore as fill

    with open_workspace(load_settings()) as workspace:
        typer.echo(f"Restored; the digest is {fill(workspace, source)}, as when it was written.")


def ingest_path(settings: "Settings", path: Path) -> int:
    """Ingests every document below the path and shows it; returns how many failed."""
    from ingest.pipeline import Scope

    return _ingest(settings, Scope(path.resolve()))


def ingest_feed(settings: "Settings", name: str, options: Mapping[str, Any]) -> None:
    """Fetches from a feed of the domain and ingests what came."""
    from core.ledger import feed_folder
    from ingest.pipeline import Scope

    if _ingest(settings, Scope(feed_folder(settings.data_dir, name)), fetch={"feed": name, "options": dict(options)}):
        raise typer.Exit(EXIT_SOME_FAILED)


def _ingest(settings: "Settings", scope: "Scope", *, fetch: dict[str, Any] | None = None, as_json: bool = False) -> int:
    """Runs the job, or follows it where a server runs it, shows it, and returns how many documents failed."""
    from ingest.following import job_events
    from ingest.progress import print_json, show_progress

    events = job_events(settings, scope, fetch)
    failed = print_json(events) if as_json else show_progress(events, title=scope.root.name or str(scope.root))
    if failed is None:
        raise typer.Exit(EXIT_STOPPED)
    return failed


def _show_plan(settings: "Settings", scope: "Scope") -> None:
    from core.workspace import open_workspace
    from ingest.build import ingestion
    from ingest.reports import print_plan

    with open_workspace(settings) as workspace:
        print_plan(ingestion(workspace).plan(scope), scope)


@contextmanager
def _records() -> Iterator[tuple["Jobs", "Ledger"]]:
    """What the database says of jobs and sources; the index stays closed, so a server may hold it."""
    from core.ledger import Jobs, Ledger
    from core.settings import load_settings
    from core.store import connect

    database = connect(load_settings().database_url)
    yield Jobs(database), Ledger(database)
    database.dispose()

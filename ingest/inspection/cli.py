"""The command: reads one file, shows or writes what was understood."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from ingest.inspection.findings import Findings

EXIT_NO_FILE = 2


def inspect(
    file: Annotated[Path, typer.Argument(help="The document to read.")],
    html: Annotated[Path | None, typer.Option(help="Write a report to look at: one file, no network.")] = None,
    pages: Annotated[
        str | None,
        typer.Option(help="Pages in the report: 1-20,52 or all. Unless told: the first 5, those with figures."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Everything, for machines.")] = False,
) -> None:
    """Show what is understood of one document: metadata, outline, statements, facts. Nothing is stored.

    Exit status: 0 shown; 1 the file cannot be read (the reason is named); 2 there is no such file.
    """
    from core.domain import load_domain
    from core.settings import load_settings
    from ingest.inspection.findings import inspect_file

    if not file.is_file():
        typer.echo(f"{file} is no file. Give one document that exists.", err=True)
        raise typer.Exit(EXIT_NO_FILE)
    findings = inspect_file(load_domain(load_settings().domain), file.resolve())
    if html is not None:
        _write_report(findings, html, pages)
    if as_json:
        from ingest.inspection.record import to_json

        typer.echo(to_json(findings))
    elif html is None:
        from ingest.inspection.terminal import show_findings

        show_findings(findings)


def _write_report(findings: "Findings", target: Path, wanted: str | None) -> None:
    from ingest.inspection.report import render_report
    from ingest.inspection.selection import choose_pages, left_out

    try:
        shown = choose_pages(findings, wanted)
    except ValueError as error:
        raise typer.BadParameter(f"{error}.", param_hint="--pages") from error
    omitted = left_out(findings, shown, wanted)
    report = render_report(findings, shown, omitted)
    try:
        target.write_text(report, encoding="utf-8")
    except OSError as error:
        raise typer.BadParameter(f"{target} cannot be written ({error.strerror}).", param_hint="--html") from error
    more = f" {omitted} --pages all shows every page." if omitted else ""
    typer.echo(f"Wrote {target} ({len(report) / 1e6:.1f} MB).{more}", err=True)

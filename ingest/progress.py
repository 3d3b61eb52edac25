"""A job as a person watches it: a bar with rate and time left on a terminal, plain lines elsewhere."""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from ingest.ledger import Entry
from ingest.pipeline import Event, Finished, Planned, Retired
from ingest.pipeline import Progress as Embedded


@dataclass
class _Tally:
    started: float = field(default_factory=time.monotonic)
    planned: Planned = field(default_factory=lambda: Planned(0, 0))
    indexed: list[Entry] = field(default_factory=list)
    failed: list[Entry] = field(default_factory=list)
    retired: int = 0

    def take(self, event: Event) -> None:
        match event:
            case Planned():
                self.planned = event
            case Finished(entry=entry):
                (self.failed if entry.failed else self.indexed).append(entry)
            case Retired():
                self.retired += 1


def show(events: Iterable[Event], *, title: str, console: Console | None = None) -> int:
    """Follows the job to its end, then names every document that failed; returns how many."""
    console = console or Console(stderr=False, soft_wrap=True)
    tally = _Tally()
    if console.is_terminal:
        _follow_with_bar(events, tally, title, console)
    else:
        for event in events:
            tally.take(event)
            if isinstance(event, Finished):
                console.print(_line(event.entry), markup=False, highlight=False)
    _summarise(tally, console)
    return len(tally.failed)


def _follow_with_bar(events: Iterable[Event], tally: _Tally, title: str, console: Console) -> None:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console) as bar:
        task = bar.add_task(title, total=None, rate="")
        for event in events:
            tally.take(event)
            match event:
                case Planned(to_read=total):
                    bar.update(task, total=total)
                case Embedded(source=source, done=done, total=total):
                    bar.update(task, description=f"{source} ({done}/{total} chunks)")
                case Finished():
                    bar.update(task, advance=1, rate=_rate(tally), description=title)
                case _:
                    pass


def _rate(tally: _Tally) -> str:
    pages = sum(entry.pages for entry in tally.indexed)
    return f"{pages / max(time.monotonic() - tally.started, 1e-9):.0f} pages/s"


def _line(entry: Entry) -> str:
    name = Path(entry.path).name
    if entry.failed:
        return f"FAILED  {name}: {entry.reason} {entry.remedy}"
    return f"indexed {name}: {entry.pages} pages, {entry.chunks} chunks, {entry.seconds:.1f} s"


def _summarise(tally: _Tally, console: Console) -> None:
    seconds = time.monotonic() - tally.started
    pages, chunks = sum(entry.pages for entry in tally.indexed), sum(entry.chunks for entry in tally.indexed)
    parts = [f"{len(tally.indexed)} documents indexed ({pages} pages, {chunks} chunks) in {seconds:.1f} s"]
    if seconds and pages:
        parts.append(f"{pages / seconds:.1f} pages/s, {chunks / seconds:.1f} chunks/s")
    parts += [f"{tally.planned.unchanged} unchanged"] if tally.planned.unchanged else []
    parts += [f"{tally.retired} retired"] if tally.retired else []
    parts += [f"{len(tally.failed)} failed"] if tally.failed else []
    console.print("; ".join(parts) + ".", markup=False, highlight=False)
    if console.is_terminal:
        for entry in tally.failed:
            console.print(_line(entry), markup=False, highlight=False, style="red")

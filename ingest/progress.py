"""A job as a person watches it: a bar with rate and time left on a terminal, plain lines elsewhere; or JSON lines."""

import json
import sys
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from core.domain import Fetched
from core.ledger import Entry
from ingest.indexing import Embedded
from ingest.pipeline import Ended, Event, Planned, Retired
from ingest.reading import Finished


@dataclass
class _Tally:
    started: float = field(default_factory=time.monotonic)
    planned: Planned = field(default_factory=lambda: Planned(0, 0))
    indexed: list[Entry] = field(default_factory=list)
    failed: list[Entry] = field(default_factory=list)
    retired: int = 0
    stopped: bool = False

    def take(self, event: Event) -> None:
        match event:
            case Planned():
                self.planned = event
                self.failed += event.failing
            case Finished(entry=entry):
                (self.failed if entry.failed else self.indexed).append(entry)
            case Retired():
                self.retired += 1
            case Ended(job=job):
                self.stopped = job.was_stopped

    @property
    def outcome(self) -> int | None:
        """How many documents failed, or None where the job was stopped before its end."""
        return None if self.stopped else len(self.failed)


def show_progress(events: Iterable[Event], *, title: str, console: Console | None = None) -> int | None:
    """Follows the job to its end, then names every document that failed; returns how many, or None: it was stopped."""
    console = console or Console(stderr=False, soft_wrap=True)
    tally = _Tally()
    if console.is_terminal:
        _follow_with_bar(events, tally, title, console)
    else:
        _follow_in_lines(events, tally, console)
    _summarise(tally, console)
    return tally.outcome


def print_json(events: Iterable[Event]) -> int | None:
    """One JSON object an event; returns as ``show_progress`` does."""
    tally = _Tally()
    for event in events:
        tally.take(event)
        record = {"event": type(event).__name__.lower(), **asdict(event)}
        sys.stdout.write(json.dumps(record, default=str) + "\n")
        sys.stdout.flush()
    return tally.outcome


def _follow_in_lines(events: Iterable[Event], tally: _Tally, console: Console) -> None:
    for event in events:
        tally.take(event)
        if isinstance(event, Fetched):
            console.print(f"fetched {event.title}", markup=False, highlight=False)
        told = event.failing if isinstance(event, Planned) else (event.entry,) if isinstance(event, Finished) else ()
        for entry in told:
            console.print(outcome_line(entry), markup=False, highlight=False)


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
                case Fetched(title=name):
                    bar.update(task, description=f"fetched {name}")
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


def outcome_line(entry: Entry) -> str:
    if entry.failed:
        return f"FAILED  {entry.name}: {entry.reason} {entry.remedy}"
    seconds = sum(entry.seconds.values())
    return f"indexed {entry.name}: {entry.pages} pages, {entry.chunks} chunks, {seconds:.1f} s"


def _summarise(tally: _Tally, console: Console) -> None:
    seconds = time.monotonic() - tally.started
    pages, chunks = sum(entry.pages for entry in tally.indexed), sum(entry.chunks for entry in tally.indexed)
    parts = [f"{len(tally.indexed)} documents indexed ({pages} pages, {chunks} chunks) in {seconds:.1f} s"]
    if seconds and pages:
        parts.append(f"{pages / seconds:.1f} pages/s, {chunks / seconds:.1f} chunks/s")
    parts += [f"{tally.planned.unchanged} unchanged"] if tally.planned.unchanged else []
    parts += [f"{tally.retired} retired"] if tally.retired else []
    parts += [f"{len(tally.failed)} failed"] if tally.failed else []
    parts += ["stopped; run it again to go on"] if tally.stopped else []
    console.print("; ".join(parts) + ".", markup=False, highlight=False)
    if console.is_terminal:
        for entry in tally.failed:
            console.print(outcome_line(entry), markup=False, highlight=False, style="red")

"""What the database says of jobs and sources, printed for people or, one JSON object a line, for machines."""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from rich.console import Console
from rich.table import Table

from core.ledger import Entry, Job
from ingest.pipeline import Scope
from ingest.plan import Plan
from ingest.progress import outcome_line


def print_jobs(jobs: Sequence[Job], counts: Mapping[str, int], *, as_json: bool) -> None:
    if as_json:
        _lines([asdict(job) for job in jobs])
        return
    table = Table("job", "state", "source", "requested", "read", "indexed", "failed", "unchanged", "retired", box=None)
    for job in jobs:
        numbers = (job.to_read, job.indexed, job.failed, job.unchanged, job.retired)
        table.add_row(job.id[:8], job.state, job.root, _minute(job.requested_at), *map(str, numbers))
    console = Console(soft_wrap=True)
    if jobs:
        console.print(table)
    sources = ", ".join(f"{count} {stage}" for stage, count in counts.items()) or "none yet: rag ingest run PATH"
    console.print(f"Sources: {sources}.", highlight=False)


def print_job(job: Job, entries: Sequence[Entry], *, as_json: bool) -> None:
    if as_json:
        _lines([asdict(job), *map(asdict, entries)])
        return
    console = Console(soft_wrap=True)
    console.print(f"{job.id}  {job.state}  {job.root}", highlight=False)
    console.print(f"{job.indexed} indexed, {job.failed} failed, {job.unchanged} unchanged, {job.retired} retired.")
    if job.error:
        console.print(job.error, style="red", markup=False)
    stages = _by_stage(entries)
    total = sum(stages.values()) or 1.0
    table = Table("stage", "seconds", "share", box=None)
    for stage, seconds in stages.most_common():
        table.add_row(stage, f"{seconds:.1f}", f"{seconds / total:.0%}")
    if stages:
        console.print(table)
    for entry in entries:
        console.print(outcome_line(entry), markup=False, highlight=False)


def print_dead_letters(entries: Sequence[Entry], *, as_json: bool) -> None:
    if as_json:
        _lines(map(asdict, entries))
        return
    console = Console(soft_wrap=True)
    for entry in entries:
        again = " (may pass: run again)" if entry.transient else ""
        console.print(f"{entry.path}\n  {entry.stage}: {entry.reason} {entry.remedy}{again}", markup=False)
    console.print(f"{len(entries)} sources could not be read." if entries else "Every source could be read.")


def print_plan(plan: Plan, scope: Scope) -> None:
    console = Console(soft_wrap=True)
    for source, _ in plan.to_read:
        console.print(f"read    {source.path}", markup=False, highlight=False)
    for entry in plan.failing:
        console.print(outcome_line(entry), markup=False, highlight=False)
    for entry in plan.gone:
        console.print(f"retire  {entry.path}", markup=False, highlight=False)
    console.print(
        f"{scope.root}: {len(plan.to_read)} to read, {len(plan.unchanged)} unchanged,"
        f" {len(plan.failing)} failed before and unchanged, {len(plan.gone)} to retire. Nothing was done.",
        markup=False,
        highlight=False,
    )


def _by_stage(entries: Iterable[Entry]) -> Counter[str]:
    stages: Counter[str] = Counter()
    for entry in entries:
        stages.update(entry.seconds)
    return stages


def _minute(moment: datetime) -> str:
    return moment.astimezone().strftime("%Y-%m-%d %H:%M")


def _lines(records: Iterable[dict[str, Any]]) -> None:
    for record in records:
        sys.stdout.write(json.dumps(record, default=str) + "\n")

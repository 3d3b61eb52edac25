"""What a job will do: which sources are new or changed, which stay, which still fail, which are gone."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.errors import PermanentError
from core.ledger import Entry
from core.types import Source

SHRINK = 0.5  # a source that lists less than this share of what it had is more likely broken than emptied


@dataclass(frozen=True, slots=True)
class Plan:
    """``to_read`` are sources with the digest of their content; ``failing`` failed before, for good, and have not
    changed since."""

    to_read: tuple[tuple[Source, str], ...]
    unchanged: tuple[Entry, ...]
    failing: tuple[Entry, ...]
    gone: tuple[Entry, ...]


def make_plan(found: Sequence[Source], known: Mapping[str, Entry], revision: str, *, retry: bool = False) -> Plan:
    """Compares what a source lists with what the ledger knows of it. ``retry`` reads again what failed for good."""
    to_read: list[tuple[Source, str]] = []
    unchanged: list[Entry] = []
    failing: list[Entry] = []
    for source in found:
        digest, entry = sha256(source.path), known.get(str(source.path))
        if entry is None or entry.sha256 != digest or entry.revision != revision or (entry.failed and retry):
            to_read.append((source, digest))
        elif not entry.failed:
            unchanged.append(entry)
        elif entry.transient:
            to_read.append((source, digest))
        else:
            failing.append(entry)
    gone = known.keys() - {str(source.path) for source in found}
    return Plan(tuple(to_read), tuple(unchanged), tuple(failing), tuple(known[path] for path in sorted(gone)))


def refuse_to_shrink(plan: Plan, root: Path) -> None:
    """Raises PermanentError where most of a source has vanished."""
    held = [entry for entry in (*plan.unchanged, *plan.failing, *plan.gone) if entry.document_id]
    kept = len(plan.to_read) + len(plan.unchanged) + len(plan.failing)
    lost = sum(entry.document_id is not None for entry in plan.gone)
    if lost and kept < SHRINK * (len(held) + len(plan.to_read)):
        raise PermanentError(
            f"{lost} of the documents that came from {root} are gone, and only {kept} files are left there.",
            remedy="Check the folder; if they are to be retired, run again with --allow-shrink.",
        )


def sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()

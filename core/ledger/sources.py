"""The last outcome of every source: which document it is, or at which stage it failed, why, and what to do."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import PurePath
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from core.store import schema

sources = sa.Table(
    "sources",
    schema,
    sa.Column("path", sa.String, primary_key=True),
    sa.Column("sha256", sa.String(64)),
    sa.Column("revision", sa.String, nullable=False),
    sa.Column("document_id", sa.String(36), index=True),
    sa.Column("stage", sa.String, nullable=False),
    sa.Column("reason", sa.String, nullable=False),
    sa.Column("remedy", sa.String, nullable=False),
    sa.Column("transient", sa.Boolean, nullable=False),
    sa.Column("pages", sa.Integer, nullable=False),
    sa.Column("chunks", sa.Integer, nullable=False),
    sa.Column("seconds", sa.JSON, nullable=False),
    sa.Column("job_id", sa.String(36), index=True),
    sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
)
# What is being written to the index and is not yet visible: after a crash, what has to be cleared away.
staged = sa.Table(
    "staged",
    schema,
    sa.Column("document_id", sa.String(36), primary_key=True),
    sa.Column("revision", sa.String, primary_key=True),
    sa.Column("job_id", sa.String(36), nullable=False),
)

INDEXED = "indexed"
WITHDRAWN = "withdrawn"  # a person deleted the document: it stays out until its content changes


@dataclass(frozen=True, slots=True)
class Entry:
    """The last outcome of one source.

    ``stage`` is "indexed", or the stage at which it failed, with the reason, the remedy, and whether the same attempt
    may succeed later (``transient``). ``seconds`` are by stage.
    """

    path: str
    revision: str
    stage: str
    sha256: str | None = None
    document_id: str | None = None
    reason: str = ""
    remedy: str = ""
    transient: bool = False
    pages: int = 0
    chunks: int = 0
    seconds: dict[str, float] = field(default_factory=dict)
    job_id: str | None = None
    recorded_at: datetime = field(default_factory=lambda: datetime.now(UTC))

    @property
    def failed(self) -> bool:
        return self.stage not in (INDEXED, WITHDRAWN)

    @property
    def name(self) -> str:
        return PurePath(self.path).name


class Ledger:
    """Thread-safe: every call takes its own connection."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        schema.create_all(engine)

    def record(self, entry: Entry) -> None:
        with self._engine.begin() as connection:
            connection.execute(sources.delete().where(sources.c.path == entry.path))
            connection.execute(sources.insert(), asdict(entry))

    def forget(self, path: str) -> None:
        with self._engine.begin() as connection:
            connection.execute(sources.delete().where(sources.c.path == path))

    def get(self, path: str) -> Entry | None:
        return next(self._read(sources.c.path == path), None)

    def below(self, root: str) -> dict[str, Entry]:
        """Every entry for ``root`` itself or a source below it, by path."""
        folder = root.rstrip("/") + "/"
        inside = sources.c.path.startswith(folder, autoescape=True)
        return {entry.path: entry for entry in self._read(sa.or_(sources.c.path == root, inside))}

    def of_job(self, job_id: str) -> list[Entry]:
        """What the job recorded, in the order in which it did."""
        return sorted(self._read(sources.c.job_id == job_id), key=lambda entry: entry.recorded_at)

    def dead_letters(self) -> list[Entry]:
        return [entry for entry in self._read() if entry.failed]

    def withdraw(self, document_id: str) -> None:
        """Remembers that the document was deleted, so that its sources are not read again."""
        change = sources.update().where(sources.c.document_id == document_id)
        with self._engine.begin() as connection:
            connection.execute(change.values(stage=WITHDRAWN, document_id=None))

    def counts(self) -> dict[str, int]:
        """How many sources are at each stage."""
        query = (
            sa.select(sources.c.stage, sa.func.count().label("count"))
            .group_by(sources.c.stage)
            .order_by(sources.c.stage)
        )
        with self._engine.connect() as connection:
            return {row[0]: row[1] for row in connection.execute(query)}

    def paths_of(self, document_id: str) -> list[str]:
        """The sources that are this document; the same bytes may lie in several places."""
        return [entry.path for entry in self._read(sources.c.document_id == document_id)]

    def is_referenced(self, document_id: str) -> bool:
        return bool(self.paths_of(document_id))

    def stage(self, document_id: str, revision: str, job_id: str) -> None:
        """Remembers what is about to be written to the index, until ``unstage``."""
        row = {"document_id": document_id, "revision": revision, "job_id": job_id}
        with self._engine.begin() as connection:
            _unstage(connection, document_id, revision)
            connection.execute(staged.insert(), row)

    def unstage(self, document_id: str, revision: str) -> None:
        with self._engine.begin() as connection:
            _unstage(connection, document_id, revision)

    def left_staged(self, *, running: Sequence[str]) -> list[tuple[str, str]]:
        """(document, revision) of what jobs began to write and did not finish, those still ``running`` aside."""
        query = sa.select(staged.c.document_id, staged.c.revision).where(staged.c.job_id.not_in(running))
        with self._engine.connect() as connection:
            return [(document_id, revision) for document_id, revision in connection.execute(query)]

    def _read(self, *conditions: Any) -> Iterator[Entry]:
        query = sa.select(sources).where(*conditions).order_by(sources.c.path)
        with self._engine.connect() as connection:
            rows: Any = connection.execute(query).mappings().all()
        return (_entry(row) for row in rows)


def _unstage(connection: Connection, document_id: str, revision: str) -> None:
    connection.execute(staged.delete().where(staged.c.document_id == document_id, staged.c.revision == revision))


def _entry(row: Any) -> Entry:
    entry = Entry(**row)
    moment = entry.recorded_at
    return entry if moment.tzinfo else replace(entry, recorded_at=moment.replace(tzinfo=UTC))  # SQLite keeps no zone

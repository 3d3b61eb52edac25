"""What became of every source: which document it is, or why it is none and what to do."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine

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
    sa.Column("pages", sa.Integer, nullable=False),
    sa.Column("chunks", sa.Integer, nullable=False),
    sa.Column("seconds", sa.Float, nullable=False),
)

INDEXED = "indexed"


@dataclass(frozen=True, slots=True)
class Entry:
    """The last outcome of one source. ``stage`` is "indexed", or the stage at which it failed, with the reason."""

    path: str
    revision: str
    stage: str
    sha256: str | None = None
    document_id: str | None = None
    reason: str = ""
    remedy: str = ""
    pages: int = 0
    chunks: int = 0
    seconds: float = 0.0

    @property
    def failed(self) -> bool:
        return self.stage != INDEXED


class Ledger:
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

    def below(self, root: Path) -> dict[str, Entry]:
        """Every entry for ``root`` itself or a file below it, by path."""
        own, folder = str(root), str(root).rstrip("/") + "/"
        return {entry.path: entry for entry in self._read() if entry.path == own or entry.path.startswith(folder)}

    def is_referenced(self, document_id: str) -> bool:
        query = sa.select(sources.c.path).where(sources.c.document_id == document_id).limit(1)
        with self._engine.connect() as connection:
            return connection.execute(query).first() is not None

    def dead_letters(self) -> list[Entry]:
        return [entry for entry in self._read() if entry.failed]

    def _read(self) -> Iterator[Entry]:
        with self._engine.connect() as connection:
            rows: Any = connection.execute(sa.select(sources).order_by(sources.c.path)).mappings().all()
        return (Entry(**row) for row in rows)

"""Answers kept in the store's own database, SQLite or Postgres."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from app.answering.cache.shelf import CacheUnavailableError, Entry, Stats

schema = sa.MetaData()
answers = sa.Table(
    "cached_answers",
    schema,
    sa.Column("key", sa.String(64), primary_key=True),
    sa.Column("family", sa.String(64), nullable=False, index=True),
    sa.Column("question", sa.Text, nullable=False),
    sa.Column("computed", sa.Boolean, nullable=False),
    sa.Column("answer", sa.Text, nullable=False),
    sa.Column("created", sa.Double, nullable=False, index=True),
    sa.Column("expires", sa.Double, nullable=False),
    sa.Column("generation", sa.Integer, nullable=False),
    sa.Column("cost_usd", sa.Double, nullable=False),
)
counters = sa.Table(
    "cache_counters",
    schema,
    sa.Column("name", sa.String(32), primary_key=True),
    sa.Column("value", sa.Double, nullable=False),
)


class SqlShelf:
    """A Shelf. Thread-safe: every call takes its own connection."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        schema.create_all(engine)

    def get(self, key: str, now: float) -> Entry | None:
        with self._transaction() as connection:
            query = sa.select(answers).where(answers.c.key == key, answers.c.expires > now)
            row = connection.execute(query).mappings().first()
        return Entry(**row) if row else None

    def family(self, family: str, now: float) -> list[Entry]:
        query = sa.select(answers).where(answers.c.family == family, answers.c.expires > now)
        with self._transaction() as connection:
            rows = connection.execute(query.order_by(answers.c.created.desc())).mappings().all()
        return [Entry(**row) for row in rows]

    def put(self, entry: Entry, *, keep: int) -> None:
        newest = sa.select(answers.c.key).where(answers.c.family == entry.family)
        newest = newest.order_by(answers.c.created.desc()).limit(keep)
        try:
            with self._transaction() as connection:
                connection.execute(answers.delete().where(answers.c.key == entry.key))
                connection.execute(answers.insert(), asdict(entry))
                beyond = answers.c.family == entry.family, answers.c.key.not_in(newest)
                connection.execute(answers.delete().where(*beyond))
        except IntegrityError:
            pass  # another process has just kept the same answer

    def count(self, counts: Mapping[str, float]) -> None:
        with self._transaction() as connection:
            for name, value in counts.items():
                added = counters.update().where(counters.c.name == name).values(value=counters.c.value + value)
                if connection.execute(added).rowcount == 0:
                    connection.execute(counters.insert(), {"name": name, "value": value})

    def stats(self, now: float) -> Stats:
        kept = sa.select(sa.func.count(), sa.func.min(answers.c.created)).where(answers.c.expires > now)
        with self._transaction() as connection:
            entries, oldest = connection.execute(kept).one()
            counted = {row.name: row.value for row in connection.execute(sa.select(counters))}
        return Stats(
            entries=entries,
            oldest_seconds=None if oldest is None else now - oldest,
            hits=int(counted.get("hits", 0)),
            semantic=int(counted.get("semantic", 0)),
            misses=int(counted.get("misses", 0)),
            saved_cost_usd=counted.get("saved_cost_usd", 0.0),
        )

    def sweep(self, now: float, *, generation: int, keep: int) -> int:
        newest = sa.select(answers.c.key).order_by(answers.c.created.desc()).limit(keep)
        with self._transaction() as connection:
            stale = answers.delete().where((answers.c.expires <= now) | (answers.c.generation < generation))
            dropped = connection.execute(stale).rowcount
            return dropped + connection.execute(answers.delete().where(answers.c.key.not_in(newest))).rowcount

    def clear(self) -> int:
        with self._transaction() as connection:
            connection.execute(counters.delete())
            return connection.execute(answers.delete()).rowcount

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        try:
            with self._engine.begin() as connection:
                yield connection
        except IntegrityError:
            raise
        except SQLAlchemyError as error:
            raise CacheUnavailableError(f"The database does not keep answers now ({error}).") from error

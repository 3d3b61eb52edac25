"""Documents, their pages and their facts, in SQL: the truth about what the corpus holds.

A document is visible from the commit of its row to the commit that deletes it; chunks in the vector index that belong
to no row here are never shown.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, Generic

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection, Engine, make_url

from core.domain import Corpus
from core.types import Box, Document, Fact, M, Page, Period

schema = sa.MetaData()

documents = sa.Table(
    "documents",
    schema,
    sa.Column("id", sa.String(36), primary_key=True),
    sa.Column("source", sa.String, nullable=False),
    sa.Column("media_type", sa.String, nullable=False),
    sa.Column("pages", sa.Integer, nullable=False),
    sa.Column("title", sa.String, nullable=False),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("dated", sa.Date),
    sa.Column("access", sa.String, nullable=False),
    sa.Column("metadata", sa.JSON, nullable=False),
    sa.Column("warnings", sa.JSON, nullable=False),
    sa.Column("revision", sa.String, nullable=False),
)
pages = sa.Table(
    "pages",
    schema,
    sa.Column("document_id", sa.ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("width", sa.Float),
    sa.Column("height", sa.Float),
)
facts = sa.Table(
    "facts",
    schema,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("document_id", sa.ForeignKey("documents.id", ondelete="CASCADE"), nullable=False),
    sa.Column("concept", sa.String),
    sa.Column("tag", sa.String),
    sa.Column("label", sa.String, nullable=False),
    sa.Column("value", sa.String),  # decimal digits: no database rounds them
    sa.Column("unit", sa.String, nullable=False),
    sa.Column("scale", sa.Integer, nullable=False),
    sa.Column("period_start", sa.Date),
    sa.Column("period_end", sa.Date, nullable=False),
    sa.Column("fiscal_year", sa.Integer),
    sa.Column("fiscal_quarter", sa.Integer),
    sa.Column("statement", sa.String),
    sa.Column("dimensions", sa.JSON, nullable=False),
    sa.Column("page", sa.Integer, nullable=False),
    sa.Column("quote", sa.Text, nullable=False),
    sa.Column("box", sa.JSON),
    sa.Column("origin", sa.String, nullable=False),
    sa.Index("facts_by_document_concept", "document_id", "concept"),
)
MODEL = "embedding:"  # before the identity of a model, among the keys of ``state``
state = sa.Table("state", schema, sa.Column("key", sa.String, primary_key=True), sa.Column("value", sa.String))


def connect(url: str) -> Engine:
    """An engine with our tables in place. SQLite runs in WAL mode with foreign keys on."""
    parsed: URL = make_url(url)
    if parsed.get_backend_name() == "sqlite" and parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(parsed)
    if parsed.get_backend_name() == "sqlite":
        sa.event.listen(engine, "connect", _prepare_sqlite)
    with engine.begin() as connection:
        if parsed.get_backend_name() == "postgresql":
            serialise_writers(connection)  # of several processes that start together one makes the tables
        schema.create_all(connection)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "busy_timeout=10000", "synchronous=NORMAL"):
        connection.execute(f"PRAGMA {pragma}")


def serialise_writers(connection: Connection) -> None:
    """Lets one transaction at a time past this line, in whatever process: the others wait for its end."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(4242)"))
    else:  # a write takes SQLite's one lock
        connection.execute(state.delete().where(state.c.key == ""))


class DocumentStore(Generic[M]):
    """Reads and writes documents. Thread-safe: every call takes its own connection.

    ``linked`` fills what documents say of one another: ``Document.superseded_by``.
    """

    def __init__(
        self,
        engine: Engine,
        metadata: type[M],
        linked: Callable[[Iterable[Document[M]]], tuple[Document[M], ...]] = tuple,
    ) -> None:
        self._engine = engine
        self._metadata = metadata
        self._linked = linked
        self._corpus: tuple[int, Corpus[M]] | None = None

    def put(self, document: Document[M], document_pages: Iterable[Page], document_facts: Iterable[Fact]) -> None:
        """Makes the document visible, whole, in one transaction; replaces an earlier one of the same id."""
        with self._engine.begin() as connection:
            serialise_writers(connection)
            self._delete(connection, document.id)
            connection.execute(documents.insert(), _document_row(document))
            _insert(connection, pages, (_page_row(document.id, page) for page in document_pages))
            _insert(connection, facts, (_fact_row(document.id, fact) for fact in document_facts))
            _shift_version(connection, document.id, document.revision, +1)

    def delete(self, document_id: str) -> bool:
        """Hides the document from the moment this returns. False where there was none."""
        with self._engine.begin() as connection:
            serialise_writers(connection)
            return self._delete(connection, document_id)

    def _delete(self, connection: Connection, document_id: str) -> bool:
        revision = connection.execute(sa.select(documents.c.revision).where(documents.c.id == document_id)).scalar()
        if revision is None:
            return False
        _shift_version(connection, document_id, revision, -1)
        for table in (facts, pages):
            connection.execute(table.delete().where(table.c.document_id == document_id))
        connection.execute(documents.delete().where(documents.c.id == document_id))
        return True

    def version(self) -> str:
        """A digest of which documents are visible, and of how they were read; it changes with every change of these."""
        with self._engine.connect() as connection:
            return _version(connection)

    def generation(self) -> int:
        """A number that grows with every put and delete, so that what was made from the store before is told from what
        was made after, even where the same documents are read again."""
        with self._engine.connect() as connection:
            return _generation(connection)

    def advance(self) -> None:
        """Begins a generation: for a change of what answers rest on that is no put and no delete."""
        with self._engine.begin() as connection:
            _advance(connection)

    def models(self) -> list[str]:
        """The embedding models that the whole corpus is indexed with."""
        query = sa.select(state.c.key).where(state.c.key.startswith(MODEL)).order_by(state.c.key)
        with self._engine.connect() as connection:
            return [key.removeprefix(MODEL) for key in connection.execute(query).scalars()]

    def add_model(self, identity: str) -> None:
        with self._engine.begin() as connection:
            connection.execute(state.delete().where(state.c.key == MODEL + identity))
            connection.execute(state.insert(), {"key": MODEL + identity, "value": ""})

    def keep_model(self, identity: str) -> None:
        """No other model's index is whole any more: a document was written that it lacks."""
        others = sa.and_(state.c.key.startswith(MODEL), state.c.key != MODEL + identity)
        with self._engine.begin() as connection:
            connection.execute(state.delete().where(others))

    def corpus(self) -> Corpus[M]:
        """Every visible document, newest first; read again only in another generation."""
        with self._engine.connect() as connection:
            generation, known = _generation(connection), self._corpus
            if known and known[0] == generation:
                return known[1]
            version = _version(connection)
            order = (documents.c.dated.desc().nulls_last(), documents.c.title, documents.c.id)
            rows = connection.execute(sa.select(documents).order_by(*order)).mappings().all()
        corpus = Corpus(documents=self._linked(self._document(row) for row in rows), version=version)
        self._corpus = (generation, corpus)
        return corpus

    def get(self, document_id: str) -> Document[M] | None:
        return next((document for document in self.corpus().documents if document.id == document_id), None)

    def page(self, document_id: str, number: int) -> Page | None:
        query = sa.select(pages).where(pages.c.document_id == document_id, pages.c.number == number)
        with self._engine.connect() as connection:
            row = connection.execute(query).mappings().first()
        return Page(row["number"], row["text"], row["width"], row["height"]) if row else None

    def find(
        self, *, documents: Sequence[str], concepts: Sequence[str] = (), statements: Sequence[str] = ()
    ) -> list[Fact]:
        """Facts of the documents (see ``core.domain.Facts``)."""
        query = sa.select(facts).where(facts.c.document_id.in_(documents))
        if concepts:
            query = query.where(facts.c.concept.in_(concepts))
        if statements:
            query = query.where(facts.c.statement.in_(statements))
        with self._engine.connect() as connection:
            found = [_fact(row) for row in connection.execute(query.order_by(facts.c.page, facts.c.id)).mappings()]
        place = {document_id: position for position, document_id in enumerate(documents)}
        return sorted(found, key=lambda fact: place[fact.document_id])

    def stated_on(self, document_id: str, number: int) -> list[Fact]:
        """The facts that one page states, in the order in which they were read."""
        query = sa.select(facts).where(facts.c.document_id == document_id, facts.c.page == number)
        with self._engine.connect() as connection:
            return [_fact(row) for row in connection.execute(query.order_by(facts.c.id)).mappings()]

    def _document(self, row: sa.RowMapping) -> Document[M]:
        values = {
            name: row[name]
            for name in ("id", "source", "media_type", "pages", "title", "kind", "dated", "access", "revision")
        }
        return Document(
            **values, metadata=self._metadata.model_validate(row["metadata"]), warnings=tuple(row["warnings"])
        )


def _insert(connection: Connection, table: sa.Table, rows: Iterator[dict[str, Any]]) -> None:
    if batch := list(rows):
        connection.execute(table.insert(), batch)


def _version(connection: Connection) -> str:
    value = connection.execute(sa.select(state.c.value).where(state.c.key == "version")).scalar()
    return value or "0" * 32


def _generation(connection: Connection) -> int:
    return int(connection.execute(sa.select(state.c.value).where(state.c.key == "generation")).scalar() or 0)


def _advance(connection: Connection) -> None:
    """Counted in the database, so that two writers count twice; the row also makes the second wait for the first."""
    counted = sa.cast(sa.cast(state.c.value, sa.BigInteger) + 1, sa.String)
    if connection.execute(state.update().where(state.c.key == "generation").values(value=counted)).rowcount == 0:
        connection.execute(state.insert(), {"key": "generation", "value": "1"})


def _shift_version(connection: Connection, document_id: str, revision: str, sign: int) -> None:
    """The version is the sum of the documents' hashes modulo 2**128: independent of order, one step per change."""
    _advance(connection)
    step = int.from_bytes(hashlib.sha256(f"{document_id}:{revision}".encode()).digest()[:16], "big")
    version = f"{(int(_version(connection), 16) + sign * step) % 2**128:032x}"
    if connection.execute(state.update().where(state.c.key == "version").values(value=version)).rowcount == 0:
        connection.execute(state.insert(), {"key": "version", "value": version})


def _document_row(document: Document[Any]) -> dict[str, Any]:
    names = ("id", "source", "media_type", "pages", "title", "kind", "dated", "access", "revision")
    row = {name: getattr(document, name) for name in names}
    return row | {"metadata": document.metadata.model_dump(mode="json"), "warnings": list(document.warnings)}


def _page_row(document_id: str, page: Page) -> dict[str, Any]:
    return {
        "document_id": document_id,
        "number": page.number,
        "text": page.text,
        "width": page.width,
        "height": page.height,
    }


def _fact_row(document_id: str, fact: Fact) -> dict[str, Any]:
    return {
        "document_id": document_id,
        "concept": fact.concept,
        "tag": fact.tag,
        "label": fact.label,
        "value": None if fact.value is None else str(fact.value),
        "unit": fact.unit,
        "scale": fact.scale,
        "period_start": fact.period.start,
        "period_end": fact.period.end,
        "fiscal_year": fact.period.fiscal_year,
        "fiscal_quarter": fact.period.fiscal_quarter,
        "statement": fact.statement,
        "dimensions": [list(pair) for pair in fact.dimensions],
        "page": fact.page,
        "quote": fact.quote,
        "box": box_row(fact.box),
        "origin": fact.origin,
    }


def box_row(box: Box | None) -> list[float] | None:
    return None if box is None else [round(value, 1) for value in (box.x0, box.y0, box.x1, box.y1)]


def _fact(row: sa.RowMapping) -> Fact:
    return Fact(
        label=row["label"],
        value=None if row["value"] is None else Decimal(row["value"]),
        unit=row["unit"],
        period=Period(row["period_end"], row["period_start"], row["fiscal_year"], row["fiscal_quarter"]),
        page=row["page"],
        concept=row["concept"],
        tag=row["tag"],
        scale=row["scale"],
        statement=row["statement"],
        dimensions=tuple((axis, member) for axis, member in row["dimensions"]),
        quote=row["quote"],
        box=Box(*row["box"]) if row["box"] else None,
        origin=row["origin"],
        document_id=row["document_id"],
    )

"""Documents, pages and facts in SQL; the same on SQLite and on a real Postgres."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import sqlalchemy as sa

from core.store import DocumentStore, connect, schema
from core.types import Box, Document, Fact, Metadata, Page, Period


class Paper(Metadata):
    author: str


@pytest.fixture(params=["sqlite", "postgres"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[DocumentStore[Paper]]:
    sqlite = f"sqlite:///{tmp_path / 'store.db'}"
    engine = connect(sqlite if request.param == "sqlite" else request.getfixturevalue("postgres_url"))
    yield DocumentStore(engine, Paper)
    schema.drop_all(engine)
    engine.dispose()


def document(name: str, dated: date | None = date(2024, 2, 1)) -> Document[Paper]:
    return Document(name, f"{name}.pdf", "application/pdf", 1, name, "paper", dated, Paper(author="A. Writer"))


FACT = Fact(
    label="Net sales",
    value=Decimal("32765000000.10"),
    unit="USD",
    period=Period(date(2018, 12, 31), date(2018, 1, 1), 2018),
    page=1,
    concept="revenue",
    scale=6,
    statement="income",
    dimensions=(("axis", "member"),),
    quote="Net sales 32,765",
    box=Box(1, 2, 3, 4),
)


def test_what_is_put_is_read_back_whole(store: DocumentStore[Paper]) -> None:
    store.put(document("a"), [Page(1, "Net sales 32,765", 612, 792)], [FACT])
    assert store.get("a") == document("a")
    assert store.page("a", 1) == Page(1, "Net sales 32,765", 612, 792)
    found = store.find(documents=["a"], concepts=["revenue"])
    assert [(fact.value, fact.period, fact.box, fact.document_id) for fact in found] == [
        (FACT.value, FACT.period, FACT.box, "a")
    ]


def test_facts_come_in_the_order_of_the_documents_asked(store: DocumentStore[Paper]) -> None:
    for name in ("a", "b"):
        store.put(document(name), [], [FACT])
    assert [fact.document_id for fact in store.find(documents=["b", "a"])] == ["b", "a"]
    assert store.find(documents=["a"], concepts=["net_income"]) == []


def test_a_deleted_document_takes_its_pages_and_facts_with_it(store: DocumentStore[Paper]) -> None:
    store.put(document("a"), [Page(1, "text")], [FACT])
    assert store.delete("a") is True
    assert store.get("a") is None and store.page("a", 1) is None and store.find(documents=["a"]) == []
    assert store.delete("a") is False


def test_putting_again_replaces(store: DocumentStore[Paper]) -> None:
    store.put(document("a"), [Page(1, "old"), Page(2, "gone")], [FACT])
    store.put(document("a"), [Page(1, "new")], [])
    assert store.page("a", 1) == Page(1, "new") and store.page("a", 2) is None


def test_the_corpus_is_newest_first_with_undated_documents_last(store: DocumentStore[Paper]) -> None:
    for name, dated in (("old", date(2020, 1, 1)), ("undated", None), ("new", date(2025, 1, 1))):
        store.put(document(name, dated), [], [])
    assert [held.id for held in store.corpus().documents] == ["new", "old", "undated"]


def test_the_version_depends_on_what_is_held_and_not_on_how_it_came_there(store: DocumentStore[Paper]) -> None:
    empty = store.version()
    store.put(document("a"), [], [])
    only_a = store.version()
    store.put(document("b"), [], [])
    assert len({empty, only_a, store.version()}) == 3
    store.put(document("b"), [Page(1, "again")], [])
    store.delete("b")
    assert store.version() == only_a
    store.delete("a")
    assert store.version() == empty


def test_every_change_begins_a_generation_even_of_the_same_document(store: DocumentStore[Paper]) -> None:
    seen = [store.generation()]
    for change in (
        lambda: store.put(document("a"), [], []),
        lambda: store.put(document("a"), [], []),
        store.advance,
        lambda: store.delete("a"),
    ):
        change()
        seen.append(store.generation())
    assert seen == sorted(set(seen)) and len(seen) == 5


def test_writers_at_once_count_and_sum_every_change(store: DocumentStore[Paper]) -> None:
    store.put(document("first"), [], [])
    before = store.generation()

    def write(writer: int) -> None:
        for place in range(10):
            store.put(document(f"{writer}-{place}"), [], [])

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))
    assert store.generation() == before + 40
    held = store.version()
    for found in store.corpus().documents:
        store.delete(found.id)
    assert held != store.version() == "0" * 32


def test_a_document_read_again_is_seen_as_it_is_now(store: DocumentStore[Paper]) -> None:
    store.put(document("a"), [], [])
    assert store.corpus().documents[0].title != "Another"
    store.put(replace(document("a"), title="Another"), [], [])
    assert store.corpus().documents[0].title == "Another"


def test_the_corpus_follows_every_change(store: DocumentStore[Paper]) -> None:
    store.put(document("a"), [], [])
    assert len(store.corpus().documents) == 1
    store.delete("a")
    assert store.corpus().documents == ()


def test_knows_the_models_that_the_whole_corpus_is_indexed_with(store: DocumentStore[Paper]) -> None:
    assert store.models() == []
    for model in ("one", "other", "one"):
        store.add_model(model)
    assert store.models() == ["one", "other"]
    store.keep_model("other")
    assert store.models() == ["other"]


def test_sqlite_waits_for_another_writer_and_guards_references(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path / 'store.db'}")
    with engine.connect() as connection:
        pragmas = {
            name: connection.execute(sa.text(f"PRAGMA {name}")).scalar() for name in ("journal_mode", "foreign_keys")
        }
    assert pragmas == {"journal_mode": "wal", "foreign_keys": 1}
    engine.dispose()

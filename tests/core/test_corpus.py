"""What a caller sees of the store on a day, and which document replaces which."""

from dataclasses import replace
from datetime import date

from core.corpus import limit_to, with_successors
from core.domain import Corpus
from core.types import Document
from tests.toy_domain import DOMAIN, Notes


def notes(version: str, dated: date | None, *, access: str = "public", product: str = "Kettle") -> Document[Notes]:
    metadata = Notes(product=product, version=version, released=dated or date(2000, 1, 1))
    return Document(
        f"{product} {version}", f"{version}.md", "text/markdown", 1, version, "notes", dated, metadata, access
    )


ONE, TWO, THREE = (notes(f"{number}.0", date(2020 + number, 1, 1)) for number in (1, 2, 3))
CORPUS = Corpus(with_successors([THREE, TWO, ONE], DOMAIN), "v")


def successors(corpus: Corpus[Notes]) -> dict[str, str | None]:
    return {document.id: document.superseded_by for document in corpus.documents}


def test_the_store_names_the_first_that_replaced_a_document() -> None:
    assert successors(CORPUS) == {"Kettle 3.0": None, "Kettle 2.0": "Kettle 3.0", "Kettle 1.0": "Kettle 2.0"}


def test_a_caller_is_told_the_newest_replacement_seen() -> None:
    assert successors(limit_to(CORPUS, date(2024, 1, 1), ["public"]))["Kettle 1.0"] == "Kettle 3.0"


def test_what_replaces_a_document_later_is_not_known_yet() -> None:
    assert successors(limit_to(CORPUS, date(2022, 6, 1), ["public"])) == {
        "Kettle 2.0": None,
        "Kettle 1.0": "Kettle 2.0",
    }
    assert successors(limit_to(CORPUS, date(2021, 6, 1), ["public"])) == {"Kettle 1.0": None}


def test_a_replacement_that_the_caller_may_not_see_is_passed_over() -> None:
    held = with_successors([THREE, replace(TWO, access="board"), ONE], DOMAIN)
    assert successors(limit_to(Corpus(held, "v"), date(2024, 1, 1), ["public"]))["Kettle 1.0"] == "Kettle 3.0"
    held = with_successors([replace(TWO, access="board"), ONE], DOMAIN)
    assert successors(limit_to(Corpus(held, "v"), date(2024, 1, 1), ["public"])) == {"Kettle 1.0": None}


def test_only_documents_of_one_series_replace_one_another() -> None:
    lamp = notes("9.0", date(2025, 1, 1), product="Lamp")
    assert with_successors([lamp, THREE], DOMAIN)[1].superseded_by is None


def test_an_undated_document_is_seen_today_and_not_as_of_a_day() -> None:
    corpus = Corpus((ONE, notes("0.1", None)), "v")
    today, then = (limit_to(corpus, date(2024, 1, 1), ["public"], dated_only=strict) for strict in (False, True))
    assert [document.id for document in today.documents] == ["Kettle 1.0", "Kettle 0.1"]
    assert [document.id for document in then.documents] == ["Kettle 1.0"]


def test_the_version_is_that_of_the_store_only_where_everything_is_seen() -> None:
    assert limit_to(CORPUS, date(2024, 1, 1), ["public"]).version == "v"
    assert limit_to(CORPUS, date(2022, 1, 1), ["public"]).version != "v"
    assert limit_to(CORPUS, date(2024, 1, 1), []).documents == ()

"""Words that are left hanging, and inputs that a quadratic reading would take minutes over (pytest's limit ends it)."""

import pytest

from domains.sec_filings.questions.companies import index_companies
from domains.sec_filings.questions.wording import without_dangling
from domains.sec_filings.questions.words import known_words
from tests.domains.sec_filings.questions.store import fictional_store

LONG = 200_000


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("capital expenditure for the", "capital expenditure"),
        ("debt at the end of, and why", "debt at the end , and why"),
        ("return on assets for the year ended", "return on assets"),
        ("the cost of sales", "the cost of sales"),
        ("income from operations as of.", "income from operations"),
        ("sales in theory", "sales in theory"),
    ],
)
def test_prepositions_are_taken_off_where_nothing_follows(text: str, kept: str) -> None:
    assert without_dangling(text) == kept


def test_a_long_run_of_prepositions_is_read_once() -> None:
    assert without_dangling("of " * LONG + "sales").endswith("sales")


@pytest.mark.parametrize(
    "text", ["A" * LONG, "Aa " * (LONG // 3), "A." * (LONG // 2) + " (formerly", "A (formerly " * (LONG // 12)]
)
def test_a_long_name_is_read_once(text: str) -> None:
    metadata = [document.metadata for document in fictional_store().documents]
    assert index_companies(metadata, known_words(), lambda _: False).find(text) is not None

"""The bars of parsing on a handful of real filings; ``make bench-parsing`` measures them on all."""

from pathlib import Path

import pytest

from core.formats.html import read_html
from tests.bench import facts_bench, ixbrl_bench, parsing

PDFS, PAGES = 6, 2


@pytest.fixture(scope="module")
def pdfs(filings_dir: Path) -> list[parsing.LabelledPdf]:
    """The smallest of the labelled 10-Ks and 10-Qs."""
    reports = [label for label in parsing.labels(filings_dir) if label["doc_type"] in ("10k", "10q")]
    reports.sort(key=lambda label: (filings_dir / "pdf" / f"{label['doc_name']}.pdf").stat().st_size)
    return list(parsing.read_pdfs(filings_dir, reports[:PDFS]))


@pytest.fixture(scope="module")
def tagged(filings_dir: Path) -> list[Path]:
    """The smallest of the filings with inline XBRL."""
    found = [path for path in (filings_dir / "html").glob("*.htm") if b"ix:nonFraction" in path.read_bytes()]
    return sorted(found, key=lambda path: path.stat().st_size)[:PAGES]


def test_company_form_and_year_are_read_from_the_document(pdfs: list[parsing.LabelledPdf]) -> None:
    assert [pdf.outcome.expected for pdf in pdfs if not pdf.outcome.right] == []


def test_the_three_statements_are_found_and_the_balance_sheet_balances(pdfs: list[parsing.LabelledPdf]) -> None:
    assert [pdf.filing.name for pdf in pdfs if not (parsing.is_complete(pdf) and parsing.balances(pdf))] == []


def test_tagged_numbers_are_those_that_a_second_reader_finds(tagged: list[Path]) -> None:
    for path in tagged:
        facts, equal, *_, difference = ixbrl_bench.compare(path, read_html(path), [])
        assert (equal, difference) == (facts, "")


def test_statements_without_their_tags_give_the_tagged_numbers(tagged: list[Path]) -> None:
    for path in tagged:
        counts, wrong = facts_bench.compare_html(path, path.read_text("utf-8"))
        assert counts["found"] == 3
        assert len(wrong) <= 0.02 * counts["amounts"]

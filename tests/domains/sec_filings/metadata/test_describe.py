"""Covers and press releases in many styles, written for these tests: each file gives what is expected, then the text.

Pages are separated by form feeds. Companies are fictional.
"""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from core.formats.html import read_html
from core.types import Page, Parsed
from domains.sec_filings.filing import FilingMetadata, Form
from domains.sec_filings.metadata.describe import UNKNOWN_COMPANY, describe

COVERS = sorted((Path(__file__).parent / "covers").glob("*.txt"))


def parsed(text: str, properties: dict[str, str] | None = None) -> Parsed:
    pages = tuple(Page(number, page) for number, page in enumerate(text.split("\f"), start=1))
    return Parsed(pages, (), properties=properties or {})


def read_fixture(path: Path) -> tuple[dict[str, Any], Parsed]:
    head, text = path.read_text(encoding="utf-8").split("---\n", 1)
    expected = yaml.safe_load(head)
    return expected, parsed(text, expected.pop("properties", None))


@pytest.mark.parametrize("path", COVERS, ids=lambda path: path.stem)
def test_reads_what_the_document_says_of_itself(path: Path) -> None:
    expected, document = read_fixture(path)
    metadata = describe(document)
    complete = metadata.model_dump() | expected
    assert metadata == FilingMetadata.model_validate(complete)


def test_a_document_that_names_nobody_has_an_unknown_company() -> None:
    metadata = describe(parsed("12 34 56\nno words of a filing"))
    assert (metadata.company, metadata.fiscal_year) == (UNKNOWN_COMPANY, None)


def test_an_empty_document_is_described_without_failing() -> None:
    assert describe(parsed("")).company == UNKNOWN_COMPANY


def test_a_title_that_is_a_file_name_says_nothing() -> None:
    named = describe(parsed("quarterly numbers", {"Title": "ACME_2022_10K.pdf"}))
    assert named == describe(parsed("quarterly numbers"))


def test_the_type_in_an_edgar_wrapper_marks_an_exhibit() -> None:
    named = describe(parsed("Bylaws of Loom Works, Inc.", {"sgml:type": "EX-3.2"}))
    assert named.form is Form.EXHIBIT


def test_an_event_item_in_prose_counts_only_with_its_title() -> None:
    cover = (Path(__file__).parent / "covers" / "8k_with_report_and_event_dates.txt").read_text(encoding="utf-8")
    body = "As said in Item 1.01 of our report, nothing. Item 8.01 Other Events. The Company opened a branch."
    assert describe(parsed(cover.split("---\n", 1)[1] + "\f" + body)).items == ("8.01",)


def test_a_page_of_nothing_but_space_does_not_stall() -> None:
    assert describe(parsed(" " * 50_000 + "\n" * 50_000)).company == UNKNOWN_COMPANY


def test_real_covers_say_what_their_markup_says(filings_dir: Path) -> None:
    """Reads tagged filings with their tags taken away, and compares with the tags."""
    paths = sorted((filings_dir / "html").glob("*.htm"), key=lambda path: path.stat().st_size)[:6]
    if not paths:
        pytest.skip(f"needs real filings: no *.htm in {filings_dir / 'html'}")
    for document in (read_html(path).parsed for path in paths):
        tagged, printed = describe(document), describe(replace(document, properties={}))
        names = ("company_key", "form", "period_end", "fiscal_year", "fiscal_quarter", "ticker", "filed_at")
        assert {name: getattr(printed, name) for name in names} == {name: getattr(tagged, name) for name in names}


def test_a_combined_cover_names_its_other_registrants() -> None:
    _, cover = read_fixture(COVERS[0].with_name("utility_rows_10k.txt"))
    found = describe(cover)
    assert found.company == "Meridian Grid Corporation"
    assert found.co_registrants == ("Meridian Generation Company, LLC", "Lakeshore Edison Company")
    assert found.co_registrant_ciks == ()


def test_tagged_co_registrants_have_their_ciks() -> None:
    tags = {
        "dei:DocumentType": "10-K",
        "dei:EntityRegistrantName": "Meridian Grid Corp",
        "dei:EntityCentralIndexKey": "0000000001",
        "dei:EntityRegistrantName[mgrd:LakeshoreMember]": "Lakeshore Edison Co",
        "dei:EntityCentralIndexKey[mgrd:LakeshoreMember]": "22606",
    }
    found = describe(parsed("Annual report", tags))
    assert (found.co_registrants, found.co_registrant_ciks) == (("Lakeshore Edison Co",), ("0000022606",))

"""Which filing replaces which, and which follow one another in what is asked."""

from datetime import date
from typing import Any

import pytest

from core.domain import Corpus
from core.types import Page, Parsed
from domains.sec_filings.filing import FilingMetadata, Form
from domains.sec_filings.metadata.describe import describe
from domains.sec_filings.questions.plan import plan
from domains.sec_filings.reading import supersedes
from tests.domains.sec_filings.questions.store import filing

COVER = """UNITED STATES SECURITIES AND EXCHANGE COMMISSION Washington, D.C. 20549
FORM 10-K/A
(Amendment No. 1)
ANNUAL REPORT PURSUANT TO SECTION 13 OR 15(d) OF THE SECURITIES EXCHANGE ACT OF 1934
For the fiscal year ended December 31, 2023
BRIGHTWATER INDUSTRIES, INC.
(Exact name of registrant as specified in its charter)
"""
ORIGINAL = FilingMetadata(
    company="Brightwater Industries, Inc.",
    company_key="brightwater industries",
    form=Form.ANNUAL,
    period_end=date(2023, 12, 31),
    filed_at=date(2024, 2, 20),
)
AMENDED = ORIGINAL.model_copy(update={"amendment": True, "filed_at": date(2024, 4, 29)})


@pytest.mark.parametrize(
    ("change", "replaces"),
    [
        ({}, True),
        ({"partial": True}, False),
        ({"amendment": False}, False),
        ({"filed_at": date(2024, 2, 1)}, False),
        ({"filed_at": None}, False),
        ({"form": Form.QUARTERLY}, False),
        ({"period_end": date(2022, 12, 31)}, False),
        ({"company_key": "quill cola"}, False),
    ],
)
def test_an_amendment_of_the_whole_report_replaces_what_was_filed_before(
    change: dict[str, Any], replaces: bool
) -> None:
    assert supersedes(AMENDED.model_copy(update=change), ORIGINAL) is replaces
    assert not supersedes(ORIGINAL, AMENDED)


@pytest.mark.parametrize(
    ("body", "partial"),
    [
        ("PART III Item 10. Directors, Executive Officers and Corporate Governance", True),
        ("CONSOLIDATED BALANCE SHEETS Total current assets 1,204 Total assets $ 8,310 $ 7,954", False),
    ],
)
def test_an_amendment_without_a_balance_sheet_is_partial(body: str, partial: bool) -> None:
    metadata = describe(Parsed(pages=(Page(1, COVER), Page(2, body)), elements=()))
    assert (metadata.amendment, metadata.partial) == (True, partial)


def successions_of(question: str, *filings: Any) -> tuple[tuple[str, ...], ...]:
    newest_first = sorted(filings, key=lambda each: each.dated, reverse=True)
    return plan(question, Corpus(tuple(newest_first), question), date(2025, 1, 1), None).successions


def brightwater(form: Form, year: int, quarter: int | None = None, **more: Any) -> Any:
    return filing("Brightwater Industries, Inc.", form, year, quarter, **more)


def test_without_a_period_the_filings_of_a_company_follow_one_another_newest_first() -> None:
    filings = [brightwater(Form.ANNUAL, 2022), brightwater(Form.ANNUAL, 2023), brightwater(Form.QUARTERLY, 2024, 1)]
    newest = "brightwater industries 10-Q 2024 Q1"
    reports = ("brightwater industries 10-K 2023", "brightwater industries 10-K 2022")
    assert successions_of("What were Brightwater's net sales?", *filings) == ((newest, *reports),)
    assert successions_of("Who are Brightwater's competitors?", *filings) == (reports,)


def test_with_a_period_only_an_amendment_follows_what_it_amends() -> None:
    amended = brightwater(Form.ANNUAL, 2023, amendment=True, filed=date(2024, 4, 29))
    filings = [brightwater(Form.ANNUAL, 2022), brightwater(Form.ANNUAL, 2023), amended]
    lines = successions_of("What were Brightwater's net sales in FY2023?", *filings)
    assert lines == ((amended.id, "brightwater industries 10-K 2023"),)
    assert successions_of("What were Brightwater's net sales in FY2022?", *filings) == ()


def test_no_company_named_no_succession_in_a_store_of_several() -> None:
    filings = [brightwater(Form.ANNUAL, 2022), filing("Quill Cola Co", Form.ANNUAL, 2023)]
    assert successions_of("Which company has the highest revenue?", *filings) == ()

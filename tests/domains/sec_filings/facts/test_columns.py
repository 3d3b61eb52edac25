"""Column headings as filings print them, and the periods they mean."""

from collections.abc import Sequence
from datetime import date

import pytest

from core.types import Period
from domains.sec_filings.facts.calendar import FiscalCalendar
from domains.sec_filings.facts.columns import period_columns
from domains.sec_filings.filing import FilingMetadata, Form
from tests.domains.sec_filings.tables import Cells, table

ANNUAL = FilingMetadata(company="A", company_key="a", form=Form.ANNUAL, period_end=date(2018, 12, 31), fiscal_year=2018)
QUARTERLY = FilingMetadata(
    company="A", company_key="a", form=Form.QUARTERLY, period_end=date(2023, 6, 30), fiscal_year=2023, fiscal_quarter=2
)
WEEKLY = FilingMetadata(company="A", company_key="a", form=Form.ANNUAL, period_end=date(2019, 5, 26), fiscal_year=2019)


def periods(
    head: Sequence[Cells], metadata: FilingMetadata, *, caption: str = "", months: int = 12, values: int | None = None
) -> dict[int, Period]:
    width = max(len(row) for row in head)
    body = [["Net sales", *["1,234"] * (values or width - 1)]]
    element = table(head, body)
    assert element.table is not None
    return period_columns(element.table, caption, FiscalCalendar.of(metadata), months=months)


def spans(found: dict[int, Period]) -> list[tuple[date | None, date]]:
    return [(period.start, period.end) for period in found.values()]


YEARS = [(date(year, 1, 1), date(year, 12, 31)) for year in (2018, 2017, 2016)]


@pytest.mark.parametrize(
    ("head", "caption"),
    [
        ([["Years ended December 31", "2018", "2017", "2016"]], ""),
        ([["(Millions)", "2018", "2017", "2016"]], "Consolidated Statement of Income Years ended December 31"),
        ([["", "Year Ended December 31,", "Year Ended December 31,", "Year Ended December 31,"],
          ["", "2018", "2017", "2016"]], ""),
        ([["", "Fiscal Year", "Fiscal Year", "Fiscal Year"], ["", "2018", "2017", "2016"]], ""),
        ([["", "Dec. 31, 2018", "Dec. 31, 2017", "Dec. 31, 2016"]], "For the years ended"),
    ],
)  # fmt: skip
def test_reads_years(head: list[Cells], caption: str) -> None:
    assert spans(periods(head, ANNUAL, caption=caption)) == YEARS


def test_reads_quarters_beside_years_to_date() -> None:
    head = [
        ["", "Three Months Ended June 30,", "Three Months Ended June 30,", "Six Months Ended June 30,"],
        ["", "2023", "2022", "2023"],
    ]

    assert spans(periods(head, QUARTERLY, months=3)) == [
        (date(2023, 4, 1), date(2023, 6, 30)),
        (date(2022, 4, 1), date(2022, 6, 30)),
        (date(2023, 1, 1), date(2023, 6, 30)),
    ]


def test_reads_the_instants_of_a_balance_sheet() -> None:
    found = periods([["", "As of June 30, 2023", "As of December 31, 2022"]], QUARTERLY, months=0)

    assert spans(found) == [(None, date(2023, 6, 30)), (None, date(2022, 12, 31))]
    assert [(period.fiscal_year, period.fiscal_quarter) for period in found.values()] == [(2023, 2), (2022, None)]


def test_a_bare_year_is_the_fiscal_year_of_the_company() -> None:
    found = periods([["", "2019", "2018"]], WEEKLY)

    assert spans(found) == [(date(2018, 5, 28), date(2019, 5, 26)), (date(2017, 5, 29), date(2018, 5, 27))]


def test_counts_weeks() -> None:
    found = periods([["", "13 Weeks Ended November 2, 2024"]], QUARTERLY, months=3)

    assert spans(found) == [(date(2024, 8, 4), date(2024, 11, 2))]


@pytest.mark.parametrize("heading", ["Q2 2023", "2Q23", "Q2'23", "Second Quarter 2023"])
def test_reads_named_quarters(heading: str) -> None:
    found = periods([["", heading]], QUARTERLY, months=3)

    assert spans(found) == [(date(2023, 4, 1), date(2023, 6, 30))]
    assert found[1].fiscal_quarter == 2


def test_reads_a_period_between_two_days() -> None:
    found = periods([["", "Period from May 6, 2018 through December 31, 2018"]], ANNUAL)

    assert spans(found) == [(date(2018, 5, 6), date(2018, 12, 31))]


def test_days_in_the_caption_belong_to_the_years_over_the_columns() -> None:
    weekly = ANNUAL.model_copy(update={"period_end": date(2017, 1, 1), "fiscal_year": 2016})

    found = periods([["", "2016", "2015"]], weekly, caption="At January 1, 2017 and January 3, 2016", months=0)

    assert [period.end for period in found.values()] == [date(2017, 1, 1), date(2016, 1, 3)]


def test_leaves_out_columns_of_changes_and_percentages() -> None:
    found = periods([["", "2018", "2017", "% Change", "2018 vs. 2017"]], ANNUAL)

    assert list(found) == [1, 2]


def test_leaves_out_columns_of_percentages_between_the_amounts() -> None:
    head = [
        ["", "2018", "2018", "2017", "2017"],
        ["", "", "Percent", "", "Percent"],
        ["", "Amount", "to Sales", "Amount", "to Sales"],
    ]

    assert list(periods(head, ANNUAL)) == [1, 3]


def test_leaves_out_columns_without_figures() -> None:
    assert list(periods([["", "2018", "2017", "2016"]], ANNUAL, values=2)) == [1, 2]


def test_titles_in_the_head_of_a_table_are_no_headings() -> None:
    head = [["", "ACME, INC. AND SUBSIDIARIES", "", ""], ["", "2018", "2017", "2016"]]

    assert spans(periods(head, ANNUAL, values=3)) == YEARS

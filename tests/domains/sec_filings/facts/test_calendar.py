"""Fiscal periods of companies whose years end in any month, in months or in weeks."""

from datetime import date

import pytest

from domains.sec_filings.facts.calendar import FiscalCalendar, find_rule
from domains.sec_filings.filing import FilingMetadata, Form


def metadata(end: date, year: int, quarter: int | None = None) -> FilingMetadata:
    form = Form.QUARTERLY if quarter else Form.ANNUAL
    return FilingMetadata(
        company="Acme", company_key="acme", form=form, period_end=end, fiscal_year=year, fiscal_quarter=quarter
    )


def calendar(end: date, year: int, quarter: int | None = None, *, printed: tuple[date, ...] = ()) -> FiscalCalendar:
    found = FiscalCalendar.of(metadata(end, year, quarter), printed)
    assert found is not None
    return found


@pytest.mark.parametrize("month", [1, 3, 6, 9, 12])
def test_a_year_to_date_begins_after_the_last_year_end(month: int) -> None:
    year_end = date(2023, month, 30 if month in (6, 9) else 31)

    span = calendar(year_end, 2023).span(year_end, months=12)

    assert span.start is not None
    assert (span.start.month, span.start.day) == (month % 12 + 1, 1)
    assert (span.fiscal_year, span.fiscal_quarter) == (2023, None)


def test_tells_a_quarter_from_the_year_to_date_by_its_start() -> None:
    known = calendar(date(2023, 6, 30), 2023, 2)

    quarter, to_date = known.span(date(2023, 6, 30), months=3), known.span(date(2023, 6, 30), months=6)

    assert (quarter.start, to_date.start) == (date(2023, 4, 1), date(2023, 1, 1))
    assert (quarter.fiscal_quarter, to_date.fiscal_quarter) == (2, 2)


def test_the_end_of_a_year_has_no_quarter() -> None:
    known = calendar(date(2023, 6, 30), 2023, 2)

    assert known.instant(date(2022, 12, 31)).fiscal_quarter is None
    assert known.instant(date(2022, 12, 31)).fiscal_year == 2022


def test_printed_year_ends_give_years_of_weeks_their_exact_first_day() -> None:
    known = calendar(date(2024, 9, 28), 2024, printed=(date(2024, 9, 28), date(2023, 9, 30), date(2022, 9, 24)))

    assert known.span(date(2024, 9, 28), months=12).start == date(2023, 10, 1)
    assert known.span(date(2023, 9, 30), months=12).start == date(2022, 9, 25)


@pytest.mark.parametrize(
    ("text", "year_ends"),
    [
        ("Our fiscal year is the 52- or 53-week period that ends on the last Saturday of September.",
         [date(2022, 9, 24), date(2023, 9, 30)]),
        ("The fiscal year ends on the Sunday nearest to the end of the month of December.",
         [date(2022, 1, 2), date(2023, 1, 1)]),
        ("Our fiscal year ends on the Saturday closest to January 31 and has 52 or 53 weeks.",
         [date(2022, 1, 29), date(2023, 1, 28)]),
    ],
)  # fmt: skip
def test_reads_the_rule_by_which_years_of_weeks_end(text: str, year_ends: list[date]) -> None:
    rule = find_rule([text])

    assert rule is not None
    assert [rule.near(day) for day in year_ends] == year_ends


def test_a_company_can_end_its_quarters_in_weeks_and_its_year_on_the_last_of_december() -> None:
    known = calendar(date(2025, 6, 27), 2025, 2, printed=(date(2025, 6, 27), date(2024, 12, 31)))

    assert known.span(date(2025, 6, 27), months=6).start == date(2025, 1, 1)
    assert known.span(date(2024, 6, 28), months=6).start == date(2024, 1, 1)


def test_an_event_report_takes_its_calendar_from_the_columns() -> None:
    event = FilingMetadata(company="Acme", company_key="acme", form=Form.CURRENT, period_end=date(2025, 11, 20))

    known = FiscalCalendar.of(event, [date(2025, 10, 31), date(2025, 1, 31), date(2024, 10, 31)])

    assert known is not None
    assert known.instant(date(2025, 10, 31)).fiscal_quarter == 3


def test_a_filing_without_a_period_has_no_calendar() -> None:
    unknown = FilingMetadata(company="Acme", company_key="acme", form=Form.OTHER)

    assert FiscalCalendar.of(unknown) is None

"""Periods as questions name them."""

from datetime import date

import pytest

from core.types import PeriodIntent
from domains.sec_filings.questions.periods import Day, FiscalPeriod, read_periods

TODAY = date(2024, 5, 1)


@pytest.mark.parametrize(
    ("question", "periods"),
    [
        ("revenue in 2022", "FY2022"),
        ("FY2022 revenue", "FY2022"),
        ("FY 2022", "FY2022"),
        ("FY22", "FY2022"),
        ("FY'22", "FY2022"),
        ("fy19", "FY2019"),
        ("FY98", "FY1998"),
        ("CY2021", "FY2021"),
        ("FYE 2021", "FY2021"),
        ("fiscal 2022", "FY2022"),
        ("fiscal year 2022", "FY2022"),
        ("the 2021 fiscal period", "FY2021"),
        ("FY2018 - FY2020", "FY2018 FY2019 FY2020"),
        ("FY2018-2020", "FY2018 FY2019 FY2020"),
        ("2018-20", "FY2018 FY2019 FY2020"),
        ("FY2018–FY2020", "FY2018 FY2019 FY2020"),
        ("from FY21 to FY22", "FY2021 FY2022"),
        ("from 2018 through 2020", "FY2018 FY2019 FY2020"),
        ("between 2022 and the 2021 fiscal period", "FY2021 FY2022"),
        ("FY2023, FY2022 and FY2020", "FY2020 FY2022 FY2023"),
        ("2022 vs. 2020", "FY2020 FY2022"),
        ("Q2 of FY2023", "Q2 FY2023"),
        ("Q2 FY2023", "Q2 FY2023"),
        ("Q2 2023", "Q2 FY2023"),
        ("Q2'2023", "Q2 FY2023"),
        ("Q2'23", "Q2 FY2023"),
        ("Q22023", "Q2 FY2023"),
        ("Q2-2023", "Q2 FY2023"),
        ("2Q23", "Q2 FY2023"),
        ("2Q 2023", "Q2 FY2023"),
        ("FY2023Q1", "Q1 FY2023"),
        ("FY23 Q3", "Q3 FY2023"),
        ("2022 Q2", "Q2 FY2022"),
        ("the second quarter of fiscal 2023", "Q2 FY2023"),
        ("the second fiscal quarter of 2023", "Q2 FY2023"),
        ("fiscal 2023 second quarter", "Q2 FY2023"),
        ("second-quarter 2023", "Q2 FY2023"),
        ("4th quarter 2022", "Q4 FY2022"),
        ("the last quarter of 2022", "Q4 FY2022"),
        ("second quarter revenue in 2022", "Q2 FY2022"),
        ("Q2 of FY2023 compared to Q2 of FY2022", "Q2 FY2022 Q2 FY2023"),
        ("between Q2 of FY2024 and FY2023", "Q2 FY2023 Q2 FY2024"),
        ("H1 FY2023", "H1 FY2023"),
        ("1H23", "H1 FY2023"),
        ("the first half of 2023", "H1 FY2023"),
        ("the first six months of 2023", "H1 FY2023"),
        ("the first nine months of fiscal 2023", "9M FY2023"),
        ("the first three quarters of 2023", "9M FY2023"),
        ("the second half of 2023", "FY2023"),
        ("last year", "FY2023"),
        ("this year", "FY2024"),
    ],
)
def test_periods_are_read(question: str, periods: str) -> None:
    found = read_periods(question, TODAY)
    assert " ".join(map(str, found.periods)) == periods
    assert found.intent is PeriodIntent.EXPLICIT


@pytest.mark.parametrize(
    "question",
    [
        "revenue",
        "the 2.55% notes due 2025",
        "debt maturing in 2030",
        "2022 employees",
        "$2019",
        "2,022 stores",
        "2019.5",
        "compared to last year",
        "current ratio and current assets",
        "the 1933 Act",
    ],
)
def test_numbers_that_are_no_period_are_left_alone(question: str) -> None:
    found = read_periods(question, TODAY)
    assert (found.periods, found.days, found.intent) == ((), (), PeriodIntent.NONE)


@pytest.mark.parametrize(
    ("question", "day", "months"),
    [
        ("as of August 30, 2023", date(2023, 8, 30), None),
        ("dated 1st July 2022", date(2022, 7, 1), None),
        ("on 2022-06-30", date(2022, 6, 30), None),
        ("on 6/30/2022", date(2022, 6, 30), None),
        ("the six months ended June 30, 2023", date(2023, 6, 30), 6),
        ("the three months ended 30 June 2023", date(2023, 6, 30), 3),
        ("quarter ended March 31, 2024", date(2024, 3, 31), 3),
        ("the fiscal year ended May 31, 2020", date(2020, 5, 31), 12),
        ("in February 2024", date(2024, 2, 29), None),
    ],
)
def test_days_are_read_with_the_length_of_their_period(question: str, day: date, months: int | None) -> None:
    (found,) = read_periods(question, TODAY).days
    assert (found.day, found.months) == (day, months)


def test_a_day_and_the_year_before_are_two_periods_of_one_length() -> None:
    found = read_periods("the three months ended March 31, 2023 and 2022", TODAY)
    assert found.days == (Day(date(2023, 3, 31), 3), Day(date(2022, 3, 31), 3))
    assert found.periods == ()


@pytest.mark.parametrize(
    ("question", "anchor"),
    [
        ("As of FY 2021, how much was expected to be paid in 2024?", "FY2021"),
        ("as of the end of FY2022", "FY2022"),
        ("based on FY2022 data", "FY2022"),
        ("in the 2021 10-K", "FY2021"),
        ("as of Q2 2023", "Q2 FY2023"),
        ("revenue in FY2022", None),
    ],
)
def test_the_period_of_the_filing_is_told_from_others(question: str, anchor: str | None) -> None:
    found = read_periods(question, TODAY).anchor
    assert (str(found) if found else None) == anchor


@pytest.mark.parametrize(
    "question",
    ["the latest revenue", "the most recent 10-K", "current year revenue", "last fiscal year", "the last three years"],
)
def test_the_newest_is_asked(question: str) -> None:
    assert read_periods(question, TODAY).intent is PeriodIntent.LATEST


def test_lengths_and_shifts_of_periods() -> None:
    assert [FiscalPeriod(2022).months, FiscalPeriod(2022, 3).months] == [12, 3]
    assert [FiscalPeriod(2022, 2, True).months, FiscalPeriod(2022, 3, True).months] == [6, 9]
    assert FiscalPeriod(2022, 2).shifted(-1) == FiscalPeriod(2021, 2)


def test_spans_cover_what_is_said_about_time() -> None:
    question = "revenue in the six months ended June 30, 2023 and in FY2022"
    spans = [question[start:end] for start, end in read_periods(question, TODAY).spans]
    assert spans == ["six months ended June 30, 2023", "FY2022"]

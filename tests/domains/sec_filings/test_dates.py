from datetime import date

import pytest

from domains.sec_filings.dates import add_business_days, add_months, find_dates, parse_date


@pytest.mark.parametrize(
    "printed",
    ["December 31, 2022", "DECEMBER 31, 2022", "Dec. 31, 2022", "December 31 , 2022", "December\n31,\n2022",
     "31 December 2022",
     "the 31st day of December, 2022", "12/31/2022", "2022-12-31", "December 31, 20 22"],
)  # fmt: skip
def test_a_date_is_read_as_filings_print_it(printed: str) -> None:
    assert parse_date(f"on {printed}, the") == date(2022, 12, 31)


@pytest.mark.parametrize(
    "printed", ["", "December 2022", "February 30, 2022", "13/45/2022", "about 31 of them in 2022"]
)
def test_what_is_no_day_of_the_calendar_is_no_date(printed: str) -> None:
    assert parse_date(printed) is None


def test_all_dates_are_found_with_their_places() -> None:
    words = "from May 3, 2021 to May 4, 2021"
    assert [(words[found.start : found.end], found.date.day) for found in find_dates(words)] == [
        ("May 3, 2021", 3),
        ("May 4, 2021", 4),
    ]


def test_months_keep_the_end_of_the_month() -> None:
    assert add_months(date(2022, 9, 30), 3) == date(2022, 12, 31)
    assert add_months(date(2023, 1, 31), 1) == date(2023, 2, 28)
    assert add_months(date(2022, 10, 29), 3) == date(2023, 1, 29)


def test_business_days_pass_over_weekends() -> None:
    assert add_business_days(date(2021, 12, 30), 4) == date(2022, 1, 5)

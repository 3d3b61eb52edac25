from datetime import date

import pytest

from domains.sec_filings.filing import Form
from domains.sec_filings.metadata.fiscal import deadline, fiscal_year_of, quarter_of, year_end_after


@pytest.mark.parametrize(
    ("year_end", "year"),
    [
        (date(2022, 12, 31), 2022),
        (date(2023, 1, 1), 2022),
        (date(2021, 1, 3), 2020),
        (date(2022, 12, 25), 2022),
        (date(2023, 1, 28), 2022),
        (date(2024, 2, 3), 2023),
        (date(2023, 1, 31), 2023),
        (date(2023, 5, 28), 2023),
        (date(2022, 9, 24), 2022),
    ],
)
def test_a_year_is_named_as_most_companies_name_it(year_end: date, year: int) -> None:
    assert fiscal_year_of(year_end) == year


@pytest.mark.parametrize(
    ("words", "year"),
    [
        ("Fiscal 2023 and fiscal 2022 had 52 weeks.", 2023),
        ("Fiscal 2022 and fiscal 2021 had 52 weeks; we expect more of fiscal 2023.", 2022),
        ("FY23 was better than FY22.", 2023),
        ("fiscal year 2022 against fiscal year 2021", 2022),
    ],
)
def test_the_companys_own_naming_decides_where_the_year_ends_in_winter(words: str, year: int) -> None:
    assert fiscal_year_of(date(2023, 1, 29), [words]) == year


@pytest.mark.parametrize(
    ("period_end", "year_end", "quarter"),
    [
        (date(2023, 3, 31), date(2022, 12, 31), 1),
        (date(2023, 7, 1), date(2022, 9, 24), 3),
        (date(2022, 10, 30), date(2023, 1, 29), 3),
        (date(2023, 8, 27), date(2023, 5, 28), 1),
        (date(2022, 12, 31), date(2022, 12, 31), 4),
    ],
)
def test_a_quarter_is_counted_from_the_end_of_a_year(period_end: date, year_end: date, quarter: int) -> None:
    assert quarter_of(period_end, year_end) == quarter


def test_the_year_of_a_quarter_ends_with_its_fourth() -> None:
    assert year_end_after(date(2022, 10, 31), 3) == date(2023, 1, 31)
    assert year_end_after(date(2023, 2, 28), 2) == date(2023, 8, 31)


@pytest.mark.parametrize(
    ("form", "filer", "last_day"),
    [
        (Form.ANNUAL, "large", date(2023, 3, 1)),
        (Form.ANNUAL, "accelerated", date(2023, 3, 16)),
        (Form.ANNUAL, None, date(2023, 3, 31)),
        (Form.QUARTERLY, "large", date(2023, 2, 9)),
        (Form.QUARTERLY, None, date(2023, 2, 14)),
        (Form.CURRENT, None, date(2023, 1, 5)),
    ],
)
def test_a_deadline_depends_on_the_form_and_the_filer(form: Form, filer: str | None, last_day: date) -> None:
    assert deadline(form, date(2022, 12, 31), filer) == last_day

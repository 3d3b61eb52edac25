"""Transformations of inline XBRL, across the registries' spellings."""

from decimal import Decimal

import pytest

from core.formats.ixbrl_transforms import TransformError, number, scaled, text, words_to_number


@pytest.mark.parametrize(
    ("name", "printed", "value"),
    [
        (None, " 1234.50 ", "1234.50"),
        (None, ".5", ".5"),
        ("num-dot-decimal", "1,234,567.89", "1234567.89"),
        ("numdotdecimal", "1\xa0234.5", "1234.5"),
        ("numcommadot", "1,234", "1234"),
        ("num-dot-decimal-apos", "1’234’567.5", "1234567.5"),
        ("num-comma-decimal", "1.234.567,89", "1234567.89"),
        ("numdotcomma", "1.234,5", "1234.5"),
        ("numspacecomma", "1 234,5", "1234.5"),
        ("num-comma-decimal-apos", "1'234,5", "1234.5"),
        ("numdotdecimalin", "12,34,567.8", "1234567.8"),
        ("num-unit-decimal", "1,234 dollars 5 cents", "1234.05"),
        ("fixed-zero", "—", "0"),
        ("zerodash", "-", "0"),
        ("numdash", "-", "0"),
        ("numwordsen", "one hundred and twenty-three", "123"),
        ("numwordsen", "No", "0"),
    ],
)
def test_numbers(name: str | None, printed: str, value: str) -> None:
    assert number(printed, name) == Decimal(value)


@pytest.mark.parametrize(
    ("name", "printed"),
    [(None, "1,234"), ("num-dot-decimal", "(5)"), ("num-dot-decimal", "—"), ("numwordsen", "lots"), ("fancy", "5")],
)
def test_text_that_is_no_number_is_refused(name: str | None, printed: str) -> None:
    with pytest.raises(TransformError):
        number(printed, name)


@pytest.mark.parametrize(
    ("words", "value"),
    [("two", 2), ("none", 0), ("nineteen", 19), ("three hundred and five", 305),
     ("two million, one thousand", 2_001_000), ("12", 12), ("a hundred", 100)],
)  # fmt: skip
def test_words_to_number(words: str, value: int) -> None:
    assert words_to_number(words) == value


def test_scaling_is_exact_and_writes_no_exponent() -> None:
    assert str(scaled(Decimal("1.577"), 9)) == "1577000000"
    assert str(scaled(Decimal("12.5"), -2)) == "0.125"
    assert scaled(Decimal("123456789012.123456789012345678901234567890"), 6) == Decimal(
        "123456789012123456.789012345678901234567890"
    )


@pytest.mark.parametrize(
    ("name", "printed", "value"),
    [
        ("date-monthname-day-year-en", "December 31, 2024", "2024-12-31"),
        ("datemonthdayyearen", "Sept. 28, 2024", "2024-09-28"),
        ("date-day-monthname-year-en", "31st of December 2024", "2024-12-31"),
        ("datelongus", "January 5, 2010", "2010-01-05"),
        ("dateslashus", "1/5/10", "2010-01-05"),
        ("dateslasheu", "31/12/2010", "2010-12-31"),
        ("date-day-month-year", "31.12.2024", "2024-12-31"),
        ("date-year-month-day", "2024年12月31日", "2024-12-31"),
        ("date-monthname-day-en", "September 28", "--09-28"),
        ("date-month-day", "12/31", "--12-31"),
        ("datedaymonthen", "28 September", "--09-28"),
        ("date-monthname-year-en", "January 2026", "2026-01"),
        ("datequarterend", "third quarter of 2024", "2024-09-30"),
        ("durwordsen", "Three years, two months", "P3Y2M"),
        ("durwordsen", "90 days", "P90D"),
        ("durmonth", "18", "P18M"),
        ("duryear", "1.5", "P1Y6M"),
        ("durweek", "2", "P14D"),
        ("durhour", "36", "PT36H"),
        ("boolballotbox", "☒", "true"),
        ("boolballotbox", "☐", "false"),
        ("yesnoballotbox", "☑", "Yes"),
        ("fixed-true", "Yes", "true"),
        ("booleanfalse", "No", "false"),
        ("nocontent", "x", ""),
        ("fixed-empty", "—", ""),
        ("numwordsen", "two", "2"),
        ("exchnameen", "The  Nasdaq\nStock Market LLC", "The Nasdaq Stock Market LLC"),
        (None, " 10-K ", "10-K"),
    ],
)
def test_texts(name: str | None, printed: str, value: str) -> None:
    assert text(printed, name) == value


@pytest.mark.parametrize(
    ("name", "printed"),
    [("date-monthname-day-year-en", "soon"), ("date-month-day", "13/45"), ("durwordsen", "a while"),
     ("boolballotbox", "Yes"), ("date-of-tomorrow", "2024-01-01")],
)  # fmt: skip
def test_text_that_does_not_fit_is_refused(name: str, printed: str) -> None:
    with pytest.raises(TransformError):
        text(printed, name)

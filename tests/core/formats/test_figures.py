"""Figures in running text: what is one, and what it says."""

from decimal import Decimal

import pytest

from core.formats.figures import read_figures


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("It came to USD 1,577 million.", 1_577_000_000, "USD"),
        ("It came to $1.577 billion.", 1_577_000_000, "USD"),
        ("It came to $1,577,000,000.", 1_577_000_000, "USD"),
        ("a loss of $(3.2) billion", -3_200_000_000, "USD"),
        ("a charge of $5m", 5_000_000, "USD"),
        ("a margin of (2.5)%", Decimal("-2.5"), "percent"),
        ("(2.5% of sales)", Decimal("2.5"), "percent"),
        ("5 per cent of sales", 5, "percent"),
        ("up 2.5 percentage points", Decimal("2.5"), "points"),
        ("two million shares", 2_000_000, ""),
        ("€3.5bn of debt", 3_500_000_000, "EUR"),
        ("19.96 days", Decimal("19.96"), ""),
    ],
)
def test_a_figure_is_read_in_whole_units_with_its_unit(text: str, value: Decimal | int, unit: str) -> None:
    (figure,) = read_figures(text)
    assert (figure.value, figure.unit) == (Decimal(value), unit)


@pytest.mark.parametrize(
    "text",
    [
        "See the 10-K for FY2018, Item 7 and Note 12, page 60 [1][2].",
        "On December 31, 2018, the 1st quarter of 2019 and Q4 began.",
        "3M Company and the 2018-2020 period, filed 2018-12-31.",
        "over the last 12 months and the 52 weeks ended then",
    ],
)
def test_names_dates_markers_and_spans_are_no_figures(text: str) -> None:
    assert read_figures(text) == []


def test_the_last_printed_place_tells_how_exact_a_figure_is() -> None:
    (rounded,), (exact,) = read_figures("$1.6 billion"), read_figures("$1,577,000,000")
    assert (rounded.step, exact.step) == (Decimal("1E+8"), Decimal(1))

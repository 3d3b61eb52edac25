"""Units, scales and roundings as questions ask for them."""

import pytest

from domains.sec_filings.questions.units import UnitAsked, read_units


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("(in USD millions)", UnitAsked("USD", 6)),
        ("Answer in USD billions.", UnitAsked("USD", 9)),
        ("in USD thousands", UnitAsked("USD", 3)),
        ("in millions of dollars", UnitAsked("USD", 6)),
        ("in $ millions", UnitAsked("USD", 6)),
        ("in US$ billions", UnitAsked("USD", 9)),
        ("in millions", UnitAsked("USD", 6)),
        ("in $bn", UnitAsked("USD", 9)),
        ("in US dollars", UnitAsked("USD", 0)),
        ("in USD", UnitAsked("USD", 0)),
        ("Answer in units of percents and round to one decimal place.", UnitAsked("percent", None, 1)),
        ("(in units of percents and round to one decimal place)", UnitAsked("percent", None, 1)),
        ("as a percentage", UnitAsked("percent")),
        ("gross margin (%)", UnitAsked("percent")),
        ("Round your answer to two decimal places.", UnitAsked(None, None, 2)),
        ("rounded to 3 decimals", UnitAsked(None, None, 3)),
        ("round to the nearest tenth", UnitAsked(None, None, 1)),
        ("to the nearest million", UnitAsked(None, None, 0)),
        ("What was the revenue?", UnitAsked()),
        ("revenue in 2022", UnitAsked()),
    ],
)
def test_unit_scale_and_rounding_are_read(question: str, asked: UnitAsked) -> None:
    assert read_units(question) == asked

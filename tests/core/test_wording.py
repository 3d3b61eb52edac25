from datetime import date
from decimal import Decimal

from core.types import Fact, Period
from core.wording import fact_text


def test_a_fact_is_one_line_with_its_name_figure_period_and_dimensions() -> None:
    period = Period(date(2018, 12, 31), date(2018, 1, 1), 2018)
    fact = Fact(
        "Net income", Decimal("1577000000"), "USD", period, 1, "net_income", dimensions=(("segment", "Consumer"),)
    )
    assert fact_text(fact) == "net_income · 1,577,000,000 USD · 12 mo. to 2018-12-31 · FY2018 · segment: Consumer"


def test_a_fact_without_a_concept_goes_by_its_label_and_a_nil_one_says_so() -> None:
    assert (
        fact_text(Fact("Goodwill", None, "USD", Period(date(2018, 12, 31)), 1)) == "Goodwill · nil USD · at 2018-12-31"
    )

"""The catalogue of metrics: every formula is one, of the unit that it says, over names that are known."""

import pytest

from domains.sec_filings.catalogue import formula
from domains.sec_filings.catalogue.metrics import Metric, load_metrics
from domains.sec_filings.questions.definitions_units import unit_power

METRICS = load_metrics()
POWERS = {"USD": (1, 0), "USD/shares": (1, -1), "shares": (0, 1)}


@pytest.mark.parametrize("metric", METRICS.metrics.values(), ids=lambda metric: metric.name)
def test_formula_is_of_known_names_and_of_the_unit_said(metric: Metric) -> None:
    for name in formula.names(metric.formula):
        assert name in METRICS.metrics or name in METRICS.catalogue.concepts
    assert unit_power(formula.parse(metric.formula), METRICS) == POWERS.get(metric.unit, (0, 0))


@pytest.mark.parametrize("name", METRICS.derived)
def test_a_derived_line_item_is_made_of_line_items_in_its_own_unit(name: str) -> None:
    concept = METRICS.catalogue.get(name)
    assert concept is not None
    assert unit_power(formula.parse(METRICS.derived[name]), METRICS) == POWERS[concept.unit]


def test_the_metrics_that_analysts_ask_for_are_there() -> None:
    asked = (
        "capex to revenue ratio, gross margin, operating margin, net margin, EBITDA, EBITDA margin, free cash flow,"
        " working capital, quick ratio, current ratio, DPO, DSO, DIO, cash conversion cycle, inventory turnover,"
        " asset turnover, fixed asset turnover, ROA, ROE, ROIC, ROCE, dividend payout ratio, retention ratio,"
        " effective tax rate, interest coverage, debt to equity, net debt to EBITDA, total debt, net debt"
    )
    assert len(METRICS.metrics) >= 50
    assert [name for name in asked.split(", ") if METRICS.named(name) is None] == []


def test_no_name_is_given_to_two_metrics() -> None:
    for metric in METRICS.metrics.values():
        assert METRICS.named(metric.label) == metric

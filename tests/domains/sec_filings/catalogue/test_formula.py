"""The formula language, and the catalogue of metrics that is written in it."""

import ast
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domains.sec_filings.catalogue import formula
from domains.sec_filings.catalogue.formula import FormulaError, Leaf, MissingOperandError
from domains.sec_filings.catalogue.metrics import load_metrics
from domains.sec_filings.questions.periods import FiscalPeriod

FY22 = FiscalPeriod(2022)
AMOUNTS = {("sales", 2022): 120, ("sales", 2021): 100, ("costs", 2022): 80, ("nothing", 2022): 0}


def lookup(name: str, period: FiscalPeriod) -> Decimal:
    if (name, period.year) not in AMOUNTS:
        raise MissingOperandError(name, period)
    return Decimal(AMOUNTS[name, period.year])


def value(text: str) -> Decimal:
    return formula.evaluate(formula.parse(text), FY22, lookup)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sales - costs", "40"),
        ("sales[-1]", "100"),
        ("sales[2021] + 1", "101"),
        ("(sales[2021] + sales[2022]) / 2", "110"),
        ("avg(sales)", "110"),
        ("change(sales)", "20"),
        ("growth(sales)", "0.2"),
        ("abs(costs - sales)", "40"),
        ("first(missing, costs)", "80"),
        ("sales + optional(missing)", "120"),
        ("-sales * 0.5", "-60"),
        ("365 * avg(sales) / costs", "501.875"),
    ],
)
def test_formula_is_evaluated_exactly(text: str, expected: str) -> None:
    assert value(text) == Decimal(expected)


@pytest.mark.parametrize("text", ["sales / nothing", "missing", "costs[-1]", "first(missing, costs[-1])"])
def test_what_is_not_stated_is_named(text: str) -> None:
    with pytest.raises(MissingOperandError):
        value(text)


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os')",
        "sales.__class__",
        "sales ** 9999",
        "[sales]",
        "sales if costs else 1",
        "lambda: 1",
        "sales[costs]",
        "sales[3.5]",
        "sales[12]",
        "avg()",
        "avg(sales, key=1)",
        "exec(sales)",
        "'text'",
        "True",
        "1e999",
        "sales * 1e300",
        "sales; costs",
        "",
        "(" * 60 + "sales" + ")" * 60,
        "1 + " * 300 + "1",
    ],
)
def test_anything_but_arithmetic_is_refused(text: str) -> None:
    with pytest.raises(FormulaError):
        formula.parse(text)


@given(st.text(max_size=200))
def test_any_text_is_a_formula_or_refused(text: str) -> None:
    try:
        formula.parse(text)
    except FormulaError:
        return


class Figures:
    def leaf(self, leaf: Leaf) -> str:
        return str(lookup(leaf.name, leaf.period))

    def is_stated(self, node: ast.expr, period: FiscalPeriod) -> bool:
        return "missing" not in ast.unparse(node)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("365 * avg(sales) / (costs - sales[-1])", "365 x ((120 + 100) / 2) / (80 - 100)"),
        ("sales - (costs - 1)", "120 - (80 - 1)"),
        ("(sales + costs) * 2", "(120 + 80) x 2"),
        ("first(missing, costs)", "80"),
        ("growth(sales) + abs(costs)", "(120 / 100 - 1) + |80|"),
    ],
)
def test_formula_is_written_with_its_figures(text: str, shown: str) -> None:
    assert formula.written_out(formula.parse(text), FY22, Figures()) == shown


def test_catalogue_has_fifty_metrics_over_known_line_items() -> None:
    metrics = load_metrics()
    assert len(metrics.metrics) >= 50
    known = {*metrics.metrics, *metrics.catalogue.concepts}
    for text in (*(metric.formula for metric in metrics.metrics.values()), *metrics.derived.values()):
        assert set(formula.names(text)) <= known, text


def test_no_metric_is_made_of_itself() -> None:
    metrics = load_metrics()
    for name, metric in metrics.metrics.items():
        assert name not in metrics.direct_items(metric.formula)
        assert metrics.direct_items(metric.formula)


def test_a_name_stands_for_one_metric_only() -> None:
    metrics = load_metrics()
    for metric in metrics.metrics.values():
        assert metrics.named(metric.label) == metric

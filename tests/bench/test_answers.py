"""The second reader of statements, and the verdicts of the answers bench; ``make bench-answers`` measures filings."""

from decimal import Decimal

import pytest

from app.answering.answer import Answer
from tests.bench.answers_figures import Case, judge
from tests.bench.figures_metrics import METRICS, metric_of
from tests.bench.printed import read

INCOME = """Table of Contents
Brightwater Industries, Inc.
Consolidated Statements of Income
(In millions, except shares, which are in thousands)
Years ended December 31, 2022 2021 2020
Net sales $ 1,200 $ 1,000 $ 800
Cost of sales (Note 2) 720 650 560
Operating income (loss) 240 180 (20)
Net income attributable to
Brightwater Industries, Inc. $ 150 $ 120 $ (40)
Diluted earnings per share $ 3.45 $ 2.76 $ (0.92)"""
BALANCE = """Consolidated Balance Sheets
At January 1, 2023 and January 2, 2022
(Dollars in thousands)
2022 2021
Cash and cash equivalents $ 55 $ 40
Accounts receivable, less allowances of $3 (2021, $2) 120 100
Total current assets 400 350
Total assets 900 800"""


def test_amounts_are_read_by_year_with_scale_and_sign() -> None:
    found = read([INCOME, BALANCE])
    assert found["revenue"] == {2022: Decimal(1_200_000_000), 2021: Decimal(10**9), 2020: Decimal(800_000_000)}
    assert found["operating_income"][2020] == -20_000_000
    assert found["cost_of_revenue"][2022] == 720_000_000
    assert found["receivables"] == {2022: Decimal(120_000), 2021: Decimal(100_000)}


def test_a_label_on_two_lines_is_one() -> None:
    assert read([INCOME])["net_income"][2020] == -40_000_000


def test_what_is_not_surely_a_statement_is_not_read() -> None:
    assert read([INCOME.replace("(In millions, except shares, which are in thousands)", "")]) == {}
    assert read([INCOME.replace("2022 2021 2020", "")]) == {}
    assert read(["Net sales rose to 1,200 in 2022."]) == {}


@pytest.mark.parametrize(("name", "value"), [("gross margin", "40.0"), ("revenue growth", "20.0"), ("EBITDA", None)])
def test_metrics_are_worked_out_from_what_was_read(name: str, value: str | None) -> None:
    found = metric_of(METRICS[name], read([INCOME, BALANCE]), 2022)
    assert (str(found) if found is not None else None) == value


def _answer(value: float | None, text: str | None = "text") -> Answer:
    return Answer.model_construct(value=value, answer=text)


@pytest.mark.parametrize(
    ("value", "text", "verdict"),
    [
        (1.23, "a", "right"),
        (1.24, "a", "restated"),
        (1.25, "a", "wrong"),
        (None, "a", "quoted"),
        (None, None, "declined"),
    ],
)
def test_an_answer_is_right_restated_wrong_or_none(value: float | None, text: str | None, verdict: str) -> None:
    case = Case("revenue", "?", Decimal(1_230_000_000), 9, 2, own=Decimal(1_240_000_000))
    assert judge(case, _answer(value, text)) == verdict

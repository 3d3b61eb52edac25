"""Figures of several companies side by side, yes and no, and quarters worked out from the year to date."""

from collections.abc import Sequence

import pytest

from core.domain import Corpus
from core.types import Abstention, Computation, Document, Fact
from domains.sec_filings.figures.compute import compute, shortfall
from domains.sec_filings.filing import FilingMetadata, Form
from domains.sec_filings.questions.plan import plan
from tests.domains.sec_filings.questions.ledger import HandMadeFacts, fact
from tests.domains.sec_filings.questions.store import TODAY, filing, years

FIRST, SECOND, THIRD = "Brightwater Industries, Inc.", "Velora Communications Inc.", "Ostrander Mills, Inc."
B21, B22 = years(FIRST, 2021, 2022)
V21, V22 = years(SECOND, 2021, 2022)
(O22,) = years(THIRD, 2022, 2022)
Q1, Q2, Q3 = (filing(FIRST, Form.QUARTERLY, 2022, quarter) for quarter in (1, 2, 3))

FACTS: list[Fact] = [
    *(
        fact(document, concept, value, year)
        for document, year, revenue, income in (
            (B22, 2022, 1200, 240),
            (B22, 2021, 1000, 180),
            (V22, 2022, 900, 225),
            (V22, 2021, 1000, 200),
            (O22, 2022, 400, 20),
        )
        for concept, value in (("revenue", revenue), ("operating_income", income))
    ),
    fact(Q1, "operating_cash_flow", 50, quarter=1),
    fact(Q1, "capital_expenditures", -10, quarter=1),
    fact(Q2, "operating_cash_flow", 130, quarter=2, months=6),
    fact(Q2, "capital_expenditures", -25, quarter=2, months=6),
    fact(Q3, "operating_cash_flow", 210, quarter=3, months=9),
    fact(Q3, "revenue", 880, quarter=3, months=9),
    fact(B22, "operating_cash_flow", 300),
    fact(B22, "debt_repaid", -40, label="Repayment of notes"),
    fact(B22, "debt_repaid", -60, label="Repayment of term loan", page=51),
    fact(B22, "restructuring_charges", -7, statement="income"),
    fact(B22, "depreciation", 30),
    fact(B22, "amortisation_of_intangibles", 12),
    fact(B22, "total_assets", 900),
    fact(B22, "total_assets", 700, 2021),
]
FILINGS = (Q3, Q2, Q1, B22, V22, O22, B21, V21)


def ask(question: str, filings: Sequence[Document[FilingMetadata]] = FILINGS) -> Computation | None:
    corpus = Corpus(tuple(filings), str(len(filings)))
    return compute(plan(question, corpus, TODAY, None), corpus, HandMadeFacts(FACTS))


def declined(question: str) -> Abstention | None:
    corpus = Corpus(FILINGS, "all")
    return shortfall(plan(question, corpus, TODAY, None), corpus, HandMadeFacts(FACTS))


@pytest.mark.parametrize(
    ("question", "value", "unit", "said"),
    [
        ("Which had the higher revenue in FY2022, Brightwater or Velora?", "300000000", "USD",
         "Revenue, FY2022: Brightwater Industries, Inc. USD 1,200 million; Velora Communications Inc. USD 900 million."
         " Brightwater Industries, Inc. had the higher, by USD 300 million."),
        ("Compare the operating margin of Brightwater and Velora in FY2022.", "-5.0", "percentage points",
         "Velora Communications Inc. had the higher, by 5.0 percentage points."),
        ("Is Velora's FY2022 revenue higher than Brightwater's?", "-300000000", "USD", "No. Revenue, FY2022"),
        ("Did Brightwater's operating margin improve more than Velora's in FY2022?", "-3.0",
         "percentage points", "No."),
        ("What was the difference between Brightwater's and Velora's revenue in FY2022, in USD billions?", "0.3",
         "USD billions", "USD 1.2 billion"),
        ("Which company had the lowest operating margin in FY2022: Brightwater, Velora or Ostrander?", "5.0", "percent",
         "Ostrander Mills, Inc. had the lowest."),
        ("Compare revenue growth of Brightwater and Velora in FY2022.", "30.0", "percentage points", "-10.0%"),
    ],
)  # fmt: skip
def test_companies_are_set_side_by_side(question: str, value: str, unit: str, said: str) -> None:
    found = ask(question)
    assert found is not None
    assert (str(found.value), found.unit) == (value, unit)
    assert said in found.answer


def test_companies_of_different_years_are_compared_in_the_last_that_both_show() -> None:
    later = filing(SECOND, Form.ANNUAL, 2023)
    facts = [*FACTS, fact(later, "revenue", 950), fact(later, "revenue", 900, 2022)]
    corpus = Corpus((later, *FILINGS), "later")
    question = "Compare the latest annual revenue of Velora and Brightwater."
    found = compute(plan(question, corpus, TODAY, None), corpus, HandMadeFacts(facts))
    assert found is not None
    assert found.answer.startswith("Revenue, FY2022: Velora Communications Inc. USD 900 million;")


def test_each_side_of_a_comparison_is_cited_and_its_steps_are_shown() -> None:
    found = ask("Which had the higher operating margin in FY2022, Brightwater or Velora?")
    assert found is not None
    assert {operand.document_id for operand in found.operands} == {B22.id, V22.id}
    assert "Velora Communications Inc.: FY2022: 225 / 900 = 0.2500" in found.steps
    assert found.steps[-1].endswith("less Velora Communications Inc. = -5.0 percentage points")


def test_a_comparison_lacks_what_one_company_does_not_state() -> None:
    assert ask("Compare the revenue growth of Brightwater and Ostrander in FY2022.") is None
    reason = declined("Compare the revenue growth of Brightwater and Ostrander in FY2022.")
    assert reason is not None
    assert "Ostrander Mills, Inc. (10-K FY2022)" in reason.reason


@pytest.mark.parametrize(
    ("question", "beginning"),
    [
        ("Is Brightwater's operating margin higher in FY2022 than a year ago?", "Yes."),
        ("Was Velora's revenue higher in FY2021 than in FY2022?", "Yes."),
        ("Was Velora's revenue lower in FY2021 than in FY2022?", "No."),
        ("Has Velora's operating margin deteriorated in FY2022?", "No."),
        ("Did Brightwater's revenue exceed $1 billion in FY2022?", "Yes."),
        ("Was Brightwater's revenue above $1.5 billion in FY2022?", "No."),
        ("Was Velora's operating margin below 20% in FY2022?", "No."),
        ("Was Brightwater's revenue above $0.5 billion in FY2021 and FY2022?", "Yes."),
        ("Did Brightwater's revenue grow more than 25% in FY2022?", "No."),
        ("Did Velora's revenue fall more than 5% in FY2022?", "Yes."),
    ],
)
def test_yes_or_no_follows_direction_and_threshold(question: str, beginning: str) -> None:
    found = ask(question)
    assert found is not None
    assert found.answer.split()[0] == beginning


def test_the_flow_of_a_quarter_is_the_year_to_date_less_the_quarters_before() -> None:
    found = ask("What was Brightwater's free cash flow in Q2 of FY2022?")
    assert found is not None
    assert found.value == 65_000_000
    assert found.steps[-1] == "Q2 FY2022: (130 - 50) - (25 - 10) = 65"
    assert {operand.document_id for operand in found.operands} == {Q1.id, Q2.id}


def test_the_last_quarter_is_the_year_less_nine_months() -> None:
    found = ask("What was Brightwater's revenue in Q4 of FY2022?")
    assert found is not None
    assert found.value == 320_000_000
    assert found.steps[-2:] == ("Revenue = (Revenue FY2022 - Revenue 9M FY2022)", "Q4 FY2022: (1,200 - 880) = 320")


@pytest.mark.parametrize("part", ["second half of FY2022", "trailing twelve months of FY2022", "FY2022 year to date"])
def test_a_part_of_the_year_is_not_taken_for_the_year(part: str) -> None:
    assert ask(f"What was Brightwater's revenue for the {part}?") is None


def test_rows_of_one_line_item_are_added_and_shown() -> None:
    found = ask("How much was Brightwater's repayment of debt in FY2022?")
    assert found is not None
    assert found.value == 100_000_000
    assert found.steps[-1] == "Repayment of debt FY2022 = sum of these rows = USD 100 million"


def test_a_release_of_an_expense_stays_negative() -> None:
    found = ask("What were Brightwater's restructuring charges in FY2022?")
    assert found is not None
    assert found.value == -7_000_000


def test_depreciation_and_amortisation_in_two_rows_are_added() -> None:
    found = ask("What was Brightwater's D&A expense in FY2022?")
    assert found is not None
    assert found.value == 42_000_000
    assert "(Depreciation FY2022 + Amortisation of intangible assets FY2022)" in found.steps[-2]


@pytest.mark.parametrize(
    ("question", "value", "said"),
    [
        ("What was Brightwater's revenue in FY2021 and FY2022?", 1_200_000_000,
         "revenue came to USD 1,000 million in FY2021 and USD 1,200 million in FY2022."),
        ("What were Brightwater's average total assets in FY2022?", 800_000_000, "average total assets for FY2022"),
        ("What was Brightwater's two year average revenue ending FY2022?", 1_100_000_000, "over FY2021 to FY2022"),
    ],
)  # fmt: skip
def test_several_periods_are_told_or_joined(question: str, value: int, said: str) -> None:
    found = ask(question)
    assert found is not None
    assert found.value == value
    assert said in found.answer


@pytest.mark.parametrize(
    ("question", "value", "unit"),
    [
        ("By how many basis points did Brightwater's operating margin change in FY2022?", "200", "basis points"),
        ("What was Brightwater's operating margin in FY2022, as a decimal, rounded to two decimals?", "0.20", "ratio"),
        ("By what percentage did Brightwater's revenue change in FY2022 (two decimals)?", "20.00", "percent"),
    ],
)
def test_shares_are_given_in_the_unit_asked(question: str, value: str, unit: str) -> None:
    found = ask(question)
    assert found is not None
    assert (str(found.value), found.unit) == (value, unit)


def test_a_flow_of_one_year_has_no_average() -> None:
    assert ask("What was Brightwater's average revenue per quarter in FY2022?") is None
    reason = declined("What was Brightwater's average revenue per quarter in FY2022?")
    assert reason is not None
    assert reason.code == "not_meaningful"


def test_growth_from_a_loss_is_declined_with_that_reason() -> None:
    loss = [*FACTS, fact(O22, "operating_income", -5, 2021)]
    corpus = Corpus(FILINGS, "all")
    question = "What was Ostrander's operating income growth from FY2021 to FY2022?"
    reason = shortfall(plan(question, corpus, TODAY, None), corpus, HandMadeFacts(loss))
    assert reason is not None
    assert reason.code == "not_meaningful"
    assert "was not positive in FY2021" in reason.reason

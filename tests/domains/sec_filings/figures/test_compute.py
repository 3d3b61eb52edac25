"""Figures from facts made by hand."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from core.domain import Corpus
from core.types import Computation, Document, Fact
from domains.sec_filings.figures.compute import compute, shortfall
from domains.sec_filings.filing import FilingMetadata, Form
from domains.sec_filings.questions.plan import plan
from tests.domains.sec_filings.questions.ledger import HandMadeFacts, fact
from tests.domains.sec_filings.questions.store import TODAY, filing, years

COMPANY = "Brightwater Industries, Inc."
FY18, FY19, FY20, FY21, FY22 = years(COMPANY, 2018, 2022)
Q2 = filing(COMPANY, Form.QUARTERLY, 2023, 2)

FACTS: list[Fact] = [
    *(
        fact(document, concept, value, year)
        for document, year, values in (
            (FY22, 2022, (1200, 720, 480, 240, 150, 60, 900)),
            (FY22, 2021, (1000, 650, 350, 180, 120, 50, 800)),
            (FY22, 2020, (800, 560, 240, 90, 70, 40, None)),
            (FY21, 2021, (1005, 655, 350, 180, 120, 50, 800)),
            (FY21, 2020, (800, 560, 240, 90, 70, 40, 700)),
            (FY20, 2020, (800, 560, 240, 90, 70, 40, 700)),
            (FY20, 2019, (500, 400, 100, 20, -10, 30, 650)),
        )
        for concept, value in zip(
            (
                "revenue",
                "cost_of_revenue",
                "gross_profit",
                "operating_income",
                "net_income",
                "depreciation_and_amortisation",
                "total_assets",
            ),
            values,
            strict=True,
        )
        if value is not None
    ),
    fact(FY22, "operating_cash_flow", 300),
    fact(FY22, "capital_expenditures", -90, label="Purchases of property and equipment"),
    fact(FY22, "dividends_paid", -30),
    fact(FY22, "accounts_payable", 110),
    fact(FY22, "accounts_payable", 90, 2021),
    fact(FY22, "inventories", 80),
    fact(FY22, "inventories", 60, 2021),
    fact(FY22, "total_current_assets", 400),
    fact(FY22, "total_current_liabilities", 250),
    fact(FY22, "cash_and_equivalents", 55),
    fact(FY22, "accounts_receivable", 120),
    fact(FY22, "long_term_debt", 210),
    fact(FY22, "short_term_debt", 40),
    fact(FY22, "long_term_debt", 260, 2021),
    fact(FY22, "eps_diluted", "3.456", scale=0),
    fact(FY22, "shares_diluted", "43.5"),
    fact(FY22, "revenue", 700, statement="segments", dimensions=(("heading", "Water"),)),
    fact(Q2, "revenue", 330, quarter=2),
    fact(Q2, "revenue", 640, quarter=2, months=6),
    fact(Q2, "revenue", 300, 2022, quarter=2),
    fact(Q2, "operating_cash_flow", 160, quarter=2, months=6),
    fact(Q2, "total_assets", 950, quarter=2),
    fact(Q2, "total_assets", 900, 2022),
]
FILINGS = (Q2, FY22, FY21, FY20, FY19, FY18)


def ask(
    question: str,
    facts: Sequence[Fact] = FACTS,
    filings: Sequence[Document[FilingMetadata]] = FILINGS,
    as_of: date | None = None,
) -> Computation | None:
    visible = tuple(f for f in filings if as_of is None or f.dated is None or f.dated <= as_of)
    corpus = Corpus(visible, f"{len(visible)} of {len(filings)}")
    return compute(plan(question, corpus, TODAY, as_of), corpus, HandMadeFacts(facts))


def figure(question: str, **more: object) -> tuple[str, str] | None:
    found = ask(question, **more)  # type: ignore[arg-type]
    return (str(found.value), found.unit) if found else None


@pytest.mark.parametrize(
    ("question", "value", "unit"),
    [
        ("What was Brightwater's revenue in FY2022?", "1200000000", "USD"),
        ("What was Brightwater's revenue in FY2022, in USD billions?", "1.2", "USD billions"),
        ("What was Brightwater's revenue in FY2022 in US dollars?", "1200000000", "USD"),
        ("What was Brightwater's revenue in FY2022 in USD thousands?", "1200000", "USD thousands"),
        (
            "What was Brightwater's FY2022 revenue in USD billions, rounded to two decimal places?",
            "1.20",
            "USD billions",
        ),
        ("How much did Brightwater spend on capex in FY2022?", "90000000", "USD"),
        ("What were the dividends paid by Brightwater in FY2022?", "30000000", "USD"),
        ("What was Brightwater's diluted EPS in FY2022?", "3.46", "USD/shares"),
        ("What was Brightwater's diluted EPS in FY2022? Round to one decimal place.", "3.5", "USD/shares"),
        ("What were Brightwater's diluted shares in 2022?", "43500000", "shares"),
        ("What was Brightwater's gross margin in FY2022?", "40.0", "percent"),
        ("What was Brightwater's net income in FY2019?", "-10000000", "USD"),
        ("What was Brightwater's free cash flow in FY2022?", "210000000", "USD"),
        ("What was Brightwater's EBITDA in FY2022?", "300000000", "USD"),
        ("What was Brightwater's working capital in FY2022?", "150000000", "USD"),
        ("What was Brightwater's current ratio in FY2022?", "1.60", "ratio"),
        ("What was Brightwater's quick ratio in FY2022?", "0.70", "ratio"),
        ("What was Brightwater's dividend payout ratio in FY2022?", "0.20", "ratio"),
        ("What was Brightwater's retention ratio in FY2022, as a percentage?", "80.0", "percent"),
        ("What was Brightwater's total debt in FY2022?", "250000000", "USD"),
        ("What was Brightwater's days payable outstanding in FY2022?", "49.32", "days"),
        ("What was Brightwater's inventory turnover in FY2022?", "10.29", "ratio"),
        ("What was Brightwater's return on assets in FY2022?", "17.6", "percent"),
        ("What was Brightwater's free cash flow per share in FY2022?", "4.83", "USD/shares"),
        ("What was Brightwater's D&A as a % of revenue in FY2022?", "5.0", "percent"),
        ("What was Brightwater's revenue growth in FY2022?", "20.0", "percent"),
        ("What was Brightwater's FY2020 - FY2022 revenue growth rate?", "50.0", "percent"),
        ("What was Brightwater's 2 year revenue CAGR from FY2020 to FY2022?", "22.5", "percent"),
        ("By how much did Brightwater's net income change from FY2021 to FY2022?", "30000000", "USD"),
        ("How much did Brightwater's gross margin change between FY2021 and FY2022?", "5.0", "percentage points"),
        ("What is the FY2020 - FY2022 3 year average of Brightwater's gross margin?", "35.0", "percent"),
        ("What was the cumulative net income of Brightwater over FY2020-FY2022?", "340000000", "USD"),
        ("What was Brightwater's revenue in Q2 of FY2023?", "330000000", "USD"),
        ("What was Brightwater's revenue for the six months ended June 30, 2023?", "640000000", "USD"),
        ("What was Brightwater's operating cash flow in H1 FY2023?", "160000000", "USD"),
        ("What was Brightwater's revenue growth in Q2 of FY2023?", "10.0", "percent"),
        ("What were Brightwater's total assets as of June 30, 2023?", "950000000", "USD"),
        ("What were Brightwater's total assets at the end of FY2022?", "900000000", "USD"),
    ],
)
def test_figure_is_computed_in_the_unit_asked(question: str, value: str, unit: str) -> None:
    assert figure(question) == (value, unit)


@pytest.mark.parametrize(
    ("question", "beginning"),
    [
        ("Did Brightwater's gross margin improve in FY2022?", "Yes."),
        ("Did Brightwater's gross margin decline in FY2022?", "No."),
        ("Has Brightwater increased its debt on balance sheet between FY2022 and FY2021?", None),
        ("Has Brightwater's long-term debt decreased between FY2022 and FY2021?", "Yes."),
        ("Does Brightwater have an improving operating margin profile as of FY2022?", "Yes."),
        ("Does Brightwater have positive working capital based on FY2022 data?", "Yes."),
        ("Does Brightwater have a reasonably healthy liquidity profile based on its quick ratio for FY2022?", "No."),
        ("Did Brightwater pay dividends to common shareholders in FY2022?", "Yes."),
        ("Is Brightwater's revenue in FY2022 large?", None),
        ("Has Brightwater's gross margin improved or declined between FY2021 and FY2022?", "Brightwater"),
    ],
)
def test_yes_or_no_is_decided_by_the_figure(question: str, beginning: str | None) -> None:
    found = ask(question)
    assert (found.answer.split()[0] if found else None) == beginning


@pytest.mark.parametrize(
    "question",
    [
        "What was Brightwater's goodwill in FY2022?",
        "What was Brightwater's revenue in FY2017?",
        "What was the revenue of Brightwater's Water segment in FY2022?",
        "Why did Brightwater's revenue rise in FY2022?",
        "What was the largest of Brightwater's total assets in FY2022?",
        "What was Brightwater's revenue in percent in FY2022?",
        "What was Brightwater's net income growth from FY2019 to FY2020?",
        "What was Brightwater's return on equity in FY2022?",
        "Who audits Brightwater?",
        "What was Brightwater's operating cash flow in Q2 of FY2023?",
        "What was Brightwater's total debt in FY2021?",
    ],
)
def test_nothing_is_computed_from_what_is_not_stated(question: str) -> None:
    assert ask(question) is None


def test_definition_in_the_question_overrides_the_catalogue() -> None:
    question = (
        "What is Brightwater's FY2022 days payable outstanding (DPO)? DPO is defined as: 365 * (average"
        " accounts payable between FY2021 and FY2022) / (FY2022 COGS). Round your answer to one decimal place."
    )
    assert figure(question) == ("50.7", "days")


def test_a_percentage_defined_with_times_100_is_not_multiplied_twice() -> None:
    question = "What is Brightwater's net margin in FY2022? Net margin is defined as: (net income / revenue) * 100."
    assert figure(question) == ("12.5", "percent")


def test_comparatives_come_from_the_filing_of_the_newest_period() -> None:
    found = ask("What was Brightwater's revenue growth from FY2021 to FY2022?")
    assert found is not None
    assert {operand.document_id for operand in found.operands} == {FY22.id}
    assert found.value == Decimal("20.0")


def test_a_single_year_comes_from_its_own_filing() -> None:
    assert figure("What was Brightwater's revenue in FY2021?") == ("1005000000", "USD")


def test_a_year_without_a_filing_comes_from_a_later_comparative() -> None:
    without = [filing for filing in FILINGS if filing is not FY21]
    found = ask("What was Brightwater's revenue in FY2021?", filings=without)
    assert found is not None
    assert found.value == 1_000_000_000
    assert found.operands[0].document_id == FY22.id


def test_without_a_period_the_newest_filing_that_states_it_answers() -> None:
    assert figure("What were Brightwater's net sales?") == ("330000000", "USD")
    assert figure("What was Brightwater's latest annual revenue?") == ("1200000000", "USD")
    assert figure("What is Brightwater's operating cash flow?") == ("160000000", "USD")
    assert figure("What are Brightwater's capital expenditures?") == ("90000000", "USD")


def test_flows_against_balances_are_taken_over_years_where_no_period_is_named() -> None:
    assert figure("What is Brightwater's asset turnover?") == ("1.41", "ratio")


def test_the_last_years_end_with_the_newest() -> None:
    question = "What was the average revenue of Brightwater over the last three years?"
    assert figure(question) == ("1000000000", "USD")


def test_as_of_hides_later_filings() -> None:
    question = "What was Brightwater's most recent annual revenue?"
    assert figure(question, as_of=date(2022, 6, 1)) == ("1005000000", "USD")


def test_the_amendment_answers_from_its_date_on() -> None:
    amended = filing(COMPANY, Form.ANNUAL, 2022, amendment=True, filed=date(2023, 6, 30))
    original = replace(FY22, superseded_by=amended.id)
    filings = (amended, Q2, original, FY21)
    facts = [*FACTS, fact(amended, "revenue", 1190)]
    question = "What was Brightwater's revenue in FY2022?"
    assert figure(question, facts=facts, filings=filings) == ("1190000000", "USD")
    before = (Q2, FY22, FY21)
    assert figure(question, facts=facts, filings=before, as_of=date(2023, 5, 1)) == ("1200000000", "USD")


def test_a_figure_of_a_segment_or_a_note_is_not_taken_for_the_company() -> None:
    facts = [
        fact(FY22, "revenue", 500, statement=None, page=10),
        fact(FY22, "revenue", 700, statement="segments", dimensions=(("heading", "Water"),), page=20),
        fact(FY22, "revenue", 1200, page=60),
    ]
    assert figure("What was Brightwater's revenue in FY2022?", facts=facts) == ("1200000000", "USD")


def test_a_quarter_in_an_annual_report_is_not_taken_for_the_year() -> None:
    facts = [fact(FY22, "revenue", 310, quarter=4), fact(FY22, "revenue", 1200)]
    assert figure("What was Brightwater's revenue in FY2022?", facts=facts) == ("1200000000", "USD")
    assert figure("What was Brightwater's revenue in Q4 of FY2022?", facts=facts) == ("310000000", "USD")


def test_gross_profit_is_derived_where_it_is_not_printed() -> None:
    facts = [fact(FY22, "revenue", 1200), fact(FY22, "cost_of_revenue", 700)]
    found = ask("What was Brightwater's gross margin in FY2022?", facts=facts)
    assert found is not None
    assert found.value == Decimal("41.7")
    assert "(1,200 - 700) / 1,200" in found.steps[-1]


def test_currencies_are_named_and_never_mixed() -> None:
    euros = [fact(FY22, "revenue", 1200, unit="EUR"), fact(FY22, "net_income", 60, unit="EUR")]
    assert figure("What was Brightwater's revenue in FY2022?", facts=euros) == ("1200000000", "EUR")
    mixed = [euros[0], fact(FY22, "net_income", 60)]
    assert ask("What was Brightwater's net margin in FY2022?", facts=mixed) is None


def test_several_companies_are_not_computed_together() -> None:
    other = filing("Velora Communications Inc.", Form.ANNUAL, 2022)
    filings = (other, *FILINGS)
    assert ask("What was the revenue in FY2022?", filings=filings) is None
    assert ask("Compare the revenue of Brightwater and Velora in FY2022.", filings=filings) is None


def test_steps_show_operands_formula_and_figures() -> None:
    found = ask("What was Brightwater's free cash flow in FY2022?")
    assert found is not None
    assert found.answer == "Brightwater Industries, Inc.: free cash flow for FY2022 came to USD 210 million."
    assert found.steps == (
        "Net cash from operating activities FY2022: USD 300 million"
        f' ("Net cash from operating activities", {FY22.title}, page 50)',
        f'Capital expenditures FY2022: USD 90 million ("Purchases of property and equipment", {FY22.title}, page 50)',
        "Free cash flow = Net cash from operating activities FY2022 - Capital expenditures FY2022",
        "FY2022: 300 - 90 = 210",
    )
    assert [operand.concept for operand in found.operands] == ["operating_cash_flow", "capital_expenditures"]


def test_the_missing_operand_and_the_filings_looked_at_are_named() -> None:
    corpus = Corpus(FILINGS, "all")
    question = "What was Brightwater's return on equity in FY2022?"
    reason = shortfall(plan(question, corpus, TODAY, None), corpus, HandMadeFacts(FACTS))
    assert reason is not None
    assert reason.code == "operand_not_stated"
    assert "shareholders' equity, which is not stated for FY2022" in reason.reason
    assert "10-K FY2022" in reason.reason


def test_nothing_is_missing_where_a_figure_is_found_or_none_is_asked() -> None:
    corpus = Corpus(FILINGS, "all")
    for question in ("What was Brightwater's revenue in FY2022?", "Who audits Brightwater?"):
        assert shortfall(plan(question, corpus, TODAY, None), corpus, HandMadeFacts(FACTS)) is None


def test_steps_say_what_a_derived_figure_is_made_of_and_what_is_not_stated() -> None:
    found = ask("What was Brightwater's total debt in FY2022?")
    assert found is not None
    assert found.steps[-2:] == (
        "Total debt = Short-term debt FY2022 + Current portion of long-term debt (not stated: 0)"
        " + Long-term debt FY2022",
        "FY2022: 40 + 0 + 210 = 250",
    )

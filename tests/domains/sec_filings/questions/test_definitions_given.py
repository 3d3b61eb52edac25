"""Where questions define their figures, and what is left of them then."""

import pytest

from domains.sec_filings.questions.definitions_given import given
from domains.sec_filings.questions.plan import plan
from tests.domains.sec_filings.questions.store import TODAY, fictional_store

STORE = fictional_store()
MARGIN = "gross_profit / revenue"


@pytest.mark.parametrize(
    ("sentence", "name", "formula"),
    [
        ("Gross margin is defined as: gross profit / revenue.", "Gross margin", "gross profit / revenue"),
        ("Define gross margin as gross profit over revenue.", "gross margin", "gross profit over revenue"),
        ("Gross margin = gross profit / revenue.", "Gross margin", "gross profit / revenue"),
        ("Gross margin is calculated by dividing a by b.", "Gross margin", "dividing a by b"),
        (
            "Here, gross margin means gross profit divided by revenue.",
            "gross margin",
            "gross profit divided by revenue",
        ),
        ("Take gross margin to be gross profit / revenue.", "gross margin", "gross profit / revenue"),
        ("Define it as gross profit / revenue.", "", "gross profit / revenue"),
        ("It is calculated as gross profit / revenue.", "", "gross profit / revenue"),
        ("Use the formula: gross profit / revenue.", "", "gross profit / revenue"),
    ],
)
def test_a_sentence_that_defines_is_no_question(sentence: str, name: str, formula: str) -> None:
    found = given(sentence)
    assert found.rest == ""
    assert [(each.name, each.formula) for each in found.definitions] == [(name, formula)]


@pytest.mark.parametrize(
    "clause",
    [
        ", where gross margin = gross profit / revenue?",
        ", where gross margin is gross profit divided by revenue?",
        ", with gross margin defined as gross profit / revenue?",
        ", calculated as gross profit / revenue?",
        " (calculated as gross profit / revenue)?",
        " (gross profit / revenue)?",
        " (i.e., gross profit divided by revenue)?",
        ", i.e. gross profit divided by revenue?",
        " - gross profit divided by revenue?",
        ", using the formula: gross profit / revenue?",
        "? It is defined as gross profit / revenue.",
        "? Compute it as gross profit / revenue, rounded to one decimal.",
    ],
)
def test_a_definition_in_a_clause_is_the_figure(clause: str) -> None:
    found = plan(f"What was Brightwater's FY2022 gross margin{clause}", STORE, TODAY, None)
    assert found.quantity is not None
    assert found.quantity.formula.strip("() ") == MARGIN
    assert found.quantity.unread == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "What is the gross margin of Brightwater?",
        "Compute what was asked by utilizing the line items of the income statement.",
        "You are an investment banker and your only resource is: the balance sheet.",
        "If the metric is not meaningful, please state that and explain why.",
        "We want to calculate a financial metric.",
        "Round to the nearest million (in USD millions).",
    ],
)
def test_instructions_and_questions_define_nothing(sentence: str) -> None:
    assert given(sentence).definitions == ()
    assert given(sentence).rest == sentence


def test_two_definitions_of_a_clause_are_told_apart() -> None:
    question = (
        "What is Brightwater's FY2022 ROIC, where ROIC = NOPAT / (total debt + equity) and NOPAT = EBIT *"
        " (1 - effective tax rate)?"
    )
    found = plan(question, STORE, TODAY, None).quantity
    assert found is not None
    assert found.formula == ("(operating_income * ( 1 - effective_tax_rate )) / ( total_debt + shareholders_equity )")


@pytest.mark.parametrize(
    ("words", "formula"),
    [
        ("use average of opening and closing inventory", "inventory_turnover"),
        ("using ending inventory", "cost_of_revenue / inventories"),
        ("using beginning inventory", "cost_of_revenue / inventories[-1]"),
        ("with revenue as the numerator", "(revenue) / (avg(inventories))"),
    ],
)
def test_the_basis_given_changes_the_formula(words: str, formula: str) -> None:
    found = plan(f"What was Brightwater's inventory turnover in FY2022 ({words})?", STORE, TODAY, None).quantity
    assert found is not None
    assert (found.formula, found.unread) == (formula, ())


def test_what_is_excluded_is_left_out_of_the_formula() -> None:
    question = "What was Brightwater's quick ratio excluding marketable securities in FY2022?"
    found = plan(question, STORE, TODAY, None)
    assert found.quantity is not None
    assert found.quantity.formula == "(cash_and_equivalents + accounts_receivable) / total_current_liabilities"
    assert [str(period) for period in found.periods] == ["FY2022"]
    assert plan(question.replace("marketable securities", "one-time items"), STORE, TODAY, None).quantity is None


def test_a_basis_that_is_no_part_of_the_figure_leaves_it_unread() -> None:
    found = plan("What was Brightwater's gross margin in FY2022, using average goodwill?", STORE, TODAY, None)
    assert found.quantity is None


@pytest.mark.parametrize(
    ("definition", "formula"),
    [
        ("net sales less cost of sales, divided by net sales", "(revenue - cost_of_revenue) / revenue"),
        ("1 - cost of sales / net sales", "1 - cost_of_revenue / revenue"),
        ("gross profit / net sales * 100", MARGIN),
    ],
)
def test_a_formula_adds_like_things_only(definition: str, formula: str) -> None:
    question = f"What was Brightwater's gross margin in FY2022? Gross margin is defined as {definition}."
    found = plan(question, STORE, TODAY, None).quantity
    assert found is not None
    assert found.formula == formula


@pytest.mark.parametrize(
    "question",
    [
        "What was Brightwater's gross margin in FY2022? Gross margin is defined as revenue minus 5 bananas.",
        "What was Brightwater's gross margin in FY2022? Gross margin is (revenue - diluted shares) - revenue / equity.",
        "What was Brightwater's net income in FY2022? Goodwill is defined as total assets less total liabilities.",
        "What were Brightwater's gross margin and operating margin in FY2022?",
    ],
)
def test_what_cannot_be_read_as_one_figure_is_not_computed(question: str) -> None:
    assert plan(question, STORE, TODAY, None).quantity is None


@pytest.mark.parametrize(
    ("question", "formula"),
    [
        ("What percentage of Brightwater's FY2022 net sales was cost of sales?", "cost_of_revenue / revenue"),
        ("What was the difference between Brightwater's operating cash flow and net income in FY2022?",
         "operating_cash_flow - net_income"),
        ("How many times did Brightwater's cash from operations cover its capex in FY2022?",
         "operating_cash_flow / capital_expenditures"),
        ("What was Brightwater's FY2022 long-term debt to total assets ratio?", "long_term_debt_to_assets"),
        ("What were Brightwater's purchases of property, plant and equipment (PP&E) in FY2022?",
         "capital_expenditures"),
    ],
)  # fmt: skip
def test_relations_of_two_line_items_are_read(question: str, formula: str) -> None:
    found = plan(question, STORE, TODAY, None).quantity
    assert found is not None
    assert (found.formula, found.operation.value) == (formula, "value")


def test_an_instruction_to_do_without_something_excludes_nothing() -> None:
    question = "Answer without outside data. What was Brightwater's quick ratio in FY2022, without using the web?"
    found = plan(question, STORE, TODAY, None).quantity
    assert found is None or found.formula == "quick_ratio"
    plain = plan("Answer without outside data. What was Brightwater's quick ratio in FY2022?", STORE, TODAY, None)
    assert plain.quantity is not None
    assert plain.quantity.formula == "quick_ratio"

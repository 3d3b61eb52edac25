"""Tagged facts given concepts, statements and fiscal periods."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from core.types import Element, Fact, Period
from domains.sec_filings.facts.markup import markup_facts
from domains.sec_filings.filing import FilingMetadata, Form
from domains.sec_filings.statements.find import find_statements
from tests.domains.sec_filings.tables import table, title

METADATA = FilingMetadata(
    company="A", company_key="a", form=Form.QUARTERLY, period_end=date(2023, 6, 30), fiscal_year=2023, fiscal_quarter=2
)
HALF = Period(date(2023, 6, 30), date(2023, 1, 1))
CASH_TITLE = title("Consolidated Statements of Cash Flows")
FLOWS = [
    ["Net cash provided by operating activities", "20"],
    ["Net cash used in investing activities", "(8)"],
    ["Net cash used in financing activities", "(5)"],
    ["Net increase in cash", "7"],
]
CASH = table([["(In millions)", "2023"]], [["Purchases of property and equipment", "$ (8)"], *FLOWS])


def tagged(tag: str, value: int, quote: str, *, period: Period = HALF, page: int = 1) -> Fact:
    return Fact(
        label="", value=Decimal(value) * 10**6, unit="USD", period=period, page=page, tag=tag, scale=6, quote=quote,
        origin="markup",
    )  # fmt: skip


def read(*facts: Fact) -> tuple[Fact, ...]:
    elements: list[Element] = [CASH_TITLE, CASH]
    return markup_facts(facts, find_statements(elements, METADATA), METADATA)


def test_a_tag_gives_the_concept_and_the_context_the_fiscal_period() -> None:
    (fact,) = read(tagged("us-gaap:Assets", 100, "Total assets 100", period=Period(date(2022, 12, 31))))

    assert (fact.concept, fact.statement) == ("total_assets", "balance_sheet")
    assert (fact.period.fiscal_year, fact.period.fiscal_quarter) == (2022, None)


def test_a_year_to_date_keeps_its_start_and_the_quarter_in_which_it_ends() -> None:
    (fact,) = read(tagged("us-gaap:Revenues", 100, "Revenue 100"))

    assert (fact.period.start, fact.period.fiscal_quarter) == (date(2023, 1, 1), 2)


def test_payments_in_the_cash_flow_statement_are_signed_as_printed() -> None:
    quote = "Purchases of property and equipment $ (8)"

    (fact,) = read(tagged("us-gaap:PaymentsToAcquirePropertyPlantAndEquipment", 8, quote))

    assert (fact.concept, fact.value) == ("capital_expenditures", Decimal(-8_000_000))


@pytest.mark.parametrize(("value", "printed"), [("80190", "80,190"), ("1.20", "1.20"), ("1.50", "1.5"), ("100", "100")])
def test_a_payment_in_parentheses_is_negative_whichever_digits_it_ends_in(value: str, printed: str) -> None:
    row = ["Purchases of property and equipment", f"$ ({printed})"]
    cash = table([["(In millions)", "2023"]], [row, *FLOWS])
    fact = replace(
        tagged("us-gaap:PaymentsToAcquirePropertyPlantAndEquipment", 0, " ".join(row)),
        value=Decimal(value).scaleb(6),
    )

    (found,) = markup_facts([fact], find_statements([CASH_TITLE, cash], METADATA), METADATA)

    assert found.value == -Decimal(value).scaleb(6)


def test_a_row_that_two_statements_on_a_page_print_belongs_to_the_statement_of_its_concept() -> None:
    row = ["Net income", "14"]
    income = [["Net sales", "100"], ["Operating income", "20"], ["Income before income taxes", "18"], row]
    comprehensive = [row, ["Other comprehensive income", "1"], ["Comprehensive income", "15"]]
    elements = [
        title("Consolidated Statements of Income"),
        table([["(In millions)", "2023"]], [*income, ["Diluted earnings per share", "$ 1.40"]]),
        title("Consolidated Statements of Comprehensive Income"),
        table([["(In millions)", "2023"]], comprehensive),
    ]

    fact, other = markup_facts(
        [
            tagged("us-gaap:NetIncomeLoss", 14, "Net income 14"),
            tagged("us-gaap:ComprehensiveIncomeNetOfTax", 15, "Comprehensive income 15"),
        ],
        find_statements(elements, METADATA),
        METADATA,
    )

    assert (fact.statement, other.statement) == ("income", "comprehensive_income")


@pytest.mark.parametrize(
    ("tag", "value", "expense"),
    [
        ("InterestExpense", 5, 5),
        ("InterestIncomeExpenseNonoperatingNet", -5, 5),
        ("OtherOperatingIncomeExpenseNet", 5, -5),
    ],
)
def test_an_expense_of_the_income_statement_is_positive_whatever_its_tag_counts(
    tag: str, value: int, expense: int
) -> None:
    (fact,) = read(tagged(f"us-gaap:{tag}", value, "Interest (5)", page=9))

    assert fact.value == Decimal(expense) * 10**6


def test_of_a_figure_stated_twice_the_one_in_its_statement_is_kept() -> None:
    tag = "us-gaap:PaymentsToAcquirePropertyPlantAndEquipment"

    found = read(
        tagged(tag, 8, "We spent $8 million on property.", page=9),
        tagged(tag, 8, "Purchases of property and equipment $ (8)"),
    )

    assert [fact.page for fact in found] == [1]


def test_a_company_s_own_tag_elsewhere_has_no_concept() -> None:
    (fact,) = read(tagged("acme:CapitalExpenditures", 8, "Capital expenditures 8"))

    assert fact.concept is None


def test_a_company_s_own_tag_in_a_statement_is_what_its_row_is() -> None:
    (fact,) = read(tagged("acme:CapitalExpenditures", 8, "Purchases of property and equipment $ (8)"))

    assert fact.concept == "capital_expenditures"

"""Tagged facts given concepts, statements and fiscal periods."""

from datetime import date
from decimal import Decimal

from core.types import Element, Fact, Period
from domains.sec_filings.facts.markup import markup_facts
from domains.sec_filings.filing import FilingMetadata, Form
from domains.sec_filings.statements.find import find_statements
from tests.domains.sec_filings.tables import table, title

METADATA = FilingMetadata(
    company="A", company_key="a", form=Form.QUARTERLY, period_end=date(2023, 6, 30), fiscal_year=2023, fiscal_quarter=2
)
HALF = Period(date(2023, 6, 30), date(2023, 1, 1))
CASH = table(
    [["(In millions)", "2023"]],
    [
        ["Net cash provided by operating activities", "20"],
        ["Purchases of property and equipment", "$ (8)"],
        ["Net cash used in investing activities", "(8)"],
        ["Net cash used in financing activities", "(5)"],
        ["Net increase in cash", "7"],
    ],
)


def tagged(tag: str, value: int, quote: str, *, period: Period = HALF, page: int = 1) -> Fact:
    return Fact(
        label="", value=Decimal(value) * 10**6, unit="USD", period=period, page=page, tag=tag, scale=6, quote=quote,
        origin="markup",
    )  # fmt: skip


def read(*facts: Fact) -> tuple[Fact, ...]:
    elements: list[Element] = [title("Consolidated Statements of Cash Flows"), CASH]
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

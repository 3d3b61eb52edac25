"""Facts that are read from the tables of a filing."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from core.formats.html import read_html
from core.formats.pdf import read_pdf
from core.types import Element, Fact
from domains.sec_filings.facts.consistency import fact_warnings
from domains.sec_filings.facts.tables import table_facts
from domains.sec_filings.filing import FilingMetadata, Form
from domains.sec_filings.metadata.describe import describe
from domains.sec_filings.statements.find import find_statements
from tests.domains.sec_filings.tables import Cells, table, text, title

ANNUAL = FilingMetadata(company="A", company_key="a", form=Form.ANNUAL, period_end=date(2023, 12, 31), fiscal_year=2023)
QUARTERLY = FilingMetadata(
    company="A", company_key="a", form=Form.QUARTERLY, period_end=date(2023, 6, 30), fiscal_year=2023, fiscal_quarter=2
)
BALANCE = [
    ["Total current assets", "30", "30"],
    ["Total assets", "100", "90"],
    ["Total current liabilities", "20", "20"],
    ["Retained earnings", "50", "50"],
    ["Total equity", "80", "70"],
    ["Total liabilities and equity", "100", "90"],
]
INCOME = [
    ["Net sales", "$ 1,000.5", "900.0"],
    ["Cost of sales", "600.0", "500.0"],
    ["Operating income", "200.0", "200.0"],
    ["Income before income taxes", "180.0", "180.0"],
    ["Provision for income taxes", "40.0", "40.0"],
    ["Net income", "$ 140.0", "140.0"],
]


def facts(
    name: str, body: Sequence[Cells], *, caption: str = "(In millions)", metadata: FilingMetadata = ANNUAL
) -> list[Fact]:
    elements = [title(name), text(caption), table([["", "2023", "2022"]], body)]
    return list(table_facts(find_statements(elements, metadata), metadata))


def income(*rows: Cells, caption: str = "(In millions, except per share amounts)") -> list[Fact]:
    return facts("Consolidated Statements of Income", [*INCOME, *rows], caption=caption)


def values(found: Sequence[Fact], concept: str) -> list[Decimal | None]:
    return [fact.value for fact in found if fact.concept == concept]


def test_a_fact_has_its_scale_unit_period_label_and_quote() -> None:
    fact = next(fact for fact in income() if fact.concept == "revenue")

    assert (fact.value, fact.scale, fact.unit) == (Decimal("1000500000"), 6, "USD")
    assert (fact.period.start, fact.period.end) == (date(2023, 1, 1), date(2023, 12, 31))
    assert (fact.period.fiscal_year, fact.period.fiscal_quarter) == (2023, None)
    assert (fact.label, fact.quote, fact.statement, fact.origin) == (
        "Net sales", "Net sales $ 1,000.5 900.0", "income", "table",
    )  # fmt: skip


def test_amounts_per_share_are_not_scaled_and_shares_have_their_own_scale() -> None:
    found = income(
        ["Earnings per share:"],
        ["  Basic", "$ 1.42", "1.40"],
        ["Weighted average shares outstanding:"],
        ["  Basic", "98,592", "100,000"],
        caption="(In millions, except per share amounts and shares in thousands)",
    )

    assert values(found, "eps_basic") == [Decimal("1.42"), Decimal("1.40")]
    assert values(found, "shares_basic") == [Decimal(98_592_000), Decimal(100_000_000)]


def test_the_scale_of_shares_follows_from_earnings_per_share_where_the_caption_leaves_it_open() -> None:
    found = income(
        ["Diluted earnings per share", "$ 1.42", "1.40"],
        ["Diluted weighted average shares", "98.6", "100.0"],
        caption="(In millions, except share data)",
    )

    assert values(found, "shares_diluted") == [Decimal(98_600_000), Decimal(100_000_000)]


def test_parentheses_are_negative_and_a_dash_is_zero() -> None:
    found = facts(
        "Consolidated Statements of Cash Flows",
        [
            ["Net income", "140", "140"],
            ["Net cash provided by operating activities", "200", "190"],
            ["Purchases of property and equipment", "(80)", "(70)"],
            ["Acquisitions, net of cash acquired", "—", "(15)"],
            ["Net cash used in investing activities", "(80)", "(85)"],
            ["Net cash used in financing activities", "(50)", "(60)"],
        ],
    )

    assert values(found, "capital_expenditures") == [Decimal(-80_000_000), Decimal(-70_000_000)]
    assert values(found, "acquisitions") == [Decimal(0), Decimal(-15_000_000)]


def test_the_balance_sheet_states_instants() -> None:
    found = facts("Consolidated Balance Sheets", BALANCE)

    assert {(fact.period.start, fact.period.end) for fact in found} == {
        (None, date(2023, 12, 31)),
        (None, date(2022, 12, 31)),
    }


@pytest.mark.parametrize(
    ("label", "printed"),
    [
        ("Provision for income taxes", "40.0"),
        ("Income tax (provision) benefit", "(40.0)"),
        ("Benefit from (provision for) income taxes", "(40.0)"),
        ("Provision for income taxes", "(40.0)"),
    ],
)
def test_income_tax_is_an_expense_however_it_is_printed(label: str, printed: str) -> None:
    rows = [row if row[0] != "Provision for income taxes" else [label, printed, printed] for row in INCOME]

    found = facts("Consolidated Statements of Income", rows)

    assert values(found, "income_tax_expense") == [Decimal(40_000_000)] * 2


@pytest.mark.parametrize(
    ("label", "printed", "expense"),
    [
        ("Interest expense", "(5.0)", 5),
        ("Interest expense", "5.0", 5),
        ("Interest income (expense), net", "(5.0)", 5),
        ("Interest expense (income), net", "(5.0)", -5),
    ],
)
def test_an_expense_of_the_income_statement_is_positive_however_it_is_printed(
    label: str, printed: str, expense: int
) -> None:
    found = income([label, printed, printed])

    assert [fact.value for fact in found if fact.label == label] == [Decimal(expense) * 10**6] * 2


def test_a_net_loss_without_parentheses_is_negative() -> None:
    rows = [*INCOME[:-1], ["Net loss", "140.0", "140.0"]]

    assert values(facts("Statements of Operations", rows), "net_income") == [Decimal(-140_000_000)] * 2


def test_net_income_beside_that_of_the_parent_includes_the_noncontrolling_interests() -> None:
    found = income(
        ["Less: Net income attributable to noncontrolling interests", "4.0", "4.0"],
        ["Net income attributable to Acme Corporation", "136.0", "136.0"],
    )

    assert values(found, "net_income") == [Decimal(136_000_000)] * 2
    assert values(found, "net_income_including_noncontrolling") == [Decimal(140_000_000)] * 2


def test_totals_without_a_label_are_named_by_what_they_sum() -> None:
    body = [
        ["Current assets:"], ["  Cash and cash equivalents", "30", "30"], ["  Inventories", "20", "20"],
        ["  Total current assets", "50", "50"], ["Goodwill", "50", "40"], ["", "$ 100", "$ 90"],
        ["Current liabilities:"], ["  Accounts payable", "20", "20"], ["  Total current liabilities", "20", "20"],
        ["Total stockholders' equity", "80", "70"], ["", "$ 100", "$ 90"],
    ]  # fmt: skip

    found = facts("Consolidated Balance Sheets", body)

    assert values(found, "total_assets") == values(found, "total_liabilities_and_equity")
    assert values(found, "total_assets") == [Decimal(100_000_000), Decimal(90_000_000)]


def test_the_first_line_of_a_wrapped_label_is_part_of_it() -> None:
    rows = [row for row in INCOME if row[0] != "Income before income taxes"]
    rows[3:3] = [["Income from continuing operations before"], ["income taxes", "180.0", "180.0"]]

    assert values(facts("Statements of Income", rows), "income_before_taxes") == [Decimal(180_000_000)] * 2


def test_a_label_that_breaks_off_at_a_semicolon_goes_on_in_the_next_row() -> None:
    body = [*BALANCE[:3], ["Common stock, $0.001 par value: 100 shares authorized;"], ["90 shares issued", "5", "5"]]

    found = facts("Consolidated Balance Sheets", [*body, *BALANCE[3:]])

    assert [fact.unit for fact in found if fact.label.endswith("90 shares issued")] == ["USD", "USD"]


def test_property_is_gross_where_depreciation_is_taken_off_it() -> None:
    body = [
        ["Property and equipment", "90", "80"], ["Less accumulated depreciation", "(50)", "(40)"],
        ["", "40", "40"], *BALANCE,
    ]  # fmt: skip

    found = facts("Balance Sheets", body)

    assert values(found, "ppe_gross") == [Decimal(90_000_000), Decimal(80_000_000)]
    assert values(found, "ppe_net") == [Decimal(40_000_000)] * 2


def test_a_table_that_goes_on_without_a_head_takes_over_columns_and_scale() -> None:
    first = table([["", "2023", "2022"]], BALANCE[:2], page=5)
    second = table([], BALANCE[2:], page=6)
    elements = [title("Consolidated Balance Sheets", page=5), text("(In thousands)", page=5), first, second]

    found = table_facts(find_statements(elements, ANNUAL), ANNUAL)

    assert values(found, "total_liabilities_and_equity") == [Decimal(100_000), Decimal(90_000)]


def test_the_balances_within_a_cash_flow_statement_are_instants() -> None:
    found = facts(
        "Consolidated Statements of Cash Flows",
        [
            ["Net cash provided by operating activities", "200", "190"],
            ["Net cash used in investing activities", "(80)", "(85)"],
            ["Net cash used in financing activities", "(50)", "(60)"],
            ["Cash and cash equivalents at beginning of year", "10", "5"],
            ["Cash and cash equivalents at end of year", "80", "10"],
        ],
    )

    days = {(fact.concept, fact.period.end) for fact in found if fact.period.start is None}
    assert ("cash_beginning_of_period", date(2022, 12, 31)) in days
    assert ("cash_end_of_period", date(2023, 12, 31)) in days


def test_a_statement_of_equity_states_its_components() -> None:
    head = [["", "Common Stock", "Retained Earnings", "Treasury Stock", "Total"]]
    body = [
        ["Balance at December 31, 2022", "10", "70", "(10)", "70"],
        ["Net income", "", "14", "", "14"],
        ["Balance at December 31, 2023", "10", "84", "(10)", "84"],
    ]
    elements = [title("Consolidated Statements of Stockholders’ Equity"), text("(In millions)"), table(head, body)]

    found = table_facts(find_statements(elements, ANNUAL), ANNUAL)

    income_of_year = next(fact for fact in found if fact.label == "Net income")
    assert income_of_year.dimensions == (("component", "Retained Earnings"),)
    assert (income_of_year.period.start, income_of_year.period.end) == (date(2023, 1, 1), date(2023, 12, 31))


def test_a_balance_sheet_that_does_not_balance_is_a_warning() -> None:
    broken = [*BALANCE[:-1], ["Total liabilities and equity", "99", "90"]]

    warnings = fact_warnings(facts("Consolidated Balance Sheets", broken), ANNUAL)

    assert any("2023-12-31 does not balance" in warning for warning in warnings)
    assert any("income statement" in warning for warning in warnings)
    assert not any("2022-12-31" in warning for warning in warnings)


def _facts_of(elements: Sequence[Element], metadata: FilingMetadata) -> tuple[Fact, ...]:
    return table_facts(find_statements(elements, metadata), metadata)


def test_reads_the_statements_of_a_real_quarterly_report_in_pdf(filings_dir: Path) -> None:
    parsed = read_pdf(filings_dir / "pdf" / "APPLE_2023Q3_10Q.pdf")
    metadata = describe(parsed)

    found = _facts_of(parsed.elements, metadata)

    assert fact_warnings(found, metadata) == ()
    assert values(found, "revenue")[0] == Decimal(81_797_000_000)
    assert values(found, "capital_expenditures")[0] == Decimal(-8_796_000_000)


def test_reads_a_real_release_in_html(filings_dir: Path) -> None:
    parsed = read_html(filings_dir / "html" / "BuckleInc.8-K.EX99.1.htm").parsed
    metadata = describe(parsed)

    found = _facts_of(parsed.elements, metadata)

    assert fact_warnings(found, metadata) == ()
    assert values(found, "net_income")[:2] == [Decimal(44_172_000), Decimal(51_762_000)]
    assert [fact.period.start for fact in found if fact.concept == "net_income"][:1] == [date(2024, 8, 4)]

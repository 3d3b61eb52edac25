"""Segment tables: only money by period becomes a fact."""

from collections.abc import Sequence
from decimal import Decimal

from core.types import Element, Fact
from domains.sec_filings.facts.tables import table_facts
from domains.sec_filings.statements.find import find_statements
from tests.domains.sec_filings.facts.test_tables import ANNUAL
from tests.domains.sec_filings.tables import Cells, table, text, title

SALES = table([["", "2023", "2022"]], [["Stores", "$ 60", "$ 50"], ["Digital", "40", "30"], ["Total", "$ 100", "$ 80"]])


def segments(head: Sequence[Cells], body: Sequence[Cells], *, caption: str = "(In millions)") -> list[Fact]:
    """The facts of a table that follows a table of segment sales."""
    captions = [title("Segment Results"), text("(In millions)")]
    elements: list[Element] = [*captions, SALES, title("Segment Results"), text(caption), table(head, body)]
    printed = table(head, body)
    return [fact for fact in table_facts(find_statements(elements, ANNUAL), ANNUAL) if fact.quote in printed.text]


def test_money_by_fiscal_year_is_read() -> None:
    found = segments([["", "2023", "2022"]], [["Stores", "6", "5"], ["Digital", "4", "3"], ["Other", "2", "2"]])

    assert [(fact.label, fact.value, fact.period.fiscal_year) for fact in found][:2] == [
        ("Stores", Decimal(6_000_000), 2023),
        ("Stores", Decimal(5_000_000), 2022),
    ]


def test_shares_of_sales_are_no_money_although_only_the_first_row_has_percent_signs() -> None:
    body = [["Cost of sales", "50.9%", "50.8%"], ["Selling expenses", "23.2", "20.9"], ["Research", "5.6", "5.9"]]

    assert segments([["(Percent of net sales)", "2023", "2022"]], body, caption="Operating expenses") == []


def test_columns_that_are_parts_of_a_sum_do_not_take_over_the_years_of_the_table_before() -> None:
    body = [["Trade name", "$ 8", "$ 3"], ["Customer list", "4", "1"], ["Total", "$ 12", "$ 4"]]

    assert segments([["", "Gross Carrying Amount", "Net Carrying Amount"]], body) == []


def test_a_column_whose_heading_says_more_than_a_period_is_left_out() -> None:
    body = [["Stores", "$ 8", "$ 3"], ["Digital", "4", "1"], ["Other", "2", "2"]]

    assert segments([["", "Sales 2023", "Operating income 2022"]], body) == []


def test_rows_that_count_other_things_than_money_are_left_out() -> None:
    body = [["Net sales", "$ 8", "$ 3"], ["Number of stores", "4", "1"], ["Operating margin", "2.1", "2.2"]]

    assert {fact.label for fact in segments([["", "2023", "2022"]], body)} == {"Net sales"}

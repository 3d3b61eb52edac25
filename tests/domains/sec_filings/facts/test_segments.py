"""Segment tables: only money whose period and measure are told becomes a fact."""

from collections.abc import Sequence
from decimal import Decimal

import pytest

from core.types import Element, Fact
from domains.sec_filings.facts.segments import is_stock
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


def test_measures_side_by_side_are_told_apart_by_what_their_column_says() -> None:
    body = [["Stores", "$ 8", "$ 7", "$ 3"], ["Digital", "4", "3", "1"], ["Other", "2", "2", "2"]]

    found = segments([["", "Sales 2023", "Sales 2022", "Identifiable assets 2023"]], body)
    assert [(fact.value, fact.period.fiscal_year, dict(fact.dimensions)["column"]) for fact in found][:3] == [
        (Decimal(8_000_000), 2023, "Sales"),
        (Decimal(7_000_000), 2022, "Sales"),
        (Decimal(3_000_000), 2023, "Identifiable assets"),
    ]
    assert [fact.period.start is None for fact in found][:3] == [False, False, True]


def test_a_balance_of_parts_a_percentage_and_a_change_are_no_measure() -> None:
    body = [["Stores", "$ 8", "$ 3", "$ 1"], ["Digital", "4", "1", "1"], ["Other", "2", "2", "2"]]

    assert segments([["", "Balance at January 1, 2023", "% of sales 2023", "Change 2023"]], body) == []


def test_segments_over_the_columns_take_their_period_from_the_row_over_them() -> None:
    body = [
        ["Year ended December 31, 2023"],
        ["Net sales", "$ 60", "$ 40", "$ 100"],
        ["Operating income", "6", "4", "10"],
        ["Year ended December 31, 2022"],
        ["Net sales", "$ 50", "$ 30", "$ 80"],
    ]
    found = segments([["", "Stores", "Digital", "Total"]], body)
    assert [(fact.label, fact.value, fact.period.fiscal_year, fact.dimensions) for fact in found if fact.value] == [
        (label, Decimal(value) * 1_000_000, year, (("column", column),))
        for label, year, values in (
            ("Net sales", 2023, (60, 40, 100)),
            ("Operating income", 2023, (6, 4, 10)),
            ("Net sales", 2022, (50, 30, 80)),
        )
        for column, value in zip(("Stores", "Digital", "Total"), values, strict=True)
    ]


def test_segments_over_the_columns_without_any_period_yield_nothing() -> None:
    body = [["Net sales", "$ 60", "$ 40"], ["Operating income", "6", "4"], ["Other", "2", "2"]]

    assert segments([["", "Stores", "Digital"]], body) == []


def test_rows_below_another_length_of_time_than_their_columns_say_are_left_out() -> None:
    body = [["Stores", "$ 8", "$ 3"], ["Digital", "4", "1"], ["Fiscal six months ended"], ["Stores", "$ 16", "$ 6"]]

    assert {fact.value for fact in segments([["", "2023", "2022"]], body)} == {
        Decimal(value) * 1_000_000 for value in (8, 3, 4, 1)
    }


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("Identifiable assets",), True),
        (("Additions to property, plant and equipment",), False),
        (("Stores", "Total segment assets are as follows:"), True),
        (("Return on assets",), False),
        (("Stores",), False),
    ],
)
def test_assets_are_there_at_the_end_of_a_period_and_additions_to_them_are_not(
    texts: tuple[str, ...], expected: bool
) -> None:
    assert is_stock(texts) is expected


def test_rows_that_count_other_things_than_money_are_left_out() -> None:
    body = [["Net sales", "$ 8", "$ 3"], ["Number of stores", "4", "1"], ["Operating margin", "2.1", "2.2"]]

    assert {fact.label for fact in segments([["", "2023", "2022"]], body)} == {"Net sales"}


def test_beside_percentages_only_what_says_that_it_is_money_is_read() -> None:
    body = [
        ["Sales (millions)", "$ 12,880", "$ 11,734"],
        ["Organic growth", "8.3 %", "1.2 %"],
        ["Translation", "2.0", "0.7"],
    ]

    assert {fact.label for fact in segments([["", "2023", "2022"]], body)} == {"Sales (millions)"}


def test_what_changed_a_balance_is_no_figure_of_a_segment() -> None:
    body = [
        ["Goodwill - January 1, 2022", "$ 9", "$ 3"],
        ["Acquisitions", "1", "2"],
        ["Goodwill - January 1, 2023", "10", "5"],
    ]

    assert segments([["", "Stores", "Digital"]], body) == []

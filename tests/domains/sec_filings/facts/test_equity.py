"""Statements of equity: what their columns are components of."""

from domains.sec_filings.facts.equity import components
from tests.domains.sec_filings.tables import table


def test_a_title_over_the_columns_is_no_part_of_a_component() -> None:
    title = "Consolidated Statements of Equity"
    head = [["", title, title, title], ["", "Common stock", "Treasury stock", "Retained earnings"]]
    found = table(head, [["Balance at December 31, 2023", "10", "(5)", "90"]]).table
    assert found is not None
    assert list(components(found).values()) == ["Common stock", "Treasury stock", "Retained earnings"]


def test_a_head_over_two_columns_is_part_of_both() -> None:
    head = [["", "Common stock", "Common stock", "", ""], ["", "Shares", "Amount", "Treasury stock", "Total"]]
    found = table(head, [["Balance at December 31, 2023", "10", "5", "(5)", "90"]]).table
    assert found is not None
    assert list(components(found).values()) == ["Common stock Shares", "Common stock Amount", "Treasury stock", "Total"]

"""What a table's rows say it is: the line items of each statement that it prints."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from core.types import Element, Table
from domains.sec_filings.catalogue.concepts import Catalogue
from domains.sec_filings.filing import Statement

_GATES = {
    Statement.BALANCE_SHEET: re.compile(
        r"totalassets|totalliabilities|liabilitiesand|totalcurrent(?:assets|liabilities)"
    ),
    Statement.CASH_FLOW: re.compile(r"(?:operating|investing|financing)activities|endof(?:the)?(?:period|year)"),
    Statement.INCOME: re.compile(
        r"net(?:income|earnings|loss|profit)|pershare|incometax|beforetax|taxesonincome|(?:operating|interest)(?:income|expense)"
    ),
    Statement.COMPREHENSIVE_INCOME: re.compile(r"comprehensive(?:income|loss|earnings)"),
    Statement.EQUITY: re.compile(r"balances?"),
}  # fmt: skip
_EQUITY_HEADINGS = re.compile(
    r"retained|treasury|paid[\s-]*in|accumulated|common\s+stock|noncontrolling|deficit|capital", re.IGNORECASE
)
_BALANCE_ROW = re.compile(r"\bbalances?\b", re.IGNORECASE)

# Groups of concepts, one of each of which makes a statement whole.
_WHOLE: dict[Statement, tuple[frozenset[str], ...]] = {
    Statement.BALANCE_SHEET: (
        frozenset({"total_assets"}),
        frozenset({"total_liabilities_and_equity"}),
    ),
    Statement.CASH_FLOW: (
        frozenset({"operating_cash_flow", "operating_cash_flow_continuing"}),
        frozenset({"investing_cash_flow", "investing_cash_flow_continuing"}),
        frozenset({"financing_cash_flow", "financing_cash_flow_continuing"}),
        frozenset({"net_change_in_cash", "cash_end_of_period"}),
    ),
    Statement.INCOME: (
        frozenset({"revenue", "interest_income", "net_interest_income", "premiums_earned", "rental_revenue"}),
        frozenset({"income_before_taxes", "income_tax_expense", "operating_income"}),
        frozenset({"net_income", "net_income_including_noncontrolling", "net_income_to_common"}),
        frozenset({"eps_basic", "eps_diluted", "shares_basic", "shares_diluted", "eps_diluted_continuing"}),
    ),
    Statement.COMPREHENSIVE_INCOME: (
        frozenset({"comprehensive_income", "comprehensive_income_including_noncontrolling"}),
        frozenset({"net_income", "net_income_including_noncontrolling"}),
        frozenset({"other_comprehensive_income"}),
    ),
}  # fmt: skip
_ESSENTIAL = {  # so many of these groups are proof
    Statement.BALANCE_SHEET: 2,
    Statement.CASH_FLOW: 3,
    Statement.INCOME: 3,
    Statement.COMPREHENSIVE_INCOME: 1,
}


@dataclass(frozen=True, slots=True)
class Content:
    """The concepts of one statement that a table, or a run of tables, prints."""

    statement: Statement
    concepts: frozenset[str]
    rows: int

    @property
    def parts(self) -> frozenset[int]:
        """Which of the groups that make the statement whole are there."""
        groups = _WHOLE.get(self.statement, ())
        return frozenset(place for place, group in enumerate(groups) if group & self.concepts)

    @property
    def whole(self) -> bool:
        return len(self.parts) == len(_WHOLE.get(self.statement, ()))

    @property
    def convincing(self) -> bool:
        """Whether the rows alone prove what the table is."""
        if self.statement is Statement.EQUITY:
            return True
        groups = _ESSENTIAL[self.statement]
        return len(self.parts) >= groups and len(self.concepts) >= min(5, 2 * groups)

    def plus(self, other: "Content") -> "Content":
        return Content(self.statement, self.concepts | other.concepts, self.rows + other.rows)


def contents_of(element: Element, catalogue: Catalogue) -> Iterator[Content]:
    """What the table could be, cheaply: a statement is looked into only where some of its words occur."""
    table = element.table
    if table is None or len(table.rows[0].cells) < 2 or (table.header_rows and len(table.rows) < 3):
        return  # without a head, a row alone may be the last of a statement
    letters = re.sub(r"[^a-z]", "", " ".join(row.cells[0].text for row in table.rows).lower())
    for statement, gate in _GATES.items():
        if not gate.search(letters):
            continue
        content = _equity(table) if statement is Statement.EQUITY else _content(table, statement, catalogue)
        if content is not None:
            yield content


def _content(table: Table, statement: Statement, catalogue: Catalogue) -> Content | None:
    concepts: set[str] = set()
    heading = ""
    for row in table.rows:
        label = row.cells[0].text
        filled = any(cell.text for cell in row.cells[1:])
        if not filled:
            heading = label
        match = catalogue.match(label, statement, heading) if filled and label else None
        if match:
            concepts.add(match.concept.name)
    return Content(statement, frozenset(concepts), len(table.body)) if concepts else None


def _equity(table: Table) -> Content | None:
    """A statement of equity has balances in its rows and the components of equity over its columns (or as headings)."""
    headings = " ".join(cell.text for row in table.rows[: table.header_rows] for cell in row.cells[1:])
    labels = [row.cells[0].text for row in table.rows]
    named = {found.lower() for found in _EQUITY_HEADINGS.findall(headings + " " + " ".join(labels))}
    balances = sum(1 for label in labels if _BALANCE_ROW.search(label))
    if balances < 2 or len(named) < 3:
        return None
    return Content(Statement.EQUITY, frozenset(named), len(table.body))

"""Arithmetic that every set of statements obeys: what is read wrong shows here, as a warning on the document."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from core.types import Fact, Period
from domains.sec_filings.filing import FilingMetadata, Form, Statement

_PERIODIC = (Form.ANNUAL, Form.QUARTERLY, Form.ANNUAL_REPORT)
_PRIMARY = {
    Statement.INCOME: "income statement",
    Statement.BALANCE_SHEET: "balance sheet",
    Statement.CASH_FLOW: "cash flow statement",
}
_ROUNDING = Decimal("0.0005")
_APART = re.compile(r"discontinued|held for sale", re.IGNORECASE)
_FLOWS = ("operating_cash_flow", "investing_cash_flow", "financing_cash_flow")


def fact_warnings(facts: Sequence[Fact], metadata: FilingMetadata) -> tuple[str, ...]:
    """One sentence for each contradiction between the figures, and for each statement of a periodic report that is
    missing; empty where all is well. A figure that is not stated is not checked."""
    return (*_missing(facts, metadata), *_unbalanced(facts), *_leaking(facts))


def _missing(facts: Sequence[Fact], metadata: FilingMetadata) -> Iterator[str]:
    if metadata.form not in _PERIODIC:
        return
    found = {fact.statement for fact in facts}
    for statement, name in _PRIMARY.items():
        if statement not in found:
            yield f"No figures were read from the {name}."


def _unbalanced(facts: Sequence[Fact]) -> Iterator[str]:
    """Total assets are total liabilities and equity."""
    for period, amounts in _amounts(facts, Statement.BALANCE_SHEET).items():
        assets, claims = amounts.get("total_assets"), amounts.get("total_liabilities_and_equity")
        if assets is not None and claims is not None and abs(assets - claims) > abs(assets) * _ROUNDING:
            yield (
                f"The balance sheet of {period.end} does not balance: "
                f"total assets are {assets:,}, liabilities and equity {claims:,}."
            )


def _leaking(facts: Sequence[Fact]) -> Iterator[str]:
    """The flows of the three activities, and exchange rates, are the change in cash; not checked where discontinued
    operations or assets held for sale take part."""
    if any(fact.statement == Statement.CASH_FLOW and _APART.search(fact.label) for fact in facts):
        return
    for period, flows in _amounts(facts, Statement.CASH_FLOW).items():
        change = flows.get("net_change_in_cash")
        if change is None or any(name not in flows for name in _FLOWS):
            continue
        total = sum((flows[name] for name in _FLOWS), Decimal(0))
        exchange = flows.get("fx_effect_on_cash", Decimal(0))
        size = max(abs(flows[name]) for name in _FLOWS)
        if min(abs(total - change), abs(total + exchange - change)) > size * Decimal("0.1"):
            yield f"The cash flows to {period.end} sum to {total + exchange:,}, but the change in cash is {change:,}."


def _amounts(facts: Sequence[Fact], statement: Statement) -> dict[Period, dict[str, Decimal]]:
    """The values of a statement's concepts by period, the first where one is stated twice."""
    amounts: dict[Period, dict[str, Decimal]] = defaultdict(dict)
    for fact in facts:
        if fact.statement == statement and fact.concept and fact.value is not None and not fact.dimensions:
            amounts[fact.period].setdefault(fact.concept, fact.value)
    return amounts

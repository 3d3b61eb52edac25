"""The self-check of the books: raises when a statement does not tie."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from .issuer import Issuer, apportion
from .ledger import Books


class DoesNotTieError(ValueError):
    """Two figures that have to be equal are not."""


def _tie(what: str, left: object, right: object) -> None:
    if left != right:
        raise DoesNotTieError(f"{what}: {left} is not {right}")


def _check_balances(issuer: Issuer, books: Books) -> None:
    for day, balance in books.balances.items():
        _tie(f"{issuer.key} balance sheet at {day}", balance.assets, balance.liabilities + balance.equity)
        if min(balance.cash, balance.debt, balance.intangibles, balance.deferred_tax, balance.other_liabilities) < 0:
            raise DoesNotTieError(f"{issuer.key} at {day}: a balance is below zero")


def _check_flows(issuer: Issuer, books: Books) -> None:
    for period in issuer.periods.values():
        flow = books.flow(period.steps)
        opening = books.balance(date.fromordinal(period.start.toordinal() - 1))
        closing = books.balance(period.end)
        name = f"{issuer.key} {period.key}"
        _tie(f"{name} cash", closing.cash - opening.cash, flow.cash_change)
        _tie(f"{name} retained earnings", closing.retained - opening.retained, flow.net - flow.dividends)
        _tie(
            f"{name} equity",
            closing.equity - opening.equity,
            flow.net + flow.oci - flow.dividends + flow.sbc + flow.options - flow.buyback,
        )
        _tie(f"{name} segments", sum(flow.profit_by_segment) - flow.corporate - flow.restructuring, flow.operating)
        _tie(f"{name} shares", closing.shares - opening.shares, flow.shares_issued - flow.shares_bought)
        if min(flow.sales_by_segment) <= 0 or min(flow.profit_by_segment) <= 0:
            raise DoesNotTieError(f"{name}: a segment without sales or profit")


def _check_calendar(issuer: Issuer) -> None:
    for period in issuer.periods.values():
        if period.weeks:
            _tie(f"{issuer.key} {period.key} weeks", (period.end - period.start).days + 1, period.weeks * 7)
        last = next(step for step in issuer.steps if step.key == period.steps[-1])
        _tie(f"{issuer.key} {period.key} end", last.end, period.end)


def _check_debt(issuer: Issuer, books: Books) -> None:
    fixed = sum(item.amount for item in issuer.disclosure.borrowings)
    for day, balance in books.balances.items():
        if balance.total_debt < fixed:
            raise DoesNotTieError(f"{issuer.key} at {day}: fixed borrowings {fixed} exceed debt {balance.total_debt}")


def check(issuer: Issuer) -> None:
    """Raise DoesNotTieError unless every statement of the issuer ties, as first reported and as corrected."""
    for corrected in (False, True):
        books = issuer.books(corrected)
        _check_balances(issuer, books)
        _check_flows(issuer, books)
        _check_debt(issuer, books)
    _check_calendar(issuer)
    _tie("apportioned parts", sum(apportion(1001, (("a", 0.333), ("b", 0.5), ("c", 0.0)))), 1001)
    _tie(f"{issuer.key} cost correction", sum(step.cost_correction for step in issuer.steps), 0)
    if issuer.dilution <= Decimal(0):
        raise DoesNotTieError(f"{issuer.key}: dilution must be positive")

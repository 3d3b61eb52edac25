"""Rolls the books forward: from a balance and the drivers of a step to the flows and the next balance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from .ledger import Acquisition, Balance, Books, Flow, Step, rounded

PENSION_TAX = 0.24
CURRENT_LEASE_SHARE = 0.19
NOTHING = Acquisition(0, 0, 0, 0)


@dataclass(frozen=True)
class _Earnings:
    """The income statement of a step, and what a cost correction took off its tax."""

    cost: int
    sga: int
    operating: int
    tax: int
    tax_relief: int


def _earnings(step: Step) -> _Earnings:
    sales = sum(step.sales)
    before = sales - rounded(sales * step.gross / 100)
    sga = rounded(sales * step.sga / 100)
    operating = sales - before - step.cost_correction - sga - step.research - step.restructuring
    pretax = operating - step.interest + step.other_income
    tax = rounded(pretax * step.tax_rate / 100)
    uncorrected = rounded((pretax + step.cost_correction) * step.tax_rate / 100)
    return _Earnings(before + step.cost_correction, sga, operating, tax, uncorrected - tax)


def _segment_profit(step: Step, operating: int) -> tuple[int, ...]:
    """Profit by segment; the last one takes the remainder, so that the sum ties to operating income.

    A cost correction burdens the first segment.
    """
    first = [rounded(sale * margin / 100) for sale, margin in zip(step.sales, step.margins, strict=False)]
    last = operating + step.cost_correction + step.corporate + step.restructuring - sum(first)
    first[0] -= step.cost_correction
    return (*first, last)


def _working_capital(step: Step, earnings: _Earnings) -> dict[str, int]:
    """Receivables, inventories and payables at the end of the step."""
    yearly = 12 / step.months / 365
    cost = earnings.cost - step.cost_correction
    return {
        "receivables": rounded(sum(step.sales) * yearly * step.receivable_days),
        "inventories": rounded(cost * yearly * step.inventory_days) - step.cost_correction,
        "payables": rounded(cost * yearly * step.payable_days),
    }


def advance(opening: Balance, step: Step) -> tuple[Flow, Balance]:
    """The flow of a step and the balance it ends with; cash is what the flow leaves."""
    earnings, bought = _earnings(step), step.acquisition or NOTHING
    ends = _working_capital(step, earnings)
    unpaid = step.capex_unpaid - opening.capex_unpaid
    shares = opening.shares + step.shares_issued - step.shares_bought
    basic = ((opening.shares + shares) / 2).quantize(opening.shares, ROUND_HALF_UP)
    cash_fx, goodwill_fx = rounded(step.oci_fx * 0.12), rounded(step.oci_fx * 0.55)
    accrued = step.accrued - earnings.tax_relief
    flow = Flow(
        months=step.months,
        sales_by_segment=step.sales,
        profit_by_segment=_segment_profit(step, earnings.operating),
        corporate=step.corporate,
        cost=earnings.cost,
        sga=earnings.sga,
        research=step.research,
        restructuring=step.restructuring,
        interest=step.interest,
        other_income=step.other_income,
        tax=earnings.tax,
        deferred=step.deferred,
        depreciation=step.depreciation,
        amortization=step.amortization,
        impairment=step.impairment,
        sbc=step.sbc,
        change_receivables=opening.receivables - ends["receivables"],
        change_inventories=opening.inventories - ends["inventories"] + bought.inventories,
        change_prepaid=opening.prepaid - step.prepaid,
        change_payables=ends["payables"] - opening.payables - unpaid,
        change_accrued=accrued - opening.accrued,
        change_other=step.other_liabilities - step.other_assets,
        capex=step.capex - unpaid,
        acquisitions=bought.cash,
        borrow=step.borrow,
        repay=step.repay,
        dividends=rounded(step.dividend * basic),
        buyback=step.buyback,
        options=step.options,
        cash_fx=cash_fx,
        oci_fx=step.oci_fx,
        oci_pension=step.oci_pension,
        goodwill_fx=goodwill_fx,
        goodwill_acquired=bought.goodwill,
        lease_add=step.lease_add,
        lease_amortization=step.lease_amortization,
        dividend=step.dividend,
        shares_bought=step.shares_bought,
        shares_issued=step.shares_issued,
        basic=basic,
    )
    return flow, _close(opening, step, flow, ends, accrued, shares)


def _close(opening: Balance, step: Step, flow: Flow, ends: dict[str, int], accrued: int, shares: Decimal) -> Balance:
    bought = step.acquisition or NOTHING
    pension_tax = rounded(step.oci_pension * PENSION_TAX)
    leases = opening.lease_liabilities + step.lease_add - step.lease_amortization
    lease_current = rounded(leases * CURRENT_LEASE_SHARE)
    ppe_fx = step.oci_fx - flow.cash_fx - flow.goodwill_fx
    return Balance(
        cash=opening.cash + flow.cash_change,
        receivables=ends["receivables"],
        inventories=ends["inventories"],
        prepaid=step.prepaid,
        ppe=opening.ppe + step.capex - step.depreciation - step.impairment + bought.ppe + ppe_fx,
        lease_assets=opening.lease_assets + step.lease_add - step.lease_amortization,
        goodwill=opening.goodwill + bought.goodwill + flow.goodwill_fx,
        intangibles=opening.intangibles + bought.intangibles - step.amortization,
        other_assets=opening.other_assets + step.other_assets,
        current_debt=step.current_debt,
        payables=ends["payables"],
        accrued=accrued,
        lease_current=lease_current,
        debt=opening.total_debt + step.borrow - step.repay - step.current_debt,
        lease_noncurrent=leases - lease_current,
        deferred_tax=opening.deferred_tax + step.deferred + pension_tax,
        other_liabilities=opening.other_liabilities + step.other_liabilities - step.oci_pension - pension_tax,
        common=opening.common,
        apic=opening.apic + step.sbc + step.options,
        retained=opening.retained + flow.net - flow.dividends,
        aoci=opening.aoci + flow.oci,
        treasury=opening.treasury - step.buyback,
        shares=shares,
        capex_unpaid=step.capex_unpaid,
    )


def roll(opening: Balance, opened: date, steps: Sequence[Step]) -> Books:
    """The books after all steps, in order."""
    flows: dict[str, Flow] = {}
    balances = {opened: opening}
    balance = opening
    for step in steps:
        flows[step.key], balance = advance(balance, step)
        balances[step.end] = balance
    return Books(flows, balances)

"""A small set of books: period steps rolled forward from an opening balance, so that every statement ties."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import ROUND_HALF_UP, Decimal


def rounded(value: float | Decimal) -> int:
    """To the nearest integer, halves away from zero."""
    return int(Decimal(str(value)).quantize(Decimal(1), ROUND_HALF_UP))


@dataclass(frozen=True)
class Acquisition:
    """What a purchase added to the balance sheet; the cash paid is the sum."""

    goodwill: int
    intangibles: int
    ppe: int
    inventories: int

    @property
    def cash(self) -> int:
        """The purchase price, paid in cash."""
        return self.goodwill + self.intangibles + self.ppe + self.inventories


@dataclass(frozen=True)
class Step:
    """The drivers of one period. Rates are percentages; days relate to annualised sales or cost of sales."""

    key: str
    end: date
    months: int
    sales: tuple[int, ...]
    margins: tuple[float, ...]
    corporate: int
    gross: float
    sga: float
    interest: int
    tax_rate: float
    depreciation: int
    amortization: int
    sbc: int
    capex: int
    dividend: Decimal
    receivable_days: float
    inventory_days: float
    payable_days: float
    prepaid: int
    accrued: int
    current_debt: int
    research: int = 0
    restructuring: int = 0
    impairment: int = 0
    other_income: int = 0
    deferred: int = 0
    capex_unpaid: int = 0
    cost_correction: int = 0
    acquisition: Acquisition | None = None
    borrow: int = 0
    repay: int = 0
    buyback: int = 0
    shares_bought: Decimal = Decimal(0)
    options: int = 0
    shares_issued: Decimal = Decimal(0)
    oci_fx: int = 0
    oci_pension: int = 0
    lease_add: int = 0
    lease_amortization: int = 0
    other_assets: int = 0
    other_liabilities: int = 0


@dataclass(frozen=True)
class Balance:
    """A balance sheet in the issuer's unit. Treasury stock and accumulated losses are negative."""

    cash: int
    receivables: int
    inventories: int
    prepaid: int
    ppe: int
    lease_assets: int
    goodwill: int
    intangibles: int
    other_assets: int
    current_debt: int
    payables: int
    accrued: int
    lease_current: int
    debt: int
    lease_noncurrent: int
    deferred_tax: int
    other_liabilities: int
    common: int
    apic: int
    retained: int
    aoci: int
    treasury: int
    shares: Decimal
    capex_unpaid: int = 0

    @property
    def current_assets(self) -> int:
        """Total current assets."""
        return self.cash + self.receivables + self.inventories + self.prepaid

    @property
    def assets(self) -> int:
        """Total assets."""
        long_lived = self.ppe + self.lease_assets + self.goodwill + self.intangibles + self.other_assets
        return self.current_assets + long_lived

    @property
    def current_liabilities(self) -> int:
        """Total current liabilities."""
        return self.current_debt + self.payables + self.accrued + self.lease_current

    @property
    def liabilities(self) -> int:
        """Total liabilities."""
        later = self.debt + self.lease_noncurrent + self.deferred_tax + self.other_liabilities
        return self.current_liabilities + later

    @property
    def equity(self) -> int:
        """Total stockholders' equity."""
        return self.common + self.apic + self.retained + self.aoci + self.treasury

    @property
    def total_debt(self) -> int:
        """Debt including the current portion."""
        return self.current_debt + self.debt

    @property
    def lease_liabilities(self) -> int:
        """Operating lease liabilities, current and non-current."""
        return self.lease_current + self.lease_noncurrent


@dataclass(frozen=True)
class Flow:
    """What happened in a period. Cash outflows that are always outflows are positive numbers."""

    months: int
    sales_by_segment: tuple[int, ...]
    profit_by_segment: tuple[int, ...]
    corporate: int
    cost: int
    sga: int
    research: int
    restructuring: int
    interest: int
    other_income: int
    tax: int
    deferred: int
    depreciation: int
    amortization: int
    impairment: int
    sbc: int
    change_receivables: int
    change_inventories: int
    change_prepaid: int
    change_payables: int
    change_accrued: int
    change_other: int
    capex: int
    acquisitions: int
    borrow: int
    repay: int
    dividends: int
    buyback: int
    options: int
    cash_fx: int
    oci_fx: int
    oci_pension: int
    goodwill_fx: int
    goodwill_acquired: int
    lease_add: int
    lease_amortization: int
    dividend: Decimal
    shares_bought: Decimal
    shares_issued: Decimal
    basic: Decimal

    @property
    def sales(self) -> int:
        """Consolidated net sales."""
        return sum(self.sales_by_segment)

    @property
    def gross(self) -> int:
        """Gross profit."""
        return self.sales - self.cost

    @property
    def operating(self) -> int:
        """Operating income."""
        return self.gross - self.sga - self.research - self.restructuring

    @property
    def pretax(self) -> int:
        """Income before income taxes."""
        return self.operating - self.interest + self.other_income

    @property
    def net(self) -> int:
        """Net income."""
        return self.pretax - self.tax

    @property
    def oci(self) -> int:
        """Other comprehensive income, net of tax."""
        return self.oci_fx + self.oci_pension

    @property
    def cash_operating(self) -> int:
        """Net cash provided by operating activities."""
        added_back = self.depreciation + self.amortization + self.impairment + self.sbc + self.deferred
        working_capital = self.change_receivables + self.change_inventories + self.change_prepaid
        owed = self.change_payables + self.change_accrued + self.change_other
        return self.net + added_back + working_capital + owed

    @property
    def cash_investing(self) -> int:
        """Net cash used in investing activities, negative."""
        return -self.capex - self.acquisitions

    @property
    def cash_financing(self) -> int:
        """Net cash used in financing activities, negative when used."""
        return self.borrow - self.repay - self.dividends - self.buyback + self.options

    @property
    def cash_change(self) -> int:
        """Net change in cash."""
        return self.cash_operating + self.cash_investing + self.cash_financing + self.cash_fx


def combine(flows: Sequence[Flow]) -> Flow:
    """The flows of adjoining periods as one: amounts add up, average shares are weighted by months."""
    months = sum(flow.months for flow in flows)
    totals: dict[str, object] = {}
    for item in fields(Flow):
        values = [getattr(flow, item.name) for flow in flows]
        if isinstance(values[0], tuple):
            totals[item.name] = tuple(sum(parts) for parts in zip(*values, strict=True))
        else:
            totals[item.name] = sum(values[1:], values[0])
    weighted = sum((flow.basic * flow.months for flow in flows), Decimal(0)) / months
    totals["basic"] = weighted.quantize(flows[0].basic, ROUND_HALF_UP)
    return Flow(**totals)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Books:
    """Flows by step and balances by date."""

    flows: dict[str, Flow]
    balances: dict[date, Balance]

    def flow(self, keys: Iterable[str]) -> Flow:
        """The combined flow of some adjoining steps."""
        return combine([self.flows[key] for key in keys])

    def balance(self, day: date) -> Balance:
        """The balance sheet at the end of a step."""
        return self.balances[day]

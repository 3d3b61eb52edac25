"""Who files: the registrant's cover facts, its calendar, its books and the shares behind its note tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from .document import Amounts, Context, Dimensions
from .ledger import Balance, Books, Flow, Step
from .rolling import roll

Shares = tuple[tuple[str, float], ...]
"""Labels with their share of a total; the last one takes what is left over."""


def apportion(total: int, parts: Shares) -> list[int]:
    """The total split by share, with integers that add up to it."""
    amounts = [int(Decimal(str(total * share)).quantize(Decimal(1), ROUND_HALF_UP)) for _, share in parts[:-1]]
    return [*amounts, total - sum(amounts)]


@dataclass(frozen=True)
class Segment:
    """A reportable segment; ``key`` is its short name in prose figures."""

    key: str
    name: str
    member: str


@dataclass(frozen=True)
class Period:
    """A fiscal period: the steps it consists of and how column heads name it."""

    key: str
    steps: tuple[str, ...]
    start: date
    end: date
    label: str
    weeks: int = 0

    @property
    def context(self) -> Context:
        """The duration, for facts."""
        return Context(end=self.end, start=self.start)

    @property
    def instant(self) -> Context:
        """The period's last day, for facts."""
        return Context(end=self.end)


@dataclass(frozen=True)
class Labels:
    """An issuer's wording of its statements."""

    sales: str
    cost: str
    sga: str
    operating: str
    pretax: str
    tax: str
    net: str
    income_statement: str
    balance_sheet: str
    equity_statement: str
    year_group: str
    receivables: str = "Accounts receivable, net"
    owners: str = "stockholders\N{RIGHT SINGLE QUOTATION MARK}"


@dataclass(frozen=True)
class Borrowing:
    """A debt instrument with a fixed principal, due in the given fiscal year."""

    label: str
    amount: int
    due: int


@dataclass(frozen=True)
class Disclosure:
    """The proportions that note tables are split by."""

    geography: Shares
    geography_members: tuple[str, ...]
    inventory: Shares
    ppe: Shares
    ppe_net_share: float
    depreciation_by_segment: Shares
    capex_by_segment: Shares
    assets_by_segment: Shares
    goodwill_by_segment: Shares
    intangibles: Shares
    intangibles_net_share: float
    accrued: Shares
    borrowings: tuple[Borrowing, ...]
    bank_debt: str
    bank_due: int
    state_rate: float
    foreign_rate: float
    credits_rate: float
    foreign_income: float
    lease_rate: float


@dataclass(frozen=True)
class Issuer:
    """A fictional registrant."""

    key: str
    name: str
    short: str
    ticker: str
    exchange: str
    exchange_code: str
    cik: str
    file_number: str
    state: str
    state_code: str
    tax_number: str
    street: str
    city: str
    zip_code: str
    phone: tuple[str, str]
    par: str
    filer_status: str
    year_end: str
    amounts: Amounts
    segments: tuple[Segment, ...]
    labels: Labels
    disclosure: Disclosure
    opened: date
    opening: Balance
    steps: tuple[Step, ...]
    periods: dict[str, Period]
    dilution: Decimal
    auditor: str
    auditor_city: str
    auditor_since: int
    auditor_id: str
    officers: tuple[tuple[str, str], ...]
    directors: tuple[str, ...]
    accent: str
    font: str
    corrected: tuple[Step, ...] = field(default=())

    @property
    def namespace(self) -> str:
        """The issuer's extension namespace."""
        return f"http://www.{self.key}.example/taxonomy"

    def books(self, corrected: bool = True) -> Books:
        """The books; with the corrected steps in place of the ones first reported, if asked and if there are any."""
        replaced = {step.key: step for step in self.corrected} if corrected else {}
        return roll(self.opening, self.opened, [replaced.get(step.key, step) for step in self.steps])

    def segment(self, key: str) -> int:
        """The position of a segment."""
        return next(index for index, segment in enumerate(self.segments) if segment.key == key)

    def segment_dimension(self, index: int) -> Dimensions:
        """The dimension that narrows a fact to a segment."""
        return (("us-gaap:StatementBusinessSegmentsAxis", f"{self.key}:{self.segments[index].member}"),)


@dataclass(frozen=True)
class View:
    """An issuer's books as one filing reports them: the current period first, then the comparative ones.

    ``year_to_date`` is empty for annual reports and for first quarters.
    """

    issuer: Issuer
    books: Books
    periods: tuple[Period, ...]
    year: int
    year_to_date: tuple[Period, ...] = ()
    balance_dates: tuple[date, ...] = ()
    as_restated: bool = False
    form: str = "10-K"

    @property
    def current(self) -> Period:
        """The period reported on."""
        return self.periods[0]

    @property
    def annual(self) -> bool:
        """Whether the filing reports on a fiscal year."""
        return self.form.startswith("10-K")

    @property
    def longest(self) -> tuple[Period, ...]:
        """The periods that cash flows are reported for."""
        return self.year_to_date or self.periods

    @property
    def shown(self) -> tuple[Period, ...]:
        """All periods that results are reported for, the quarter's before those of the year to date."""
        return (*self.periods, *self.year_to_date)

    def flow(self, period: Period) -> Flow:
        """The flow of a period."""
        return self.books.flow(period.steps)

    def balance(self, day: date) -> Balance:
        """The balance at a date."""
        return self.books.balance(day)

    def opening(self, period: Period) -> Balance:
        """The balance the period starts from."""
        return self.books.balance(date.fromordinal(period.start.toordinal() - 1))

    def diluted(self, period: Period) -> Decimal:
        """Average diluted shares."""
        return self.flow(period).basic + self.issuer.dilution

    def per_share(self, period: Period, diluted: bool = True) -> Decimal:
        """Earnings per share, in cents precision."""
        flow = self.flow(period)
        shares = self.diluted(period) if diluted else flow.basic
        return (Decimal(flow.net) / shares).quantize(Decimal("0.01"), ROUND_HALF_UP)

"""The statements of cash flows and of equity as tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from .document import Cell, Column, Dimensions, Row, Table
from .issuer import Period, View
from .ledger import Flow
from .statements import duration_columns, long_date, shown, unit_note

Line = Callable[..., Row]


def _lines(flows: Sequence[Flow]) -> Line:
    def line(label: str, take: Callable[[Flow], int], concept: str, **look: object) -> Row:
        row = Row(label, tuple(take(flow) for flow in flows), indent=1, concept=f"us-gaap:{concept}")
        return replace(row, **look)  # type: ignore[arg-type]

    return line


def _operating(net: str, line: Line) -> list[Row]:
    return [
        Row("Cash flows from operating activities:", bold=True),
        line(net, lambda f: f.net, "NetIncomeLoss", dollar=True),
        Row(f"Adjustments to reconcile {net.lower()} to net cash provided by operating activities:", indent=1),
        line(
            "Depreciation and amortization",
            lambda f: f.depreciation + f.amortization,
            "DepreciationDepletionAndAmortization",
            indent=2,
        ),
        line("Stock-based compensation", lambda f: f.sbc, "ShareBasedCompensation", indent=2),
        line("Deferred income taxes", lambda f: f.deferred, "DeferredIncomeTaxExpenseBenefit", indent=2),
        line("Asset impairment charges", lambda f: f.impairment, "AssetImpairmentCharges", indent=2),
        Row("Changes in operating assets and liabilities, net of acquisitions:", indent=1),
        line(
            "Receivables", lambda f: f.change_receivables, "IncreaseDecreaseInAccountsReceivable", indent=2, flip=True
        ),
        line("Inventories", lambda f: f.change_inventories, "IncreaseDecreaseInInventories", indent=2, flip=True),
        line(
            "Prepaid expenses and other current assets",
            lambda f: f.change_prepaid,
            "IncreaseDecreaseInPrepaidDeferredExpenseAndOtherAssets",
            indent=2,
            flip=True,
        ),
        line("Accounts payable", lambda f: f.change_payables, "IncreaseDecreaseInAccountsPayable", indent=2),
        line("Accrued liabilities", lambda f: f.change_accrued, "IncreaseDecreaseInAccruedLiabilities", indent=2),
        line(
            "Other assets and liabilities, net",
            lambda f: f.change_other,
            "IncreaseDecreaseInOtherOperatingCapitalNet",
            indent=2,
            flip=True,
        ),
        line(
            "Net cash provided by (used in) operating activities",
            lambda f: f.cash_operating,
            "NetCashProvidedByUsedInOperatingActivities",
            indent=0,
            bold=True,
            rule="single",
        ),
    ]


def _investing(line: Line) -> list[Row]:
    return [
        Row("Cash flows from investing activities:", bold=True),
        line("Capital expenditures", lambda f: -f.capex, "PaymentsToAcquirePropertyPlantAndEquipment", flip=True),
        line(
            "Acquisitions, net of cash acquired",
            lambda f: -f.acquisitions,
            "PaymentsToAcquireBusinessesNetOfCashAcquired",
            flip=True,
        ),
        line(
            "Net cash used in investing activities",
            lambda f: f.cash_investing,
            "NetCashProvidedByUsedInInvestingActivities",
            indent=0,
            bold=True,
            rule="single",
        ),
    ]


def _financing(line: Line) -> list[Row]:
    return [
        Row("Cash flows from financing activities:", bold=True),
        line("Proceeds from borrowings", lambda f: f.borrow, "ProceedsFromIssuanceOfLongTermDebt"),
        line("Repayments of borrowings", lambda f: -f.repay, "RepaymentsOfLongTermDebt", flip=True),
        line("Cash dividends paid", lambda f: -f.dividends, "PaymentsOfDividendsCommonStock", flip=True),
        line("Purchases of treasury stock", lambda f: -f.buyback, "PaymentsForRepurchaseOfCommonStock", flip=True),
        line("Proceeds from exercise of stock options", lambda f: f.options, "ProceedsFromStockOptionsExercised"),
        line(
            "Net cash provided by (used in) financing activities",
            lambda f: f.cash_financing,
            "NetCashProvidedByUsedInFinancingActivities",
            indent=0,
            bold=True,
            rule="single",
        ),
    ]


_CASH = "us-gaap:CashCashEquivalentsRestrictedCashAndRestrictedCashEquivalents"


def _summary(view: View, periods: Sequence[Period], line: Line) -> list[Row]:
    opening = tuple(view.opening(period).cash for period in periods)
    closing = tuple(view.balance(period.end).cash for period in periods)
    span = "year" if view.annual else "period"
    change = (
        "CashCashEquivalentsRestrictedCashAndRestrictedCashEquivalentsPeriodIncreaseDecreaseIncludingExchangeRateEffect"
    )
    return [
        line(
            "Effect of exchange rate changes on cash",
            lambda f: f.cash_fx,
            "EffectOfExchangeRateOnCashCashEquivalentsRestrictedCashAndRestrictedCashEquivalents",
            indent=0,
        ),
        line(
            "Net increase (decrease) in cash and cash equivalents",
            lambda f: f.cash_change,
            change,
            indent=0,
            rule="single",
        ),
        Row(f"Cash and cash equivalents at beginning of {span}", opening, concept=_CASH, instant="begin"),
        Row(
            f"Cash and cash equivalents at end of {span}",
            closing,
            concept=_CASH,
            instant="end",
            bold=True,
            dollar=True,
            rule="double",
        ),
    ]


def _supplemental(view: View, periods: Sequence[Period]) -> list[Row]:
    flows = [view.flow(period) for period in periods]
    interest = tuple(flow.interest - flow.months // 6 for flow in flows)
    taxes = tuple(flow.tax - flow.deferred for flow in flows)
    unpaid = tuple(view.balance(period.end).capex_unpaid for period in periods)
    return [
        Row("Supplemental disclosures:", bold=True),
        Row("Cash paid for interest", interest, 1, concept="us-gaap:InterestPaidNet", dollar=True),
        Row("Cash paid for income taxes", taxes, 1, concept="us-gaap:IncomeTaxesPaidNet"),
        Row(
            "Capital expenditures included in accounts payable",
            unpaid,
            1,
            concept="us-gaap:CapitalExpendituresIncurredButNotYetPaid",
        ),
    ]


def cash_flows(view: View, periods: Sequence[Period]) -> Table:
    """The statement of cash flows."""
    line = _lines([view.flow(period) for period in periods])
    rows = [
        *_operating(view.issuer.labels.net, line),
        *_investing(line),
        *_financing(line),
        *_summary(view, periods, line),
        *_supplemental(view, periods),
    ]
    return Table(duration_columns(view, periods), shown(rows), unit_note(view, shares=False), splittable=True)


_COMPONENTS = (
    ("Shares", "", "shares"),
    ("Common\nStock", "us-gaap:CommonStockMember", "common"),
    ("Additional\nPaid-in\nCapital", "us-gaap:AdditionalPaidInCapitalMember", "apic"),
    ("Retained\nEarnings", "us-gaap:RetainedEarningsMember", "retained"),
    ("Accumulated\nOther Comp.\nLoss", "us-gaap:AccumulatedOtherComprehensiveIncomeMember", "aoci"),
    ("Treasury\nStock", "us-gaap:TreasuryStockCommonMember", "treasury"),
    ("Total\nEquity", "", "equity"),
)


def _component(member: str) -> Dimensions:
    return (("us-gaap:StatementEquityComponentsAxis", member),) if member else ()


def _movement_rows(view: View, period: Period) -> list[Row]:
    flow = view.flow(period)

    def row(label: str, cells: tuple[Cell, ...], concept: str, flip: bool = False) -> Row:
        return Row(label, cells, 1, concept=f"us-gaap:{concept}", context=period.context, flip=flip)

    fallen = -flow.shares_bought if flow.shares_bought else None
    risen: Decimal | None = flow.shares_issued if flow.shares_issued else None
    return [
        row(view.issuer.labels.net, (None, None, None, flow.net, None, None, flow.net), "NetIncomeLoss"),
        row(
            "Other comprehensive income (loss)",
            (None, None, None, None, flow.oci, None, flow.oci),
            "OtherComprehensiveIncomeLossNetOfTax",
        ),
        row(
            f"Cash dividends (${flow.dividend:.2f} per share)",
            (None, None, None, -flow.dividends, None, None, -flow.dividends),
            "DividendsCommonStockCash",
            flip=True,
        ),
        row(
            "Stock-based compensation",
            (None, None, flow.sbc, None, None, None, flow.sbc),
            "AdjustmentsToAdditionalPaidInCapitalSharebasedCompensationRequisiteServicePeriodRecognitionValue",
        ),
        row(
            "Stock options exercised",
            (risen, None, flow.options, None, None, None, flow.options),
            "StockIssuedDuringPeriodValueStockOptionsExercised",
        ),
        row(
            "Purchases of treasury stock",
            (fallen, None, None, None, None, -flow.buyback, -flow.buyback),
            "TreasuryStockValueAcquiredCostMethod",
            flip=True,
        ),
    ]


def equity_statement(view: View, periods: Sequence[Period]) -> Table:
    """The statement of equity from the earliest period on; its columns are the components of equity."""
    rows: list[Row] = []
    ordered = sorted(periods, key=lambda period: period.end)
    for position, period in enumerate(ordered):
        opening, closing = view.opening(period), view.balance(period.end)
        start = period.start.fromordinal(period.start.toordinal() - 1)
        if position == 0 or ordered[position - 1].end != start:
            values = tuple(getattr(opening, name) for _, _, name in _COMPONENTS)
            rows.append(_standing(f"Balance, {start:%B} {start.day}, {start.year}", values, period))
        moved = [row for row in _movement_rows(view, period) if any(cell not in (0, None) for cell in row.cells)]
        values = tuple(getattr(closing, name) for _, _, name in _COMPONENTS)
        rows += [
            *moved,
            replace(
                _standing(f"Balance, {long_date(period)}", values, period),
                context=period.instant,
                rule="single" if period is not ordered[-1] else "double",
            ),
        ]
    shares, *amounts = _COMPONENTS
    columns = (
        Column(shares[0], kind="shares", tagged=False),
        *(Column(head, dimensions=_component(member)) for head, member, _ in amounts),
    )
    return Table(columns, tuple(rows), unit_note(view), small=True)


def _standing(label: str, values: tuple[Cell, ...], period: Period) -> Row:
    start = period.start.fromordinal(period.start.toordinal() - 1)
    context = replace(period.instant, end=start)
    return Row(label, values, bold=True, dollar=True, concept="us-gaap:StockholdersEquity", context=context)

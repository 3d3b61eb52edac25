"""The primary financial statements as tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from .document import Cell, Column, Context, Row, Table
from .issuer import Period, View
from .ledger import Balance, Flow


def long_date(period: Period) -> str:
    """``May 31, 2025``."""
    return f"{period.end:%B} {period.end.day}, {period.end.year}"


def duration_columns(view: View, periods: Sequence[Period]) -> tuple[Column, ...]:
    """A column for each period, under the head that the issuer gives its periods."""
    return tuple(Column(_head(view, period), _group(view, period), period.context) for period in periods)


def _head(view: View, period: Period) -> str:
    restated = view.annual and view.as_restated and period is view.current
    return f"{period.label}\n(as restated)" if restated else period.label


def _group(view: View, period: Period) -> str:
    if view.annual:
        return view.issuer.labels.year_group
    if period.weeks:
        return {13: "Thirteen Weeks Ended", 39: "Thirty-Nine Weeks Ended"}[period.weeks]
    words = {3: "Three", 6: "Six", 9: "Nine"}[view.flow(period).months]
    return f"{words} Months Ended {period.end:%B} {period.end.day},"


def balance_columns(view: View) -> tuple[Column, ...]:
    """A column for each balance date."""
    columns = []
    for day in view.balance_dates:
        restated = "\n(as restated)" if view.as_restated and day.year == 2024 and day.month == 12 else ""
        head = f"{day:%B} {day.day},\n{day.year}{restated}"
        columns.append(Column(head, context=Context(day)))
    return tuple(columns)


def unit_note(view: View, shares: bool = True) -> str:
    """The parenthesis under a statement's title."""
    word = view.issuer.amounts.word
    audited = "" if view.annual else "; unaudited"
    return f"(in {word}, except per share data{audited})" if shares else f"(in {word}{audited})"


def shown(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows without those that are nil in every column."""
    return tuple(row for row in rows if not row.cells or any(cell not in (0, None) for cell in row.cells) or row.nil)


def income_statement(view: View, periods: Sequence[Period]) -> Table:
    """The statement of income, per-share figures included."""
    flows = [view.flow(period) for period in periods]
    labels = view.issuer.labels

    def line(label: str, take: Callable[[Flow], int], concept: str) -> Row:
        return Row(label, tuple(take(flow) for flow in flows), concept=f"us-gaap:{concept}")

    sales = "RevenueFromContractWithCustomerExcludingAssessedTax"
    rows = [
        replace(line(labels.sales, lambda f: f.sales, sales), dollar=True),
        line(labels.cost, lambda f: f.cost, "CostOfGoodsAndServicesSold"),
        replace(line("Gross profit", lambda f: f.gross, "GrossProfit"), rule="single", bold=True),
        line(labels.sga, lambda f: f.sga, "SellingGeneralAndAdministrativeExpense"),
        line("Research and development", lambda f: f.research, "ResearchAndDevelopmentExpense"),
        line("Restructuring and impairment charges", lambda f: f.restructuring, "RestructuringCharges"),
        replace(line(labels.operating, lambda f: f.operating, "OperatingIncomeLoss"), rule="single", bold=True),
        replace(line("Interest expense", lambda f: -f.interest, "InterestExpenseNonoperating"), flip=True),
        line("Other income, net", lambda f: f.other_income, "OtherNonoperatingIncomeExpense"),
        replace(line(labels.pretax, lambda f: f.pretax, _PRETAX), rule="single"),
        line(labels.tax, lambda f: f.tax, "IncomeTaxExpenseBenefit"),
        replace(line(labels.net, lambda f: f.net, "NetIncomeLoss"), rule="double", bold=True, dollar=True),
        *_per_share_rows(view, periods),
    ]
    return Table(duration_columns(view, periods), shown(rows), unit_note(view))


_PRETAX = "IncomeLossFromContinuingOperationsBeforeIncomeTaxesExtraordinaryItemsNoncontrollingInterest"


def _per_share_rows(view: View, periods: Sequence[Period]) -> list[Row]:
    flows = [view.flow(period) for period in periods]
    net = view.issuer.labels.net
    basic = tuple(view.per_share(period, diluted=False) for period in periods)
    diluted = tuple(view.per_share(period) for period in periods)
    return [
        Row(f"{net} per share:"),
        Row("Basic", basic, 1, kind="per_share", dollar=True, concept="us-gaap:EarningsPerShareBasic"),
        Row("Diluted", diluted, 1, kind="per_share", dollar=True, concept="us-gaap:EarningsPerShareDiluted"),
        Row("Weighted average shares outstanding:"),
        Row(
            "Basic",
            tuple(flow.basic for flow in flows),
            1,
            kind="shares",
            concept="us-gaap:WeightedAverageNumberOfSharesOutstandingBasic",
        ),
        Row(
            "Diluted",
            tuple(view.diluted(period) for period in periods),
            1,
            kind="shares",
            concept="us-gaap:WeightedAverageNumberOfDilutedSharesOutstanding",
        ),
        Row(
            "Cash dividends declared per share",
            tuple(flow.dividend for flow in flows),
            kind="per_share",
            dollar=True,
            concept="us-gaap:CommonStockDividendsPerShareDeclared",
        ),
    ]


def comprehensive_income(view: View, periods: Sequence[Period]) -> Table:
    """The statement of comprehensive income."""
    flows = [view.flow(period) for period in periods]

    def line(label: str, take: Callable[[Flow], int], concept: str, indent: int = 1) -> Row:
        return Row(label, tuple(take(flow) for flow in flows), indent, concept=f"us-gaap:{concept}")

    pension = "OtherComprehensiveIncomeLossPensionAndOtherPostretirementBenefitPlansAdjustmentNetOfTax"
    rows = [
        replace(line(view.issuer.labels.net, lambda f: f.net, "NetIncomeLoss", 0), dollar=True),
        Row("Other comprehensive income (loss), net of tax:"),
        line(
            "Foreign currency translation adjustments",
            lambda f: f.oci_fx,
            "OtherComprehensiveIncomeLossForeignCurrencyTransactionAndTranslationAdjustmentNetOfTax",
        ),
        line("Pension and other postretirement benefits", lambda f: f.oci_pension, pension),
        replace(
            line("Total other comprehensive income (loss)", lambda f: f.oci, "OtherComprehensiveIncomeLossNetOfTax"),
            rule="single",
        ),
        replace(
            line("Comprehensive income", lambda f: f.net + f.oci, "ComprehensiveIncomeNetOfTax", 0),
            rule="double",
            bold=True,
            dollar=True,
        ),
    ]
    return Table(duration_columns(view, periods), shown(rows), unit_note(view, shares=False))


def _asset_rows(view: View, line: Callable[..., Row]) -> list[Row]:
    return [
        Row("ASSETS", bold=True),
        Row("Current assets:"),
        line("Cash and cash equivalents", lambda b: b.cash, "CashAndCashEquivalentsAtCarryingValue", dollar=True),
        line(view.issuer.labels.receivables, lambda b: b.receivables, "AccountsReceivableNetCurrent"),
        line("Inventories", lambda b: b.inventories, "InventoryNet"),
        line("Prepaid expenses and other current assets", lambda b: b.prepaid, "PrepaidExpenseAndOtherAssetsCurrent"),
        line("Total current assets", lambda b: b.current_assets, "AssetsCurrent", indent=2, rule="single"),
        line("Property, plant and equipment, net", lambda b: b.ppe, "PropertyPlantAndEquipmentNet", indent=0),
        line(
            "Operating lease right-of-use assets", lambda b: b.lease_assets, "OperatingLeaseRightOfUseAsset", indent=0
        ),
        line("Goodwill", lambda b: b.goodwill, "Goodwill", indent=0),
        line("Intangible assets, net", lambda b: b.intangibles, "IntangibleAssetsNetExcludingGoodwill", indent=0),
        line("Other assets", lambda b: b.other_assets, "OtherAssetsNoncurrent", indent=0),
        line("Total assets", lambda b: b.assets, "Assets", indent=2, bold=True, dollar=True, rule="double"),
    ]


def _liability_rows(view: View, line: Callable[..., Row]) -> list[Row]:
    owners = view.issuer.labels.owners
    return [
        Row(f"LIABILITIES AND {owners.upper()} EQUITY", bold=True),
        Row("Current liabilities:"),
        line("Current portion of long-term debt", lambda b: b.current_debt, "LongTermDebtCurrent", dollar=True),
        line("Accounts payable", lambda b: b.payables, "AccountsPayableCurrent"),
        line("Accrued liabilities", lambda b: b.accrued, "AccruedLiabilitiesCurrent"),
        line("Current operating lease liabilities", lambda b: b.lease_current, "OperatingLeaseLiabilityCurrent"),
        line(
            "Total current liabilities", lambda b: b.current_liabilities, "LiabilitiesCurrent", indent=2, rule="single"
        ),
        line("Long-term debt", lambda b: b.debt, "LongTermDebtNoncurrent", indent=0),
        line(
            "Non-current operating lease liabilities",
            lambda b: b.lease_noncurrent,
            "OperatingLeaseLiabilityNoncurrent",
            indent=0,
        ),
        line("Deferred income taxes", lambda b: b.deferred_tax, "DeferredIncomeTaxLiabilitiesNet", indent=0),
        line("Other long-term liabilities", lambda b: b.other_liabilities, "OtherLiabilitiesNoncurrent", indent=0),
        line("Total liabilities", lambda b: b.liabilities, "Liabilities", indent=2, rule="single"),
        Row(
            "Commitments and contingencies" + (" (Note 11)" if view.annual else ""),
            (None,) * len(view.balance_dates),
            concept="us-gaap:CommitmentsAndContingencies",
            instant="end",
            nil=True,
        ),
        Row(f"{owners.capitalize()} equity:"),
        line("Common stock", lambda b: b.common, "CommonStockValue"),
        line("Additional paid-in capital", lambda b: b.apic, "AdditionalPaidInCapital"),
        line("Retained earnings", lambda b: b.retained, "RetainedEarningsAccumulatedDeficit"),
        line(
            "Accumulated other comprehensive loss", lambda b: b.aoci, "AccumulatedOtherComprehensiveIncomeLossNetOfTax"
        ),
        line("Treasury stock, at cost", lambda b: b.treasury, "TreasuryStockCommonValue", flip=True),
        line(f"Total {owners} equity", lambda b: b.equity, "StockholdersEquity", indent=2, rule="single"),
        line(
            f"Total liabilities and {owners} equity",
            lambda b: b.liabilities + b.equity,
            "LiabilitiesAndStockholdersEquity",
            indent=2,
            bold=True,
            dollar=True,
            rule="double",
        ),
    ]


def balance_sheet(view: View) -> Table:
    """The balance sheet at the view's balance dates."""
    balances = [view.balance(day) for day in view.balance_dates]

    def line(label: str, take: Callable[[Balance], int], concept: str, **look: object) -> Row:
        cells: tuple[Cell, ...] = tuple(take(balance) for balance in balances)
        row = Row(label, cells, indent=1, concept=f"us-gaap:{concept}", instant="end")
        return replace(row, **look)  # type: ignore[arg-type]

    rows = [*_asset_rows(view, line), *_liability_rows(view, line)]
    word = view.issuer.amounts.word
    return Table(balance_columns(view), shown(rows), f"(in {word}{'' if view.annual else '; unaudited'})")

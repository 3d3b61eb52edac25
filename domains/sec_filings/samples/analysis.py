"""The tables of management's discussion: results, segments, cash flows, obligations, and the restatement's effects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from .document import Block, Cell, Column, Context, Kind, Paragraph, Row, Table
from .figures import percent
from .issuer import Period, View
from .ledger import Balance, Flow
from .statements import duration_columns, long_date

_AXIS = "us-gaap:StatementBusinessSegmentsAxis"


def _unit(view: View) -> str:
    return f"(in {view.issuer.amounts.word}, except percentages)"


def compared(view: View, label: str, values: Sequence[int], **look: object) -> Row:
    """A row with its current and prior amounts, the change, and the change in percent."""
    current, prior = values[0], values[1]
    growth: Cell = percent(current - prior, abs(prior)) if prior else "NM"
    row = Row(label, (current, prior, current - prior, growth))
    return replace(row, **look)  # type: ignore[arg-type]


def _compared_columns(view: View, periods: Sequence[Period]) -> tuple[Column, ...]:
    heads = duration_columns(view, periods[:2])
    return (*heads, Column("$ Change", "", kind="amount"), Column("% Change", "", kind="percent"))


def _spans(view: View) -> list[tuple[Period, ...]]:
    return [view.periods, view.year_to_date] if view.year_to_date else [view.periods]


def results_table(view: View) -> list[Block]:
    """Results compared with the prior period; quarterly reports get a second table for the year to date."""
    return [_results(view, periods) for periods in _spans(view)]


def _results(view: View, periods: Sequence[Period]) -> Table:
    flows = [view.flow(period) for period in periods[:2]]
    labels = view.issuer.labels

    def line(label: str, name: str, **look: object) -> Row:
        return compared(view, label, [getattr(flow, name) for flow in flows], **look)

    rows = [
        line(labels.sales, "sales", dollar=True),
        line(labels.cost, "cost"),
        line("Gross profit", "gross", rule="single", bold=True),
        line(labels.sga, "sga"),
        *([line("Research and development", "research")] if flows[0].research else []),
        *(
            [line("Restructuring and impairment charges", "restructuring")]
            if any(flow.restructuring for flow in flows)
            else []
        ),
        line(labels.operating, "operating", rule="single", bold=True),
        line("Interest expense", "interest"),
        line(labels.tax, "tax"),
        line(labels.net, "net", rule="double", bold=True, dollar=True),
        Row("As a percentage of sales:"),
        *(_ratio(label, name, flows) for label, name in _RATIOS),
    ]
    return Table(_compared_columns(view, periods), tuple(rows), _unit(view))


_RATIOS = (("Gross margin", "gross"), ("Selling, general and administrative", "sga"), ("Operating margin", "operating"))


def _ratio(label: str, name: str, flows: Sequence[Flow]) -> Row:
    shares = tuple(percent(getattr(flow, name), flow.sales) for flow in flows)
    return Row(label, (*shares, None, None), 1, kind="percent")


def segment_sales_table(view: View) -> list[Block]:
    """Sales and profit by segment, compared with the prior period."""
    return [_segment_sales(view, periods) for periods in _spans(view)]


def _segment_sales(view: View, periods: Sequence[Period]) -> Table:
    flows = [view.flow(period) for period in periods[:2]]
    rows: list[Row] = [Row(f"{view.issuer.labels.sales}:", bold=True)]
    for index, segment in enumerate(view.issuer.segments):
        rows.append(
            compared(view, segment.name, [flow.sales_by_segment[index] for flow in flows], indent=1, dollar=index == 0)
        )
    rows.append(compared(view, "Total", [flow.sales for flow in flows], rule="double", bold=True, dollar=True))
    rows.append(Row("Segment operating profit:", bold=True))
    for index, segment in enumerate(view.issuer.segments):
        rows.append(
            compared(view, segment.name, [flow.profit_by_segment[index] for flow in flows], indent=1, dollar=index == 0)
        )
    rows.append(
        compared(
            view,
            "Total segment operating profit",
            [sum(flow.profit_by_segment) for flow in flows],
            rule="double",
            bold=True,
            dollar=True,
        )
    )
    return Table(_compared_columns(view, periods), tuple(rows), _unit(view))


def cash_table(view: View) -> list[Block]:
    """Cash flows by activity, with free cash flow."""
    periods = view.longest
    flows = [view.flow(period) for period in periods]
    rows = (
        Row("Net cash provided by (used in) operating activities", tuple(f.cash_operating for f in flows), dollar=True),
        Row("Net cash used in investing activities", tuple(f.cash_investing for f in flows)),
        Row("Net cash provided by (used in) financing activities", tuple(f.cash_financing for f in flows)),
        Row("Capital expenditures", tuple(f.capex for f in flows)),
        Row(
            "Free cash flow (1)",
            tuple(f.cash_operating - f.capex for f in flows),
            bold=True,
            dollar=True,
            rule="double",
        ),
    )
    note = (
        "(1) Free cash flow is a non-GAAP measure: net cash provided by operating activities less capital expenditures."
    )
    return [Table(duration_columns(view, periods), rows, f"(in {view.issuer.amounts.word})", footnotes=(note,))]


def maturities(view: View, balance: Balance) -> list[tuple[int, int]]:
    """Principal payments by fiscal year, current portion first; they add up to total debt."""
    fixed = {item.due: item.amount for item in view.issuer.disclosure.borrowings}
    bank = balance.total_debt - sum(fixed.values())
    payments: dict[int, int] = dict(fixed)
    year = view.year + 1
    while bank > 0:
        part = bank if year >= view.issuer.disclosure.bank_due else min(bank, balance.current_debt)
        payments[year] = payments.get(year, 0) + part
        bank -= part
        year += 1
    return sorted(payments.items())


def maturity_table(view: View) -> list[Block]:
    """Debt maturities: the next five fiscal years, and what is due later."""
    balance = view.balance(view.balance_dates[0])
    due = dict(maturities(view, balance))
    first = view.year + 1
    rows = [
        Row(
            f"Fiscal {year}",
            (due.get(year, 0),),
            dollar=year == first,
            concept=f"us-gaap:LongTermDebtMaturitiesRepaymentsOfPrincipal{_YEARS[year - first]}",
            instant="end",
        )
        for year in range(first, first + 5)
    ]
    later = sum(amount for year, amount in due.items() if year >= first + 5)
    rows.append(
        Row(
            "Thereafter",
            (later,),
            instant="end",
            concept="us-gaap:LongTermDebtMaturitiesRepaymentsOfPrincipalAfterYearFive",
        )
    )
    rows.append(
        Row(
            "Total debt",
            (balance.total_debt,),
            bold=True,
            dollar=True,
            rule="double",
            instant="end",
            concept="us-gaap:LongTermDebt",
        )
    )
    column = Column("Principal\nPayments", context=Context(view.balance_dates[0]))
    return [Table((column,), tuple(rows), f"(in {view.issuer.amounts.word})")]


_YEARS = ("InNextTwelveMonths", "InYearTwo", "InYearThree", "InYearFour", "InYearFive")


def obligations_table(view: View) -> list[Block]:
    """Contractual obligations by time of payment."""
    balance = view.balance(view.balance_dates[0])
    due = maturities(view, balance)
    first = view.year + 1
    debt = _buckets([(year - first, amount) for year, amount in due])
    interest_rate = Decimal("0.046")
    interest = [int(balance.total_debt * interest_rate * factor) for factor in (1, Decimal("1.7"), Decimal("2.1"))]
    leases = _split(balance.lease_liabilities, (Decimal("0.21"), Decimal("0.34"), Decimal("0.45")))
    purchases = _split(view.flow(view.current).cost // 9, (Decimal("0.71"), Decimal("0.22"), Decimal("0.07")))
    rows = [
        _obligation("Long-term debt", debt, dollar=True),
        _obligation("Interest on long-term debt", interest),
        _obligation("Operating leases", leases),
        _obligation("Purchase obligations (1)", purchases),
    ]
    totals = [debt[i] + interest[i] + leases[i] + purchases[i] for i in range(3)]
    rows.append(replace(_obligation("Total", totals, dollar=True), bold=True, rule="double"))
    heads = ("Total", f"Fiscal\n{first}", f"Fiscal\n{first + 1}-{first + 2}", f"After\nFiscal {first + 2}")
    columns = tuple(Column(head, "Payments Due by Period" if index else "") for index, head in enumerate(heads))
    note = "(1) Commitments to buy materials and merchandise, freight and services that cannot be cancelled freely."
    return [Table(columns, tuple(rows), f"(in {view.issuer.amounts.word})", footnotes=(note,))]


def _buckets(payments: Sequence[tuple[int, int]]) -> list[int]:
    sums = [0, 0, 0]
    for offset, amount in payments:
        sums[0 if offset <= 0 else 1 if offset <= 2 else 2] += amount
    return sums


def _split(total: int, shares: Sequence[Decimal]) -> list[int]:
    parts = [int(total * share) for share in shares[:-1]]
    return [*parts, total - sum(parts)]


def _obligation(label: str, parts: Sequence[int], dollar: bool = False) -> Row:
    return Row(label, (sum(parts), *parts), dollar=dollar)


def restatement_tables(view: View) -> list[Block]:
    """The effects of the restatement: as previously reported, adjustment, as restated."""
    before = replace(view, books=view.issuer.books(corrected=False))
    period, labels = view.current, view.issuer.labels
    old, new = before.flow(period), view.flow(period)
    was, now = before.balance(period.end), view.balance(period.end)
    income = [
        _effect(labels.cost, old.cost, new.cost, dollar=True),
        _effect("Gross profit", old.gross, new.gross),
        _effect(labels.operating, old.operating, new.operating),
        _effect(labels.pretax, old.pretax, new.pretax),
        _effect(labels.tax, old.tax, new.tax),
        _effect(labels.net, old.net, new.net),
        _effect("Diluted earnings per share", before.per_share(period), view.per_share(period), "per_share", True),
    ]
    sheet = [
        _effect("Inventories", was.inventories, now.inventories, dollar=True),
        _effect("Total current assets", was.current_assets, now.current_assets),
        _effect("Total assets", was.assets, now.assets),
        _effect("Accrued liabilities", was.accrued, now.accrued),
        _effect("Total liabilities", was.liabilities, now.liabilities),
        _effect("Retained earnings", was.retained, now.retained),
        _effect(f"Total {labels.owners} equity", was.equity, now.equity),
    ]
    cash = [
        _effect(labels.net, old.net, new.net, dollar=True),
        _effect("Change in inventories", old.change_inventories, new.change_inventories),
        _effect("Change in accounts payable", old.change_payables, new.change_payables),
        _effect("Change in accrued liabilities", old.change_accrued, new.change_accrued),
        _effect("Net cash provided by operating activities", old.cash_operating, new.cash_operating),
        _effect("Capital expenditures", -old.capex, -new.capex),
        _effect("Net cash used in investing activities", old.cash_investing, new.cash_investing),
    ]
    titles = (
        "Consolidated Statement of Operations",
        "Consolidated Balance Sheet",
        "Consolidated Statement of Cash Flows",
    )
    blocks: list[Block] = []
    for title, rows in zip(titles, (income, sheet, cash), strict=True):
        when = "as of" if "Balance" in title else "for the year ended"
        blocks.append(Paragraph((f"{title}, {when} {long_date(period)}",), "bold_center"))
        heads = ("As Previously\nReported", "Adjustments", "As\nRestated")
        columns = tuple(Column(head) for head in heads)
        blocks.append(Table(columns, tuple(rows), f"(in {view.issuer.amounts.word}, except per share data)"))
    return blocks


def _effect(label: str, old: int | Decimal, new: int | Decimal, kind: Kind = "amount", dollar: bool = False) -> Row:
    return Row(label, (old, new - old, new), kind=kind, dollar=dollar)

"""The tables of the notes: segments, inventories, property, debt, income taxes, leases and the like."""

from __future__ import annotations

from dataclasses import replace

from .document import Block, Column, Context, Row, Table
from .issuer import Shares, View, apportion
from .statements import balance_columns, duration_columns

_SALES = "us-gaap:RevenueFromContractWithCustomerExcludingAssessedTax"


def _unit(view: View) -> str:
    return f"(in {view.issuer.amounts.word})"


def segment_note(view: View) -> list[Block]:
    """For every period: sales and profit by segment, and the reconciliation to income before income taxes."""
    rows: list[Row] = []
    flows = [view.flow(period) for period in view.shown]
    issuer = view.issuer
    rows.append(Row(f"{issuer.labels.sales}:", bold=True))
    for index, segment in enumerate(issuer.segments):
        cells = tuple(flow.sales_by_segment[index] for flow in flows)
        rows.append(
            Row(segment.name, cells, 1, dollar=index == 0, concept=_SALES, dimensions=issuer.segment_dimension(index))
        )
    rows.append(
        Row(
            f"Total {issuer.labels.sales.lower()}",
            tuple(flow.sales for flow in flows),
            bold=True,
            dollar=True,
            rule="double",
            concept=_SALES,
        )
    )
    rows.append(Row("Segment operating profit:", bold=True))
    for index, segment in enumerate(issuer.segments):
        cells = tuple(flow.profit_by_segment[index] for flow in flows)
        rows.append(
            Row(
                segment.name,
                cells,
                1,
                dollar=index == 0,
                concept="us-gaap:OperatingIncomeLoss",
                dimensions=(
                    ("srt:ConsolidationItemsAxis", "us-gaap:OperatingSegmentsMember"),
                    *issuer.segment_dimension(index),
                ),
            )
        )
    operating = tuple(flow.operating for flow in flows)
    rows += [
        Row("Total segment operating profit", tuple(sum(flow.profit_by_segment) for flow in flows), rule="single"),
        Row("Unallocated corporate expenses", tuple(-flow.corporate for flow in flows), 1, mark="(1)"),
        Row(
            "Restructuring and impairment charges",
            tuple(-flow.restructuring for flow in flows),
            1,
            concept="us-gaap:RestructuringCharges",
            flip=True,
        ),
        Row(issuer.labels.operating, operating, bold=True, rule="single", concept="us-gaap:OperatingIncomeLoss"),
        Row(
            "Interest expense",
            tuple(-flow.interest for flow in flows),
            1,
            concept="us-gaap:InterestExpenseNonoperating",
            flip=True,
            mark="(1)",
        ),
        Row(
            "Other income, net",
            tuple(flow.other_income for flow in flows),
            1,
            concept="us-gaap:OtherNonoperatingIncomeExpense",
        ),
        Row(issuer.labels.pretax, tuple(flow.pretax for flow in flows), bold=True, dollar=True, rule="double"),
    ]
    shown = tuple(row for row in rows if not row.cells or any(row.cells))
    note = "(1) Corporate costs and interest are managed centrally and are not part of the measure of segment profit."
    return [Table(duration_columns(view, view.shown), shown, _unit(view), footnotes=(note,))]


def segment_other(view: View) -> list[Block]:
    """Depreciation, capital expenditures and assets by segment."""
    issuer = view.issuer
    detail = issuer.disclosure
    flows = [view.flow(period) for period in view.periods]
    rows: list[Row] = []
    groups = (
        (
            "Depreciation and amortization:",
            detail.depreciation_by_segment,
            [flow.depreciation + flow.amortization for flow in flows],
            "us-gaap:DepreciationDepletionAndAmortization",
        ),
        (
            "Capital expenditures:",
            detail.capex_by_segment,
            [flow.capex for flow in flows],
            "us-gaap:PaymentsToAcquirePropertyPlantAndEquipment",
        ),
        (
            "Segment assets at period end:",
            detail.assets_by_segment,
            [view.balance(period.end).assets for period in view.periods],
            "us-gaap:Assets",
        ),
    )
    for title, shares, totals, concept in groups:
        rows += _by_segment(view, title, shares, totals, concept)
    return [Table(duration_columns(view, view.periods), tuple(rows), _unit(view), splittable=True)]


def _by_segment(view: View, title: str, shares: Shares, totals: list[int], concept: str) -> list[Row]:
    parts = [apportion(total, shares) for total in totals]
    instant = "end" if concept == "us-gaap:Assets" else ""
    rows = [Row(title, bold=True)]
    for index, segment in enumerate(view.issuer.segments):
        row = Row(
            segment.name,
            tuple(part[index] for part in parts),
            1,
            dollar=index == 0,
            concept=concept,
            dimensions=view.issuer.segment_dimension(index),
        )
        rows.append(replace(row, instant=instant))  # type: ignore[arg-type]
    rows.append(replace(Row("Total", tuple(totals), 1, rule="single", concept=concept), instant=instant))  # type: ignore[arg-type]
    return rows


def geography(view: View) -> list[Block]:
    """Sales by country or by product group, each a fixed share of the total."""
    detail = view.issuer.disclosure
    totals = [view.flow(period).sales for period in view.shown]
    parts = [apportion(total, detail.geography) for total in totals]
    axis = "srt:StatementGeographicalAxis" if "country:US" in detail.geography_members else "srt:ProductOrServiceAxis"
    rows = [
        Row(
            label,
            tuple(part[index] for part in parts),
            dollar=index == 0,
            concept=_SALES,
            dimensions=((axis, detail.geography_members[index]),),
        )
        for index, (label, _) in enumerate(detail.geography)
    ]
    rows.append(Row("Total", tuple(totals), bold=True, dollar=True, rule="double", concept=_SALES))
    return [Table(duration_columns(view, view.shown), tuple(rows), _unit(view))]


def _parts_table(view: View, shares: Shares, totals: list[int], total: str, concepts: tuple[str, ...]) -> Table:
    parts = [apportion(amount, shares) for amount in totals]
    rows = [
        Row(
            label,
            tuple(part[index] for part in parts),
            dollar=index == 0,
            instant="end",
            concept=concepts[index] if index < len(concepts) else "",
        )
        for index, (label, _) in enumerate(shares)
    ]
    rows.append(Row(total, tuple(totals), bold=True, dollar=True, rule="double", instant="end", concept=concepts[-1]))
    return Table(balance_columns(view), tuple(rows), _unit(view))


def inventories(view: View) -> list[Block]:
    """Inventories by stage."""
    shares = view.issuer.disclosure.inventory
    manufactured = shares[1][0] == "Work in process"
    concepts = (
        ("us-gaap:InventoryRawMaterials", "us-gaap:InventoryWorkInProcess", "us-gaap:InventoryFinishedGoods")
        if manufactured
        else ("", "", "")
    )
    totals = [view.balance(day).inventories for day in view.balance_dates]
    return [_parts_table(view, shares, totals, "Total inventories", (*concepts, "us-gaap:InventoryNet"))]


def accrued(view: View) -> list[Block]:
    """Accrued liabilities by kind."""
    shares = view.issuer.disclosure.accrued
    totals = [view.balance(day).accrued for day in view.balance_dates]
    concepts = (*[""] * len(shares), "us-gaap:AccruedLiabilitiesCurrent")
    return [_parts_table(view, shares, totals, "Total accrued liabilities", concepts)]


def property_table(view: View) -> list[Block]:
    """Property by class at cost, less accumulated depreciation."""
    detail = view.issuer.disclosure
    nets = [view.balance(day).ppe for day in view.balance_dates]
    grosses = [round(net / detail.ppe_net_share) for net in nets]
    parts = [apportion(gross, detail.ppe) for gross in grosses]
    rows = [
        Row(label, tuple(part[index] for part in parts), dollar=index == 0)
        for index, (label, _) in enumerate(detail.ppe)
    ]
    rows += [
        Row(
            "Property, plant and equipment, at cost",
            tuple(grosses),
            rule="single",
            instant="end",
            concept="us-gaap:PropertyPlantAndEquipmentGross",
        ),
        Row(
            "Less: accumulated depreciation",
            tuple(net - gross for net, gross in zip(nets, grosses, strict=True)),
            instant="end",
            flip=True,
            concept="us-gaap:AccumulatedDepreciationDepletionAndAmortizationPropertyPlantAndEquipment",
        ),
        Row(
            "Property, plant and equipment, net",
            tuple(nets),
            bold=True,
            dollar=True,
            rule="double",
            instant="end",
            concept="us-gaap:PropertyPlantAndEquipmentNet",
        ),
    ]
    return [Table(balance_columns(view), tuple(rows), _unit(view))]


def goodwill(view: View) -> list[Block]:
    """The movement of goodwill over the periods, and its split by segment at the end."""
    periods = view.periods[:2]
    flows = [view.flow(period) for period in periods]
    closing = tuple(view.balance(period.end).goodwill for period in periods)
    rows = [
        Row(
            "Balance at beginning of year",
            tuple(view.opening(period).goodwill for period in periods),
            dollar=True,
            concept="us-gaap:Goodwill",
            instant="begin",
        ),
        Row(
            "Acquisitions",
            tuple(flow.goodwill_acquired for flow in flows),
            1,
            concept="us-gaap:GoodwillAcquiredDuringPeriod",
        ),
        Row(
            "Foreign currency translation",
            tuple(flow.goodwill_fx for flow in flows),
            1,
            concept="us-gaap:GoodwillForeignCurrencyTranslationGainLoss",
        ),
        Row(
            "Balance at end of year",
            closing,
            bold=True,
            dollar=True,
            rule="double",
            concept="us-gaap:Goodwill",
            instant="end",
        ),
        Row("Goodwill by segment at end of year:"),
        *(
            row
            for row in _by_segment(
                view, "", view.issuer.disclosure.goodwill_by_segment, list(closing), "us-gaap:Goodwill"
            )[1:-1]
        ),
    ]
    return [Table(duration_columns(view, periods), tuple(rows), _unit(view))]


def intangibles(view: View) -> list[Block]:
    """Intangible assets at cost and net, and the amortization expected."""
    detail = view.issuer.disclosure
    net = view.balance(view.balance_dates[0]).intangibles
    gross = round(net / detail.intangibles_net_share)
    costs, nets = apportion(gross, detail.intangibles), apportion(net, detail.intangibles)
    rows = [
        Row(label, (costs[index], nets[index] - costs[index], nets[index]), dollar=index == 0)
        for index, (label, _) in enumerate(detail.intangibles)
    ]
    rows.append(Row("Total", (gross, net - gross, net), bold=True, dollar=True, rule="double"))
    columns = tuple(
        Column(head) for head in ("Gross Carrying\nAmount", "Accumulated\nAmortization", "Net Carrying\nAmount")
    )
    yearly = view.flow(view.current).amortization
    planned = [min(round(yearly * factor), net) for factor in (0.98, 0.95, 0.93, 0.88, 0.8)]
    first = view.year + 1
    schedule = [Row(f"Fiscal {first + index}", (amount,), dollar=index == 0) for index, amount in enumerate(planned)]
    schedule.append(Row("Thereafter", (net - sum(planned),)))
    schedule.append(Row("Total", (net,), bold=True, dollar=True, rule="double"))
    return [
        Table(columns, tuple(rows), _unit(view)),
        Table((Column("Estimated\nAmortization"),), tuple(schedule), _unit(view)),
    ]


def debt(view: View) -> list[Block]:
    """Debt by instrument, with the current portion taken off."""
    detail = view.issuer.disclosure
    balances = [view.balance(day) for day in view.balance_dates]
    fixed = sum(item.amount for item in detail.borrowings)
    rows = [
        Row(item.label, tuple(item.amount for _ in balances), dollar=index == 0)
        for index, item in enumerate(detail.borrowings)
    ]
    rows.append(Row(detail.bank_debt, tuple(balance.total_debt - fixed for balance in balances)))
    rows += [
        Row(
            "Total debt",
            tuple(balance.total_debt for balance in balances),
            rule="single",
            instant="end",
            concept="us-gaap:LongTermDebt",
        ),
        Row(
            "Less: current portion",
            tuple(-balance.current_debt for balance in balances),
            instant="end",
            flip=True,
            concept="us-gaap:LongTermDebtCurrent",
        ),
        Row(
            "Long-term debt",
            tuple(balance.debt for balance in balances),
            bold=True,
            dollar=True,
            rule="double",
            instant="end",
            concept="us-gaap:LongTermDebtNoncurrent",
        ),
    ]
    return [Table(balance_columns(view), tuple(rows), _unit(view))]


def earnings_per_share(view: View) -> list[Block]:
    """The computation of earnings per share."""
    labels = view.issuer.labels
    flows = [view.flow(period) for period in view.shown]
    dilution = view.issuer.dilution
    rows = (
        Row(labels.net, tuple(flow.net for flow in flows), dollar=True, concept="us-gaap:NetIncomeLoss"),
        Row("Weighted average shares, basic", tuple(flow.basic for flow in flows), kind="shares"),
        Row(
            "Effect of dilutive stock awards",
            tuple(dilution for _ in flows),
            kind="shares",
            concept="us-gaap:IncrementalCommonSharesAttributableToShareBasedPaymentArrangements",
        ),
        Row(
            "Weighted average shares, diluted",
            tuple(view.diluted(period) for period in view.shown),
            kind="shares",
            rule="single",
        ),
        Row(
            "Basic earnings per share",
            tuple(view.per_share(period, False) for period in view.shown),
            kind="per_share",
            dollar=True,
        ),
        Row(
            "Diluted earnings per share",
            tuple(view.per_share(period) for period in view.shown),
            kind="per_share",
            dollar=True,
        ),
    )
    note = f"(in {view.issuer.amounts.word}, except per share data)"
    return [Table(duration_columns(view, view.shown), rows, note)]


def lease_maturities(view: View) -> list[Block]:
    """Undiscounted lease payments by fiscal year, reconciled to the lease liabilities."""
    liability = view.balance(view.balance_dates[0]).lease_liabilities
    interest = round(liability * view.issuer.disclosure.lease_rate / 100 * 2.6)
    shares = tuple((f"Fiscal {view.year + 1 + i}", s) for i, s in enumerate((0.224, 0.196, 0.163, 0.121, 0.092)))
    parts = apportion(liability + interest, (*shares, ("Thereafter", 0.0)))
    rows = [
        Row(label, (amount,), dollar=index == 0)
        for index, ((label, _), amount) in enumerate(zip((*shares, ("Thereafter", 0.0)), parts, strict=True))
    ]
    rows += [
        Row(
            "Total lease payments",
            (liability + interest,),
            rule="single",
            instant="end",
            concept="us-gaap:LesseeOperatingLeaseLiabilityPaymentsDue",
        ),
        Row(
            "Less: imputed interest",
            (-interest,),
            instant="end",
            flip=True,
            concept="us-gaap:LesseeOperatingLeaseLiabilityUndiscountedExcessAmount",
        ),
        Row(
            "Present value of lease liabilities",
            (liability,),
            bold=True,
            dollar=True,
            rule="double",
            instant="end",
            concept="us-gaap:OperatingLeaseLiability",
        ),
    ]
    return [Table((Column("Operating\nLeases", context=Context(view.balance_dates[0])),), tuple(rows), _unit(view))]

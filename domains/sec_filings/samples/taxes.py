"""The tables of the income tax note."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from .document import Block, Row, Table
from .figures import percent
from .issuer import View
from .ledger import Balance, rounded
from .statements import balance_columns, duration_columns

STATUTORY = Decimal("21.0")


def tax_components(view: View) -> list[Block]:
    """Current and deferred tax by jurisdiction; they add up to the provision."""
    flows = [view.flow(period) for period in view.periods]
    share = view.issuer.disclosure.foreign_income
    foreign = [rounded((flow.tax - flow.deferred) * share) for flow in flows]
    state = [rounded((flow.tax - flow.deferred) * 0.11) for flow in flows]
    federal = [flow.tax - flow.deferred - f - s for flow, f, s in zip(flows, foreign, state, strict=True)]
    rows = (
        Row("Current:"),
        Row("Federal", tuple(federal), 1, dollar=True, concept="us-gaap:CurrentFederalTaxExpenseBenefit"),
        Row("State and local", tuple(state), 1, concept="us-gaap:CurrentStateAndLocalTaxExpenseBenefit"),
        Row("Foreign", tuple(foreign), 1, concept="us-gaap:CurrentForeignTaxExpenseBenefit"),
        Row(
            "Total current",
            tuple(flow.tax - flow.deferred for flow in flows),
            2,
            rule="single",
            concept="us-gaap:CurrentIncomeTaxExpenseBenefit",
        ),
        Row("Deferred", tuple(flow.deferred for flow in flows), 1, concept="us-gaap:DeferredIncomeTaxExpenseBenefit"),
        Row(
            f"Total {view.issuer.labels.tax.lower()}",
            tuple(flow.tax for flow in flows),
            bold=True,
            dollar=True,
            rule="double",
            concept="us-gaap:IncomeTaxExpenseBenefit",
        ),
    )
    return [Table(duration_columns(view, view.periods), rows, f"(in {view.issuer.amounts.word})")]


def _effective(view: View) -> list[Decimal]:
    flows = [view.flow(period) for period in view.periods]
    return [percent(flow.tax, flow.pretax) for flow in flows]


def tax_rate(view: View) -> list[Block]:
    """From the statutory to the effective rate; the last reconciling item takes the rest."""
    detail = view.issuer.disclosure
    effective = _effective(view)
    known = [Decimal(str(rate)) for rate in (detail.state_rate, detail.foreign_rate, detail.credits_rate)]
    other = [rate - STATUTORY - sum(known, Decimal(0)) for rate in effective]
    width = len(effective)
    labels = ("State income taxes, net of federal benefit", "Foreign rate differences", "Research and other credits")
    concepts = ("StateAndLocalIncomeTaxes", "ForeignIncomeTaxRateDifferential", "TaxCredits")
    rows = [
        Row(
            "U.S. federal statutory rate",
            (STATUTORY,) * width,
            kind="percent",
            concept="us-gaap:EffectiveIncomeTaxRateReconciliationAtFederalStatutoryIncomeTaxRate",
        ),
        *(
            Row(
                label,
                (rate,) * width,
                1,
                kind="percent",
                concept=f"us-gaap:EffectiveIncomeTaxRateReconciliation{concept}",
            )
            for label, rate, concept in zip(labels, known, concepts, strict=True)
        ),
        Row(
            "Other, net",
            tuple(other),
            1,
            kind="percent",
            concept="us-gaap:EffectiveIncomeTaxRateReconciliationOtherAdjustments",
        ),
        Row(
            "Effective income tax rate",
            tuple(effective),
            kind="percent",
            bold=True,
            rule="double",
            concept="us-gaap:EffectiveIncomeTaxRateContinuingOperations",
        ),
    ]
    return [Table(duration_columns(view, view.periods), tuple(rows))]


def _deferred(balance: Balance) -> tuple[list[int], list[int]]:
    """Deferred tax assets and liabilities; property takes what makes the net come out right."""

    def quarter(amount: int) -> int:
        return int((Decimal(amount) * Decimal("0.245")).quantize(Decimal(1), ROUND_HALF_UP))

    assets = [quarter(balance.accrued // 3), quarter(balance.lease_liabilities), quarter(balance.inventories // 8)]
    owed = [quarter(balance.intangibles * 3 // 5), quarter(balance.lease_assets)]
    return assets, [balance.deferred_tax + sum(assets) - sum(owed), *owed]


def deferred_taxes(view: View) -> list[Block]:
    """Deferred tax assets and liabilities by source, netted to the balance sheet's amount."""
    balances = [view.balance(day) for day in view.balance_dates]
    pairs = [_deferred(balance) for balance in balances]
    assets = ("Accrued expenses and compensation", "Operating lease liabilities", "Inventories")
    owed = ("Property, plant and equipment", "Intangible assets and goodwill", "Operating lease right-of-use assets")
    rows = [
        Row("Deferred tax assets:"),
        *(Row(label, tuple(pair[0][i] for pair in pairs), 1, dollar=i == 0) for i, label in enumerate(assets)),
        Row("Total deferred tax assets", tuple(sum(pair[0]) for pair in pairs), 2, rule="single"),
        Row("Deferred tax liabilities:"),
        *(Row(label, tuple(-pair[1][i] for pair in pairs), 1) for i, label in enumerate(owed)),
        Row("Total deferred tax liabilities", tuple(-sum(pair[1]) for pair in pairs), 2, rule="single"),
        Row(
            "Net deferred tax liabilities",
            tuple(-balance.deferred_tax for balance in balances),
            bold=True,
            dollar=True,
            rule="double",
            concept="us-gaap:DeferredTaxLiabilities",
            instant="end",
            flip=True,
        ),
    ]
    return [Table(balance_columns(view), tuple(rows), f"(in {view.issuer.amounts.word})")]

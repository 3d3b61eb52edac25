"""Figures that prose refers to by name, so that every number in the text comes from the books.

A reference is ``metric[@period][:form]``. The period is ``cur`` (the default), ``prior``, ``prior2``, ``ytd`` or
``ytdprior``. A metric is a field of the flow or of the balance at the period's end, ``seg.KEY`` or ``profit.KEY`` for a
segment, ``eps`` or ``eps_basic``; with ``reported.`` before it the books are taken as first reported. The forms are
listed in ``FORMS``; without one the figure is written as money.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from .document import Fact, Text
from .issuer import Period, View

REFERENCE = re.compile(r"\{([^{}]+)\}")
_BALANCE_ONLY = {"accrued", "payables"}


def money(value: int | Decimal, scale: int) -> str:
    """Dollars in millions, with one decimal where the books are kept in thousands."""
    if scale == 6:
        return f"${abs(value):,} million"
    millions = (abs(Decimal(value)) / 1000).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"${millions:,} million"


def percent(part: Decimal | int, whole: Decimal | int) -> Decimal:
    """A percentage with one decimal."""
    return (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.1"), ROUND_HALF_UP)


def _periods(view: View) -> dict[str, Period]:
    named = dict(zip(("cur", "prior", "prior2"), view.periods, strict=False))
    return named | dict(zip(("ytd", "ytdprior"), view.year_to_date, strict=False))


def _before(name: str) -> str:
    return {"cur": "prior", "prior": "prior2", "ytd": "ytdprior"}[name]


def metric(view: View, name: str, period: Period) -> int | Decimal:
    """The value of a metric in a period."""
    head, _, tail = name.partition(".")
    if head == "reported":
        return metric(replace(view, books=view.issuer.books(corrected=False)), tail, period)
    flow, balance = view.flow(period), view.balance(period.end)
    if head in {"seg", "profit"}:
        values = flow.sales_by_segment if head == "seg" else flow.profit_by_segment
        return values[view.issuer.segment(tail)]
    if head in {"eps", "eps_basic"}:
        return view.per_share(period, diluted=head == "eps")
    owner = flow if hasattr(flow, name) and name not in _BALANCE_ONLY else balance
    value = getattr(owner, name)
    if not isinstance(value, int | Decimal):
        raise KeyError(name)
    return value


@dataclass(frozen=True)
class _Reference:
    """A parsed reference."""

    view: View
    name: str
    when: str

    @property
    def period(self) -> Period:
        return _periods(self.view)[self.when]

    @property
    def value(self) -> int | Decimal:
        return metric(self.view, self.name, self.period)

    @property
    def before(self) -> int | Decimal:
        return metric(self.view, self.name, _periods(self.view)[_before(self.when)])

    def share(self, when: str) -> Decimal:
        """The metric in percent of sales, or of the segment's sales for a segment's profit."""
        period = _periods(self.view)[when]
        base = self.name.replace("profit.", "seg.") if self.name.startswith("profit.") else "sales"
        return percent(metric(self.view, self.name, period), metric(self.view, base, period))

    def growth(self) -> Decimal:
        """The change in percent of the comparative figure."""
        return percent(self.value - self.before, self.before)


FORMS: dict[str, Callable[[_Reference], str]] = {
    "": lambda ref: money(ref.value, ref.view.issuer.amounts.scale),
    "chg": lambda ref: money(ref.value - ref.before, ref.view.issuer.amounts.scale),
    "pct": lambda ref: f"{abs(ref.growth())}%",
    "dir": lambda ref: "increased" if ref.value >= ref.before else "decreased",
    "noun": lambda ref: "increase" if ref.value >= ref.before else "decrease",
    "share": lambda ref: f"{ref.share(ref.when)}%",
    "bps": lambda ref: f"{abs(int((ref.share(ref.when) - ref.share(_before(ref.when))) * 100 / 10) * 10)} basis points",
    "rose": lambda ref: "rose" if ref.share(ref.when) >= ref.share(_before(ref.when)) else "fell",
    "rate": lambda ref: f"{percent(metric(ref.view, 'tax', ref.period), metric(ref.view, 'pretax', ref.period))}%",
    "raw": lambda ref: f"{ref.value:,}",
    "eps": lambda ref: f"${ref.value:,.2f}",
    "neg": lambda ref: money(-ref.value, ref.view.issuer.amounts.scale),
}


def _rest(ref: _Reference, known: str) -> str:
    """The part of the growth that the known contributions leave, in percentage points."""
    rest = ref.growth() - sum((Decimal(part) for part in known.split(",")), Decimal(0))
    return f"{abs(rest)} percentage points"


def _write(view: View, reference: str) -> str:
    path, _, form = reference.partition(":")
    name, _, when = path.partition("@")
    ref = _Reference(view, name, when or "cur")
    if form.startswith("rest "):
        return _rest(ref, form.removeprefix("rest "))
    return FORMS[form](ref)


def _tag(view: View, instruction: str) -> Fact:
    """``tag CONCEPT=REFERENCE``: the figure in the text, tagged."""
    concept, _, reference = instruction.removeprefix("tag ").partition("=")
    text = _write(view, reference).removeprefix("$").removesuffix(" million")
    when = reference.partition("@")[2].partition(":")[0] or "cur"
    decimals = "-6" if view.issuer.amounts.scale == 6 else "-5"
    context = _periods(view)[when].context
    return Fact(text, concept, context, "usd", 6, decimals, prefix="$", suffix=" million")


def fill(view: View, facts: dict[str, str], template: str) -> Text:
    """The template with its references replaced; a name among ``facts`` wins over a metric."""
    parts: list[str | Fact] = []
    position = 0
    for match in REFERENCE.finditer(template):
        parts.append(template[position : match.start()])
        reference = match.group(1)
        if reference in facts:
            parts.append(facts[reference])
        elif reference.startswith("tag "):
            parts.append(_tag(view, reference))
        else:
            parts.append(_write(view, reference))
        position = match.end()
    parts.append(template[position:])
    return _merge(parts)


def _merge(parts: list[str | Fact]) -> Text:
    merged: list[str | Fact] = []
    for part in parts:
        if isinstance(part, str) and merged and isinstance(merged[-1], str):
            merged[-1] += part
        elif part != "":
            merged.append(part)
    return tuple(merged)


def plain(text: Text) -> str:
    """The text as the reader sees it."""
    return "".join(part if isinstance(part, str) else part.prefix + part.text + part.suffix for part in text)

"""How a computed figure is told: its unit, its sentence, and the steps."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from core.types import Computation, Fact
from domains.sec_filings.catalogue import formula
from domains.sec_filings.catalogue.formula import Leaf, MissingOperandError
from domains.sec_filings.catalogue.metrics import MetricCatalogue
from domains.sec_filings.figures.amounts import Amount, in_unit, spell
from domains.sec_filings.figures.operands import FactsByPlace, Operand, quarter_parts
from domains.sec_filings.figures.verdict import verdict_on
from domains.sec_filings.questions.periods import FiscalPeriod
from domains.sec_filings.questions.plan import FilingPlan
from domains.sec_filings.questions.quantities import Quantity
from domains.sec_filings.questions.quantities_operation import Operation
from domains.sec_filings.questions.selection import Filing
from domains.sec_filings.questions.units import UnitAsked


@dataclass(frozen=True, slots=True)
class Work:
    """What a plan's figure is worked out from: the filings of one company, newest first, and their facts."""

    plan: FilingPlan
    quantity: Quantity
    filings: Sequence[Filing]
    facts: FactsByPlace
    metrics: MetricCatalogue

    @property
    def company(self) -> str:
        return self.filings[0].metadata.company


@dataclass(frozen=True, slots=True)
class Result:
    """``value`` in the quantity's own unit, the figures it was joined from, one for each period, and the operands."""

    value: Decimal
    periods: tuple[FiscalPeriod, ...]
    figures: tuple[Decimal, ...]
    operands: tuple[Operand, ...]

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Those that the figure rests on, each once."""
        return tuple(dict.fromkeys(fact for operand in self.operands for fact in operand.facts))


def present(plan: FilingPlan, work: Work, result: Result) -> Computation | None:
    """None where the unit asked does not fit the figure, or where it does not decide what was asked of it.

    The value of several periods that nothing joins is that of the last; the answer says all of them.
    """
    quantity, metrics = work.quantity, work.metrics
    amount = in_unit(result.value, own_unit(quantity), plan.unit, result.facts)
    verdict = verdict_on(plan, quantity, result.figures, result.value, metrics)
    if amount is None or verdict is None:
        return None
    exact = whole(result.value, work, result.facts, own_unit(quantity)) if plan.unit.scale is None else amount
    return Computation(
        value=(exact or amount).value,
        unit=(exact or amount).unit,
        answer=f"{verdict} {_sentence(work, result, amount)}".strip(),
        steps=steps(work, result, amount),
        operands=result.facts,
    )


def whole(value: Decimal, work: Work, stated: Sequence[Fact], unit: str) -> Amount | None:
    """The figure for machines, where no scale was asked: whole dollars or shares, whatever scale people read it in."""
    return in_unit(value, unit, replace(work.plan.unit, scale=0), stated)


def own_unit(quantity: Quantity) -> str:
    match quantity.operation:
        case Operation.GROWTH | Operation.CAGR:
            return "percent"
        case Operation.CHANGE if quantity.unit == "percent":
            return "percentage points"
    return quantity.unit


def _sentence(work: Work, result: Result, amount: Amount) -> str:
    quantity, company, label = work.quantity, work.company, lowered(work.quantity.label)
    first, last = result.periods[0], result.periods[-1]
    each = _each(work, result)
    match quantity.operation:
        case Operation.VALUE if len(each) > 1:
            figures = [f"{spell(figure)} in {period}" for figure, period in zip(each, result.periods, strict=True)]
            return f"{company}: {label} came to {', '.join(figures[:-1])} and {figures[-1]}."
        case Operation.VALUE:
            return f"{company}: {label} {at(work, last)} {spell(amount)}."
        case Operation.AVERAGE:
            return f"{company}: average {label} over {first} to {last} came to {spell(amount)}."
        case Operation.SUM:
            return f"{company}: {label} over {first} to {last} came to {spell(amount)}."
    course = f"from {spell(each[0])} in {first} to {spell(each[-1])} in {last}"
    if quantity.operation is Operation.CAGR:
        return f"{company}: {label} changed at a compound annual rate of {spell(amount)}, {course}."
    if result.value == 0:
        return f"{company}: {label} did not change, {course}."
    moved = "rose" if result.value > 0 else "fell"
    return f"{company}: {label} {moved} by {spell(amount.magnitude)}, {course}."


def _each(work: Work, result: Result) -> list[Amount]:
    """The figures that were joined, in the scale asked and rounded as is usual for them."""
    asked = work.plan.unit
    plain = asked if work.quantity.operation is Operation.VALUE else replace(asked, unit=None, places=None)
    shown = (in_unit(figure, work.quantity.unit, plain, result.facts) for figure in result.figures)
    return [figure for figure in shown if figure]


def at(work: Work, period: FiscalPeriod) -> str:
    """ "at the end of FY2022 stood at", "for FY2022 came to"."""
    return f"at the end of {period} stood at" if _is_balance(work.quantity, work.metrics) else f"for {period} came to"


def _is_balance(quantity: Quantity, metrics: MetricCatalogue) -> bool:
    concepts = [metrics.catalogue.get(name) for name in metrics.direct_items(quantity.formula)]
    return (
        "avg(" not in quantity.formula
        and bool(concepts)
        and all(concept is not None and concept.period == "instant" for concept in concepts)
    )


def lowered(label: str) -> str:
    """A label inside a sentence; abbreviations keep their capitals."""
    return label if label[:2].isupper() or label[1:2] == "&" else label[:1].lower() + label[1:]


def steps(work: Work, result: Result, amount: Amount) -> tuple[str, ...]:
    """Each operand with its place, the formula in words, then in figures, and what the periods are joined to."""
    quantity, titles = work.quantity, {filing.id: filing.title for filing in work.filings}
    shown = [line for operand in result.operands for line in _stated(operand, titles)]
    is_plain = quantity.formula.isidentifier() and not work.metrics.get(quantity.formula)
    stated = {(operand.name, operand.period) for operand in result.operands}
    if not is_plain or any((quantity.formula, period) not in stated for period in result.periods):
        shown.extend(_worked(work, result))
    if quantity.operation is not Operation.VALUE:
        shown.append(_joined(quantity, result, amount))
    return tuple(shown)


def _stated(operand: Operand, titles: Mapping[str, str]) -> Iterator[str]:
    """A line for each row that states the operand, or a part of it."""
    for fact in operand.facts:
        value = operand.value if len(operand.facts) == 1 else fact.value or Decimal(0)
        printed = in_unit(value, operand.concept.unit, UnitAsked(), [fact])
        title = titles.get(fact.document_id, "the filing")
        shown = spell(printed) if printed else f"{value:,f}"
        yield f'{operand.concept.label} {operand.period}: {shown} ("{fact.label}", {title}, page {fact.page})'
    if len(operand.facts) > 1:
        total = in_unit(operand.value, operand.concept.unit, UnitAsked(), operand.facts)
        shown = spell(total) if total else f"{operand.value:,f}"
        yield f"{operand.concept.label} {operand.period} = sum of these rows = {shown}"


def _worked(work: Work, result: Result) -> Iterator[str]:
    """The formula with names, then with figures for each period."""
    quantity, metrics = work.quantity, work.metrics
    named = metrics.get(quantity.formula)
    tree = formula.parse(named.formula if named else quantity.formula)
    operands = {Leaf(operand.name, operand.period): operand for operand in result.operands}
    labels, numbers = _Shown(operands, metrics), _Shown(operands, metrics, in_figures=True)
    yield f"{quantity.label} = {formula.written_out(tree, result.periods[-1], labels)}"
    for period, figure in zip(result.periods, result.figures, strict=True):
        total = _plain(figure, numbers.scale if quantity.unit == "USD" else 0)
        yield f"{period}: {formula.written_out(tree, period, numbers)} = {total}"


@dataclass(frozen=True, slots=True)
class _Shown:
    """A formula's operands as facts state them; metrics and derived line items are written out in parentheses."""

    operands: Mapping[Leaf, Operand]
    metrics: MetricCatalogue
    in_figures: bool = False

    @property
    def scale(self) -> int:
        return max((operand.fact.scale for operand in self.operands.values()), default=0)

    def leaf(self, leaf: Leaf) -> str:
        operand = self.operands.get(leaf)
        parts = quarter_parts(leaf.period)
        if operand is None and parts and all(Leaf(leaf.name, part) in self.operands for part in parts):
            whole_year, before = (self.leaf(Leaf(leaf.name, part)) for part in parts)
            return f"({whole_year} - {before})"
        inner = None if operand else self._inner(leaf.name)
        if inner:
            return f"({formula.written_out(inner, leaf.period, self)})"
        if self.in_figures:
            return _plain(operand.value, self.scale if operand.concept.unit == "USD" else 0) if operand else "0"
        label = self.metrics.label(leaf.name)
        return f"{label} {leaf.period}" if operand else f"{label} (not stated: 0)"

    def is_stated(self, node: ast.expr, period: FiscalPeriod) -> bool:
        try:
            formula.evaluate(node, period, self._value)
        except MissingOperandError:
            return False
        return True

    def _value(self, name: str, period: FiscalPeriod) -> Decimal:
        operand = self.operands.get(Leaf(name, period))
        if operand:
            return operand.value
        parts = quarter_parts(period)
        if parts and all(Leaf(name, part) in self.operands for part in parts):
            return self._value(name, parts[0]) - self._value(name, parts[1])
        inner = self._inner(name)
        if inner is None:
            raise MissingOperandError(name, period)
        return formula.evaluate(inner, period, self._value)

    def _inner(self, name: str) -> ast.expr | None:
        metric = self.metrics.get(name)
        text = metric.formula if metric else self.metrics.derived.get(name)
        return formula.parse(text) if text else None


def _plain(value: Decimal, scale: int = 0) -> str:
    shown = value.scaleb(-scale)
    places = 0 if shown == shown.to_integral_value() else 2 if abs(shown) >= 10 else 4
    return f"{shown:,.{places}f}"


def _joined(quantity: Quantity, result: Result, amount: Amount) -> str:
    first, last = result.periods[0], result.periods[-1]
    names = {
        Operation.AVERAGE: f"Average of {len(result.periods)} periods, {first} to {last}",
        Operation.SUM: f"Sum of {len(result.periods)} periods, {first} to {last}",
        Operation.CHANGE: f"Change: {last} less {first}",
        Operation.GROWTH: f"Growth: {last} / {first} - 1",
        Operation.CAGR: f"Compound annual growth: ({last} / {first}) ^ (1 / {last.year - first.year}) - 1",
    }
    return f"{names[quantity.operation]} = {spell(amount)}"

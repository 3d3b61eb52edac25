"""How a computed figure is told: its unit, its sentence, yes or no where that was asked, and the steps."""

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from core.types import Computation, Fact
from domains.sec_filings.catalogue import formula
from domains.sec_filings.catalogue.formula import Leaf, MissingOperandError
from domains.sec_filings.catalogue.metrics import MetricCatalogue
from domains.sec_filings.figures.amounts import Amount, in_unit, spell
from domains.sec_filings.figures.operands import Operand
from domains.sec_filings.questions.periods import FiscalPeriod
from domains.sec_filings.questions.plan import FilingPlan
from domains.sec_filings.questions.quantities import Operation, Quantity
from domains.sec_filings.questions.reading import QuestionKind
from domains.sec_filings.questions.selection import Filing
from domains.sec_filings.questions.units import UnitAsked

_UP = re.compile(r"\b(?:increas\w*|gr[eo]w\w*|ris(?:e|en|ing)|rose|higher|expand\w*)\b", re.IGNORECASE)
_DOWN = re.compile(
    r"\b(?:decreas\w*|declin\w*|fall(?:en|ing)?|fell|drop\w*|lower|reduc\w*|shr[iau]nk\w*)\b", re.IGNORECASE
)
_EITHER = re.compile(
    r"\b(?:increas|improv|gr[eo]w|ris|rose|expand)\w* or (?:to )?(?:decreas|declin|deteriorat|worsen|fall|fell|drop)",
    re.IGNORECASE,
)
_BETTER = re.compile(r"\b(?:improv\w*|better)\b", re.IGNORECASE)
_HAS_SOME = re.compile(r"\W*(?:did|does|has|have|do)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Result:
    """``value`` in the quantity's own unit, the figures it was joined from, one for each period, and the operands."""

    value: Decimal
    periods: tuple[FiscalPeriod, ...]
    figures: tuple[Decimal, ...]
    operands: tuple[Operand, ...]


def present(
    plan: FilingPlan, quantity: Quantity, result: Result, filings: Sequence[Filing], metrics: MetricCatalogue
) -> Computation | None:
    """None where the unit asked does not fit the figure, or where it does not decide what was asked of it."""
    stated = [operand.fact for operand in result.operands]
    amount = in_unit(result.value, _own_unit(quantity), plan.unit, stated)
    verdict = _verdict(plan, quantity, result, metrics)
    plain = replace(plan.unit, unit=None, places=None)
    each = [in_unit(figure, quantity.unit, plain, stated) for figure in result.figures]
    if amount is None or verdict is None:
        return None
    shown = [figure for figure in each if figure]
    exact = amount if plan.unit.scale is not None else _whole(result.value, quantity, plan, stated) or amount
    sentence = _sentence(quantity, result, amount, shown, filings[0].metadata.company, metrics)
    return Computation(
        value=exact.value,
        unit=exact.unit,
        answer=f"{verdict} {sentence}".strip(),
        steps=_steps(quantity, result, amount, filings, metrics),
        operands=tuple(dict.fromkeys(stated)),
    )


def _whole(value: Decimal, quantity: Quantity, plan: FilingPlan, stated: Sequence[Fact]) -> Amount | None:
    """The figure for machines, where no scale was asked: whole dollars or shares, whatever scale people read it in."""
    return in_unit(value, _own_unit(quantity), replace(plan.unit, scale=0), stated)


def _own_unit(quantity: Quantity) -> str:
    match quantity.operation:
        case Operation.GROWTH | Operation.CAGR:
            return "percent"
        case Operation.CHANGE if quantity.unit == "percent":
            return "percentage points"
    return quantity.unit


def _verdict(plan: FilingPlan, quantity: Quantity, result: Result, metrics: MetricCatalogue) -> str | None:
    """ "Yes." or "No." to a yes/no question that the figure decides, "" to others, None where it does not decide."""
    if plan.kind is not QuestionKind.YES_NO:
        return "" if quantity.test is None else None
    if quantity.operation in (Operation.CHANGE, Operation.GROWTH):
        if _EITHER.search(plan.question):
            return ""
        answer = _moved_as_asked(plan.question, quantity, result.value, metrics)
    elif quantity.operation is not Operation.VALUE:
        answer = None
    elif quantity.test:
        answer = _passes(quantity, result.value, metrics)
    else:
        answer = result.value != 0 if _HAS_SOME.match(plan.question) else None
    return None if answer is None else "Yes." if answer else "No."


def _moved_as_asked(question: str, quantity: Quantity, change: Decimal, metrics: MetricCatalogue) -> bool | None:
    up, down = bool(_UP.search(question)), bool(_DOWN.search(question))
    if _BETTER.search(question):
        better = metrics.better(quantity.formula)
        up, down = up or better == "higher", down or better == "lower"
    if up == down:
        return None
    return change > 0 if up else change < 0


def _passes(quantity: Quantity, value: Decimal, metrics: MetricCatalogue) -> bool | None:
    if quantity.test == "positive":
        return value > 0
    if quantity.test == "negative":
        return value < 0
    metric = metrics.get(quantity.formula)
    return value >= metric.sound_from if metric and metric.sound_from is not None else None


def _sentence(
    quantity: Quantity, result: Result, amount: Amount, each: Sequence[Amount], company: str, metrics: MetricCatalogue
) -> str:
    label = _lower(quantity.label)
    first, last = result.periods[0], result.periods[-1]
    match quantity.operation:
        case Operation.VALUE if _is_balance(quantity, metrics):
            return f"{company}: {label} at the end of {last} stood at {spell(amount)}."
        case Operation.VALUE:
            return f"{company}: {label} for {last} came to {spell(amount)}."
        case Operation.AVERAGE:
            return f"{company}: average {label} over {first} to {last} came to {spell(amount)}."
        case Operation.SUM:
            return f"{company}: {label} over {first} to {last} came to {spell(amount)}."
    course = f"from {spell(each[0])} in {first} to {spell(each[-1])} in {last}"
    if quantity.operation is Operation.CAGR:
        return f"{company}: {label} changed at a compound annual rate of {spell(amount)}, {course}."
    moved = "rose" if result.value > 0 else "fell" if result.value < 0 else "changed"
    return f"{company}: {label} {moved} by {spell(amount.magnitude)}, {course}."


def _is_balance(quantity: Quantity, metrics: MetricCatalogue) -> bool:
    concepts = [metrics.catalogue.get(name) for name in metrics.direct_items(quantity.formula)]
    return bool(concepts) and all(concept is not None and concept.period == "instant" for concept in concepts)


def _lower(label: str) -> str:
    """A label inside a sentence; abbreviations keep their capitals."""
    return label if label[:2].isupper() or label[1:2] == "&" else label[:1].lower() + label[1:]


def _steps(
    quantity: Quantity, result: Result, amount: Amount, filings: Sequence[Filing], metrics: MetricCatalogue
) -> tuple[str, ...]:
    """Each operand with its place, the formula in words, then in figures, and what the periods are joined to."""
    titles = {filing.id: filing.title for filing in filings}
    steps = [_stated(operand, titles) for operand in result.operands]
    if not quantity.formula.isidentifier() or metrics.get(quantity.formula):
        steps.extend(_worked(quantity, result, metrics))
    if quantity.operation is not Operation.VALUE:
        steps.append(_joined(quantity, result, amount))
    return tuple(steps)


def _stated(operand: Operand, titles: Mapping[str, str]) -> str:
    printed = in_unit(operand.value, operand.concept.unit, UnitAsked(), [operand.fact])
    title = titles.get(operand.fact.document_id, "the filing")
    shown = spell(printed) if printed else f"{operand.value:,f}"
    return (
        f'{operand.concept.label} {operand.period}: {shown} ("{operand.fact.label}", {title}, page {operand.fact.page})'
    )


def _worked(quantity: Quantity, result: Result, metrics: MetricCatalogue) -> Iterator[str]:
    """The formula with names, then with figures for each period."""
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

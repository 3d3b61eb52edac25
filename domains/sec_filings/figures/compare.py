"""One figure of several companies, side by side: each, the difference, and which is higher where that was asked."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.types import Computation, Fact
from domains.sec_filings.figures.amounts import Amount, in_unit, spell
from domains.sec_filings.figures.results import Result, Work, lowered, own_unit, steps, whole
from domains.sec_filings.figures.verdict import is_as_asked, wants_higher
from domains.sec_filings.questions.plan import FilingPlan
from domains.sec_filings.questions.quantities_operation import Operation
from domains.sec_filings.questions.reading import QuestionKind

_WHICH = re.compile(r"\b(?:which|who)\b", re.IGNORECASE)
_NAMES = {Operation.VALUE: "", Operation.AVERAGE: "average ", Operation.SUM: "sum of ", Operation.CHANGE: "change in "}


@dataclass(frozen=True, slots=True)
class _Side:
    """A company with its figure as asked."""

    work: Work
    result: Result
    amount: Amount

    @property
    def company(self) -> str:
        return self.work.company


def compare(plan: FilingPlan, works: Sequence[Work], results: Sequence[Result]) -> Computation | None:
    """The first company's figure less the second's; of more than two the highest, or the lowest where that was asked.

    None where the currencies differ, a unit does not fit, or a yes/no question is not decided.
    """
    work, facts = works[0], tuple(fact for result in results for fact in result.facts)
    sides = [
        _Side(each, result, amount)
        for each, result in zip(works, results, strict=True)
        if (amount := in_unit(result.value, own_unit(work.quantity), plan.unit, facts))
    ]
    verdict = _verdict(plan, work, results)
    if len(sides) < len(works) or verdict is None or not _is_comparable(work, results, facts):
        return None
    low = wants_higher(plan.question, work.quantity, work.metrics) is False
    leader = (min if low else max)(sides, key=lambda side: side.result.value)
    value = results[0].value - results[1].value if len(sides) == 2 else leader.result.value
    unit = _unit_of_difference(work) if len(sides) == 2 else own_unit(work.quantity)
    amount = in_unit(value, unit, plan.unit, facts)
    if amount is None:
        return None
    exact = whole(value, work, facts, unit) if plan.unit.scale is None else amount
    lines = [_told(sides), _ranked(plan, sides, leader, amount, low=low)]
    shown = tuple(line for side in sides for line in _steps(side))
    if len(sides) == 2:
        shown += (f"Difference: {sides[0].company} less {sides[1].company} = {spell(amount)}",)
    answer = " ".join(part for part in (verdict, *lines) if part)
    return Computation((exact or amount).value, (exact or amount).unit, answer, shown, facts)


def _is_comparable(work: Work, results: Sequence[Result], facts: Sequence[Fact]) -> bool:
    """One currency, and one figure of each company."""
    currencies = {fact.unit.split("/")[0] for fact in facts} - {"shares", "pure"}
    lists = work.quantity.operation is Operation.VALUE and len(results[0].periods) > 1
    return len(currencies) < 2 and not lists


def _unit_of_difference(work: Work) -> str:
    unit = own_unit(work.quantity)
    return "percentage points" if unit == "percent" else unit


def _verdict(plan: FilingPlan, work: Work, results: Sequence[Result]) -> str | None:
    if plan.kind is not QuestionKind.YES_NO:
        return ""
    difference = results[0].value - results[1].value
    answer = is_as_asked(plan.question, work.quantity, difference, work.metrics) if len(results) == 2 else None
    return None if answer is None else "Yes." if answer else "No."


def _told(sides: Sequence[_Side]) -> str:
    quantity, periods = sides[0].work.quantity, sides[0].result.periods
    name = _NAMES.get(quantity.operation, f"{quantity.operation} of ") + lowered(quantity.label)
    span = str(periods[0]) if len(periods) == 1 else f"{periods[0]} to {periods[-1]}"
    figures = "; ".join(f"{side.company} {spell(side.amount)}" for side in sides)
    return f"{name[:1].upper()}{name[1:]}, {span}: {figures}."


def _ranked(plan: FilingPlan, sides: Sequence[_Side], leader: _Side, amount: Amount, *, low: bool) -> str:
    if len(sides) == 2 and amount.value != Decimal(0):
        return f"{leader.company} had the {'lower' if low else 'higher'}, by {spell(amount.magnitude)}."
    if len(sides) > 2 and (_WHICH.search(plan.question) or plan.kind is QuestionKind.COMPARISON):
        return f"{leader.company} had the {'lowest' if low else 'highest'}."
    return ""


def _steps(side: _Side) -> Iterator[str]:
    for line in steps(side.work, side.result, side.amount):
        yield f"{side.company}: {line}"

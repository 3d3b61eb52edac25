"""Figures from facts: line items and metrics for the periods asked, in the unit asked, with the steps shown."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal, localcontext

from core.domain import Corpus, Facts
from core.types import Abstention, Computation, PeriodIntent
from domains.sec_filings.catalogue import formula
from domains.sec_filings.catalogue.concepts import load_catalogue
from domains.sec_filings.catalogue.formula import MissingOperandError
from domains.sec_filings.catalogue.metrics import load_metrics
from domains.sec_filings.figures.compare import compare
from domains.sec_filings.figures.missing import (
    MIXED_CURRENCIES,
    NO_BASE,
    NOT_COMPARABLE,
    ONE_PERIOD,
    Missing,
    not_stated,
)
from domains.sec_filings.figures.operands import Ledger, read_facts
from domains.sec_filings.figures.results import Result, Work, lowered, present
from domains.sec_filings.filing import FilingMetadata, Form
from domains.sec_filings.questions.periods import FiscalPeriod
from domains.sec_filings.questions.plan import FilingPlan
from domains.sec_filings.questions.quantities import Quantity
from domains.sec_filings.questions.quantities_operation import Operation, moves
from domains.sec_filings.questions.selection import Filing, is_annual

# Parts of a year that periods do not tell from the year.
_PART_YEAR = re.compile(
    r"\b(?:h2|2h|second[- ]half|ytd|year[- ]to[- ]date|ttm|ltm|trailing[- ]twelve)\b", re.IGNORECASE
)
MOST_COMPANIES = 5
INTERIM_FORMS = (Form.QUARTERLY, Form.EARNINGS)
PRECISION = 60  # digits: no figure of a filing and no formula over a few of them is rounded on the way
NEWEST_TRIED = 8  # a year's quarters, each also to date, and two annual reports


def compute(plan: FilingPlan, corpus: Corpus[FilingMetadata], facts: Facts) -> Computation | None:
    """The figure that ``plan`` asks for, or None where it asks for none or an operand is not stated.

    Where it asks for one figure of several companies, the figure of the first less that of the second, or, of more than
    two, the one that leads.
    """
    with localcontext(prec=PRECISION):
        for works, outcome in _attempts(plan, corpus, facts):
            if isinstance(outcome, Missing):
                continue
            if len(works) > 1:
                return compare(plan, works, outcome)
            return present(plan, works[0], outcome[0])
    return None


def shortfall(plan: FilingPlan, corpus: Corpus[FilingMetadata], facts: Facts) -> Abstention | None:
    """Why ``compute`` has no figure for a plan that asks for one: which operand is missing, and where it looked."""
    with localcontext(prec=PRECISION):
        for _, outcome in _attempts(plan, corpus, facts):
            return not_stated(outcome) if isinstance(outcome, Missing) else None
    return None


def _attempts(
    plan: FilingPlan, corpus: Corpus[FilingMetadata], facts: Facts
) -> Iterator[tuple[Sequence[Work], Sequence[Result] | Missing]]:
    """What comes of each candidate for the periods, in their order: a result for each company, or what is missing."""
    works = _works(plan, corpus, facts)
    candidates = dict.fromkeys(periods for work in works for periods in _candidates(work))
    for periods in sorted(candidates, key=lambda each: each[-1].order, reverse=True) if works[1:] else candidates:
        attempt = [replace(work, quantity=_over(plan, work.quantity, periods, len(works))) for work in works]
        results: list[Result] = []
        missing = None
        for work in attempt:
            try:
                results.append(_evaluate(work, periods))
            except MissingOperandError as error:
                missing = Missing(work, error)
                break
        yield attempt, missing or results


def _works(plan: FilingPlan, corpus: Corpus[FilingMetadata], facts: Facts) -> list[Work]:
    """One for each company asked; none where no figure is asked, or no company in a store of several."""
    if plan.quantity is None or plan.decline or _PART_YEAR.search(plan.question):
        return []
    metrics, quantity = load_metrics(), plan.quantity
    works = []
    for filings in _filings(plan, corpus):
        found = read_facts(filings, metrics.line_items(quantity.formula), facts)
        works.append(Work(plan, quantity, filings, found, metrics))
    return works


def _over(plan: FilingPlan, quantity: Quantity, periods: Sequence[FiscalPeriod], companies: int) -> Quantity:
    """What the periods make of the operation: an average of one is the value of a formula that averages itself, and of
    a balance the mean of its opening and its end; companies that are compared in one period ask for no change."""
    concept = load_catalogue().get(quantity.formula)
    if quantity.operation is Operation.AVERAGE and len(periods) == 1 and concept and concept.period == "instant":
        text, label = f"avg({quantity.formula})", f"Average {lowered(quantity.label)}"
        return replace(quantity, operation=Operation.VALUE, formula=text, label=label)
    if quantity.operation is Operation.AVERAGE and concept:
        return quantity
    joins = quantity.operation in (Operation.AVERAGE, Operation.SUM)
    compares = quantity.operation is Operation.CHANGE and companies > 1 and not moves(plan.question)
    return replace(quantity, operation=Operation.VALUE) if (joins or compares) and len(periods) == 1 else quantity


def _filings(plan: FilingPlan, corpus: Corpus[FilingMetadata]) -> list[list[Filing]]:
    """The filings of each company asked, newest first; nothing where one has none, or they are too many."""
    held = tuple(dict.fromkeys(filing.metadata.company_key for filing in corpus.documents))
    subjects = plan.subjects or (tuple((key,) for key in held) if len(held) == 1 else ())
    found = [
        [
            filing
            for filing in corpus.documents
            if filing.metadata.company_key in keys
            and (plan.as_of is None or filing.dated is None or filing.dated <= plan.as_of)
        ]
        for keys in map(set, subjects)
    ]
    return found if all(found) and len(found) <= MOST_COMPANIES else []


# ---------------------------------------------------------------------------------------------------------- periods


def _candidates(work: Work) -> Iterator[tuple[FiscalPeriod, ...]]:
    """The periods to work with: those asked, or, where none is, those of the newest filings in turn."""
    plan, operation = work.plan, work.quantity.operation
    back = (plan.trailing or 1) - (0 if operation is Operation.CAGR else 1)
    if plan.period is PeriodIntent.EXPLICIT:
        joins = operation in (Operation.AVERAGE, Operation.SUM, Operation.CAGR)
        if len(plan.periods) == 1 and joins and plan.trailing:
            yield _years_to(plan.periods[0], back)
        elif plan.periods:
            yield plan.periods
        return
    for period in _newest(work):
        yield _years_to(period, back if (plan.trailing or 0) > 1 else 0)


def _years_to(period: FiscalPeriod, back: int) -> tuple[FiscalPeriod, ...]:
    return tuple(period.shifted(-years) for years in range(back, -1, -1))


def _newest(work: Work) -> Iterator[FiscalPeriod]:
    """The own periods of the newest periodic filings; only years where flows are set against balances."""
    plan, items = work.plan, work.metrics.direct_items(work.quantity.formula)
    kinds = {concept.period for concept in map(work.metrics.catalogue.get, items) if concept}
    annual_only = plan.annual or len(kinds) > 1 or bool(plan.trailing) or len(plan.subjects) > 1
    seen: dict[FiscalPeriod, None] = {}
    for filing in work.filings:
        metadata = filing.metadata
        if metadata.fiscal_year is None:
            continue
        if is_annual(filing) and not (plan.quarterly and not plan.annual):
            seen.setdefault(FiscalPeriod(metadata.fiscal_year))
        elif metadata.form in INTERIM_FORMS and metadata.fiscal_quarter and not annual_only:
            seen.setdefault(FiscalPeriod(metadata.fiscal_year, metadata.fiscal_quarter))
            seen.setdefault(FiscalPeriod(metadata.fiscal_year, metadata.fiscal_quarter, cumulative=True))
    yield from list(seen)[:NEWEST_TRIED]


def _points(quantity: Quantity, periods: Sequence[FiscalPeriod]) -> tuple[FiscalPeriod, ...]:
    """The periods at which the formula is evaluated for the operation."""
    last = periods[-1]
    match quantity.operation:
        case Operation.AVERAGE if len(periods) == 1:
            raise MissingOperandError(ONE_PERIOD, last)
        case Operation.VALUE | Operation.AVERAGE | Operation.SUM:
            return tuple(periods)
    if len(periods) == 1:
        return last.shifted(-1), last
    alike = [period for period in periods if period.shifted(last.year - period.year) == last]
    if len(alike) < 2:
        raise MissingOperandError(NOT_COMPARABLE, last)
    return alike[0], last


# ------------------------------------------------------------------------------------------------------- evaluation


def _evaluate(work: Work, periods: Sequence[FiscalPeriod]) -> Result:
    """Raises MissingOperandError where an operand is not stated or the operation has no meaning for the figures."""
    points = _points(work.quantity, periods)
    ledger = Ledger(work.filings, work.metrics, points[-1], work.facts)
    tree = formula.parse(work.quantity.formula)
    figures = tuple(formula.evaluate(tree, point, ledger.value) for point in points)
    if len({fact.unit.split("/")[0] for fact in ledger.facts_used} - {"shares", "pure"}) > 1:
        raise MissingOperandError(MIXED_CURRENCIES, points[-1])
    value = _join(work.quantity.operation, points, figures)
    return Result(value, points, figures, tuple(ledger.used.values()))


def _join(operation: Operation, points: Sequence[FiscalPeriod], figures: Sequence[Decimal]) -> Decimal:
    first, last = figures[0], figures[-1]
    match operation:
        case Operation.VALUE:
            return last
        case Operation.AVERAGE:
            return sum(figures, Decimal(0)) / len(figures)
        case Operation.SUM:
            return sum(figures, Decimal(0))
        case Operation.CHANGE:
            return last - first
    years = points[-1].year - points[0].year
    if first <= 0 or (operation is Operation.CAGR and (last <= 0 or years < 1)):
        raise MissingOperandError(NO_BASE, points[0])
    if operation is Operation.GROWTH:
        return last / first - 1
    return (last / first) ** (Decimal(1) / years) - 1

"""Figures from facts: line items and metrics for the periods asked, in the unit asked, with the steps shown."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext

from core.domain import Corpus, Facts
from core.types import Abstention, Computation, PeriodIntent
from domains.sec_filings.catalogue import formula
from domains.sec_filings.catalogue.formula import MissingOperandError
from domains.sec_filings.catalogue.metrics import MetricCatalogue, load_metrics
from domains.sec_filings.figures.operands import FactsByPlace, Ledger, read_facts
from domains.sec_filings.figures.results import Result, present
from domains.sec_filings.filing import FilingMetadata, Form
from domains.sec_filings.questions.periods import FiscalPeriod
from domains.sec_filings.questions.plan import FilingPlan
from domains.sec_filings.questions.quantities import Operation, Quantity
from domains.sec_filings.questions.selection import Filing, is_annual
from domains.sec_filings.questions.telling import filing_name, listed

INTERIM_FORMS = (Form.QUARTERLY, Form.EARNINGS)
PRECISION = 60  # digits: no figure of a filing and no formula over a few of them is rounded on the way
NEWEST_TRIED = 8  # a year's quarters, each also to date, and two annual reports


@dataclass(frozen=True, slots=True)
class _Work:
    """What a plan's figure is worked out from: the filings of one company, newest first, and their facts."""

    plan: FilingPlan
    quantity: Quantity
    filings: Sequence[Filing]
    facts: FactsByPlace
    metrics: MetricCatalogue


def compute(plan: FilingPlan, corpus: Corpus[FilingMetadata], facts: Facts) -> Computation | None:
    """The figure that ``plan`` asks for, or None where it asks for none or an operand is not stated."""
    with localcontext(prec=PRECISION):
        for work, outcome in _attempts(plan, corpus, facts):
            if isinstance(outcome, Result):
                return present(plan, work.quantity, outcome, work.filings, work.metrics)
    return None


def shortfall(plan: FilingPlan, corpus: Corpus[FilingMetadata], facts: Facts) -> Abstention | None:
    """Why ``compute`` has no figure for a plan that asks for one: which operand is missing, and where it looked."""
    for work, outcome in _attempts(plan, corpus, facts):
        return None if isinstance(outcome, Result) else _not_stated(work, outcome)
    return None


def _attempts(
    plan: FilingPlan, corpus: Corpus[FilingMetadata], facts: Facts
) -> Iterator[tuple[_Work, Result | MissingOperandError]]:
    """What comes of each candidate for the periods, in their order."""
    work = _work(plan, corpus, facts)
    if work is None:
        return
    for periods in _candidates(work):
        attempt = replace(work, quantity=_over(work.quantity, periods))
        try:
            yield attempt, _evaluate(attempt, periods)
        except MissingOperandError as error:
            yield attempt, error


def _not_stated(work: _Work, error: MissingOperandError) -> Abstention:
    chosen = [filing for filing in work.filings if filing.id in work.plan.documents] or list(work.filings)
    looked = listed([filing_name(filing) for filing in chosen])
    label = work.metrics.label(error.name)
    return Abstention(
        "operand_not_stated",
        f"{work.quantity.label} needs {label[:1].lower() + label[1:]} for {error.period}, which the statements of"
        f" {work.filings[0].metadata.company} ({looked}) do not state. Ask for another figure or period.",
    )


def _work(plan: FilingPlan, corpus: Corpus[FilingMetadata], facts: Facts) -> _Work | None:
    filings = _filings(plan, corpus)
    if plan.quantity is None or plan.decline or not filings:
        return None
    metrics = load_metrics()
    found = read_facts(filings, metrics.line_items(plan.quantity.formula), facts)
    return _Work(plan, plan.quantity, filings, found, metrics)


def _over(quantity: Quantity, periods: Sequence[FiscalPeriod]) -> Quantity:
    """An average of one period is its value."""
    joins = quantity.operation in (Operation.AVERAGE, Operation.SUM)
    return replace(quantity, operation=Operation.VALUE) if joins and len(periods) == 1 else quantity


def _filings(plan: FilingPlan, corpus: Corpus[FilingMetadata]) -> list[Filing]:
    """The filings of the one company asked; none where the question names several, or none in a store of several."""
    held = tuple(dict.fromkeys(filing.metadata.company_key for filing in corpus.documents))
    subjects = plan.subjects or tuple((key,) for key in held)
    if len(subjects) != 1:
        return []
    wanted = set(subjects[0])
    return [
        filing
        for filing in corpus.documents
        if filing.metadata.company_key in wanted
        and (plan.as_of is None or filing.dated is None or filing.dated <= plan.as_of)
    ]


# ---------------------------------------------------------------------------------------------------------- periods


def _candidates(work: _Work) -> Iterator[tuple[FiscalPeriod, ...]]:
    """The periods to work with: those asked, or, where none is, those of the newest filings in turn."""
    plan, operation = work.plan, work.quantity.operation
    if plan.period is PeriodIntent.EXPLICIT:
        if plan.periods:
            yield plan.periods
        return
    for period in _newest(work):
        if plan.trailing and plan.trailing > 1 and operation is not Operation.VALUE:
            years = plan.trailing + (1 if operation is Operation.CAGR else 0)
            yield tuple(period.shifted(-back) for back in range(years - 1, -1, -1))
        else:
            yield (period,)


def _newest(work: _Work) -> Iterator[FiscalPeriod]:
    """The own periods of the newest periodic filings; only years where flows are set against balances."""
    plan, items = work.plan, work.metrics.direct_items(work.quantity.formula)
    kinds = {concept.period for concept in map(work.metrics.catalogue.get, items) if concept}
    annual_only = plan.annual or len(kinds) > 1 or bool(plan.trailing)
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
        case Operation.VALUE:
            return (last,)
        case Operation.AVERAGE | Operation.SUM:
            return tuple(periods)
    if len(periods) == 1:
        return last.shifted(-1), last
    alike = [period for period in periods if period.shifted(last.year - period.year) == last]
    if len(alike) < 2:
        raise MissingOperandError("comparable_periods", last)
    return alike[0], last


# ------------------------------------------------------------------------------------------------------- evaluation


def _evaluate(work: _Work, periods: Sequence[FiscalPeriod]) -> Result:
    """Raises MissingOperandError where an operand is not stated or the operation has no meaning for the figures."""
    points = _points(work.quantity, periods)
    ledger = Ledger(work.filings, work.metrics, points[-1], work.facts)
    tree = formula.parse(work.quantity.formula)
    figures = tuple(formula.evaluate(tree, point, ledger.value) for point in points)
    if len({operand.fact.unit.split("/")[0] for operand in ledger.used.values()} - {"shares", "pure"}) > 1:
        raise MissingOperandError("one_currency", points[-1])
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
        raise MissingOperandError("a_positive_figure_to_grow_from", points[0])
    if operation is Operation.GROWTH:
        return last / first - 1
    return (last / first) ** (Decimal(1) / years) - 1

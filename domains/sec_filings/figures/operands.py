"""Which fact stands for a line item in a period: the primary statement of the right filing, never a part of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from core.domain import Facts
from core.types import Fact
from domains.sec_filings.catalogue import formula
from domains.sec_filings.catalogue.concepts import Concept
from domains.sec_filings.catalogue.formula import MissingOperandError
from domains.sec_filings.catalogue.metrics import MetricCatalogue
from domains.sec_filings.filing import Form, Statement
from domains.sec_filings.questions.periods import FiscalPeriod
from domains.sec_filings.questions.selection import ANNUAL_FORMS, Filing, is_annual

DAYS_OF_MONTHS = {3: range(75, 106), 6: range(160, 200), 9: range(250, 290), 12: range(340, 385)}
FactsByPlace = Mapping[tuple[str, str], Sequence[Fact]]
PERIODIC = (*ANNUAL_FORMS, Form.QUARTERLY)


@dataclass(frozen=True, slots=True)
class Operand:
    """The amount of the line item ``name`` in a period, with the fact that states it, or the rows that add up to it;
    ``concept`` is what they are, which a fallback of the line item can be. Outflows are positive amounts."""

    name: str
    concept: Concept
    period: FiscalPeriod
    value: Decimal
    facts: tuple[Fact, ...]

    @property
    def fact(self) -> Fact:
        return self.facts[0]


def read_facts(filings: Sequence[Filing], concepts: Sequence[str], facts: Facts) -> FactsByPlace:
    """The facts of the line items, by document and concept, in the order of the page; those of a part of the company
    and those tagged nil are left out."""
    by_place: dict[tuple[str, str], list[Fact]] = {}
    for fact in facts.find(documents=[filing.id for filing in filings], concepts=concepts):
        if fact.concept and fact.value is not None and not fact.dimensions:
            by_place.setdefault((fact.document_id, fact.concept), []).append(fact)
    return by_place


@dataclass(slots=True)
class Ledger:
    """Reads the operands of one company. ``used`` records them in the order in which they were needed.

    ``main`` is the period of the filing that is preferred for every operand, comparatives included, so that the
    figures of a computation are of one filing where it shows them all.
    """

    filings: Sequence[Filing]
    metrics: MetricCatalogue
    main: FiscalPeriod
    facts: FactsByPlace
    used: dict[tuple[str, FiscalPeriod], Operand] = field(default_factory=dict)

    @property
    def facts_used(self) -> tuple[Fact, ...]:
        return tuple(fact for operand in self.used.values() for fact in operand.facts)

    def value(self, name: str, period: FiscalPeriod) -> Decimal:
        """The amount of a line item or metric. Raises MissingOperandError."""
        metric = self.metrics.get(name)
        if metric:
            return formula.evaluate(formula.parse(metric.formula), period, self.value)
        operand = self.operand(name, period)
        if operand:
            self.used.setdefault((name, period), operand)
            return operand.value
        difference = self._difference(name, period)
        if difference is not None:
            return difference
        derived = self.metrics.derived.get(name)
        if derived:
            return formula.evaluate(formula.parse(derived), period, self.value)
        raise MissingOperandError(name, period, elsewhere=self._is_printed(name, period))

    def _difference(self, name: str, period: FiscalPeriod) -> Decimal | None:
        """The flow of a quarter as the year to its end less the year to the end of the quarter before."""
        concept, parts = self.metrics.catalogue.get(name), quarter_parts(period)
        if concept is None or concept.period != "duration" or concept.unit != "USD" or parts is None:
            return None
        whole, before = (self.operand(name, part) for part in parts)
        if whole is None or before is None or whole.concept is not before.concept:
            return None
        for operand in (whole, before):
            self.used.setdefault((name, operand.period), operand)
        return whole.value - before.value

    def _is_printed(self, name: str, period: FiscalPeriod) -> bool:
        """Whether a filing that shows the period prints the line item for another one."""
        concept = self.metrics.catalogue.get(name)
        names = (name, *(concept.fallbacks if concept else ()))
        near = [filing for filing in self.filings if _can_show(filing, period) and is_own(filing, self.main)]
        return any((filing.id, candidate) in self.facts for filing in near for candidate in names)

    def operand(self, name: str, period: FiscalPeriod) -> Operand | None:
        concept = self.metrics.catalogue.get(name)
        for candidate in (name, *(concept.fallbacks if concept else ())):
            stated = self.metrics.catalogue.get(candidate)
            facts = self._facts(stated, period) if stated else ()
            if stated and facts:
                value = sum((fact.value for fact in facts if fact.value is not None), Decimal(0))
                return Operand(name, stated, period, abs(value) if _is_size(stated, facts[0]) else value, facts)
        return None

    def _facts(self, concept: Concept, period: FiscalPeriod) -> tuple[Fact, ...]:
        """The fact of the best filing and statement; every row of it, where rows of one concept add up."""
        for filing in self._ordered(period):
            candidates = [
                fact for fact in self.facts.get((filing.id, concept.name), ()) if states(fact, concept, period, filing)
            ]
            if candidates:
                best = min(candidates, key=lambda fact: _statement_rank(fact, concept))
                rows = [fact for fact in candidates if concept.sums and fact.statement == best.statement]
                return tuple({(row.page, row.quote): row for row in rows}.values()) or (best,)
        return ()

    def _ordered(self, period: FiscalPeriod) -> Iterable[Filing]:
        """Filings that can state ``period``, best first."""
        able = [filing for filing in self.filings if _can_show(filing, period)]
        return sorted(able, key=lambda filing: (_is_superseded(filing), *_distance(filing, self.main, period)))


def quarter_parts(period: FiscalPeriod) -> tuple[FiscalPeriod, FiscalPeriod] | None:
    """The two spans from the beginning of the year whose difference is the quarter; None for the first, and for
    spans themselves."""
    if period.quarter in (None, 1) or period.cumulative:
        return None
    before = period.quarter - 1
    whole = FiscalPeriod(period.year) if period.quarter == 4 else replace(period, cumulative=True)
    return whole, FiscalPeriod(period.year, before, cumulative=before > 1)


def _is_size(concept: Concept, fact: Fact) -> bool:
    """Whether only the size of the figure matters. An expense of the income statement is positive as a fact already:
    a negative one is an income, such as the release of a provision, and stays so."""
    is_expense = fact.statement == Statement.INCOME == concept.statement and concept.name != "interest_income"
    return concept.magnitude and not is_expense


def _is_superseded(filing: Filing) -> bool:
    return filing.superseded_by is not None


def _can_show(filing: Filing, period: FiscalPeriod) -> bool:
    """No filing states a period after its own."""
    end = filing.metadata.fiscal_year
    return end is not None and (end, filing.metadata.fiscal_quarter or 4) >= period.order


def _distance(filing: Filing, main: FiscalPeriod, period: FiscalPeriod) -> tuple[int, int, int, int]:
    """Filings of the main period first, then those of the period itself, then the next that compare with it."""
    metadata = filing.metadata
    year = metadata.fiscal_year or 0
    same_kind = (metadata.fiscal_quarter is None) == (period.quarter is None) or is_annual(filing)
    if is_own(filing, main):
        place = 0
    else:
        place = 1 if is_own(filing, period) else 1 + (year - period.year) + (0 if same_kind else 1)
    later_first = -(filing.dated or date.min).toordinal()
    return place, int(metadata.form not in PERIODIC), int(not metadata.amendment), later_first


def is_own(filing: Filing, period: FiscalPeriod) -> bool:
    metadata = filing.metadata
    if metadata.fiscal_year != period.year:
        return False
    return (
        is_annual(filing)
        if period.quarter in (None, 4) and not period.cumulative
        else metadata.fiscal_quarter == period.quarter
    )


def states(fact: Fact, concept: Concept, period: FiscalPeriod, filing: Filing) -> bool:
    """Whether the fact is ``concept`` for ``period``: the right year, and a duration of the right length."""
    year, quarter = fiscal_of(fact, filing)
    if year != period.year:
        return False
    if concept.period == "instant":
        return (quarter or 4) == (period.quarter or 4)
    if fact.period.start is None:
        return quarter == period.quarter and not period.cumulative
    days = (fact.period.end - fact.period.start).days + 1
    return days in DAYS_OF_MONTHS.get(period.months, ()) and (quarter or 4) == (period.quarter or 4)


def fiscal_of(fact: Fact, filing: Filing) -> tuple[int | None, int | None]:
    """The fiscal year and quarter of a fact; where it says none, by its distance from the filing's own period end."""
    if fact.period.fiscal_year is not None:
        return fact.period.fiscal_year, fact.period.fiscal_quarter
    metadata = filing.metadata
    if metadata.period_end is None or metadata.fiscal_year is None:
        return None, None
    years = (metadata.period_end - fact.period.end).days / 365.25
    if abs(years - round(years)) > 0.05:
        return None, None
    return metadata.fiscal_year - round(years), metadata.fiscal_quarter


def _statement_rank(fact: Fact, concept: Concept) -> int:
    """The line item's own statement first; a figure from a note or from prose last."""
    if fact.statement is None:
        return len(concept.statements) + 1
    statements = [str(statement) for statement in concept.statements]
    return statements.index(fact.statement) if fact.statement in statements else len(statements)

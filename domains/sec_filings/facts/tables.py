"""Facts of a filing: the figures that its labelled tables print, with concept, unit, scale, sign and period."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from core.formats.numbers import Number, parse_number
from core.types import Element, ElementKind, Fact, Period, Table, statement_names
from domains.sec_filings.catalogue.concepts import Catalogue, Concept, load_catalogue
from domains.sec_filings.dates import find_dates
from domains.sec_filings.facts.calendar import FiscalCalendar, find_rule
from domains.sec_filings.facts.columns import filled_columns, named_period, one_year, period_columns, says_length
from domains.sec_filings.facts.equity import DatedRow, components, dated_rows
from domains.sec_filings.facts.measures import Measures, kind_of, measures_of, unit_and_scale
from domains.sec_filings.facts.reconcile import reconcile
from domains.sec_filings.facts.rows import Line, read_lines
from domains.sec_filings.facts.segments import (
    counts,
    has_percentages,
    is_bare_period,
    is_priced,
    is_stock,
    measures_by_column,
    periods_over_rows,
    segments_by_column,
)
from domains.sec_filings.facts.signs import is_turned
from domains.sec_filings.filing import DIMENSION_REGISTRANT, LABEL_REGISTRANT, FilingMetadata, Form, Statement
from domains.sec_filings.statements.captions import caption_above

_DATED = frozenset({Statement.BALANCE_SHEET, Statement.INCOME, Statement.CASH_FLOW})
_AT_START = re.compile(
    r"\b(?:beginning|start) of (?:the )?(?:period|year|quarter|fiscal)|\bbeginning balances?\b", re.IGNORECASE
)
_AT_END = re.compile(r"\bend of (?:the )?(?:period|year|quarter|fiscal)|\bending balances?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Reader:
    """What all tables of one document share."""

    metadata: FilingMetadata
    calendar: FiscalCalendar | None
    catalogue: Catalogue
    measures: Measures


@dataclass(frozen=True, slots=True)
class _Grid:
    """A table with its meaning: the statements it is, its columns' periods and its measures. ``owner`` is the dimension
    of all its facts where it is a co-registrant's."""

    table: Table
    statements: tuple[Statement, ...]
    periods: Mapping[int, Period]
    measures: Measures
    owner: tuple[tuple[str, str], ...] = ()
    named: Mapping[int, str] = field(default_factory=dict)
    caption: str = ""


def table_facts(elements: Sequence[Element], metadata: FilingMetadata) -> tuple[Fact, ...]:
    """The figures of the tables that ``find_statements`` labelled, row by row.

    ``value`` is signed as printed (parentheses are negative; in the cash flow statement, cash that goes out), except
    where the concept fixes what a positive figure means (see signs.py): in the income statement, an expense is
    positive. A dash is zero. ``quote`` is the printed row. Of segment tables, only money is read;
    ``dimensions`` name the heading of the row and what the column says beside its period.
    """
    reader = _Reader(metadata, calendar_of(elements, metadata), load_catalogue(), _document_measures(elements))
    facts = [fact for grid in _grids(elements, reader) for fact in _grid_facts(grid, reader)]
    facts += _equity_facts(elements, reader)
    by_registrant: dict[str | None, list[Fact]] = defaultdict(list)
    for fact in facts:
        by_registrant[dict(fact.dimensions).get(DIMENSION_REGISTRANT)].append(fact)
    return tuple(fact for own in by_registrant.values() for fact in reconcile(own, reader.catalogue))


def calendar_of(elements: Sequence[Element], metadata: FilingMetadata) -> FiscalCalendar | None:
    """The company's fiscal calendar as this filing shows it."""
    rule = find_rule(element.text for element in elements if element.kind is ElementKind.TEXT)
    return FiscalCalendar.of(metadata, _printed_days(elements), rule)


def _printed_days(elements: Sequence[Element]) -> Iterator[date]:
    """The days over the columns of the balance sheet, the income statement and the cash flow statement."""
    for element in elements:
        if element.table and not _DATED.isdisjoint(_statements(element)):
            for column in range(1, len(element.table.rows[0].cells)):
                yield from (found.date for found in find_dates(element.table.heading(column)))


def _document_measures(elements: Sequence[Element]) -> Measures:
    """The measures of the first statement that states a scale, for those that do not."""
    for place, element in enumerate(elements):
        if set(_statements(element)) - {Statement.SEGMENTS}:
            measures = measures_of(_caption_texts(elements, place), Measures())
            if measures.stated:
                return measures
    return Measures()


def _statements(element: Element) -> tuple[Statement, ...]:
    if element.table is None:
        return ()
    return tuple(map(Statement, statement_names(element.labels)))


def _owner(element: Element) -> tuple[tuple[str, str], ...]:
    names = (label.removeprefix(LABEL_REGISTRANT) for label in element.labels if label.startswith(LABEL_REGISTRANT))
    return tuple((DIMENSION_REGISTRANT, name) for name in names)


def _caption_texts(elements: Sequence[Element], place: int) -> list[str]:
    return [text for _, text in caption_above(elements, place)]


def _grids(elements: Sequence[Element], reader: _Reader) -> Iterator[_Grid]:
    before: _Grid | None = None
    for place, element in enumerate(elements):
        statements = _statements(element)
        if not statements or element.table is None:
            continue
        texts = _caption_texts(elements, place)
        owner = _owner(element)
        continued = before is not None and (before.statements, before.owner) == (statements, owner)
        measures = measures_of(texts, before.measures if before and continued else reader.measures)
        caption = " ".join(reversed(texts if element.table.header_rows else [*texts, _text_before(elements, place)]))
        months = _months(statements[0], reader.metadata)
        periods = period_columns(element.table, caption, reader.calendar, months=months)
        named: dict[int, str] = {}
        if statements[0] is Statement.SEGMENTS:
            named = (
                measures_by_column(element.table, periods, measures)
                if periods
                else (segments_by_column(element.table, filled_columns(element.table), measures))
            )
            periods = {column: period for column, period in periods.items() if column in named}
        elif before and continued and not periods:
            periods = _inherited(element.table, before)
        grid = _Grid(element.table, statements, periods, measures, owner, named, caption)
        if len({(period, named.get(column)) for column, period in periods.items()}) == len(periods):
            yield grid
        before = grid


def _text_before(elements: Sequence[Element], place: int) -> str:
    """The block before a table without a head, which may have swallowed it."""
    before = elements[place - 1] if place else None
    return before.text if before and before.kind is ElementKind.TEXT and before.page == elements[place].page else ""


def _inherited(table: Table, before: _Grid) -> dict[int, Period]:
    """The columns of the table that this one continues."""
    same_width = len(table.rows[0].cells) == len(before.table.rows[0].cells)
    return dict(before.periods) if same_width else {}


def _months(statement: Statement, metadata: FilingMetadata) -> int:
    """How long the columns of a statement are that do not say so: 0 for instants."""
    if statement is Statement.BALANCE_SHEET:
        return 0
    if metadata.form is Form.ANNUAL or not metadata.fiscal_quarter:
        return 12
    return 3 * metadata.fiscal_quarter if statement is Statement.CASH_FLOW else 3


def _grid_facts(grid: _Grid, reader: _Reader) -> Iterator[Fact]:
    if grid.statements[0] is Statement.SEGMENTS:
        yield from _segment_facts(grid, reader)
        return
    for line in read_lines(grid.table.body, list(grid.periods), grid.statements, reader.catalogue):
        if line.label or line.headings or line.match:
            yield from (_fact(line, column, number, grid, reader) for column, number in line.numbers.items())


def _segment_facts(grid: _Grid, reader: _Reader) -> Iterator[Fact]:
    over = periods_over_rows(grid.table.body)
    place = {id(row): position for position, row in enumerate(grid.table.body)}
    mixed = {column for column in grid.named if has_percentages(grid.table, column)}
    open_length = bool(reader.metadata.fiscal_quarter) and not says_length(
        " ".join((grid.caption, *map(grid.table.heading, grid.named), *over.values()))
    )  # the quarter or the year to date: nothing tells
    for line in read_lines(grid.table.body, list(grid.named), (), reader.catalogue):
        if not (line.label or line.headings) or counts(f"{line.heading} {line.label}"):
            continue
        heading = over.get(place[id(line.row)])
        if grid.periods:
            periods = {} if heading else grid.periods  # another length of time than the columns say begins there
        else:
            period = _row_period(line.label, heading, grid, reader) if heading or not over else None
            periods = dict.fromkeys(grid.named, period) if period else {}
        own = replace(grid, periods=periods)
        money = [
            column
            for column, number in line.numbers.items()
            if column in periods and (column not in mixed or is_priced(number, line.label))
        ]
        found = (_fact(line, column, line.numbers[column], own, reader) for column in money)
        for fact in (_at_end(fact, grid, reader.calendar) for fact in found if fact.unit == grid.measures.currency):
            if fact.period.start is None or not open_length:
                yield fact


def _row_period(label: str, over: str | None, grid: _Grid, reader: _Reader) -> Period | None:
    """The period that a row names by itself, else a heading over it, else the caption where it names one year."""
    own = label if is_bare_period(label) else over or (grid.caption if one_year(grid.caption) else None)
    months = _months(Statement.SEGMENTS, reader.metadata)
    return named_period(own, grid.caption, reader.calendar, months=months) if own else None


def _at_end(fact: Fact, grid: _Grid, calendar: FiscalCalendar | None) -> Fact:
    """Assets of segments are those at the end of the period that their column names."""
    if calendar is None or fact.period.start is None:
        return fact
    texts = (*(member for _, member in reversed(fact.dimensions)), fact.label, grid.caption)
    return replace(fact, period=calendar.instant(fact.period.end)) if is_stock(texts) else fact


def _equity_facts(elements: Sequence[Element], reader: _Reader) -> Iterator[Fact]:
    """The components of equity; ``dimensions`` name the component, and there is no concept."""
    for place, element in enumerate(elements):
        if element.table is None or Statement.EQUITY not in _statements(element)[:1]:
            continue
        measures = measures_of(_caption_texts(elements, place), reader.measures)
        headings = components(element.table)
        for dated in dated_rows(element.table, reader.calendar):
            numbers = {column: number for column in headings if (number := parse_number(dated.row.cells[column].text))}
            for column, number in numbers.items():
                yield _component(dated, column, number, headings[column], measures, _owner(element))


def _component(
    dated: DatedRow,
    column: int,
    number: Number,
    heading: str,
    measures: Measures,
    owner: tuple[tuple[str, str], ...],
) -> Fact:
    label, span = dated.row.cells[0].text, dated.row.span
    kind = kind_of([number], None, f"{label} {heading}", heading)
    unit, scale = unit_and_scale(number, kind, label, heading, measures)
    return Fact(
        label=label,
        value=number.value * Decimal(10) ** scale,
        unit=unit,
        period=dated.period,
        page=span.page,
        scale=scale,
        statement=Statement.EQUITY,
        dimensions=(*owner, ("component", heading)),
        quote=span.text,
        box=dated.row.cells[column].box,
    )


def _fact(line: Line, column: int, number: Number, grid: _Grid, reader: _Reader) -> Fact:
    concept = line.concept
    kind = kind_of(line.numbers.values(), concept.unit if concept else None, line.label, line.heading)
    unit, scale = unit_and_scale(number, kind, line.label, line.heading, grid.measures)
    value = number.value * Decimal(10) ** scale
    return Fact(
        label=line.label or (concept.label if concept else line.heading),
        value=-value if is_turned(line, grid.statements[0]) else value,
        unit=unit,
        period=_period(concept, line.label, grid.periods[column], reader),
        page=line.row.span.page,
        concept=concept.name if concept else None,
        scale=scale,
        statement=grid.statements[0],
        dimensions=(*grid.owner, *_segment(line, column, grid)),
        quote=line.row.span.text,
        box=line.row.cells[column].box,
    )


def _period(concept: Concept | None, label: str, column: Period, reader: _Reader) -> Period:
    """The column's period; balances within a statement of flows are those of its end or its beginning."""
    if column.start is None:
        return column
    at_start = concept.at_start if concept else _AT_START.search(label) is not None
    if not at_start and not (concept.period == "instant" if concept else _AT_END.search(label)):
        return column
    day = column.start - timedelta(days=1) if at_start else column.end
    return reader.calendar.instant(day) if reader.calendar else Period(end=day)


def _segment(line: Line, column: int, grid: _Grid) -> tuple[tuple[str, str], ...]:
    """What says which part of the company, or which of its measures, a figure of a segment table is of."""
    if grid.statements[0] is not Statement.SEGMENTS:
        return ()
    pairs = (("heading", "" if is_bare_period(line.heading) else line.heading), ("column", grid.named[column]))
    return tuple((name, text) for name, text in pairs if text)

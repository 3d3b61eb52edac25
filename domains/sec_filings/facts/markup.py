"""Facts that a filing tags itself (inline XBRL), given the catalogue's concepts and the company's fiscal periods."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from core.types import Element, Fact, Period
from domains.sec_filings.catalogue.concepts import Catalogue, load_catalogue
from domains.sec_filings.facts.calendar import FiscalCalendar
from domains.sec_filings.facts.tables import calendar_of, table_facts
from domains.sec_filings.filing import FilingMetadata, Statement
from domains.sec_filings.statements.find import statement_of

_YEAR_DAYS = range(340, 386)


def markup_facts(facts: Sequence[Fact], elements: Sequence[Element], metadata: FilingMetadata) -> tuple[Fact, ...]:
    """The tagged facts of a filing with concept, statement and fiscal period.

    The concept is that of the tag; for a company's own tag in a primary statement, that of the printed row. The
    statement is that of the labelled table in which a fact stands, else that of its concept. Values are those of the
    markup; only in the cash flow statement, where a payment is tagged positive and printed in parentheses, they are
    signed as printed, as table_facts does. A fact that repeats another one (same tag, period, dimensions and value)
    is left out; the one in the statement of its concept is kept.
    """
    catalogue = load_catalogue()
    calendar = calendar_of(elements, metadata)
    places = _statements_by_row(elements)
    printed = {
        (fact.page, fact.quote, fact.period.start, fact.period.end): fact.concept
        for fact in table_facts(elements, metadata)
        if fact.concept
    }
    found: dict[tuple[object, ...], Fact] = {}
    for fact in facts:
        row = printed.get((fact.page, fact.quote, fact.period.start, fact.period.end))
        named = _named(fact, row, places.get((fact.page, fact.quote)), catalogue, calendar)
        key = (named.tag, named.period, named.dimensions, abs(named.value) if named.value is not None else None)
        if key not in found or _place(named, places, catalogue) < _place(found[key], places, catalogue):
            found[key] = named
    return tuple(found.values())


def _statements_by_row(elements: Sequence[Element]) -> dict[tuple[int, str], Statement]:
    rows: dict[tuple[int, str], Statement] = {}
    for element in elements:
        statement = statement_of(element) if element.table else None
        if statement and element.table:
            rows.update(((row.span.page, row.span.text), statement) for row in element.table.rows)
    return rows


def _named(
    fact: Fact, row: str | None, stands_in: Statement | None, catalogue: Catalogue, calendar: FiscalCalendar | None
) -> Fact:
    standard = fact.tag is not None and fact.tag.startswith("us-gaap:")
    concept = catalogue.by_tag(fact.tag or "") if standard else catalogue.get(row or "")
    statement = stands_in or (concept.statement if concept else None)
    value = fact.value
    if stands_in is Statement.CASH_FLOW and value:
        value = -abs(value) if _is_printed_negative(fact) else abs(value)
    return replace(
        fact,
        concept=concept.name if concept else None,
        statement=statement,
        value=value,
        period=_fiscal(fact.period, calendar),
    )


def _is_printed_negative(fact: Fact) -> bool:
    if fact.value is None:
        return False
    printed = f"{abs(fact.value) / Decimal(10) ** fact.scale:,f}".rstrip("0").rstrip(".")
    return re.search(rf"\(\s*\$?\s*{re.escape(printed)}(?:\.0*)?\s*\)", fact.quote) is not None


def _fiscal(period: Period, calendar: FiscalCalendar | None) -> Period:
    """The period with its fiscal year and quarter; a year, and the end of one, has no quarter."""
    if calendar is None:
        return period
    known = calendar.instant(period.end)
    if period.start is None:
        return known
    days = (period.end - period.start).days + 1
    quarter = known.fiscal_quarter or (None if days in _YEAR_DAYS else 4)
    return replace(known, start=period.start, fiscal_quarter=None if days in _YEAR_DAYS else quarter)


def _place(fact: Fact, places: Mapping[tuple[int, str], Statement], catalogue: Catalogue) -> int:
    """0 in the statement that the concept belongs to, 1 in another one, 2 elsewhere."""
    stands_in = places.get((fact.page, fact.quote))
    concept = catalogue.get(fact.concept) if fact.concept else None
    if stands_in is None:
        return 2
    return int(concept is None or stands_in is not concept.statement)

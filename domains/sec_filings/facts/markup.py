"""Facts that a filing tags itself (inline XBRL), given the catalogue's concepts and the company's fiscal periods."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TypeAlias

from core.types import Element, Fact, Period
from domains.sec_filings.catalogue.concepts import Catalogue, Concept, load_catalogue
from domains.sec_filings.facts.calendar import FiscalCalendar
from domains.sec_filings.facts.signs import is_expense, turns_expense
from domains.sec_filings.facts.tables import calendar_of, table_facts
from domains.sec_filings.filing import FilingMetadata, Statement
from domains.sec_filings.statements.find import statement_of

Places: TypeAlias = dict[tuple[int, str], tuple[Statement, ...]]  # the statements that print a row, by page and text

_YEAR_DAYS = range(340, 386)


def markup_facts(facts: Sequence[Fact], elements: Sequence[Element], metadata: FilingMetadata) -> tuple[Fact, ...]:
    """The tagged facts of a filing with concept, statement and fiscal period.

    The concept is that of the tag; for a company's own tag in a primary statement, that of the printed row. The
    statement is that of the labelled table in which a fact stands, else that of its concept. Values are those of the
    markup, signed as table_facts does: in the cash flow statement, where a payment is tagged positive and printed in
    parentheses, as printed; and an expense of the income statement is positive, also where its tag is one of income.
    A fact that repeats another one (same tag, period, dimensions and value) is left out; the one in the statement of
    its concept is kept.
    """
    catalogue = load_catalogue()
    calendar = calendar_of(elements, metadata)
    places = _statements_by_row(elements)
    printed = {
        (fact.page, fact.quote, fact.period.start, fact.period.end): fact
        for fact in table_facts(elements, metadata)
        if fact.concept
    }
    found: dict[tuple[object, ...], Fact] = {}
    for fact in facts:
        row = printed.get((fact.page, fact.quote, fact.period.start, fact.period.end))
        named = _named(fact, row, places.get((fact.page, fact.quote), ()), catalogue, calendar)
        key = (named.tag, named.period, named.dimensions, abs(named.value) if named.value is not None else None)
        if key not in found or _place(named, places, catalogue) < _place(found[key], places, catalogue):
            found[key] = named
    return tuple(found.values())


def _statements_by_row(elements: Sequence[Element]) -> Places:
    rows: Places = {}
    for element in elements:
        statement = statement_of(element) if element.table else None
        if statement and element.table:
            for row in element.table.rows:
                key = (row.span.page, row.span.text)
                rows[key] = tuple(dict.fromkeys((*rows.get(key, ()), statement)))
    return rows


def _named(
    fact: Fact, row: Fact | None, stands_in: Sequence[Statement], catalogue: Catalogue, calendar: FiscalCalendar | None
) -> Fact:
    standard = fact.tag is not None and fact.tag.startswith("us-gaap:")
    concept = catalogue.by_tag(fact.tag or "") if standard else catalogue.get((row and row.concept) or "")
    statement = _statement(concept, stands_in)
    value = fact.value
    if statement is Statement.CASH_FLOW and stands_in and value:
        value = -abs(value) if _is_printed_negative(fact) else abs(value)
    elif statement is Statement.INCOME and value and concept and is_expense(concept):
        value = _as_expense(fact, value, row if not standard else None)
    return replace(
        fact,
        concept=concept.name if concept else None,
        statement=statement,
        value=value,
        period=_fiscal(fact.period, calendar),
    )


def _statement(concept: Concept | None, stands_in: Sequence[Statement]) -> Statement | None:
    """Of the statements on a page that print the same row, that of the concept; elsewhere, that of the concept."""
    if concept and (not stands_in or concept.statement in stands_in):
        return concept.statement
    return stands_in[0] if stands_in else None


def _as_expense(fact: Fact, value: Decimal, row: Fact | None) -> Decimal:
    """An expense as positive: by the meaning of a standard tag; the company's own tags are read as their row is."""
    if row is not None:
        return row.value if row.value is not None and abs(row.value) == abs(value) else value
    return -value if turns_expense(fact.tag or "") else value


def _is_printed_negative(fact: Fact) -> bool:
    if fact.value is None:
        return False
    whole, _, fraction = f"{abs(fact.value) / Decimal(10) ** fact.scale:,f}".partition(".")
    fraction = fraction.rstrip("0")
    decimals = rf"\.{fraction}0*" if fraction else r"(?:\.0*)?"
    return re.search(rf"\(\s*\$?\s*{re.escape(whole)}{decimals}\s*\)", fact.quote) is not None


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


def _place(fact: Fact, places: Places, catalogue: Catalogue) -> int:
    """0 in the statement that the concept belongs to, 1 in another one, 2 elsewhere."""
    stands_in = places.get((fact.page, fact.quote), ())
    concept = catalogue.get(fact.concept) if fact.concept else None
    if not stands_in:
        return 2
    return int(concept is None or concept.statement not in stands_in)

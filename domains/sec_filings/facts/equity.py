"""Facts of a statement of equity: its columns are components of equity, its rows balances and what changed them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from core.types import Period, Row, Table
from domains.sec_filings.dates import find_dates
from domains.sec_filings.facts.calendar import FiscalCalendar, span_without_calendar

_BALANCE = re.compile(r"\bbalances?\b", re.IGNORECASE)
_MOST_DAYS = 380


@dataclass(frozen=True, slots=True)
class DatedRow:
    """A row of the body with the period of its figures."""

    row: Row
    period: Period


def dated_rows(table: Table, calendar: FiscalCalendar | None) -> tuple[DatedRow, ...]:
    """The rows whose period can be told: balances by their date, changes by the balances before and after them."""
    return tuple(_dated(table.body, calendar))


def components(table: Table) -> dict[int, str]:
    """The headings of the columns that have one, without what stands over all of them: the statement's title."""
    width = len(table.rows[0].cells) if table.rows else 0
    heads = [row for row in table.rows[: table.header_rows] if not _is_over_all(row)]
    joined = {column: " ".join(filter(None, (row.cells[column].text for row in heads))) for column in range(1, width)}
    return {column: heading for column, heading in joined.items() if heading}


def _is_over_all(row: Row) -> bool:
    """Whether a heading row prints one text, over most of several columns."""
    texts = [cell.text for cell in row.cells[1:]]
    printed = [text for text in texts if text]
    return len(set(printed)) == 1 and len(printed) > max(2, len(texts) / 2)


def _dated(rows: Sequence[Row], calendar: FiscalCalendar | None) -> Iterator[DatedRow]:
    opened: date | None = None
    changes: list[Row] = []
    for row in rows:
        day = _day_of_balance(row)
        if day is None:
            changes.append(row)
            continue
        if opened is not None and 0 < (day - opened).days <= _MOST_DAYS:
            period = _between(opened, day, calendar)
            yield from (DatedRow(change, period) for change in changes)
        yield DatedRow(row, calendar.instant(day) if calendar else Period(end=day))
        opened, changes = day, []


def _day_of_balance(row: Row) -> date | None:
    label = row.cells[0].text
    if not _BALANCE.search(label):
        return None
    return next((found.date for found in find_dates(label)), None)


def _between(opened: date, closed: date, calendar: FiscalCalendar | None) -> Period:
    months = round((closed - opened).days / 30.44)
    return calendar.span(closed, months=months) if calendar else span_without_calendar(closed, months=months)

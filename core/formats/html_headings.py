"""Which rows head the columns of a table."""

import re
from collections.abc import Sequence
from dataclasses import replace
from enum import Enum
from typing import Final

from core.formats.html_grid import Columns, Unit

_PERIOD: Final = re.compile(
    r"\b(?:year|month|quarter|week|period|day)s?\b|\b(?:january|february|march|april|may|june|july|august|september"
    r"|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?|\b(?:19|20)\d\d\b|\bQ[1-4]\b"
    r"|\b(?:fiscal|change|variance|total|as of|ended)\b",
    re.IGNORECASE,
)
_CAPTION: Final = re.compile(
    r"\(?.{0,40}\b(?:in|dollars|amounts|millions|thousands|billions|unaudited|audited|except)\b.*", re.IGNORECASE
)
_LONG_HEADING = 200  # characters


class RowKind(Enum):
    """What a row at the top of a table may be; TEXT is words beside a label, which either head columns or are data."""

    HEAD = "head"
    LABEL = "label"
    TEXT = "text"
    DATA = "data"


def header_count(rows: Sequence[Sequence[Unit]], columns: Columns) -> int:
    """How many leading rows head the columns: up to the last one that heads any before the first row of data."""
    count = 0
    headed: set[int] = set()
    for index, row in enumerate(rows[:-1]):
        kind = _row_kind(row, columns, seen=count > 0)
        filled = {column for unit in row for column in columns.of(unit)} - {0}
        if kind is RowKind.TEXT:
            heads = filled - headed if count else _heads(row, rows[index + 1 :])
            kind = RowKind.HEAD if heads else RowKind.DATA
        if kind is RowKind.DATA:
            break
        if kind is RowKind.HEAD:
            count = index + 1
            headed |= filled
    return count


def _row_kind(row: Sequence[Unit], columns: Columns, *, seen: bool) -> RowKind:
    """What a row among the first ones is; ``seen`` tells that a row above it heads columns."""
    label = row[0] if columns.best(row[0]) == 0 else None
    values = row[1:] if label else row
    if not values:
        return RowKind.HEAD if label and seen and _CAPTION.fullmatch(label.text) else RowKind.LABEL
    if any(unit.numeric and not unit.year for unit in values):
        return RowKind.DATA
    if label is None or label.heading or _CAPTION.fullmatch(label.text):
        return RowKind.HEAD
    if any(unit.year for unit in values) or all(_PERIOD.search(unit.text) for unit in values):
        return RowKind.TEXT if seen and not _PERIOD.search(label.text) else RowKind.HEAD
    return RowKind.TEXT


def _heads(row: Sequence[Unit], below: Sequence[Sequence[Unit]]) -> bool:
    """Whether a row of words heads the rows below: it is set apart from them, or they hold figures and it none."""
    if any(len(unit.text) > _LONG_HEADING for unit in row):
        return False
    strong = all(unit.bold or unit.heading for unit in row)
    others = [all(unit.bold for unit in other) for other in below]
    if strong and not all(others):
        return True
    figures = sum(any(unit.numeric and not unit.year for unit in other[1:]) for other in below)
    return figures * 2 >= len(below) or (not strong and sum(others) * 4 >= len(below) * 3)


def align_headings(rows: Sequence[Sequence[Unit]], heads: int, columns: Columns) -> Sequence[Sequence[Unit]]:
    """Rows with the last row of headings moved over the data, where all its headings stand one column off.

    Some writers leave the headings one cell too far left or right: as many single headings as columns of data, in the
    same order, but not over the same columns.
    """
    if not heads:
        return rows
    headings = [unit for unit in rows[heads - 1] if columns.best(unit) > 0]
    over = [columns.of(unit) for unit in headings]
    filled = [
        [unit for row in rows[heads:] for unit in row if columns.of(unit) == [column]] for column in range(len(columns))
    ]
    data = [column for column in range(1, len(columns)) if filled[column]]
    if len(over) != len(data) or any(len(each) > 1 for each in over) or [each[0] for each in over] == data:
        return rows
    moved = [
        replace(unit, start=min(each.start for each in filled[column]), end=max(each.end for each in filled[column]))
        for unit, column in zip(headings, data, strict=True)
    ]
    kept = [unit for unit in rows[heads - 1] if columns.best(unit) == 0]
    return [*rows[: heads - 1], [*kept, *moved], *rows[heads:]]

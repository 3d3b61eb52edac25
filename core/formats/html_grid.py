"""From the cells of an HTML table, which serve layout, to the grid that a reader sees.

Report writers give a dollar sign, a closing parenthesis and the space between columns cells of their own. A printed
column is found from the gaps that separate the printed units of each row: the fewest cuts that run through all gaps.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from lxml import etree

_PREFIX: Final = re.compile(
    r"[-\u2013\u2014(\[]?\s*(?:(?:US|CA|AU|NZ|HK|NT|[CARS])?[$€£¥₩₹]|USD|EUR|GBP|Rs\.?|[(\[])\s*[(\[]?"
)
_SUFFIX: Final = re.compile(r"[)\]]?\s*(?:%|x|bps|bp|pts?\.?)?\s*[)\]]?", re.IGNORECASE)
NUMBER: Final = re.compile(
    r"[-+\u2010-\u2015\u2212(\[]{0,2}\s*(?:(?:US|[A-Z])?[$€£¥])?\s*[-\u2010-\u2015\u2212(\[]?\s*"
    r"(?:\d[\d,]*\.?\d*|\.\d+)\s*[¼½¾⅛⅜⅝⅞]?\s*(?:%|x|bps|pts?\.?)?\s*[)\]]?\s*%?"
    r"|[$€£¥(]?\s*(?:[-\u2010-\u2015\u2212]{1,3}|N/?[AM]|nm|\*)\s*[)]?\s*%?[)]?",
)
_MARK: Final = re.compile(r"(?:\((?:\d{1,2}|[a-z])\)|[*†‡§]{1,3})(?:,?\s?(?:\((?:\d{1,2}|[a-z])\)|[*†‡§]))*")
YEAR: Final = re.compile(r"(?:FY|CY)?\s?(?:19|20)\d\d[AE]?")
_LONGEST_NUMBER = 60  # characters; longer text is not matched, since matching takes the square of its length


@dataclass(slots=True)
class Unit:
    """One printed unit of a row: ``text`` as printed, ``value`` for the grid; it covers columns start to end - 1."""

    text: str
    value: str
    start: int
    end: int
    bold: bool = False
    heading: bool = False
    indent: float = 0.0
    linked: bool = False
    carried: bool = False
    raised: bool = False
    size: float | None = None
    marks: list[tuple[int, etree._Element | str]] = field(default_factory=list)

    numeric: bool = field(init=False)
    year: bool = field(init=False)

    def __post_init__(self) -> None:
        self.numeric = len(self.value) <= _LONGEST_NUMBER and NUMBER.fullmatch(self.value) is not None
        self.year = YEAR.fullmatch(self.value) is not None


def join_affixes(units: Sequence[Unit]) -> list[Unit]:
    """Units with currency signs, parentheses, per cent signs and footnote marks joined to what they belong to."""
    joined: list[Unit] = []
    prefix: Unit | None = None
    for unit in units:
        if prefix is not None:
            if unit.numeric and unit.start - prefix.end <= 1:
                unit = _prefixed(prefix, unit)
            else:
                joined.append(prefix)
            prefix = None
        if unit.raised and joined and prefix is None:
            joined[-1] = _noted(joined[-1], unit)
        elif _PREFIX.fullmatch(unit.value):
            prefix = unit
        elif joined and _closes(joined[-1], unit):
            joined[-1] = _suffixed(joined[-1], unit)
        else:
            joined.append(unit)
    return [*joined, prefix] if prefix is not None else joined


def _closes(number: Unit, suffix: Unit) -> bool:
    return (
        suffix.start - number.end <= 1
        and _SUFFIX.fullmatch(suffix.value) is not None
        and (number.numeric or number.value.startswith("("))
        and not (number.year and "%" in suffix.value)
    )


def _prefixed(prefix: Unit, unit: Unit) -> Unit:
    gap = "" if prefix.text.endswith(("(", "[")) else " "
    shift = len(prefix.text) + len(gap)
    return replace(
        unit, text=f"{prefix.text}{gap}{unit.text}", value=f"{prefix.value}{unit.value}".replace("$ ", "$"),
        start=prefix.start, marks=prefix.marks + [(offset + shift, mark) for offset, mark in unit.marks],
    )  # fmt: skip


def _noted(unit: Unit, note: Unit) -> Unit:
    """A footnote mark with a cell of its own is printed with what it stands behind, and is no part of its value."""
    end = max(unit.end, note.end) if note.start == unit.end else unit.end
    shift = len(unit.text) + 1
    marks = unit.marks + [(offset + shift, mark) for offset, mark in note.marks]
    return replace(unit, text=f"{unit.text} {note.text}", end=end, marks=marks)


def _suffixed(unit: Unit, suffix: Unit) -> Unit:
    shift = len(unit.text)
    return replace(
        unit, text=f"{unit.text}{suffix.text}", value=f"{unit.value}{suffix.value}", end=suffix.end,
        marks=unit.marks + [(offset + shift, mark) for offset, mark in suffix.marks],
    )  # fmt: skip


def fold_notes(rows: Sequence[Sequence[Unit]]) -> list[list[Unit]]:
    """Rows without the columns that hold nothing but footnote marks: each mark is printed with the unit before it."""
    columns = Columns(rows)
    found: dict[int, bool] = {}
    for row in rows:
        for unit in row:
            column = columns.best(unit)
            found[column] = found.get(column, True) and _MARK.fullmatch(unit.value) is not None
    if not any(found.values()):
        return [list(row) for row in rows]
    folded: list[list[Unit]] = []
    for row in rows:
        kept: list[Unit] = []
        for unit in row:
            if kept and found[columns.best(unit)]:
                kept[-1] = _noted(kept[-1], unit)
            else:
                kept.append(unit)
        folded.append(kept)
    return folded


def cuts(rows: Sequence[Sequence[Unit]]) -> list[int]:
    """The fewest boundaries between columns such that no two units of one row share a column (interval stabbing)."""
    gaps = {(left.end, right.start) for row in rows for left, right in pairwise(row) if left.end <= right.start}
    found: list[int] = []
    for start, end in sorted(gaps, key=lambda gap: gap[1]):
        if not found or found[-1] < start:
            found.append(end)
    return found


class Columns:
    """Which printed columns a unit stands in, given the cuts."""

    def __init__(self, rows: Sequence[Sequence[Unit]]) -> None:
        self._cuts = cuts(rows)
        self._extents: list[tuple[int, int] | None] = [None] * (len(self._cuts) + 1)
        for row in rows:
            for unit in row:
                first, last = self._regions(unit)
                if first == last:
                    known = self._extents[first]
                    self._extents[first] = (
                        (min(known[0], unit.start), max(known[1], unit.end)) if known else (unit.start, unit.end)
                    )

    def __len__(self) -> int:
        return len(self._extents)

    def of(self, unit: Unit) -> list[int]:
        """The columns that ``unit`` stands in or spans, at least one."""
        first, last = self._regions(unit)
        if first == last:
            return [first]
        spanned = [column for column in range(first, last + 1) if self._overlap(column, unit) > 0]
        return spanned or [first]

    def best(self, unit: Unit) -> int:
        """The one column for ``unit``: the first that it covers from its start, else the one that holds most of it."""
        spanned = self.of(unit)
        extent = self._extents[spanned[0]]
        if len(spanned) == 1 or extent is None or unit.start <= extent[0]:
            return spanned[0]
        return max(spanned, key=lambda column: self._overlap(column, unit))

    def _overlap(self, column: int, unit: Unit) -> int:
        extent = self._extents[column]
        return 0 if extent is None else min(extent[1], unit.end) - max(extent[0], unit.start)

    def _regions(self, unit: Unit) -> tuple[int, int]:
        first = bisect_right(self._cuts, unit.start)
        return first, max(first, bisect_left(self._cuts, unit.end))

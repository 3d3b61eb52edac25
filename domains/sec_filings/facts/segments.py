"""Which columns of a segment table state money for a period. Segment tables have no fixed form: their columns may be
segments, parts of a sum, or shares of sales as well, and a wrong figure is worse than none."""

import re
from collections.abc import Mapping

from core.formats.numbers import parse_number
from core.types import Period, Table
from domains.sec_filings.facts.columns import read_heading
from domains.sec_filings.facts.measures import Measures

_PERIOD_WORDS = re.compile(
    r"\([a-z\d]\)|\b(?:(?:jan|febr?)(?:uary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|(?:nov|dec)(?:ember)?|first|second|third|fourth|three|six|nine|twelve|thirteen|fourteen|sixteen|twenty|twenty-?six"
    r"|thirty-?nine|forty|fifty-?(?:two|three)|months?|weeks?|quarters?|quarterly|years?|fiscal|calendar|full|annual"
    r"|to-?date|date|ytd|fy|q[1-4]|[1-4]q|ended|ending|end|as|of|at|on|for|the|from|to|through|and|unaudited|audited"
    r"|restated|recast|revised|actual|in|millions?|thousands?|billions?|dollars?|u\.?s|usd)\b",
    re.IGNORECASE,
)
_COUNTS = re.compile(
    r"%|\bpercent|\bmargins?\b|\bratios?\b|\brates?\b|\bnumber of\b|\bcounts?\b|\bheadcount\b|\bemployees\b(?! costs?)"
    r"|\bsquare (?:feet|foot|met)|\b(?:basis )?points?\b|\bunits?\b|\bdays\b",
    re.IGNORECASE,
)


def money_columns(table: Table, periods: Mapping[int, Period], measures: Measures) -> dict[int, Period]:
    """Of the columns with a period, those whose own heading is a period and nothing else, and whose figures are money:
    printed with a currency sign, or under a scale that the table states and without a percent sign."""
    return {
        column: period
        for column, period in periods.items()
        if _is_bare_period(table.heading(column)) and _is_money(table, column, measures)
    }


def counts(label: str) -> bool:
    """Whether a row's label says that its figures are no amounts of money."""
    return _COUNTS.search(label) is not None


def _is_bare_period(heading: str) -> bool:
    reading = read_heading(heading)
    named = reading.dates or reading.year or reading.quarter or reading.month_day or reading.months
    return bool(named) and not re.search(r"[A-Za-z%]", _PERIOD_WORDS.sub(" ", heading))


def _is_money(table: Table, column: int, measures: Measures) -> bool:
    numbers = [number for row in table.body if (number := parse_number(row.cells[column].text)) is not None]
    if any(number.currency for number in numbers):
        return True
    return measures.stated and not any(number.percent for number in numbers)

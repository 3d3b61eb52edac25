"""What the columns of a segment table state. Segment tables have no fixed form: their columns are periods, measures
side by side for each period, or the segments, with the periods over groups of rows; some are shares of sales or parts
of a sum, and a wrong figure is worse than none."""

import re
from collections.abc import Iterable, Mapping

from core.formats.numbers import Number, parse_number, scale_of
from core.types import Period, Row, Table
from domains.sec_filings.facts.columns import Reading, read_heading
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
_BALANCE = re.compile(r"\bbalances?\b", re.IGNORECASE)
_OTHER = re.compile(
    r"%|\bpercent|\bchanges?\b|\b(?:in|de)crease|\baccru|\bpayments?\b|\bacqui|\bimpact|\beffect", re.IGNORECASE
)
_STOCK = re.compile(
    r"\b(?:assets|goodwill|inventor(?:y|ies)|receivables?|liabilities|backlog|property[\w\s,&]{0,20}equipment)\b",
    re.IGNORECASE,
)
_FLOW = re.compile(
    r"\b(?:additions?|purchases?|expenditures?|capital|depreciation|amorti[sz]ation|impairments?|acquisitions?|charges?"
    r"|disposals?|sales?|revenues?|income|earnings|profits?|loss(?:es)?|returns?|changes?|costs?|expenses?|ebitdar?)\b",
    re.IGNORECASE,
)


def measures_by_column(table: Table, periods: Mapping[int, Period], measures: Measures) -> dict[int, str]:
    """Of the columns with a period, those of money, each with what its heading says beside the period ("" where
    nothing, else "Income Before Tax"). Money is printed with a currency sign, or under a scale that the table states
    and without percent signs."""
    named = {column: beside_period(table.heading(column)) for column in periods if _is_money(table, column, measures)}
    return {column: name for column, name in named.items() if not counts(name) and not _BALANCE.search(name)}


def segments_by_column(table: Table, columns: Iterable[int], measures: Measures) -> dict[int, str]:
    """The headings of columns of money that name no period, where all columns are so; none of a table of balances,
    whose columns are what changed them."""
    headings = {column: table.heading(column) for column in columns}
    if len(headings) < 2 or any(_is_balance(row.cells[0].text) for row in table.body):
        return {}
    plain = all(text and read_heading(text) == Reading() and not _OTHER.search(text) for text in headings.values())
    money = plain and all(_is_money(table, column, measures) for column in headings)
    return headings if money and len(set(headings.values())) == len(headings) else {}


def beside_period(heading: str) -> str:
    """What a heading says before or after its period: "Sales to Customers" of "Sales to Customers 2019"."""
    words = heading.split()
    while words and _says_period(words[-1]):
        words.pop()
    while words and _says_period(words[0]):
        words.pop(0)
    return " ".join(words)


def is_bare_period(text: str) -> bool:
    """Whether a text names a period and nothing else: "2019", "Year ended December 31, 2019"."""
    return read_heading(text) != Reading() and not beside_period(text)


def periods_over_rows(rows: Iterable[Row]) -> dict[int, str]:
    """For the rows (by position) below one that names a period and prints no figure, that period's text."""
    over: dict[int, str] = {}
    period = ""
    for position, row in enumerate(rows):
        figures = any(parse_number(cell.text) for cell in row.cells[1:])
        if not figures and is_bare_period(row.span.text):
            period = row.span.text
        elif period:
            over[position] = period
    return over


def counts(label: str) -> bool:
    """Whether a row's label says that its figures are no amounts of money."""
    return _COUNTS.search(label) is not None


def is_stock(texts: Iterable[str]) -> bool:
    """Whether figures are what was there at the end of a period, by the first of ``texts`` (the most telling first)
    that says whether they are: assets are, additions to them are not."""
    for text in texts:
        if _FLOW.search(text):
            return False
        if _STOCK.search(text):
            return True
    return False


def is_priced(number: Number, label: str) -> bool:
    """Whether a figure is money for certain: in a column that prints percentages too, few say what they are."""
    return bool(number.currency) or scale_of(label) is not None


def has_percentages(table: Table, column: int) -> bool:
    return any(number.percent for number in _numbers(table, column))


def _is_balance(label: str) -> bool:
    """ "Balance at end of year", "Goodwill, January 1, 2014"."""
    return _BALANCE.search(label) is not None or (bool(read_heading(label).dates) and not is_bare_period(label))


def _numbers(table: Table, column: int) -> list[Number]:
    return [number for row in table.body if (number := parse_number(row.cells[column].text)) is not None]


def _says_period(word: str) -> bool:
    return not re.search(r"[A-Za-z%]", _PERIOD_WORDS.sub(" ", word))


def _is_money(table: Table, column: int, measures: Measures) -> bool:
    numbers = _numbers(table, column)
    if any(number.currency for number in numbers):
        return True
    return bool(numbers) and measures.stated and not has_percentages(table, column)

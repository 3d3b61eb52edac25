"""From the headings over a table's columns to the periods of its figures."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from core.types import Period, Row, Table
from domains.sec_filings.dates import MONTH_DAY, find_dates, make_date, month_number
from domains.sec_filings.facts.calendar import FiscalCalendar, span_without_calendar

_NUMBERS = {
    "three": 3, "six": 6, "nine": 9, "twelve": 12, "thirteen": 13, "fourteen": 14, "sixteen": 16, "twenty-six": 26,
    "twenty-seven": 27, "twenty-four": 24, "twenty-eight": 28, "thirty-six": 36, "thirty-nine": 39, "forty": 40,
    "fifty-two": 52, "fifty-three": 53,
}  # fmt: skip
_COUNT = rf"(\d{{1,2}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True)).replace('-', '[ -]?')})"
_MONTHS = re.compile(rf"\b{_COUNT}[ -]*(?:\(\d+\)[ -]*)?months?\b", re.IGNORECASE)
_WEEKS = re.compile(rf"\b{_COUNT}[ -]*(?:\(\d+\)[ -]*)?weeks?\b", re.IGNORECASE)
_QUARTER = re.compile(
    r"\b(?:([1-4])Q|Q([1-4])|(first|second|third|fourth)[ -]+(?:fiscal[ -]+)?quarter)\b", re.IGNORECASE
)
_SHORT_QUARTER = re.compile(r"\b(?:([1-4])Q|Q([1-4]))\s?['\u2019]?((?:20)?\d\d)\b(?![,.]\d)", re.IGNORECASE)
_FROM_TO = re.compile(r"\b(?:from|through|thru|to)\b", re.IGNORECASE)
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
_QUARTERLY = re.compile(r"\bquarters?\b|\bquarterly\b", re.IGNORECASE)
_TO_DATE = re.compile(r"\byear[ -]?to[ -]?date\b|\bYTD\b|\bfiscal year to date\b", re.IGNORECASE)
_YEARLY = re.compile(
    r"\b(?:fiscal\s+|full\s+|calendar\s+)?years?\b(?![ -]*(?:to|over))|\bannual\b|\bFY\b", re.IGNORECASE
)
_YEAR = re.compile(r"(?<![\d,.$/])(?:FY\s?)?((?:19|20)\d\d)(?![\d,./%])|\bFY\s?['\u2019]?(\d\d)\b", re.IGNORECASE)
_NO_PERIOD = re.compile(
    r"%|\bper ?cent|\bpct\b|\bchanges?\b|\bvariance|\b(?:in|de)creases?\b|\bgrowth\b|\bfav|\bunfav"
    r"|\b(?:versus|vs\.?)(?:\s|$)"
    r"|\bpro[ -]?forma|\badjustments?\b|\beffects? of\b|\bnotes?\b(?! payable)|\bguidance\b|\boutlook\b|\bforecast"
    r"|\beliminat|\bconstant currency|\bnon-?gaap\b|\bimpact\b",
    re.IGNORECASE,
)

_PARTS = (6, 9, 12)  # months that say which part of a year they are, without a date
_SPLINTER = 0.25  # of the rows of the fullest column for the same period
_TO_DATE_LENGTH = (-1, 0)  # from the first day of the fiscal year


@dataclass(frozen=True, slots=True)
class Reading:
    """What one text says about a period; None or 0 where it says nothing."""

    dates: tuple[date, ...] = ()
    year: int | None = None
    month_day: tuple[int, int] | None = None
    quarter: int | None = None
    months: int = 0
    weeks: int = 0
    to_date: bool = False
    begins: date | None = None


def read_heading(text: str) -> Reading:
    """The dates, the year and the length of time that a heading or caption names."""
    text = _SHORT_QUARTER.sub(_spelt_out, text)
    dates = tuple(found.date for found in find_dates(text))
    month_day = MONTH_DAY.search(text)
    year = _YEAR.search(text)
    months, weeks, quarter = _MONTHS.search(text), _WEEKS.search(text), _QUARTER.search(text)
    return Reading(
        dates=dates,
        year=_four_digits(year) if year else None,
        month_day=(month_number(month_day[1]), int(month_day[2])) if month_day else None,
        quarter=_quarter_number(quarter) if quarter else None,
        months=_count(months) if months else _named_length(text, quarter is not None),
        weeks=_count(weeks) if weeks else 0,
        to_date=_TO_DATE.search(text) is not None,
        begins=dates[0] if len(dates) == 2 and dates[0] < dates[1] and _FROM_TO.search(text) else None,
    )


def period_columns(table: Table, caption: str, calendar: FiscalCalendar | None, *, months: int) -> dict[int, Period]:
    """The columns whose figures belong to one period each.

    ``months`` is the length of time of columns that do not say it, 0 for instants (a balance sheet). ``caption`` is
    what stands above the table. Columns of changes, percentages and notes have no period and are left out, and so are
    columns without figures.
    """
    filled = filled_columns(table)
    readings = _readings(table, filled)
    if not readings:
        readings = _readings_above(caption, filled)
    if months:
        readings = _fill_lengths(readings)
    context = read_heading(f"{_label_heading(table)} {caption}")
    dated = _dated_years(readings, context)
    found: dict[int, Period] = {}
    for column, reading in readings.items():
        if reading.year in dated and not reading.dates and not reading.month_day:
            reading = replace(reading, dates=(dated[reading.year],))
        period = _period(reading, context, calendar, months)
        if period is not None:
            found[column] = period
    return _without_splinters(found, table)


def named_period(text: str, caption: str, calendar: FiscalCalendar | None, *, months: int) -> Period | None:
    """The period that a text by itself names, such as a heading over rows; ``caption`` and ``months`` as above."""
    return _period(read_heading(text), read_heading(caption), calendar, months)


def says_length(text: str) -> bool:
    """Whether a text names a length of time."""
    reading = read_heading(text)
    return bool(reading.months or reading.weeks or reading.to_date or reading.quarter)


def one_year(text: str) -> bool:
    """Whether a text names one year, however often."""
    return len({_four_digits(match) for match in _YEAR.finditer(text)}) == 1


def _without_splinters(periods: dict[int, Period], table: Table) -> dict[int, Period]:
    """Of two columns for one period, the one that is all but empty is a splinter of the other."""
    filled = {column: sum(1 for row in table.body if _has_digit(row.cells[column].text)) for column in periods}
    fullest: dict[Period, int] = {}
    for column, period in periods.items():
        fullest[period] = max(fullest.get(period, 0), filled[column])
    return {column: period for column, period in periods.items() if filled[column] > fullest[period] * _SPLINTER}


def _label_heading(table: Table) -> str:
    return " ".join(row.cells[0].text for row in table.rows[: table.header_rows])


def filled_columns(table: Table) -> list[int]:
    """The columns in which some row of the body prints a number."""
    width = len(table.rows[0].cells) if table.rows else 0
    return [column for column in range(1, width) if any(_has_digit(row.cells[column].text) for row in table.body)]


def _has_digit(text: str) -> bool:
    return any(character.isdigit() for character in text)


def _readings(table: Table, columns: Sequence[int]) -> dict[int, Reading]:
    headings = {column: _heading(table, column) for column in columns}
    return {
        column: reading
        for column, text in headings.items()
        if text and not _NO_PERIOD.search(text)
        for reading in [read_heading(text)]
        if reading.dates or reading.year or reading.quarter or reading.month_day or reading.months in _PARTS
    }


def _heading(table: Table, column: int) -> str:
    """The text over the column without titles that stand in one cell of a wider table."""
    texts = [row.cells[column].text for row in table.rows[: table.header_rows] if not _is_title_row(row)]
    return " ".join(text for text in texts if text)


def _is_title_row(row: Row) -> bool:
    """Whether one text, printed once, is all of the row, and no period."""
    places = [place for place, cell in enumerate(row.cells) if place and cell.text]
    texts = {row.cells[place].text for place in places}
    if len(row.cells) < 3 or len(texts) != 1 or places[-1] - places[0] >= len(places):
        return False
    return read_heading(texts.pop()) == Reading()


def _readings_above(caption: str, columns: Sequence[int]) -> dict[int, Reading]:
    """For a table whose column headings were read as text: a run of years in the caption, one for each column."""
    if len(columns) < 2:
        return {}
    run = re.search(rf"(?<![\d,.$])(?:(?:19|20)\d\d\s+){{{len(columns) - 1}}}(?:19|20)\d\d(?![\d,.%])", caption)
    years = re.findall(r"\d{4}", run[0]) if run else []
    return {column: Reading(year=int(year)) for column, year in zip(columns, years, strict=False)}


def _dated_years(readings: Mapping[int, Reading], context: Reading) -> dict[int | None, date]:
    """The days that a caption names for columns headed by bare years: "At January 1, 2017 and January 3, 2016"."""
    years = sorted({reading.year for reading in readings.values() if reading.year}, reverse=True)
    days = sorted(set(context.dates), reverse=True)
    if len(years) != len(days) or any(abs(day.year - year) > 1 for year, day in zip(years, days, strict=True)):
        return {}
    return dict(zip(years, days, strict=True))


def _fill_lengths(readings: dict[int, Reading]) -> dict[int, Reading]:
    """A length of time that stands over the first of several columns holds for those after it."""
    filled: dict[int, Reading] = {}
    last: Reading | None = None
    for column, reading in readings.items():
        if reading.months or reading.weeks or reading.to_date or reading.quarter:
            last = reading
        elif last is not None and not last.quarter:
            month_day = reading.month_day or last.month_day
            reading = replace(reading, month_day=month_day, months=last.months, weeks=last.weeks, to_date=last.to_date)
        filled[column] = reading
    return filled


def _period(reading: Reading, context: Reading, calendar: FiscalCalendar | None, months: int) -> Period | None:
    length = _length(reading, context, months)
    end = _end(reading, context, calendar, whole_year=_is_year(length) if months else True)
    if end is None:
        return None
    if not months:
        return calendar.instant(end) if calendar else Period(end=end)
    if reading.begins:
        known = calendar.instant(end) if calendar else Period(end=end)
        return replace(known, start=reading.begins)
    if calendar is None:
        return span_without_calendar(end, months=length[0], weeks=length[1])
    if length == _TO_DATE_LENGTH:
        length = calendar.months_to(end), 0
    return calendar.span(end, months=length[0], weeks=length[1])


def _end(reading: Reading, context: Reading, calendar: FiscalCalendar | None, *, whole_year: bool) -> date | None:
    """The last day that a column speaks of. A bare year is the company's fiscal year, or the same part of it."""
    if reading.dates:
        return reading.dates[-1]
    year = reading.year or (context.year if reading.month_day or reading.quarter or reading.months else None)
    if year is None:
        return None
    if reading.month_day:
        return make_date(year, *reading.month_day)
    quarter = reading.quarter or (reading.months // 3 if reading.months in _PARTS and not reading.year else 0)
    if quarter and calendar:
        return calendar.end_of_quarter(year, quarter)
    if context.month_day and not (calendar and calendar.weekly):
        return make_date(year, *context.month_day)
    if calendar is None:
        return None
    return calendar.end_of_year(year) if whole_year else calendar.same_day(year)


def _length(reading: Reading, context: Reading, months: int) -> tuple[int, int]:
    """Months and weeks of a column, read from its heading, else from the caption, else ``months``."""
    for source in (reading, context):
        if source.weeks:
            return 0, source.weeks
        if source.to_date:
            return _TO_DATE_LENGTH
        if source.months:
            return source.months, 0
    return months, 0


def _is_year(length: tuple[int, int]) -> bool:
    return length[0] == 12 or length[1] >= 52


def _named_length(text: str, one_quarter: bool) -> int:
    if one_quarter or (_QUARTERLY.search(text) and not _TO_DATE.search(text)):
        return 3
    return 12 if _YEARLY.search(text) and not _TO_DATE.search(text) else 0


def _spelt_out(match: re.Match[str]) -> str:
    """ "1Q23" as "Q1 2023"."""
    return f"Q{match[1] or match[2]} {int(match[3]) % 100 + 2000}"


def _quarter_number(match: re.Match[str]) -> int:
    return int(match[1] or match[2]) if match[1] or match[2] else _ORDINALS[match[3].lower()]


def _count(match: re.Match[str]) -> int:
    word = match[1].lower()
    return int(word) if word.isdigit() else _NUMBERS[re.sub(r"[ -]+", "-", word)]


def _four_digits(match: re.Match[str]) -> int:
    return int(match[1]) if match[1] else 2000 + int(match[2])

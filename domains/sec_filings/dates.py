"""Dates as filings print them: "December 31, 2022", "31 December 2022", "12/31/2022", "2022-12-31"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_YEAR = r"(?:19|20)\s?\d\s?\d(?!\d)"
DATE = (
    rf"(?:{_MONTH}\s*\d{{1,2}}(?:st|nd|rd|th)?\s*,?\s*{_YEAR}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:day\s+of\s+)?{_MONTH}\s*,?\s*{_YEAR}"
    r"|\d{1,2}/\d{1,2}/(?:19|20)\d\d(?!\d)|(?:19|20)\d\d-\d\d-\d\d(?!\d))"
)
MONTH_DAY = re.compile(rf"\b({_MONTH})\s*(\d{{1,2}})(?!\d)", re.IGNORECASE)
_ANY_DATE = re.compile(rf"(?<!\w){DATE}", re.IGNORECASE)
_NUMERIC = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})$|(\d{4})-(\d\d)-(\d\d)$")


@dataclass(frozen=True, slots=True)
class DatedText:
    """A date and where in the text it is printed."""

    date: date
    start: int
    end: int


def parse_date(text: str) -> date | None:
    """The first date printed in ``text``, or None."""
    return next((found.date for found in find_dates(text)), None)


def find_dates(text: str) -> Iterator[DatedText]:
    """Every date of the calendar that ``text`` prints, in order."""
    for match in _ANY_DATE.finditer(text):
        value = _value(match[0])
        if value is not None:
            yield DatedText(value, match.start(), match.end())


def month_number(name: str) -> int:
    """1 to 12 for an English month name, whole or abbreviated."""
    return _MONTHS.index(name[:3].lower()) + 1


def make_date(year: int, month: int, day: int) -> date | None:
    """The date, or None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def add_months(day: date, months: int) -> date:
    """``day`` moved by whole months; the end of a month stays the end of a month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = _last_day(year, month + 1)
    at_end = day.day == _last_day(day.year, day.month)
    return date(year, month + 1, last if at_end else min(day.day, last))


def add_business_days(day: date, count: int) -> date:
    """``day`` plus ``count`` weekdays; public holidays are not known here."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day


def _value(printed: str) -> date | None:
    numeric = _NUMERIC.match(printed)
    if numeric:
        month, day, year, iso_year, iso_month, iso_day = (int(group) if group else 0 for group in numeric.groups())
        return make_date(year or iso_year, month or iso_month, day or iso_day)
    month_name = re.search(_MONTH, printed, re.IGNORECASE)
    year_text = re.search(rf"{_YEAR}$", printed)
    if month_name is None or year_text is None:
        return None
    day_text = re.search(r"\d{1,2}", printed[: year_text.start()])
    if day_text is None:
        return None
    return make_date(int(re.sub(r"\s", "", year_text[0])), month_number(month_name[0]), int(day_text[0]))


def _last_day(year: int, month: int) -> int:
    return (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day

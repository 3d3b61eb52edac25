"""The fiscal calendar of one company, as far as one filing shows it: from dates to fiscal periods and back."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from core.types import Period
from domains.sec_filings.dates import add_months, month_number
from domains.sec_filings.filing import FilingMetadata, Form
from domains.sec_filings.metadata.fiscal import fiscal_year_of, quarter_of, year_end_after

_DAY = timedelta(days=1)
_SLACK = 10  # days by which a 52/53-week year may end after the usual day
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = rf"(?P<weekday>{'|'.join(_WEEKDAYS)})"
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_MONTH = rf"(?P<month>{_MONTHS})(?:\s+(?P<day>\d{{1,2}}))?"
_RULES = (
    re.compile(rf"\b(?P<last>last|final)\s+{_WEEKDAY}\s+(?:in|of)\s+(?:the\s+month\s+of\s+)?{_MONTH}", re.IGNORECASE),
    re.compile(
        rf"{_WEEKDAY}\s+(?:that\s+(?:is|falls)\s+)?(?:closest|nearest)\s+(?:to\s+)?(?:the\s+(?:end|last\s+day)\s+of\s+)?(?:the\s+month\s+of\s+)?{_MONTH}",
        re.IGNORECASE,
    ),
)


@dataclass(frozen=True, slots=True)
class YearEndRule:
    """On what day a company's 52/53-week years end: the last such weekday of a month, or the one nearest to a day."""

    weekday: int
    month: int
    day: int | None
    last: bool

    def near(self, around: date) -> date:
        """The year end closest to ``around``."""
        ends = (self._in(year) for year in (around.year - 1, around.year, around.year + 1))
        return min(ends, key=lambda end: abs((end - around).days))

    def _in(self, year: int) -> date:
        target = date(year, self.month, self.day) if self.day else _month_end(year, self.month)
        last = target - timedelta(days=(target.weekday() - self.weekday) % 7)
        return last if self.last else _nearest(target, self.weekday)


def find_rule(texts: Iterable[str]) -> YearEndRule | None:
    """The rule that a filing states for the end of its fiscal year ("the last Saturday of September")."""
    for text in texts:
        if "day" in text and ("fiscal" in text or "week" in text):
            match = next((found for rule in _RULES if (found := rule.search(text))), None)
            if match:
                groups = match.groupdict()
                day = int(groups["day"]) if groups["day"] and int(groups["day"]) <= 31 else None
                weekday = _WEEKDAYS.index(groups["weekday"].lower())
                month = month_number(groups["month"])
                in_month = day is not None and day <= _month_end(2023, month).day
                return YearEndRule(weekday, month, day if in_month else None, last=bool(groups.get("last")))
    return None


@dataclass(frozen=True, slots=True)
class FiscalCalendar:
    """``year_end`` closes fiscal year ``year``; ``latest`` closes this filing's period; ``ends`` are the year ends that
    the filing prints. ``weekly``: some of its periods end within a month, so they are counted in weeks."""

    year_end: date
    year: int
    latest: date
    weekly: bool = False
    rule: YearEndRule | None = None
    ends: Mapping[int, date] = field(default_factory=dict)

    @classmethod
    def of(
        cls, metadata: FilingMetadata, printed: Iterable[date] = (), rule: YearEndRule | None = None
    ) -> "FiscalCalendar | None":
        """None where the filing names no period. Without a quarter, its period is taken to end the fiscal year; without
        a date, its fiscal year is taken to be the calendar year.

        ``printed`` are the days over the columns of its statements; those that can be ends of fiscal years are. They
        alone count for an 8-K, whose own date is that of an event.
        """
        days = sorted(set(printed))
        if metadata.form is Form.CURRENT and days:
            return cls._of_columns(days, rule)
        end = metadata.period_end if metadata.form is not Form.CURRENT else None
        if end is None:
            return cls._of_calendar_year(metadata) if metadata.fiscal_year else None
        year_end = year_end_after(end, metadata.fiscal_quarter) if metadata.fiscal_quarter else end
        year = metadata.fiscal_year if metadata.fiscal_year is not None else year_end.year
        plain = cls(year_end, year, end, weekly=not _is_month_end(end), rule=rule)
        ends = {plain.year_of(day): day for day in days if plain._may_end_a_year(day)}
        if not metadata.fiscal_quarter:
            ends[year] = end
        year, year_end = max(ends.items(), default=(year, year_end))
        weekly = rule is not None or not all(_is_month_end(day) for day in (end, *ends.values()))
        return cls(year_end, year, end, weekly, rule, ends)

    @classmethod
    def _of_columns(cls, days: Sequence[date], rule: YearEndRule | None) -> "FiscalCalendar":
        """From the latest day and the year end before it, with which a balance sheet compares."""
        latest = days[-1]
        gaps = [round((latest - day).days / 91.3) for day in days if 60 < (latest - day).days < 300]
        year_end = year_end_after(latest, min(gaps, default=4))
        weekly = rule is not None or not _is_month_end(latest)
        return cls(year_end, fiscal_year_of(year_end), latest, weekly, rule)

    @classmethod
    def _of_calendar_year(cls, metadata: FilingMetadata) -> "FiscalCalendar":
        year = metadata.fiscal_year or 0
        end = date(year, 12, 31)
        return cls(end, year, add_months(end, 3 * ((metadata.fiscal_quarter or 4) - 4)))

    def end_of_year(self, year: int) -> date:
        """The last day of fiscal year ``year``."""
        if year in self.ends:
            return self.ends[year]
        day = add_months(self.year_end, 12 * (year - self.year))
        if self.rule:
            return self.rule.near(day)
        return day if _is_month_end(self.year_end) else _nearest(day, self.year_end.weekday())

    def end_of_quarter(self, year: int, quarter: int) -> date:
        """The last day of a quarter; in years of weeks, of thirteen weeks each from the end of the year back."""
        end = self.end_of_year(year)
        return end - timedelta(days=91 * (4 - quarter)) if self.weekly else add_months(end, -3 * (4 - quarter))

    def same_day(self, year: int) -> date:
        """The day of fiscal year ``year`` that answers to the end of this filing's period."""
        day = add_months(self.latest, 12 * (year - self.year_of(self.latest)))
        return _nearest(day, self.latest.weekday()) if self.weekly else day

    def year_of(self, day: date) -> int:
        """The fiscal year that ``day`` lies in."""
        return self.year + math.ceil(((day - self.year_end).days - _SLACK) / 365.25)

    def months_to(self, day: date) -> int:
        """The months of a year to date that ends on ``day``."""
        return 3 * quarter_of(day, self.year_end)

    def instant(self, day: date) -> Period:
        """Without a quarter where the day ends a fiscal year."""
        quarter = quarter_of(day, self.year_end)
        return Period(end=day, fiscal_year=self.year_of(day), fiscal_quarter=quarter if quarter < 4 else None)

    def span(self, end: date, *, months: int = 0, weeks: int = 0) -> Period:
        """A duration that ends on ``end``: a quarter, a year to date (from its first day) or a year (no quarter)."""
        months = months or round(weeks * 12 / 52)
        year, quarter = self.year_of(end), quarter_of(end, self.year_end)
        if months == 3 * quarter:
            start = self.end_of_year(year - 1) + _DAY
        elif weeks or self.weekly:
            start = end - timedelta(days=7 * (weeks or round(months * 13 / 3))) + _DAY
        else:
            start = add_months(end, -months) + _DAY
        return Period(end=end, start=start, fiscal_year=year, fiscal_quarter=None if months == 12 else quarter)

    def _may_end_a_year(self, day: date) -> bool:
        return abs((day - self.end_of_year(self.year_of(day))).days) <= _SLACK


def span_without_calendar(end: date, *, months: int = 0, weeks: int = 0) -> Period:
    """A duration in a document that does not say when the company's fiscal year ends."""
    start = end - timedelta(days=7 * weeks) if weeks else add_months(end, -months)
    return Period(end=end, start=start + _DAY)


def _is_month_end(day: date) -> bool:
    return (day + _DAY).day == 1


def _month_end(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - _DAY


def _nearest(day: date, weekday: int) -> date:
    ahead = (weekday - day.weekday()) % 7
    return day + timedelta(days=ahead if ahead <= 3 else ahead - 7)

"""Fiscal years, as companies name them, and the legal deadlines of periodic reports."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from domains.sec_filings.dates import add_business_days, add_months
from domains.sec_filings.filing import Form

_NAMED_YEAR = re.compile(
    r"\b(?:fiscal(?:\s+year)?|FY)\s?(?:((?:19|20)\d\d)\b|['\u2019]?(\d\d)\b(?![,.]?\d))", re.IGNORECASE
)
FAR_MORE = 1.5
_ANNUAL_DAYS = {"large": 60, "accelerated": 75}
_QUARTERLY_DAYS = {"large": 40, "accelerated": 40}


def fiscal_year_of(year_end: date, texts: Iterable[str] = ()) -> int:
    """The year by which a company names its fiscal year that ends on ``year_end``.

    Most companies use the calendar year of the end. Those whose year ends around New Year or in winter often use the
    year before: then what the document itself says decides, read from ``texts``. A document speaks most of its
    current year, nearly as much of the prior one, and less of the next and of the one before. So a year before the
    end that is named far more than the year of the end is the current one; else whichever of "fiscal <end>" and
    "fiscal <end - 2>" is mentioned more shows which pair is meant.
    """
    end = year_end.year
    if year_end.month == 1 and year_end.day <= 7:
        return end - 1
    if year_end.month >= 6 or (year_end.month == 12):
        return end
    named = named_years(texts)
    if named[end - 1] > FAR_MORE * named[end]:
        return end - 1
    if named[end] != named[end - 2]:
        return end if named[end] > named[end - 2] else end - 1
    return end - 1 if _is_retail_year_end(year_end) else end


def named_years(texts: Iterable[str]) -> Counter[int]:
    """How often each year is called a fiscal year: "fiscal 2023", "fiscal year 2023", "FY23"."""
    counts: Counter[int] = Counter()
    for text in texts:
        counts.update(int(full or f"20{short}") for full, short in _NAMED_YEAR.findall(text))
    return counts


def _is_retail_year_end(day: date) -> bool:
    """Whether the day is a weekend day around 31 January, where retailers end a year named after its start."""
    return date(day.year, 1, 24) <= day <= date(day.year, 2, 6) and day.day != 31


def year_end_after(period_end: date, quarter: int) -> date:
    """The end, to within days, of the fiscal year whose ``quarter`` ends on ``period_end``."""
    return add_months(period_end, 3 * (4 - quarter))


def quarter_of(period_end: date, year_end: date) -> int:
    """The quarter, 1 to 4, that ends on ``period_end`` where some fiscal year ends on ``year_end``, to within weeks."""
    days = (period_end - year_end).days % 365.25
    return round(days / 91.3) % 4 or 4


def deadline(form: Form, period_end: date, filer: str | None) -> date:
    """The last day on which ``form`` may be filed: by General Instruction A of Forms 10-K and 10-Q and B.1 of 8-K.

    ``filer`` is "large", "accelerated" or None for others. Earnings releases have no deadline; they precede the
    report of the same period, whose deadline bounds them.
    """
    if form is Form.CURRENT:
        return add_business_days(period_end, 4)
    if form is Form.QUARTERLY:
        return period_end + timedelta(days=_QUARTERLY_DAYS.get(filer or "", 45))
    if form is Form.EARNINGS:
        return period_end + timedelta(days=45)
    return period_end + timedelta(days=_ANNUAL_DAYS.get(filer or "", 90))

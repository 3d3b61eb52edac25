"""Earnings and press releases, which reach an analyst without a form cover."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core.types import Page
from domains.sec_filings.dates import DATE, find_dates, parse_date
from domains.sec_filings.filing import Form
from domains.sec_filings.metadata.company import company_key, display_name
from domains.sec_filings.metadata.fiscal import fiscal_year_of, year_end_after
from domains.sec_filings.metadata.registrant import is_name
from domains.sec_filings.patterns import phrases

_QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
_QUARTER = re.compile(
    r"\b(?P<word>first|second|third|fourth)[\s-]*(?:fiscal[\s-]+)?quarter"
    r"|\b(?P<ordinal>[1-4])(?:st|nd|rd|th)[\s-]+quarter"
    r"|\bQ(?P<q>[1-4])(?=\W|F|$)|\b(?P<qq>[1-4])Q(?=\d|\W|F|$)",
    re.IGNORECASE,
)
_YEAR = re.compile(
    r"(?<!\d)(?<!\d,)(?<!\d,\s)(20\d\d)\b(?!\s*%)|(?:FY\s?|(?<=\d)Q\s?|['\u2019])(\d\d)\b", re.IGNORECASE
)
_RESULTS = re.compile(
    r"\b" + phrases("results", "earnings", "revenues?", "net income", "(?:net )?sales", "EPS", "performance") + r"\b",
    re.IGNORECASE,
)
_REPORTS = (
    r"(?:report(?:s|ed)|announce[sd]|release[sd]|deliver(?:s|ed)|post(?:s|ed)|issue[sd]|provide[sd]|achieve[sd]|generate[sd]"
    r"|records|declare[sd]|welcome[sd]|appoint(?:s|ed)|name[sd]|complete[sd])\b"
)
_LISTED = re.compile(
    r"(?P<name>[^()]{2,120})(?:\([^()]{1,60}\)\s*){0,3}\((?:[^()]{0,60}?\b)?"
    r"(?:NYSE|N[Aa][Ss][Dd][Aa][Qq]|New\s+York\s+Stock\s+Exchange|OTC|C[Bb][Oo][Ee]|AMEX)[^():]{0,40}[:;]\s*"
    r"[\"\u201c]?(?P<ticker>[A-Z]{1,5}(?:[.\-/][A-Z]{1,2})?)\b"
)
_SAID = re.compile(rf"(?P<name>[^\n;:]{{2,120}}?)(?:,?\s*\([^()]{{1,80}}\)){{0,3}},?\s+today,?\s+(?:\w+\s+)?{_REPORTS}")
_HEADLINE = re.compile(rf"^[^\w\n]*(?P<name>[^\n]{{2,80}}?)\s+(?:today\s+)?{_REPORTS}", re.IGNORECASE | re.MULTILINE)
_DATELINE = re.compile(r"\s-\s|--+|[\u2013\u2014]|/\s|\)\s*-|\.{3}|\d{4}\s*[:)]\s")
_NAME_TAIL = re.compile(
    r"(?:(?:[A-Z0-9][\w.'\u2019&/!+-]*|[a-z]{1,2}[A-Z][\w.'\u2019&-]*|&|and|of|the|for|de)(?:,?\s+|,?$))+$"
)
_ENDED = re.compile(
    rf"(quarter|months|weeks|year|period)\s*(?:\([^)]*\)\s*)?(?:which\s+)?ended\s*:?\s*({DATE})", re.IGNORECASE
)
_EXHIBIT = re.compile(r"^\W*(?:Exhibit|EX)[\s-]*(\d{1,3}(?:\.\d+)?)\b", re.IGNORECASE | re.MULTILINE)
_ANNUAL_REPORT = re.compile(
    r"\b(20\d\d)\s+annual\s+report|annual\s+report\s+(?:to\s+\w+holders\s+)?(?:for\s+)?(?:fiscal\s+)?(20\d\d)",
    re.IGNORECASE,
)
_PRONOUNS = frozenset({"we", "it", "company", "board", "board of directors", "board of", "he", "she"})
_PRESS = re.compile(
    phrases(
        "for (?:immediate )?release",
        "(?:news|press) release",
        "prnewswire",
        r"business\s?wire",
        r"globe\s?newswire",
        "marketwired?",
        "today (?:announced|reported|released|issued)",
        "media contact",
        "investor (?:relations|contact)",
    ),
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Release:
    """What a document without a cover says of itself."""

    form: Form
    company: str | None
    ticker: str | None
    released_at: date | None
    period_end: date | None
    fiscal_year: int | None
    fiscal_quarter: int | None


def read_release(pages: Sequence[Page]) -> Release:
    """Reads the head of a press release, a loose exhibit or a report without a cover; every field may be missing."""
    head = "\n".join(page.text for page in pages[:2])[:9_000]
    form = _form(head)
    name, ticker = _company(head) if form is not Form.ANNUAL_REPORT else (None, None)
    released = _released_at(head[:3_500]) if form is not Form.ANNUAL_REPORT else None
    quarter, year = _named_period(head[:3_500], form)
    period_end = _period_end(pages, released, quarter) if form in (Form.EARNINGS, Form.ANNUAL_REPORT) else None
    year = year or _fiscal_year(pages, period_end, quarter)
    shown = display_name(name, [page.text for page in pages[:30]]) if name else None
    return Release(form, shown, ticker, released, period_end, year or (released.year if released else None), quarter)


def _form(head: str) -> Form:
    opening = head[:1_500]
    pressed = _PRESS.search(head) is not None
    reports = re.search(_REPORTS, opening, re.IGNORECASE) is not None
    if _QUARTER.search(opening) and _RESULTS.search(opening) and (pressed or reports):
        return Form.EARNINGS
    if re.search(r"full[\s-]+year|fiscal\s+year", opening, re.IGNORECASE) and _RESULTS.search(opening) and pressed:
        return Form.EARNINGS
    if _ANNUAL_REPORT.search(opening):
        return Form.ANNUAL_REPORT
    return Form.EXHIBIT if _EXHIBIT.search(opening) else Form.OTHER


def _company(head: str) -> tuple[str | None, str | None]:
    """The name before "(NYSE: …)", before "today announced", or at the start of the headline; and the ticker."""
    listed = _LISTED.search(head)
    ticker = listed["ticker"].replace("/", ".") if listed else None
    for pattern in (_LISTED, _SAID, _HEADLINE):
        for match in pattern.finditer(head):
            name = _trailing_name(match["name"])
            if name:
                return name, ticker
    return None, ticker


def _trailing_name(text: str) -> str | None:
    """The run of capitalised words that ends ``text``, after the place and date of a dateline."""
    flat = " ".join(text.split()).rstrip(" ,")
    tail = _NAME_TAIL.search(_DATELINE.split(flat)[-1].strip())
    name = re.sub(r"^(?:(?:and|of|for|the(?=\s+[a-z]))\s+)+", "", tail[0].strip(" ,")) if tail else ""
    name = re.sub(rf"^.*{DATE}\W*", "", name)
    return name if is_name(name) and company_key(name) not in _PRONOUNS else None


def _released_at(lead: str) -> date | None:
    """The date of the dateline, which is the first date that does not close a period."""
    for found in find_dates(lead):
        if not re.search(r"(?:ended|ending|of|at|through)\W*$", lead[max(0, found.start - 12) : found.start]):
            return found.date
    return None


def _named_period(lead: str, form: Form) -> tuple[int | None, int | None]:
    """The quarter that the headline names first, and the year named with it."""
    if form is Form.ANNUAL_REPORT:
        title = _ANNUAL_REPORT.search(lead)
        return None, int(title[1] or title[2]) if title else None
    if form is not Form.EARNINGS:
        return None, None
    first_quarter = None
    for match in _QUARTER.finditer(lead):
        quarter = _quarter_number(match)
        first_quarter = first_quarter or quarter
        year = _YEAR.search(lead[match.start() : match.end() + 45]) or _YEAR.search(
            lead[max(0, match.start() - 6) : match.start()]
        )
        if quarter == first_quarter and year:
            return quarter, int(year[1] or f"20{year[2]}")
    return first_quarter, None


def _quarter_number(match: re.Match[str]) -> int:
    if match["word"]:
        return _QUARTERS[match["word"].lower()]
    return int(match["ordinal"] or match["q"] or match["qq"])


def _period_end(pages: Sequence[Page], released: date | None, quarter: int | None) -> date | None:
    """The end of the period reported on: the latest that several places name, within months before the release.

    The first three quarters never end with a fiscal year, whose end a release also names (of its last annual report).
    """
    counts: Counter[date] = Counter()
    for page in pages[:12]:
        for unit, printed in _ENDED.findall(page.text):
            day = parse_date(printed)
            if day and not (quarter in (1, 2, 3) and unit.lower() == "year"):
                counts[day] += 1
    past = {day: count for day, count in counts.items() if released is None or 0 <= (released - day).days <= 130}
    return max(past, key=lambda day: (past[day] * 4 >= max(past.values()), day)) if past else None


def _fiscal_year(pages: Sequence[Page], period_end: date | None, quarter: int | None) -> int | None:
    if period_end is None:
        return None
    return fiscal_year_of(year_end_after(period_end, quarter or 4), [page.text for page in pages])

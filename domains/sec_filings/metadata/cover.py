"""The cover page of a filing: the form's own fields, read by the captions the form prescribes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core.types import Page
from domains.sec_filings.dates import DATE, find_dates, parse_date
from domains.sec_filings.filing import Form
from domains.sec_filings.metadata.registrant import registrant_names
from domains.sec_filings.structure.items import items_of

_COVER_SEARCH_PAGES = 40
_COVER_CHARACTERS = 14_000
_FORMS = {"10K": Form.ANNUAL, "10Q": Form.QUARTERLY, "8K": Form.CURRENT}
_COMPACT_FORM = re.compile(
    r"(?:FORM|SCHEDULE)"
    r"(10-?K(?:T|SB|405)?|10-?Q(?:T|SB)?|8-?K(?:12[BG])?|\d{1,2}-?[A-Z]{1,4}|[SF]-?\d{1,2})(/A)?"
)
_REPORT_KINDS = (
    ("QUARTERLYREPORTPURSUANTTOSECTION", Form.QUARTERLY),
    ("ANNUALREPORTPURSUANTTOSECTION", Form.ANNUAL),
    ("CURRENTREPORTPURSUANTTOSECTION", Form.CURRENT),
)
_MARKS = (
    "WASHINGTON,D",
    "NAMEOFREGISTRANT",
    "EXACTNAME",
    "COMMISSIONFILE",
    "PURSUANTTOSECTION",
    "SECTION13",
    "IDENTIFICATIONN",
)
_PERIOD = re.compile(
    r"(?:fiscal\s+year|quarterly\s+period|quarter|fiscal\s+quarter|year|period|weeks?|months?)\s*(?:\([^)]{1,30}\)\s*)?"
    rf"ended\s*:?[\s_]*({DATE})",
    re.IGNORECASE,
)
_TRANSITION = re.compile(rf"transition\s+period\s+from\s*:?\s*{DATE}\s*to\s*:?\s*({DATE})", re.IGNORECASE)
_EVENT_CAPTION = re.compile(
    r"Date\s+of\s+(?:earliest\s+event\s+)?report(?:ed)?\b(?:[\s(]*Date\s+of\s+(?:the\s+)?earliest\s+event\s+reported)?",
    re.IGNORECASE,
)
_EVENT_REACH = 90  # characters between the caption and its date, on either side
_FILED = re.compile(rf"filed\s+with\s+the\s+Securities\s+and\s+Exchange\s+Commission\s+on\s+({DATE})", re.IGNORECASE)
_CIK = re.compile(
    r"(?:Central\s+Index\s+Key|\bCIK)(?:\s+(?:No\.?|Number|Code))?\s*[:#)]*\s*(\d{6,10})\b", re.IGNORECASE
)
_SYMBOL_TABLE = re.compile(
    r"Trading\s+Symbol.{0,4000}?(?:12\s?\(?g\)?|Indicate\s+by\s+check|$)", re.IGNORECASE | re.DOTALL
)
_SYMBOL_ROW = re.compile(
    r"(?<![\w.$&-])([A-Z]{1,5}(?:[.\-/ ][A-Z]{1,2})?)\s+(?:on\s+)?(?:The\s+|the\s+)?"
    r"(?:New\s+York\s+Stock|NYSE|N[Aa][Ss][Dd][Aa][Qq]|Cboe|CBOE|OTC|Chicago\s+Stock|Long-Term)"
)
_CHECKED = r"[\u2612\u2611\u2713\u2714\u2718xX\u00fe\u00fd\u0058\uf078\uf0fe\uf0fd\uf052\uf054]"
_FILERS = {
    "large": re.compile(rf"Large accelerated filer ?[\[(]? ?{_CHECKED}(?!\w)", re.IGNORECASE),
    "accelerated": re.compile(rf"(?<!Large )(?<!non-)accelerated filer ?[\[(]? ?{_CHECKED}(?!\w)", re.IGNORECASE),
}
_EVENT_ITEM = re.compile(
    r"\bitem\s*(?P<major>\d)\s?\.\s?(?P<minor>\d\d)\b[\s.:\u2013\u2014-]*(?=(?P<title>.{0,60}))", re.IGNORECASE
)
_ANNUAL_REPORT_WORDS = re.compile(
    r"annual\s+report(?!\s+on\s+form)|letter\s+to\s+(?:our\s+)?(?:share|stock)|dear\s+(?:fellow\s+)?(?:share|stock)",
    re.IGNORECASE,
)
_DASHES = str.maketrans({"\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-"})


@dataclass(frozen=True, slots=True)
class Cover:
    """What a cover states. ``names`` holds all registrants, the first of them the parent; ``filer`` as in fiscal."""

    page: int
    form: Form
    amendment: bool
    names: tuple[str, ...]
    former_names: tuple[str, ...] = ()
    period_end: date | None = None
    filed_at: date | None = None
    cik: str | None = None
    ticker: str | None = None
    filer: str | None = None
    wrapped: bool = False  # an annual report to shareholders carries the form


def read_cover(pages: Sequence[Page]) -> Cover | None:
    """The first cover page among the leading pages, or None: press releases and loose exhibits have none."""
    for index, page in enumerate(pages[:_COVER_SEARCH_PAGES]):
        head = page.text[:_COVER_CHARACTERS].translate(_DASHES)
        found = _form(head)
        if found is not None:
            form, amendment = found
            wrapped = form is Form.ANNUAL and any(_ANNUAL_REPORT_WORDS.search(before.text) for before in pages[:index])
            return _read(head, _spill(pages, index), page.number, form, amendment, wrapped)
    return None


def event_items(pages: Sequence[Page]) -> tuple[str, ...]:
    """The item numbers of a current report ("5.02"), in order: those that head a line or go on with their title."""
    titled = {item.number: item for item in items_of(Form.CURRENT)}
    numbers: dict[str, None] = {}
    for page in pages:
        for match in _EVENT_ITEM.finditer(page.text):
            number = f"{match['major']}.{match['minor']}"
            heads_line = page.text[: match.start()].rsplit("\n", 1)[-1].strip() == ""
            if number in titled and (heads_line or titled[number].is_called(match["title"])):
                numbers[number] = None
    return tuple(numbers)


def _form(head: str) -> tuple[Form, bool] | None:
    if "ommission" not in head.lower() or "xchange" not in head.lower():
        return None
    compact = re.sub(r"\s+", "", head).upper()
    start = compact.find("SECURITIESANDEXCHANGECOMMISSION")
    if start < 0 or sum(mark in compact for mark in _MARKS) < 3:
        return None
    title = _COMPACT_FORM.search(compact, start, start + 700)
    amended = bool(title and title[2]) or re.search(r"AMENDMENTNO\.?:?\d", compact[start : start + 700]) is not None
    if title:
        name = re.sub(r"-|T$|SB$|405$|12[BG]$", "", title[1])
        return _FORMS.get(name, Form.OTHER), amended
    kinds = [(compact.find(phrase), form) for phrase, form in _REPORT_KINDS if phrase in compact]
    return (min(kinds)[1], amended) if kinds else None


def _spill(pages: Sequence[Page], index: int) -> str:
    """The cover and the page after it, where long covers go on."""
    return "\n".join(page.text[:_COVER_CHARACTERS] for page in pages[index : index + 2]).translate(_DASHES)


def _read(head: str, spill: str, page: int, form: Form, amendment: bool, wrapped: bool) -> Cover:
    names, former = registrant_names(head)
    return Cover(
        page=page,
        form=form,
        amendment=amendment,
        names=names,
        former_names=former,
        period_end=_event_date(head) if form is Form.CURRENT else _period_end(head),
        filed_at=_date_in(_FILED, head),
        cik=(_first(_CIK, head) or "").zfill(10) if _CIK.search(head) else None,
        ticker=ticker_in_table(spill),
        filer=_filer(spill),
        wrapped=wrapped,
    )


def _date_in(pattern: re.Pattern[str], text: str) -> date | None:
    match = pattern.search(text)
    return parse_date(match[1]) if match else None


def _first(pattern: re.Pattern[str], text: str) -> str | None:
    match = pattern.search(text)
    return match[1] if match else None


def _period_end(head: str) -> date | None:
    return _date_in(_PERIOD, head) or _date_in(_TRANSITION, head)


def _event_date(head: str) -> date | None:
    """The earliest of the dates beside "Date of report (date of earliest event reported)", after it or above it."""
    for caption in _EVENT_CAPTION.finditer(head):
        after = re.split(
            r"exact\s+name|commission", head[caption.end() : caption.end() + _EVENT_REACH], flags=re.IGNORECASE
        )[0]
        before = head[max(0, caption.start() - _EVENT_REACH) : caption.start()]
        for text in (after, before):
            dates = [found.date for found in find_dates(text)]
            if dates:
                return min(dates)
    return None


def ticker_in_table(text: str) -> str | None:
    """The first symbol in the cover's table of securities, which has a column for it since 2019."""
    table = _SYMBOL_TABLE.search(text)
    row = _SYMBOL_ROW.search(" ".join(table[0].split())) if table else None
    return row[1].replace("/", ".") if row else None


def _filer(text: str) -> str | None:
    flat = " ".join(text.split())
    return next((name for name, pattern in _FILERS.items() if pattern.search(flat)), None)

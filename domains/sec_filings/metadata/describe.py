"""What a filing says of itself: read from its markup where it has some, else from its cover, signatures and text."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from core.types import Page, Parsed
from domains.sec_filings.dates import DATE, find_dates, make_date, parse_date
from domains.sec_filings.filing import FILED_AT, FilingMetadata, Form
from domains.sec_filings.metadata.company import company_key, display_name, spelled_name
from domains.sec_filings.metadata.cover import Cover, event_items, read_cover
from domains.sec_filings.metadata.fiscal import deadline, fiscal_year_of, quarter_of, year_end_after
from domains.sec_filings.metadata.registrant import former_names, signed_name
from domains.sec_filings.metadata.release import read_release
from domains.sec_filings.metadata.tags import CoverTags, read_tags

UNKNOWN_COMPANY = "Unknown company"

_PROSE_PAGES = 30
_SYMBOL = re.compile(
    r"\b(?:under|with)\s+the\s+(?:[\w.]+\s+){0,5}?symbols?\s*[:,]?\s*[\"\u201c\u2018'(]*([A-Z]{1,5}(?:\.[A-Z])?)\b"
    r"|\b(?:NYSE|N(?:ASDAQ|asdaq))\s*(?:Symbol)?\s*:\s*[\"\u201c]?([A-Z]{1,5}(?:\.[A-Z])?)\b"
)
_TOTAL_ASSETS = re.compile(r"\btotal\s+assets\W{0,12}\d", re.IGNORECASE)  # the line of a balance sheet
_DULY_SIGNED = re.compile(r"duly\s+caused\s+this\s+(?:\w+\s+){0,4}?(?:report|amendment|form|statement)", re.IGNORECASE)
_SIGNED_ON = re.compile(rf"\bdated?d?\b\s*(?:as\s+of|this)?\s*[:,]?[\s_]*({DATE})", re.IGNORECASE)
_RENDERED = re.compile(rf"\bfiled\s+(?:on\s+)?({DATE})", re.IGNORECASE)
_ACCESSION = re.compile(r"(?<!\d)\d{10}-\d{2}-\d{6}(?!\d)")
_YEAR_TO_DATE = re.compile(
    r"\b(?:(?P<two>(?:six|twenty[\s-]*(?:six|four|eight)|26|24|28)[\s-]*(?:months?|weeks?)|two[\s-]+(?:fiscal\s+)?quarters)"
    r"|(?P<three>(?:nine|thirty[\s-]*(?:nine|six)|forty|39|36|40)[\s-]*(?:months?|weeks?)|three[\s-]+(?:fiscal\s+)?quarters))"
    r"(?:\s+periods?)?\s+(?:that\s+)?ended",
    re.IGNORECASE,
)
_BODY_PERIOD = re.compile(rf"(?:year|quarter|months|weeks|period)s?\s+ended\s*:?\s*({DATE})", re.IGNORECASE)


def describe(parsed: Parsed) -> FilingMetadata:
    """The metadata of a filing, from the document itself; file names and titles that are file names are not read.

    A PDF's own properties are believed only for what a rendering service states in a fixed form: the accession
    number and "filed on <date>". ``company`` is "Unknown company" where the document never names it.
    """
    parsed = replace(parsed, pages=tuple(replace(page, text=_spaced_once(page.text)) for page in parsed.pages))
    tags = read_tags(parsed.properties)
    cover = read_cover(parsed.pages)
    if cover is None and tags.form in (None, Form.EXHIBIT):
        return _describe_release(parsed, tags)
    return _describe_form(parsed, cover, tags)


def _spaced_once(text: str) -> str:
    """Without blank lines and runs of spaces, over which patterns would otherwise linger."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def _describe_release(parsed: Parsed, tags: CoverTags) -> FilingMetadata:
    release = read_release(parsed.pages)
    form = tags.form if tags.form and release.form is Form.OTHER else release.form
    company = release.company or _signed(parsed.pages) or UNKNOWN_COMPANY
    filed_at = _told_by_edgar(parsed) or release.released_at
    estimate = deadline(release.form, release.period_end, None) if release.period_end and not filed_at else None
    return FilingMetadata(
        company=company,
        company_key=company_key(company),
        form=form,
        ticker=release.ticker,
        period_end=release.period_end,
        fiscal_year=release.fiscal_year,
        fiscal_quarter=release.fiscal_quarter,
        filed_at=filed_at or estimate,
        filed_at_estimated=estimate is not None,
    )


def _describe_form(parsed: Parsed, cover: Cover | None, tags: CoverTags) -> FilingMetadata:
    pages = parsed.pages
    form = tags.form or (cover.form if cover else Form.OTHER)
    company, former = _company(pages, cover, tags)
    period_end = tags.period_end or (cover.period_end if cover else None) or _period_in_body(pages, form)
    quarter = _quarter(pages, form, period_end, tags)
    filed_at, estimated = _filed_at(parsed, cover, tags, form, period_end)
    others = _co_registrants(pages, cover, tags, company)
    amendment = tags.amendment if tags.amendment is not None else bool(cover and cover.amendment)
    return FilingMetadata(
        company=company,
        company_key=company_key(company),
        form=Form.ANNUAL_REPORT if cover and cover.wrapped and form is Form.ANNUAL else form,
        amendment=amendment,
        partial=amendment and not any(_TOTAL_ASSETS.search(page.text) for page in pages),
        cik=tags.cik or (cover.cik if cover else None),
        ticker=tags.ticker or (cover.ticker if cover else None) or _ticker_in_body(pages),
        former_names=former,
        co_registrants=tuple(name for name, _ in others),
        co_registrant_ciks=tuple(cik for _, cik in others) if any(cik for _, cik in others) else (),
        period_end=period_end,
        fiscal_year=_fiscal_year(pages, form, period_end, quarter, tags),
        fiscal_quarter=quarter,
        fiscal_year_end=tags.fiscal_year_end or _fiscal_year_end(form, period_end, quarter),
        filed_at=filed_at,
        filed_at_estimated=estimated,
        accession=_accession(parsed),
        items=event_items(pages) if form is Form.CURRENT else (),
    )


def _company(pages: Sequence[Page], cover: Cover | None, tags: CoverTags) -> tuple[str, tuple[str, ...]]:
    """The name as the cover prints it, else as it is tagged, signed or audited; and the former names."""
    prose = [page.text for page in pages[:_PROSE_PAGES]]
    printed = cover.names[0] if cover and cover.names else tags.company
    company = spelled_name(printed, prose) if printed else None
    signed = signed_name(page.text for page in pages) if company is None else None
    if signed and (printed is None or company_key(signed) == company_key(printed)):
        company = display_name(signed, prose)
    company = company or display_name(printed or UNKNOWN_COMPANY)
    former = (*(cover.former_names if cover else ()), *former_names(prose, company))
    distinct = {company_key(name): name for name in former if company_key(name) != company_key(company)}
    return company, tuple(distinct.values())


def _co_registrants(
    pages: Sequence[Page], cover: Cover | None, tags: CoverTags, company: str
) -> tuple[tuple[str, str], ...]:
    """Names and CIKs ("" where unknown) of the other registrants: as tagged, else as the cover lists them."""
    printed = tags.co_registrants or tuple((name, "") for name in (cover.names[1:] if cover else ()))
    prose = [page.text for page in pages[:_PROSE_PAGES]]
    named = {display_name(name, prose): cik for name, cik in printed}
    return tuple((name, cik) for name, cik in named.items() if name != company)


def _period_in_body(pages: Sequence[Page], form: Form) -> date | None:
    """The latest date that the text often names as the end of a period, for covers that do not print it."""
    if form is Form.CURRENT:
        return None
    counts = Counter(parse_date(printed) for page in pages for printed in _BODY_PERIOD.findall(page.text))
    counts.pop(None, None)
    often = max(counts.values(), default=0) / 4
    return max((day for day, count in counts.items() if day and count >= often), default=None)


def _quarter(pages: Sequence[Page], form: Form, period_end: date | None, tags: CoverTags) -> int | None:
    if form is not Form.QUARTERLY or period_end is None:
        return None
    if tags.fiscal_quarter:
        return tags.fiscal_quarter
    if tags.fiscal_year_end:
        year_end = make_date(period_end.year, int(tags.fiscal_year_end[2:4]), min(28, int(tags.fiscal_year_end[5:7])))
        return quarter_of(period_end, year_end) if year_end else None
    spans = Counter(match.lastgroup for page in pages for match in _YEAR_TO_DATE.finditer(page.text))
    if max(spans["two"], spans["three"]) >= 2:
        return 2 if spans["two"] > spans["three"] else 3
    year_end = _compared_year_end(pages, period_end)
    return quarter_of(period_end, year_end) if year_end else 1


def _compared_year_end(pages: Sequence[Page], period_end: date) -> date | None:
    """The date that the balance sheet is compared with, which is the end of the last fiscal year."""
    for page in pages[:20]:
        if "balance sheet" in page.text.lower():
            dates = [found.date for found in find_dates(page.text[:3_000])]
            earlier = Counter(day for day in dates if 75 <= (period_end - day).days <= 290)
            if earlier and period_end in dates:
                return earlier.most_common(1)[0][0]
    return None


def _fiscal_year(
    pages: Sequence[Page], form: Form, period_end: date | None, quarter: int | None, tags: CoverTags
) -> int | None:
    if period_end is None:
        return tags.fiscal_year
    if form is Form.CURRENT:
        return period_end.year
    if tags.fiscal_year and abs(tags.fiscal_year - period_end.year) <= 1:
        return tags.fiscal_year
    year_end = year_end_after(period_end, quarter) if quarter else period_end
    return fiscal_year_of(year_end, (page.text for page in pages))


def _fiscal_year_end(form: Form, period_end: date | None, quarter: int | None) -> str | None:
    """Exact for annual reports; for quarters the same day of the month, which a 52-week year may miss by days."""
    if period_end is None or form not in (Form.ANNUAL, Form.QUARTERLY):
        return None
    year_end = year_end_after(period_end, quarter) if quarter else period_end
    return f"--{year_end.month:02}-{year_end.day:02}"


def _filed_at(
    parsed: Parsed, cover: Cover | None, tags: CoverTags, form: Form, period_end: date | None
) -> tuple[date | None, bool]:
    """The filing date as stated by EDGAR, the rendering, the cover or the signatures; else the legal deadline, as
    estimate."""
    if told := _told_by_edgar(parsed):
        return told, False
    stated = (
        _rendered_date(parsed.properties),
        cover.filed_at if cover else None,
        _signature_date(parsed.pages, period_end),
    )
    for day in stated:
        if day and _plausible(day, period_end):
            return day, False
    if period_end is None:
        return None, False
    return deadline(form, period_end, tags.filer or (cover.filer if cover else None)), True


def _told_by_edgar(parsed: Parsed) -> date | None:
    day = parsed.properties.get(FILED_AT)
    return date.fromisoformat(day) if day else None


def _plausible(day: date, period_end: date | None) -> bool:
    return period_end is None or period_end <= day <= period_end + timedelta(days=730)


def _rendered_date(properties: Mapping[str, str]) -> date | None:
    matches = (
        _RENDERED.search(value) for key, value in properties.items() if key.lower().endswith(("subject", "title"))
    )
    return next((parse_date(match[1]) for match in matches if match), None)


def _signature_date(pages: Sequence[Page], period_end: date | None) -> date | None:
    """The date that the signatures carry most often, where "Date:" counts for three."""
    for index, page in enumerate(pages):
        signed = _DULY_SIGNED.search(page.text)
        if signed:
            block = _text([page])[signed.start() :] + "\n" + _text(pages[index + 1 : index + 3])
            votes = Counter(found.date for found in find_dates(block[:6_000]))
            for printed in _SIGNED_ON.findall(block[:6_000]):
                day = parse_date(printed)
                votes[day or date.min] += 2
            votes = Counter({day: count for day, count in votes.items() if _plausible(day, period_end)})
            if votes:
                return max(votes, key=lambda day: (votes[day], day))
    return None


def _signed(pages: Sequence[Page]) -> str | None:
    signed = signed_name(page.text for page in pages)
    return display_name(signed, [page.text for page in pages[:_PROSE_PAGES]]) if signed else None


def _ticker_in_body(pages: Sequence[Page]) -> str | None:
    matches = (_SYMBOL.search(page.text) for page in pages[:80])
    return next((match[1] or match[2] for match in matches if match), None)


def _accession(parsed: Parsed) -> str | None:
    titles = (value for key, value in parsed.properties.items() if key.lower().endswith(("title", "subject")))
    candidates = (*titles, *(page.text[:2_000] for page in parsed.pages[:2]))
    return next((match[0] for match in map(_ACCESSION.search, candidates) if match), None)


def _text(pages: Sequence[Page]) -> str:
    return "\n".join(page.text for page in pages)

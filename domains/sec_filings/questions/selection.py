"""Which filings a question is about: those of its companies whose own period, or comparative columns, cover it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from core.types import Condition, Document, PeriodIntent
from domains.sec_filings.filing import FilingMetadata, Form
from domains.sec_filings.questions.periods import Day, FiscalPeriod, PeriodWords

Filing = Document[FilingMetadata]

ANNUAL_FORMS = (Form.ANNUAL, Form.ANNUAL_REPORT)
RELEASES = (Form.EARNINGS, Form.CURRENT, Form.EXHIBIT)
COMPARATIVE_YEARS = 2  # Regulation S-X 3-02: income and cash flow statements of three years
SAME_END = timedelta(days=7)  # 52- and 53-week years end within a week of the date they are known by
NEAR_EVENT = timedelta(days=10)  # Form 8-K is due four business days after the event


@dataclass(frozen=True, slots=True)
class Wanted:
    """What limits the choice beside the period. ``figures``: line items are asked, which events do not carry."""

    forms: tuple[Form, ...] = ()
    figures: bool = False
    outlook: bool = False
    scheduled: bool = False


@dataclass(frozen=True, slots=True)
class Selection:
    """The filings, best first; the periods that dates turned out to mean; remarks; periods that nothing covers."""

    filings: tuple[Filing, ...] = ()
    periods: tuple[FiscalPeriod, ...] = ()
    notes: tuple[str, ...] = ()
    uncovered: tuple[FiscalPeriod, ...] = ()


@dataclass(slots=True)
class _Choice:
    chosen: dict[str, Filing] = field(default_factory=dict)
    periods: list[FiscalPeriod] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    uncovered: list[FiscalPeriod] = field(default_factory=list)

    def take(self, filings: Iterable[Filing], note: str = "") -> bool:
        """Adds the filings; whether any is chosen now."""
        before = len(self.chosen)
        self.chosen.update((filing.id, filing) for filing in filings)
        if note and len(self.chosen) > before:
            self.notes.append(note)
        return bool(self.chosen)


def select(filings: Sequence[Filing], words: PeriodWords, wanted: Wanted) -> Selection:
    """The filings of one company (newest first) that ``words`` is about."""
    choice = _Choice()
    pool = _of_forms(filings, wanted.forms, choice)
    if words.intent is not PeriodIntent.EXPLICIT:
        return Selection(tuple(_of_granularity(pool, words)), notes=tuple(choice.notes))
    for day in words.days:
        _take_day(choice, pool, day)
    targets = [words.anchor] if words.anchor else list(words.periods)
    if words.quarter:
        targets.extend(_newest_quarter(pool, words.quarter))
    _take_periods(choice, pool, targets, wanted)
    return Selection(tuple(choice.chosen.values()), tuple(choice.periods), tuple(choice.notes), tuple(choice.uncovered))


def _of_forms(filings: Sequence[Filing], forms: tuple[Form, ...], choice: _Choice) -> Sequence[Filing]:
    if not forms:
        return filings
    matching = [filing for filing in filings if filing.metadata.form in forms]
    if not matching:
        choice.notes.append(f"No {' or '.join(forms)} is in the store; other filings are searched")
    return matching or filings


def _of_granularity(filings: Sequence[Filing], words: PeriodWords) -> Sequence[Filing]:
    """ "Latest annual …" and "latest quarter …" choose a kind of filing; the newest of it is a matter of ranking."""
    chosen: Sequence[Filing] = []
    if words.intent is not PeriodIntent.LATEST:
        return filings
    if words.quarterly and not words.annual:
        chosen = [filing for filing in filings if filing.metadata.fiscal_quarter]
    elif words.annual and not words.quarterly:
        chosen = [filing for filing in filings if is_annual(filing)]
    return chosen or filings


def is_annual(filing: Filing) -> bool:
    """Whether the filing reports a full fiscal year: an annual report, or the release of its last quarter."""
    metadata = filing.metadata
    return metadata.form in ANNUAL_FORMS or (metadata.form in RELEASES and metadata.fiscal_quarter == 4)


def is_event(filing: Filing) -> bool:
    return filing.metadata.fiscal_quarter is None and filing.metadata.form not in ANNUAL_FORMS


def _take_periods(choice: _Choice, pool: Sequence[Filing], targets: Sequence[FiscalPeriod], wanted: Wanted) -> None:
    """Newest first; an older period that a chosen filing shows as comparative needs no filing of its own."""
    for period in sorted(targets, key=lambda period: period.order, reverse=True):
        if any(_shows(filing, period) for filing in choice.chosen.values()):
            continue
        take = _take_outlook if wanted.outlook and len(targets) == 1 else _take_period
        if not take(choice, pool, period, wanted):
            choice.uncovered.append(period)


def _take_period(choice: _Choice, pool: Sequence[Filing], period: FiscalPeriod, wanted: Wanted) -> bool:
    return _take_quarter(choice, pool, period) if period.quarter else _take_year(choice, pool, period, wanted)


def _take_year(choice: _Choice, pool: Sequence[Filing], period: FiscalPeriod, wanted: Wanted) -> bool:
    year = period.year
    same = [filing for filing in pool if filing.metadata.fiscal_year == year]
    own = [filing for filing in same if is_annual(filing)]
    events = [] if wanted.figures and own else [filing for filing in same if is_event(filing)]
    if own:
        return choice.take([*_annual_reports_first(own), *events])
    later = _comparative(pool, year)
    if later:
        shown = f"FY{later[0].metadata.fiscal_year}"
        note = f"No annual report of FY{year}; the {shown} one shows it as comparative"
        return choice.take([*later, *([] if wanted.figures else same)], note)
    return choice.take(same, f"No annual report of FY{year}; its interim filings are searched") if same else False


def _annual_reports_first(filings: Iterable[Filing]) -> list[Filing]:
    return sorted(filings, key=lambda filing: filing.metadata.form not in ANNUAL_FORMS)


def _comparative(pool: Sequence[Filing], year: int) -> list[Filing]:
    """The annual reports nearest after ``year`` that still show it, at most two years on."""
    for later in range(year + 1, year + COMPARATIVE_YEARS + 1):
        found = [filing for filing in pool if filing.metadata.fiscal_year == later and is_annual(filing)]
        reports = [filing for filing in found if filing.metadata.form in ANNUAL_FORMS]
        if reports or found:
            return reports or found
    return []


def _take_quarter(choice: _Choice, pool: Sequence[Filing], period: FiscalPeriod) -> bool:
    year, quarter = period.year, period.quarter
    own = [
        filing for filing in pool if (filing.metadata.fiscal_year, filing.metadata.fiscal_quarter) == (year, quarter)
    ]
    if quarter == 4:
        annual = [filing for filing in pool if filing.metadata.fiscal_year == year and is_annual(filing)]
        own.extend(filing for filing in annual if filing.metadata.fiscal_quarter is None)
    if own:
        return choice.take(own)
    later = [
        filing
        for filing in pool
        if (filing.metadata.fiscal_year, filing.metadata.fiscal_quarter) == (year + 1, quarter)
    ]
    if later:
        return choice.take(later, f"No filing of {period}; that of a year later shows it as comparative")
    annual = [filing for filing in pool if filing.metadata.fiscal_year == year and is_annual(filing)]
    return choice.take(annual, f"No filing of {period}; the annual report of FY{year} is searched") if annual else False


def _take_outlook(choice: _Choice, pool: Sequence[Filing], period: FiscalPeriod, wanted: Wanted) -> bool:
    """What was expected of a period stands in the filings of the period before it, or early in it."""
    years = {filing.metadata.fiscal_year for filing in pool if filing.metadata.fiscal_year}
    before = [filing for filing in pool if filing.metadata.fiscal_year == period.year - 1 and is_annual(filing)]
    during = [filing for filing in pool if filing.metadata.fiscal_year == period.year]
    if period.quarter:
        during = [filing for filing in during if (filing.metadata.fiscal_quarter or 4) <= period.quarter]
    if before or during:
        return choice.take([*before, *during], f"Looks at what was expected before and during {period}")
    newest = max(years, default=0)
    if newest and newest < period.year and wanted.scheduled:
        latest = [filing for filing in pool if filing.metadata.fiscal_year == newest]
        return choice.take(latest, f"Looks at what the newest filings schedule for {period}")
    return _take_period(choice, pool, period, wanted)


def _shows(filing: Filing, period: FiscalPeriod) -> bool:
    metadata = filing.metadata
    if metadata.fiscal_year is None:
        return False
    if period.quarter is None:
        return is_annual(filing) and 0 <= metadata.fiscal_year - period.year <= COMPARATIVE_YEARS
    return metadata.fiscal_quarter == period.quarter and 0 <= metadata.fiscal_year - period.year <= 1


def _newest_quarter(pool: Sequence[Filing], quarter: int) -> list[FiscalPeriod]:
    years = [
        filing.metadata.fiscal_year
        for filing in pool
        if filing.metadata.fiscal_year and filing.metadata.fiscal_quarter == quarter
    ]
    return [FiscalPeriod(max(years), quarter)] if years else []


def _take_day(choice: _Choice, pool: Sequence[Filing], day: Day) -> None:
    for find in (_ending_on, _event_on, _covering):
        found = find(pool, day)
        if found:
            choice.take(found)
            choice.periods.extend(_period_of(filing, day) for filing in found if not is_event(filing))
            return
    choice.uncovered.append(FiscalPeriod(day.day.year))


def _ending_on(pool: Sequence[Filing], day: Day) -> list[Filing]:
    """Periodic filings whose period ends on the day, and events of that very day."""
    ending = [filing for filing in pool if _ends(filing, day.day) and _length_fits(filing, day)]
    if ending and not day.months:
        return [*ending, *(filing for filing in pool if is_event(filing) and filing.metadata.period_end == day.day)]
    if ending or not day.months:
        return ending
    return [filing for filing in pool if _ends(filing, _year_later(day.day)) and _length_fits(filing, day)]


def _ends(filing: Filing, day: date) -> bool:
    end = filing.metadata.period_end
    return end is not None and not is_event(filing) and abs(end - day) <= SAME_END


def _length_fits(filing: Filing, day: Day) -> bool:
    return day.months is None or (day.months == 12) == is_annual(filing)


def _year_later(day: date) -> date:
    return day + timedelta(days=365)


def _event_on(pool: Sequence[Filing], day: Day) -> list[Filing]:
    """Events reported around the day, and releases published on it."""
    if day.months:
        return []
    start = day.day.replace(day=1) if day.whole_month else day.day
    return [
        filing
        for filing in pool
        if (is_event(filing) and any(start - timedelta(days=3) <= d <= day.day + NEAR_EVENT for d in _dates(filing)))
        or (filing.metadata.filed_at == day.day and not filing.metadata.filed_at_estimated)
    ]


def _dates(filing: Filing) -> list[date]:
    return [day for day in (filing.metadata.period_end, filing.metadata.filed_at) if day]


def _covering(pool: Sequence[Filing], day: Day) -> list[Filing]:
    """The periodic filings in whose own period the day lies; else those of the year after, which report on it too."""

    def within(filing: Filing, months: int) -> bool:
        end = filing.metadata.period_end
        return end is not None and day.day <= end < day.day + timedelta(days=31 * months)

    quarters = [filing for filing in pool if filing.metadata.fiscal_quarter and within(filing, 3)]
    years = [filing for filing in pool if filing.metadata.form in ANNUAL_FORMS and within(filing, 12)]
    return [*quarters, *years] or [
        filing for filing in pool if filing.metadata.form in ANNUAL_FORMS and within(filing, 24)
    ]


def _period_of(filing: Filing, day: Day) -> FiscalPeriod:
    """The fiscal period that ends on ``day``, in the years of the filing that shows it."""
    metadata = filing.metadata
    end, year = metadata.period_end or day.day, metadata.fiscal_year or day.day.year
    year -= round((end - day.day).days / 365) if day.months else 0
    if metadata.form in ANNUAL_FORMS or day.months == 12:
        return FiscalPeriod(year)
    return FiscalPeriod(year, metadata.fiscal_quarter, cumulative=(day.months or 3) > 3)


def conditions(chosen: Sequence[Filing], pool: Sequence[Filing], *, exact: bool) -> tuple[Condition, ...]:
    """Filters that let through ``chosen``: by what they have in common, or, where it must be exact, by their ids."""
    fields: tuple[tuple[str, Callable[[FilingMetadata], str | int | None]], ...] = (
        ("company_key", lambda metadata: metadata.company_key),
        ("fiscal_year", lambda metadata: metadata.fiscal_year),
        ("form", lambda metadata: str(metadata.form)),
        ("fiscal_quarter", lambda metadata: metadata.fiscal_quarter),
    )
    found: list[Condition] = []
    passing = list(pool)
    for name, value in fields:
        values = {item for item in (value(filing.metadata) for filing in chosen) if item is not None}
        narrows = any(value(filing.metadata) not in values for filing in passing)
        stated = all(value(filing.metadata) is not None for filing in chosen)
        if stated and (narrows or name in ("company_key", "fiscal_year")):
            found.append(Condition(name, tuple(sorted(values, key=str))))
            passing = [filing for filing in passing if value(filing.metadata) in values]
    if not exact or {filing.id for filing in passing} == {filing.id for filing in chosen}:
        return tuple(found)
    return (Condition("document_id", tuple(filing.id for filing in chosen)),)

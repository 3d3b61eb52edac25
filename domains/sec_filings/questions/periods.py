"""Fiscal periods in a question: years, quarters, part years, ranges, days, words such as "last year"."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from dateutil.relativedelta import relativedelta

from core.types import PeriodIntent
from domains.sec_filings.questions import period_patterns as patterns


@dataclass(frozen=True, slots=True)
class FiscalPeriod:
    """A fiscal year (``quarter`` None), a quarter, or, where ``cumulative``, the year up to that quarter's end."""

    year: int
    quarter: int | None = None
    cumulative: bool = False

    def __str__(self) -> str:
        if self.quarter is None:
            return f"FY{self.year}"
        names = {2: "H1", 3: "9M"} if self.cumulative else {}
        return f"{names.get(self.quarter, f'Q{self.quarter}')} FY{self.year}"

    @property
    def months(self) -> int:
        if self.quarter is None:
            return 12
        return 3 * self.quarter if self.cumulative else 3

    @property
    def order(self) -> tuple[int, int]:
        return self.year, self.quarter or 4

    def shifted(self, years: int) -> "FiscalPeriod":
        return replace(self, year=self.year + years)


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar day in a question; ``months`` is the length of the period that is said to end on it."""

    day: date
    months: int | None = None
    whole_month: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodWords:
    """What a question says about time.

    ``periods`` are oldest first, without repeats; a range holds every year of it. ``anchor`` is the one the filing is
    to be of ("as of FY2021", "based on FY2022 data"). ``quarter`` is a quarter named without a year; ``trailing`` is N
    in "the last N years". ``annual`` and ``quarterly`` say which kind of filing "latest" means. ``spans`` are the
    stretches of the question that speak of time.
    """

    intent: PeriodIntent = PeriodIntent.NONE
    periods: tuple[FiscalPeriod, ...] = ()
    anchor: FiscalPeriod | None = None
    days: tuple[Day, ...] = ()
    quarter: int | None = None
    is_range: bool = False
    trailing: int | None = None
    annual: bool = False
    quarterly: bool = False
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class _Mention:
    start: int
    end: int
    period: FiscalPeriod | None = None
    day: Day | None = None
    quarter: int | None = None
    last_of_range: int | None = None


def read_periods(question: str, today: date) -> PeriodWords:
    """The periods that ``question`` names. ``today`` is what "last year" and "this year" are measured from."""
    mentions = _mentions(question)
    named = [mention for mention in mentions if mention.period or mention.day]
    mentions.extend(_relative(question, today) if not named else ())
    mentions = _with_shared_quarters(question, mentions)
    periods = _periods(question, mentions)
    days = tuple(mention.day for mention in mentions if mention.day)
    lone = next((mention.quarter for mention in mentions if mention.quarter), None)
    if lone and len(periods) == 1 and periods[0].quarter is None:
        periods, lone = [replace(periods[0], quarter=lone)], None
    trailing = _trailing(question)
    latest = bool(trailing or patterns.LATEST.search(question))
    explicit = bool(periods or days or lone)
    return PeriodWords(
        intent=PeriodIntent.EXPLICIT if explicit else PeriodIntent.LATEST if latest else PeriodIntent.NONE,
        periods=tuple(periods),
        anchor=_anchor(question, mentions),
        days=days,
        quarter=lone,
        is_range=len({period.year for period in periods}) > 1 and any(_joined(question, mentions)),
        trailing=trailing,
        annual=bool(patterns.ANNUAL.search(question)),
        quarterly=bool(patterns.QUARTERLY.search(question)),
        spans=tuple(sorted([*((mention.start, mention.end) for mention in mentions), *_trailing_spans(question)])),
    )


def periods_named(text: str, today: date) -> list[tuple[int, int, FiscalPeriod | Day]]:
    """Each period or day that a text names, in order, with its place (start, end)."""
    mentions = _with_shared_quarters(text, [*_mentions(text), *_relative(text, today)])
    named = ((mention.start, mention.end, mention.period or mention.day) for mention in mentions)
    return sorted(((start, end, when) for start, end, when in named if when), key=lambda found: found[:2])


def _mentions(question: str) -> list[_Mention]:
    """Every mention, in order; where two overlap, the more specific pattern has taken the words."""
    found: list[_Mention] = []
    taken = bytearray(len(question))
    for pattern, build in _READERS:
        for match in pattern.finditer(question):
            if any(taken[match.start() : match.end()]):
                continue
            mention = build(match)
            if mention is not None:
                taken[match.start() : match.end()] = b"\x01" * (match.end() - match.start())
                found.append(mention)
    return sorted(found, key=lambda mention: mention.start)


def _day(match: re.Match[str]) -> _Mention | None:
    month = patterns.month_number(match["month"])
    try:
        day = date(int(match["year"]), month, int(match["day"]))
    except ValueError:
        return None
    return _Mention(*_with_ending(match), day=Day(day, months=_months_ended(match)))


def _month(match: re.Match[str]) -> _Mention:
    first = date(int(match["year"]), patterns.month_number(match["month"]), 1)
    last = first + relativedelta(months=1, days=-1)
    return _Mention(*_with_ending(match), day=Day(last, months=_months_ended(match), whole_month=True))


def _ending(match: re.Match[str]) -> re.Match[str] | None:
    return patterns.ENDED.search(match.string, max(0, match.start() - 40), match.start())


def _with_ending(match: re.Match[str]) -> tuple[int, int]:
    ended = _ending(match)
    return (ended.start() if ended else match.start()), match.end()


def _months_ended(match: re.Match[str]) -> int | None:
    ended = _ending(match)
    return patterns.MONTHS_ENDED.get(ended["length"].lower()) if ended else None


def _quarter(match: re.Match[str]) -> _Mention:
    return _Mention(
        match.start(), match.end(), period=FiscalPeriod(patterns.year_of(match), patterns.quarter_of(match))
    )


def _part_year(match: re.Match[str]) -> _Mention:
    """The first half or nine months are cumulative; a second half is only told by the year as a whole."""
    quarter = patterns.part_year_quarter(match)
    period = FiscalPeriod(patterns.year_of(match), quarter, cumulative=quarter is not None)
    return _Mention(match.start(), match.end(), period=period)


def _short_range(match: re.Match[str]) -> _Mention | None:
    first, last = patterns.full_year(match["from"]), patterns.full_year(match["from"][:2] + match["to"])
    if not first < last <= first + 15:
        return None
    return _Mention(match.start(), match.end(), period=FiscalPeriod(first), last_of_range=last)


def _year(match: re.Match[str]) -> _Mention | None:
    if match["bare"] and (
        patterns.NOT_A_PERIOD_BEFORE.search(match.string, max(0, match.start() - 24), match.start())
        or patterns.NOT_A_PERIOD_AFTER.match(match.string, match.end())
    ):
        return None
    return _Mention(match.start(), match.end(), period=FiscalPeriod(patterns.year_of(match)))


def _lone_quarter(match: re.Match[str]) -> _Mention:
    return _Mention(match.start(), match.end(), quarter=patterns.quarter_of(match))


_READERS = (
    *((pattern, _day) for pattern in patterns.DAYS),
    (patterns.MONTH_YEAR, _month),
    (patterns.PART_YEAR, _part_year),
    (patterns.QUARTER_THEN_YEAR, _quarter),
    (patterns.YEAR_THEN_QUARTER, _quarter),
    (patterns.SHORT_RANGE, _short_range),
    (patterns.YEAR, _year),
    (patterns.LONE_QUARTER, _lone_quarter),
)


def _relative(question: str, today: date) -> Iterator[_Mention]:
    """ "Last year" and "this year" as the calendar year; beside "compared to" they only say what to compare with."""
    for match in patterns.RELATIVE_YEAR.finditer(question):
        if not patterns.COMPARED_BEFORE.search(question, max(0, match.start() - 24), match.start()):
            year = today.year if match["this"] else today.year - 1
            yield _Mention(match.start(), match.end(), period=FiscalPeriod(year))


def _with_shared_quarters(question: str, mentions: list[_Mention]) -> list[_Mention]:
    """ "Q2 of FY2024 and FY2023" compares two quarters: the year after "and" or "vs" takes the quarter before it, or
    the day ("three months ended March 31, 2023 and 2022")."""
    shared = list(mentions)
    for index, (left, right) in enumerate(pairwise(mentions)):
        if left.day and right.period and patterns.VERSUS.fullmatch(question, left.end, right.start):
            day = left.day.day + relativedelta(year=right.period.year)
            shared[index + 1] = replace(right, period=None, day=replace(left.day, day=day))
        if not (left.period and left.period.quarter and right.period and right.period.quarter is None):
            continue
        if right.period.year != left.period.year and patterns.VERSUS.fullmatch(question, left.end, right.start):
            shared[index + 1] = replace(right, period=replace(left.period, year=right.period.year))
    return shared


def _periods(question: str, mentions: list[_Mention]) -> list[FiscalPeriod]:
    periods = [mention.period for mention in mentions if mention.period]
    for mention in mentions:
        if mention.period and mention.last_of_range:
            periods.extend(map(FiscalPeriod, range(mention.period.year, mention.last_of_range + 1)))
    for left, right in _joined(question, mentions):
        low, high = sorted((left.year, right.year))
        if left.quarter is None and right.quarter is None and high - low <= 15:
            periods.extend(map(FiscalPeriod, range(low, high + 1)))
    return sorted(set(periods), key=lambda period: (period.order, period.cumulative))


def _joined(question: str, mentions: Iterable[_Mention]) -> Iterator[tuple[FiscalPeriod, FiscalPeriod]]:
    """Pairs of periods that a question joins to a range: "FY2018 - FY2020", "from 2018 to 2020"."""
    for mention in mentions:
        if mention.period and mention.last_of_range:
            yield mention.period, FiscalPeriod(mention.last_of_range)
    for left, right in pairwise(mention for mention in mentions if mention.period):
        if left.period and right.period and patterns.RANGE_LINK.fullmatch(question, left.end, right.start):
            opened = patterns.RANGE_OPENS.search(question, max(0, left.start - 24), left.start)
            link = question[left.end : right.start].strip().lower()
            if opened or not link.startswith("and"):
                yield left.period, right.period


def _anchor(question: str, mentions: Iterable[_Mention]) -> FiscalPeriod | None:
    for mention in mentions:
        if mention.period and (
            patterns.ANCHOR_BEFORE.search(question, max(0, mention.start - 40), mention.start)
            or patterns.ANCHOR_AFTER.match(question, mention.end)
        ):
            return mention.period
    return None


def _trailing_spans(question: str) -> Iterator[tuple[int, int]]:
    match = patterns.TRAILING.search(question)
    if match:
        yield match.span()


def _trailing(question: str) -> int | None:
    match = patterns.TRAILING.search(question) or patterns.YEAR_WINDOW.search(question)
    return patterns.number(match["count"]) if match else None

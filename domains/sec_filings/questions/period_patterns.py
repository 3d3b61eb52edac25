"""The patterns by which ``periods`` recognises time. Every repetition is bounded, so no text makes them slow."""

import re

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_ORDINALS = {
    "first": 1,
    "1st": 1,
    "second": 2,
    "2nd": 2,
    "third": 3,
    "3rd": 3,
    "fourth": 4,
    "4th": 4,
    "last": 4,
    "final": 4,
}
MONTHS_ENDED = {
    "three months": 3,
    "3 months": 3,
    "quarter": 3,
    "six months": 6,
    "6 months": 6,
    "nine months": 9,
    "9 months": 9,
    "twelve months": 12,
    "12 months": 12,
    "year": 12,
    "fiscal year": 12,
}

_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_YEAR4 = r"(?:19[89]\d|20\d\d)"
_FISCAL = r"(?:fye?|cy|ye|fiscal(?:\s{1,2}(?:years?|periods?))?|financial\s{1,2}year)"
_NO_MORE = r"(?!\d|,\d{3}|\.\d|%)"  # the year is not the head of a longer number
_FISCAL_YEAR = rf"{_FISCAL}\s{{0,2}}['’]?\s?(?P<fy>{_YEAR4}|\d\d)"
_ANY_YEAR = rf"(?:{_FISCAL_YEAR}|['’](?P<short>\d\d)|['’]?(?P<bare>{_YEAR4})){_NO_MORE}"
_YEAR_AFTER = rf"(?:\s{{0,3}}(?:[-/]\s?|(?:of|in|for)\s{{1,3}}|,\s?)?(?:the\s{{1,3}})?{_ANY_YEAR}|(?P<tight>\d\d)\b)"
_ORDINAL_QUARTER = (
    r"(?P<ordinal>first|second|third|fourth|last|final|1st|2nd|3rd|4th)[\s-]{1,2}(?:fiscal\s{1,2})?quarter"
)


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
DAYS = (
    _pattern(rf"\b{_MONTH}\s{{0,2}}{_DAY}\s{{0,2}},?\s{{0,2}}(?P<year>{_YEAR4})\b"),
    _pattern(rf"\b{_DAY}\s{{1,2}}(?:of\s)?{_MONTH}\s{{0,2}},?\s{{0,2}}(?P<year>{_YEAR4})\b"),
    _pattern(rf"\b(?P<year>{_YEAR4})-(?P<month>\d\d)-(?P<day>\d\d)\b"),
    _pattern(rf"\b(?P<month>\d{{1,2}})/(?P<day>\d{{1,2}})/(?P<year>{_YEAR4})\b"),
)
MONTH_YEAR = _pattern(rf"\b{_MONTH}\s{{1,2}}(?:of\s{{1,2}})?(?P<year>{_YEAR4})\b")
ENDED = _pattern(
    r"\b(?P<length>(?:three|six|nine|twelve|3|6|9|12) months|quarter|(?:fiscal )?year)(?: period)?"
    r"[ -]end(?:ed|ing)(?: on)? $"
)
PART_YEAR = _pattern(
    r"\b(?:(?P<first>h1|1h|first\s{1,2}half)|(?P<second>h2|2h|second\s{1,2}half)"
    rf"|(?:first\s{{1,2}})?(?P<count>six|nine|6|9)(?:\s{{1,2}}months|m)"
    rf"|first\s{{1,2}}(?P<quarters>two|three)\s{{1,2}}quarters){_YEAR_AFTER}"
)
QUARTER_THEN_YEAR = _pattern(rf"\b(?:q\s?(?P<digit>[1-4])|(?P<digit_first>[1-4])q|{_ORDINAL_QUARTER}){_YEAR_AFTER}")
YEAR_THEN_QUARTER = _pattern(
    rf"\b{_ANY_YEAR}[\s,'’-]{{0,3}}(?:q\s?(?P<digit>[1-4])|(?P<digit_first>[1-4])q|{_ORDINAL_QUARTER})\b"
)
SHORT_RANGE = _pattern(
    rf"(?<![\w$.,/-])(?:{_FISCAL}\s{{0,2}})?(?P<from>{_YEAR4})\s?[-–/]\s?(?P<to>\d\d)(?![\d%,.]\d|\d|%|-)"
)
YEAR = _pattern(rf"(?<![\w$.,/])(?:{_FISCAL_YEAR}|(?P<bare>{_YEAR4})){_NO_MORE}")
LONE_QUARTER = _pattern(rf"\b(?:q(?P<digit>[1-4])|(?!last\b|final\b){_ORDINAL_QUARTER})\b")

NOT_A_PERIOD_BEFORE = _pattern(
    r"(?:\bdue (?:in )?|\bmatur(?:ing|es?|ity) (?:in )?|[$€£#] ?|\bsection |\brule |\bno\.? |\bthan |\babout )$"
)
NOT_A_PERIOD_AFTER = _pattern(
    r"\s{1,2}(?:notes|debentures|bonds|employees|stores|shares|stock|equity|plan|incentive|million|billion)\b"
)
ANCHOR_BEFORE = _pattern(r"\bas (?:of|at) (?:the )?(?:(?:year[ -]?)?end (?:of )?)?(?:the )?$|\bbased on (?:the )?$")
ANCHOR_AFTER = _pattern(r"(?:['’]s)?\s{1,2}(?:data|filings?|financials|10-?[kq]|annual\s{1,2}report|form\s{1,2}10)\b")
RANGE_LINK = _pattern(r"\s{0,2}(?:-|–|—|to|through|thru|until|and)\s{0,2}(?:the\s{1,2})?")
RANGE_OPENS = _pattern(r"\b(?:from|between|over)\s{1,2}(?:the\s{1,2})?$")
VERSUS = _pattern(r"\s{0,2}(?:,\s?)?(?:and|to|vs\.?|versus|compared\s{1,2}(?:to|with))\s{1,2}(?:the\s{1,2})?")
COMPARED_BEFORE = _pattern(r"\b(?:compared (?:to|with)|versus|vs\.?|than|over|from|against|to)\s{1,2}(?:the\s{1,2})?$")
RELATIVE_YEAR = _pattern(
    r"\b(?:(?P<last>(?:last|previous|past)\s{1,2}year)|(?P<this>this\s{1,2}(?:fiscal\s{1,2})?year))\b"
)
_COUNT = r"(?P<count>\d|10|two|three|four|five|six|seven|eight|nine|ten)"
TRAILING = _pattern(
    rf"\b(?:last|past|previous|latest|recent)\s{{1,2}}{_COUNT}\s{{1,2}}(?:(?:fiscal|financial)\s{{1,2}})?years\b"
)
YEAR_WINDOW = _pattern(rf"\b{_COUNT}[\s-]{{1,2}}years?\s{{1,2}}(?:average|mean|(?:\w+\s){{0,3}}cagr|compound)")
LATEST = _pattern(
    r"\b(?:latest|most\s{1,2}recent(?:ly)?|newest|recently|to\s{1,2}date|currently|right\s{1,2}now|up[\s-]to[\s-]date"
    r"|last\s{1,2}(?:reported|fiscal\s{1,2}year|financial\s{1,2}year|quarter|filing|annual\s{1,2}report)"
    r"|current(?=\s{1,2}(?:year|quarter|fiscal|value|level|amount|figure|number|total)))\b"
)
ANNUAL = _pattern(
    r"\b(?:annual(?:ly)?(?!\s{1,2}(?:general\s{1,2})?meeting)|full[\s-]year|(?:fiscal|financial)\s{1,2}year|yearly|year[\s-]end|10-?k)\b"
)
QUARTERLY = _pattern(r"\b(?:quarter(?:ly)?|10-?q)\b")


def month_number(text: str) -> int:
    """1 to 12 for a month's name or number; 0, which no date accepts, for a number that is none."""
    if text.isdigit():
        return int(text) if 1 <= int(text) <= 12 else 0
    return _MONTHS.index(text[:3].lower()) + 1


def full_year(text: str) -> int:
    """A year of two or four digits as four: 19 is 2019, 98 is 1998."""
    year = int(text)
    return year if year > 99 else year + (2000 if year < 70 else 1900)


def year_of(match: re.Match[str]) -> int:
    groups = match.groupdict()
    return full_year(next(groups[name] for name in ("fy", "short", "bare", "tight") if groups.get(name)))


def quarter_of(match: re.Match[str]) -> int:
    groups = match.groupdict()
    digit = groups.get("digit") or groups.get("digit_first")
    return int(digit) if digit else _ORDINALS[groups["ordinal"].lower()]


def part_year_quarter(match: re.Match[str]) -> int | None:
    """The quarter at whose end the part of the year ends; None for a second half."""
    if match["second"]:
        return None
    long = (match["count"] or match["quarters"] or "").lower()
    return 3 if long in ("nine", "9", "three") else 2


def number(text: str) -> int:
    return int(text) if text.isdigit() else _NUMBERS.index(text.lower()) + 1

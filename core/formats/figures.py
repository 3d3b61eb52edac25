"""Figures within running text: where they stand and what they say. What is a number, ``numbers`` tells."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from core.formats.numbers import DASHES, Number, NumberUnit, parse_number

EXPONENTS = {
    "thousand": 3, "million": 6, "billion": 9, "trillion": 12,
    "k": 3, "mm": 6, "mn": 6, "m": 6, "bn": 9, "b": 9, "tn": 12,
}  # fmt: skip
CURRENCIES = {"$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "C$": "CAD", "CA$": "CAD", "A$": "AUD",
              "AU$": "AUD", "HK$": "HKD", "NZ$": "NZD", "R$": "BRL"}  # fmt: skip
FIRST_YEAR, LAST_YEAR = 1900, 2100
LONGEST_SPAN = 60  # months, weeks or years that a phrase such as "the last 12 months" counts

_CODE = r"(?:USD|EUR|GBP|JPY|CAD|AUD|CHF|CNY|INR)"
_DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"
_WORDS = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
        " seventeen eighteen nineteen twenty".split()
    )
} | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100}
_TOKEN = re.compile(
    rf"""
    (?<![\w.,/&@#])(?<![A-Za-z]-)
    (?P<printed>
        (?:(?:{_CODE}|(?:US|CA|AU|HK|NZ|[CAR])?[$€£¥])\s?)?
        [{DASHES}+]?[(]?[{DASHES}]?
        (?:(?:{_CODE}|(?:US|CA|AU|HK|NZ|[CAR])?[$€£¥])\s?)?
        {_DIGITS}
        [)]?(?:\s?(?:%|bps\b|bp\b|basis\ points\b|percentage\ points\b|ppts?\b|x\b))?[)]?
    )
    (?P<per_cent>[-\s]per\s?cent\b)?
    (?:[-\s]?(?P<scale>thousand|million|billion|trillion|mm|mn|bn|tn|[kmb](?=\b))s?\b)?
    (?P<code>\s?{_CODE}\b)?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SPELT = re.compile(
    rf"\b(?P<words>(?:{'|'.join(_WORDS)})(?:[-\s](?:{'|'.join(_WORDS)}))?|an?|half a)[-\s]"
    r"(?:(?P<hundred>hundred)[-\s])?(?P<scale>thousand|million|billion|trillion)s?\b",
    re.IGNORECASE,
)
_MONTHS = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
# What a number is not a figure behind: a month, and words that number things.
_LABEL_BEFORE = re.compile(
    rf"(?:\b{_MONTHS}|\b(?:pages?|pp?\.|notes?|items?|steps?|sections?|parts?|tables?|exhibits?|chapters?|articles?"
    r"|rules?|levels?|phases?|class|series|numbers?|no\.|versions?|topic|stage|tier|type|form|citations?|sources?))\s*$",
    re.IGNORECASE,
)
_MONTH_AFTER = re.compile(rf"\s+(?:of\s+)?{_MONTHS}\b", re.IGNORECASE)
_SPAN_AFTER = re.compile(r"[-\s](?:day|week|month|quarter|year|period)s?\b", re.IGNORECASE)
_SPAN_BEFORE = re.compile(
    r"\b(?:last|past|prior|previous|over|next|these|those|of the|for the|each of|average of)\s*$", re.IGNORECASE
)
_SPAN_NAMED = re.compile(
    r"-(?:day|week|month|quarter|year|period)s?\b|\s(?:week|month|quarter|year|period)s?\s(?:ended|ending|average|to)\b",
    re.IGNORECASE,
)
_DATE = re.compile(r"\b\d{1,4}[-/]\d{1,2}[-/]\d{1,4}\b|\b(?:19|20)\d\d\s?[-/–]\s?(?:(?:19|20)?\d\d)\b")
_MARKER = re.compile(r"\[\s*\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*\s*\]")
_PER_SHARE = re.compile(r"\s*(?:per|a)\s+(?:\w+\s+){0,3}(?:share|unit)\b|/share\b", re.IGNORECASE)
_DECIMALS = re.compile(r"\.(\d+)")
_NAMED = re.compile(r"\s*(?P<noun>[A-Za-z][\w]*)")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a text: ``value`` in whole units with its printed sign ("$1.5 million" is 1500000, "5%" is 5).

    ``step`` is what one in its last printed place is worth. ``unit`` is "percent", "points", "basis_points",
    "multiple", an ISO 4217 code or "". ``noun`` is the word behind it, in lower case ("days", "shares").
    """

    text: str
    start: int
    end: int
    value: Decimal
    step: Decimal
    unit: str = ""
    scaled: bool = False
    per_share: bool = False
    noun: str = ""


def read_figures(text: str, *, years: bool = False) -> list[Figure]:
    """Every figure of ``text``, in order. Names (10-K, 3M, Q4), dates, citation markers ("[1]"), ordinals, numbers of
    pages and notes, and spans of time ("the last 12 months") are none; years are none unless ``years``."""
    taken = [match.span() for pattern in (_MARKER, _DATE) for match in pattern.finditer(text)]
    found = [figure for match in _TOKEN.finditer(text) if (figure := _figure(match, years, taken))]
    spelt = [_spelt(match) for match in _SPELT.finditer(text)]
    free = (figure for figure in spelt if not any(o.start < figure.end and figure.start < o.end for o in found))
    return sorted([*found, *free], key=lambda figure: figure.start)


def _figure(match: re.Match[str], years: bool, taken: list[tuple[int, int]]) -> Figure | None:
    text, end = match.string, match.end()
    printed = match["printed"].strip()
    number = parse_number(_balanced(printed))
    if number is None or any(start < end and match.start() < stop for start, stop in taken):
        return None
    unit = _unit(number, match)
    scale = _scale(match, bool(number.currency))
    if scale is None and match["scale"]:
        return None  # a letter that is no scale: a name, such as "3M"
    if not (unit or scale) and _is_no_figure(match, number, years):
        return None
    decimals = _DECIMALS.search(printed)
    places = len(decimals[1]) if decimals else 0
    noun = _NAMED.match(text, end)
    return Figure(
        text=match.group().strip(),
        start=match.start(),
        end=end,
        value=number.value.scaleb(scale or 0),
        step=Decimal(1).scaleb((scale or 0) - places),
        unit=unit,
        scaled=bool(scale),
        per_share=_PER_SHARE.match(text, end) is not None,
        noun=noun["noun"].lower() if noun else "",
    )


def _balanced(printed: str) -> str:
    """Without a parenthesis that is the sentence's: "(2.5% of sales)" opens before the number and closes later."""
    if printed.count("(") == printed.count(")"):
        return printed
    return printed.replace("(", "").replace(")", "")


def _unit(number: Number, match: re.Match[str]) -> str:
    if match["per_cent"]:
        return NumberUnit.PERCENT.value
    if number.unit is not NumberUnit.NONE:
        return number.unit.value
    code = (number.currency or (match["code"] or "")).strip().upper()
    return CURRENCIES.get(code, code)


def _scale(match: re.Match[str], money: bool) -> int | None:
    """The power of ten behind the number; a lone letter is one only behind money ("$5m")."""
    word = (match["scale"] or "").lower()
    if not word or (len(word) == 1 and not money):
        return None
    return EXPONENTS[word]


def _is_no_figure(match: re.Match[str], number: Number, years: bool) -> bool:
    text, start, end = match.string, match.start(), match.end()
    before, after = text[max(0, start - 24) : start], text[end : end + 1]
    if after.isalpha() or (after in "-/&" and text[end + 1 : end + 2].isalpha() and not _SPAN_AFTER.match(text, end)):
        return True
    whole = number.value == number.value.to_integral_value()
    if _LABEL_BEFORE.search(before) or (whole and _MONTH_AFTER.match(text, end)):
        return True
    if (
        whole
        and FIRST_YEAR <= number.value <= LAST_YEAR
        and "," not in match["printed"]
        and "." not in match["printed"]
    ):
        return not years
    is_span = _SPAN_NAMED.match(text, end) or (_SPAN_AFTER.match(text, end) and _SPAN_BEFORE.search(before))
    return whole and number.value <= LONGEST_SPAN and is_span is not None


def _spelt(match: re.Match[str]) -> Figure:
    exponent = EXPONENTS[match["scale"].lower()] + (2 if match["hundred"] else 0)
    words = re.split(r"[-\s]", match["words"].lower())
    count = Decimal("0.5") if words[0] == "half" else Decimal(sum(_WORDS.get(word, 1) for word in words))
    step = Decimal(1).scaleb(exponent)
    return Figure(match.group(), match.start(), match.end(), count.scaleb(exponent), step, scaled=True)


def amounts(text: str) -> Iterator[Figure]:
    """Every number that a quoted row or sentence prints, years too: what a figure can rest on."""
    yield from read_figures(text, years=True)

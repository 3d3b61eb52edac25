"""Numbers as reports print them, and the scale that a table's caption gives them."""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_MOST_DIGITS = 16  # no figure of a report has more, and arithmetic on it would round once its scale is applied
_FRACTIONS = {"¼": "0.25", "½": "0.5", "¾": "0.75", "⅛": "0.125", "⅜": "0.375", "⅝": "0.625", "⅞": "0.875"}

_NUMBER = re.compile(
    rf"""
    (?P<sign>[{DASHES}+]?)\s*
    (?P<open>[(\[]?)\s*
    (?P<currency>(?:US|CA|AU|HK|NZ|[CAR])?[$€£¥]|USD|EUR|GBP)?\s*
    (?P<open2>[(\[]?)\s*
    (?P<sign2>[{DASHES}+]?)\s*
    (?P<currency2>[$€£¥]?)\s*
    (?P<digits>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)?
    (?P<fraction>[¼½¾⅛⅜⅝⅞]|\s+[1-9]/(?:2|4|8|16|32))?\s*
    (?P<unit>%|x|X|bps\.?|bp|basis\ points|pts\.?|ppts?\.?|percentage\ points)?\s*
    (?P<close>[)\]]?)\s*
    (?P<unit2>%|x|X|bps\.?|bp|basis\ points|pts\.?|ppts?\.?|percentage\ points)?
    (?P<close2>[)\]]?)
    """,
    re.VERBOSE,
)
_NIL = re.compile(rf"[(]?\s*[$€£¥]?\s*(?:[{DASHES}]{{1,3}})\s*[)]?\s*%?\s*[)]?")
_FOOTNOTE = re.compile(r"(?<=[\d)%\u2014])(?:\s+\((?:\d{1,2}|[a-z]{1,2})\)|\s*[*†‡§⁰¹²³⁴-⁹])+$")


class NumberUnit(StrEnum):
    """The unit printed with a number."""

    NONE = ""
    PERCENT = "percent"
    MULTIPLE = "multiple"
    BASIS_POINTS = "basis_points"
    POINTS = "points"


@dataclass(frozen=True, slots=True)
class Number:
    """A printed number, its sign applied: "(12.5)%" is -12.5 with ``unit`` PERCENT. A dash is zero and ``nil``."""

    value: Decimal
    unit: NumberUnit = NumberUnit.NONE
    nil: bool = False
    currency: str = ""

    @property
    def percent(self) -> bool:
        return self.unit is NumberUnit.PERCENT


def parse_number(text: str) -> Number | None:
    """The number that ``text`` as a whole prints, or None ("N/A", words, "10-K", two numbers).

    A parenthesis on either side alone is a minus, since extraction can lose its partner. Footnote marks after the
    number are ignored. "(1)" is minus one: whether it is a footnote only its place can tell.
    """
    text = text.replace("\xa0", " ").strip()
    if not text:
        return None
    if _NIL.fullmatch(text):
        return Number(Decimal(0), unit=NumberUnit.PERCENT if "%" in text else NumberUnit.NONE, nil=True)
    text = _FOOTNOTE.sub("", text)
    match = _NUMBER.fullmatch(text)
    if match is None or not (match["digits"] or match["fraction"]):
        return None
    digits = (match["digits"] or "0").replace(",", "")
    if len(digits) > _MOST_DIGITS:
        return None
    value = Decimal(digits) + _fraction(match["fraction"])
    return Number(
        -value if _is_negative(match) else value,
        unit=_unit(match["unit"] or match["unit2"]),
        currency=match["currency"] or match["currency2"] or "",
    )


def _is_negative(match: re.Match[str]) -> bool:
    signs = (match["sign"] + match["sign2"]).replace("+", "")
    brackets = match["open"] or match["open2"] or match["close"] or match["close2"]
    return bool(signs or brackets)


def _fraction(text: str | None) -> Decimal:
    if not text:
        return Decimal(0)
    if text in _FRACTIONS:
        return Decimal(_FRACTIONS[text])
    numerator, denominator = text.split("/")
    return Decimal(int(numerator)) / int(denominator)


def _unit(printed: str | None) -> NumberUnit:
    if not printed:
        return NumberUnit.NONE
    if printed == "%":
        return NumberUnit.PERCENT
    if printed in "xX":
        return NumberUnit.MULTIPLE
    return NumberUnit.BASIS_POINTS if printed.startswith("b") else NumberUnit.POINTS


@dataclass(frozen=True, slots=True)
class ScaleNote:
    """What a caption such as "(In millions, except shares in thousands and per share amounts)" says.

    ``exponent`` is the power of ten of amounts, ``shares`` that of share counts (equal to ``exponent`` unless the
    caption excepts them). Amounts per share are never scaled; ``per_share_excepted`` tells that the caption says so.
    """

    exponent: int
    shares: int
    per_share_excepted: bool = False


_EXPONENTS = {"thousand": 3, "000": 3, "million": 6, "mm": 6, "billion": 9, "trillion": 12}
_SCALE = re.compile(
    r"""
    (?:
        (?:^|[(\[$€£¥/,;:\u2014-]|\b(?:in|dollars|amounts|figures|data|expressed|stated|usd|us\$|u\.s\.))\s*
        (?:in\s+)?[$€£¥]?\s*
        (?P<word>thousand|million|billion|trillion)(?P<plural>s)?\b
        (?!\s+of\s+(?!(?:u\.?s\.?\s+|united\s+states\s+)?dollars|usd|us\$|[$€£¥]|euros?|currency))
      | (?<![\d,.])[$]?\s*(?P<zeros>000)(?:['\u2019]?s\b|\s+omitted|\s*\))
      | [$]\s?(?P<letters>mm)\b
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_EXCEPT = re.compile(r"\b(?:except|excluding|other\s+than|unless)\b(?P<what>.*)", re.IGNORECASE | re.DOTALL)
_PER_SHARE = re.compile(r"\bper[\s-]+(?:\w+\s+){0,3}(?:share|unit)|/share", re.IGNORECASE)
_SHARES = re.compile(
    r"\b(?:number\s+of\s+)?(?:shares?|units?)\b(?!\s*[-/]?\s*based)"
    r"(?:\s+(?:which|that|amounts?|data|are|is|reflected|presented|stated|shown))*"
    r"(?:\s+in\s+(?P<word>thousand|million|billion)s)?",
    re.IGNORECASE,
)


def scale_of(text: str) -> int | None:
    """The power of ten that a caption gives to amounts ("(Dollars in thousands)" is 3), None where it gives none."""
    note = scale_note(text)
    return note.exponent if note else None


def scale_note(text: str) -> ScaleNote | None:
    """The scale that a caption states, with its exceptions; None for prose ("$5 million", "thousands of stores")."""
    match = next((found for found in _SCALE.finditer(text) if _is_caption(found, text)), None)
    if match is None:
        return None
    exponent = _EXPONENTS[(match["word"] or match["zeros"] or match["letters"]).lower()]
    excepted = _EXCEPT.search(text, match.end()) or _EXCEPT.search(text)
    what = excepted["what"] if excepted else ""
    per_share = _PER_SHARE.search(what) is not None
    return ScaleNote(exponent, _shares_scale(what, exponent), per_share)


def _is_caption(match: re.Match[str], text: str) -> bool:
    """A singular ("$ million") counts only where nothing but a closing mark follows it."""
    if not match["word"] or match["plural"]:
        return True
    return re.match(r"\s*(?:[),;\]]|$|except|of\b)", text[match.end() :], re.IGNORECASE) is not None


def _shares_scale(excepted: str, exponent: int) -> int:
    found = list(_SHARES.finditer(_PER_SHARE.sub(" ", excepted)))
    if not found:
        return exponent
    scaled = next((match["word"] for match in found if match["word"]), None)
    return _EXPONENTS[scaled.lower()] if scaled else 0

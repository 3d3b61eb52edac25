"""Transformations of inline XBRL: from what a document prints to the value that it states.

Covers the numeric, date, boolean and fixed transformations of the registries 1 to 5 of XBRL International
(English and language-neutral ones) and of the SEC's registry. Names differ between registries in hyphens only
("numdotdecimal", "num-dot-decimal") or are aliases, so one table serves them all.
"""

import re
from datetime import date
from decimal import Decimal
from typing import Final

_MOST_SCALE = 30
_MOST_DIGITS = 18  # before the decimal point: far more than any amount or count of a report has
_LONGEST = 300  # characters that a number, a date or a duration prints
_SPACES: Final = re.compile(r"[\s\xa0\u2000-\u200a\u202f\u3000]+")
_APOSTROPHES: Final = re.compile("['`´’′＇]")
_DATE_PART: Final = re.compile(r"\d+|[A-Za-z]{3,}")
_MONTHS: Final = {
    name: number
    for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)
}  # fmt: skip
_TR1_DATES: Final = {
    "datelongus": "monthdayyear", "dateshortus": "monthdayyear", "dateslashus": "monthdayyear",
    "datedotus": "monthdayyear", "datelonguk": "daymonthyear", "dateshortuk": "daymonthyear",
    "dateslasheu": "daymonthyear", "datedoteu": "daymonthyear", "datelongmonthyear": "monthyear",
    "dateshortmonthyear": "monthyear", "datelongyearmonth": "yearmonth", "dateshortyearmonth": "yearmonth",
    "datelongmonthdayus": "monthday", "dateshortmonthdayus": "monthday", "dateslashmonthdayus": "monthday",
    "datelongdaymonthuk": "daymonth", "dateshortdaymonthuk": "daymonth", "dateslashdaymontheu": "daymonth",
}  # fmt: skip
_DATE_NAME: Final = re.compile(r"date(?P<order>(?:day|monthname|month|year){2,3})(?:en|cjk|dk)?")
_ORDER: Final = re.compile(r"day|month|year")
_QUARTER: Final = re.compile(
    r"\b[Qq]([1-4])\b|\b([1-4])(?:st|nd|rd|th|[Qq])\b|\b(first|second|third|fourth|last)\b", re.IGNORECASE
)
_QUARTERS: Final = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4}
_QUARTER_ENDS: Final = {1: "03-31", 2: "06-30", 3: "09-30", 4: "12-31"}
_DURATION_LETTERS: Final = {"year": "Y", "month": "M", "week": "W", "day": "D", "hour": "H"}
_DURATION: Final = re.compile(r"([\w.\- ]+?)\s*(year|month|week|day|hour)s?\b", re.IGNORECASE)

_UNITS: Final = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
        " seventeen eighteen nineteen".split()
    )
} | {"a": 1, "an": 1, "no": 0, "none": 0, "nil": 0}
_TENS: Final = {
    word: 10 * value
    for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
}  # fmt: skip
_LARGE: Final = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}


class TransformError(ValueError):
    """The text is not what the transformation expects, or the transformation is not known."""


def number(text: str, transformation: str | None) -> Decimal:
    """The value of a numeric fact before scale and sign; raises TransformError.

    ``transformation`` is the local name of its format, None where it has none and the text is a plain decimal.
    """
    name = _normalise(transformation) if transformation else ""
    if len(text) > _LONGEST:
        raise TransformError(f"'{text.strip()[:40]}…' is too long for a number")
    if name in ("zerodash", "fixedzero", "numdash"):
        return Decimal(0)
    if name == "numwordsen":
        return Decimal(words_to_number(text))
    if re.fullmatch(r"[+-]?(?:\d+\.?\d*|\.\d+)", decimal := _decimal_text(text, name), re.ASCII):
        return Decimal(decimal)
    raise TransformError(f"'{text.strip()[:40]}' is no number for {transformation or 'plain decimals'}")


def scaled(value: Decimal, scale: int) -> Decimal:
    """``value`` times ten to the power of ``scale``, exactly and without an exponent: 1577, 6 is 1577000000."""
    if abs(scale) > _MOST_SCALE or value.adjusted() + scale >= _MOST_DIGITS:
        raise TransformError(f"{value:.3e} with the scale {scale} is out of bounds")
    sign, digits, exponent = value.as_tuple()
    assert isinstance(exponent, int)
    return Decimal(f"{Decimal((sign, digits, exponent + scale)):f}")


def _decimal_text(text: str, name: str) -> str:
    text = _SPACES.sub("", text)
    if not name:
        return text
    if name.endswith("apos"):
        text, name = _APOSTROPHES.sub("", text), name.removesuffix("apos")
    if name in ("numdotdecimal", "numcommadot", "numspacedot", "numdotdecimalin"):
        return text.replace(",", "")
    if name in ("numcommadecimal", "numdotcomma", "numspacecomma", "numcomma"):
        return text.replace(".", "").replace(",", ".")
    if name.startswith("numunitdecimal"):
        parts = re.findall(r"\d+", re.sub(r"(?<=\d)[.,](?=\d{3})", "", text))
        if len(parts) == 2:
            return f"{parts[0]}.{parts[1]:0>2}"
    raise TransformError(f"the transformation '{name}' is not known for '{text[:40]}'")


def words_to_number(text: str) -> int:
    """ "two hundred and five" is 205, "none" is 0, "12" is 12; raises TransformError."""
    total = group = 0
    words = [word for word in re.split(r"[\s\xa0,\-\u2010-\u2015]+", text.strip().lower()) if word and word != "and"]
    if not words:
        raise TransformError("no words for a number")
    for word in words:
        if word.isdecimal():
            group += int(word)
        elif word in _UNITS or word in _TENS:
            group += _UNITS.get(word, 0) or _TENS.get(word, 0)
        elif word == "hundred":
            group = max(group, 1) * 100
        elif word in _LARGE:
            total, group = total + max(group, 1) * _LARGE[word], 0
        else:
            raise TransformError(f"'{word}' is no number word")
    return total + group


def text(printed: str, transformation: str | None) -> str:
    """The value of a non-numeric fact; raises TransformError where the text does not fit a known transformation.

    Transformations that only map names to codes (states, countries, exchanges, filer categories) keep what is
    printed: the codes are a registry's, not the document's.
    """
    printed = _SPACES.sub(" ", printed).strip()
    name = _normalise(transformation) if transformation else ""
    fixed = _FIXED.get(name)
    if fixed is not None:
        return fixed
    if len(printed) > _LONGEST and name.startswith(("date", "dur", "num")):
        raise TransformError(f"'{printed[:40]}…' is too long for {transformation}")
    if name.startswith("date"):
        return _date(printed, name)
    if name.startswith("dur"):
        return _duration(printed, name)
    if name in ("boolballotbox", "yesnoballotbox"):
        return _ballot(printed, *(("true", "false") if name == "boolballotbox" else ("Yes", "No")))
    if name.startswith("num"):
        return str(number(printed, transformation))
    return printed


_FIXED: Final = {
    "fixedtrue": "true", "booleantrue": "true", "fixedfalse": "false", "booleanfalse": "false",
    "fixedempty": "", "nocontent": "", "fixedzero": "0", "zerodash": "0", "numinf": "INF", "numneginf": "-INF",
    "numnan": "NaN",
}  # fmt: skip


def _normalise(transformation: str) -> str:
    return transformation.replace("-", "").lower()


def _ballot(printed: str, checked: str, empty: str) -> str:
    if any(mark in printed for mark in "☑☒✓✔✗✘þýx"):
        return checked
    if any(mark in printed for mark in "☐□¨o") or not printed:
        return empty
    raise TransformError(f"'{printed[:40]}' is no ballot box")


def _date(printed: str, name: str) -> str:
    if name == "datequarterend":
        return _quarter_end(printed)
    match = _DATE_NAME.fullmatch(name)
    order = _TR1_DATES.get(name) or (match["order"].replace("monthname", "month") if match else None)
    if order is None:
        raise TransformError(f"the transformation '{name}' is not known")
    parts = _DATE_PART.findall(re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", printed))
    names = _ORDER.findall(order)
    parts = [part for part in parts if part.isdigit() or part[:3].lower() in _MONTHS]
    if len(parts) != len(names):
        raise TransformError(f"'{printed[:40]}' is no {name}")
    found = dict(zip(names, parts, strict=True))
    month = found.get("month", "")
    return _iso(found.get("year"), int(month) if month.isdigit() else _month(month), found.get("day"))


def _month(name: str) -> int:
    if name[:3].lower() not in _MONTHS:
        raise TransformError(f"'{name}' is no month")
    return _MONTHS[name[:3].lower()]


def _iso(year: str | None, month: int, day: str | None) -> str:
    """ISO 8601, as xs:date, xs:gMonthDay ("--12-31") or xs:gYearMonth ("2024-12")."""
    full = None if year is None else int(year) + (2000 if len(year) <= 2 else 0)
    try:
        checked = date(full or 2000, month, int(day) if day else 1)
    except ValueError as error:
        raise TransformError(f"{year}-{month}-{day} is no date") from error
    if full is None:
        return f"--{checked:%m-%d}"
    return checked.isoformat() if day else checked.isoformat()[:7]


def _quarter_end(printed: str) -> str:
    year = re.search(r"\b(?:19|20)\d\d\b", printed)
    quarter = _QUARTER.search(printed)
    if not year or not quarter:
        raise TransformError(f"'{printed[:40]}' names no quarter")
    word = next(group for group in quarter.groups() if group)
    return f"{year[0]}-{_QUARTER_ENDS[_QUARTERS.get(word.lower()) or int(word)]}"


def _duration(printed: str, name: str) -> str:
    """An ISO 8601 duration: "durmonth" of "18" is P18M, "durwordsen" of "three years, two months" is P3Y2M."""
    if name == "durwordsen":
        found = _DURATION.findall(re.sub(r"\band\b|,", " ", printed))
        if not found:
            raise TransformError(f"'{printed[:40]}' names no duration")
        return _periods([(amount.strip(), unit.lower()) for amount, unit in found])
    unit = name.removeprefix("dur")
    if unit not in _DURATION_LETTERS:
        raise TransformError(f"the transformation '{name}' is not known")
    return _periods([(printed, unit)])


def _periods(parts: list[tuple[str, str]]) -> str:
    dates, hours = "", ""
    for amount, unit in parts:
        value = number(amount, "numdotdecimal") if re.match(r"[\d.,\s]+$", amount) else Decimal(words_to_number(amount))
        if unit == "week":
            value, unit = value * 7, "day"
        text = _amounts(value, unit)
        hours, dates = (hours + text, dates) if unit == "hour" else (hours, dates + text)
    return f"P{dates}T{hours}" if hours else f"P{dates}"


def _amounts(value: Decimal, unit: str) -> str:
    """Whole units; the fraction of a year in months, since only seconds may have a fraction."""
    whole = int(value)
    if value == whole:
        return f"{whole}{_DURATION_LETTERS[unit]}"
    if unit == "year":
        months = round((value - whole) * 12)
        return (f"{whole}Y" if whole else "") + (f"{months}M" if months else "")
    return f"{value.normalize()}{_DURATION_LETTERS[unit]}"

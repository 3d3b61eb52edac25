"""The unit, the scale and the rounding that a question asks an answer to have."""

import re
from dataclasses import dataclass

_SCALES = {"thousand": 3, "million": 6, "billion": 9, "k": 3, "mm": 6, "mn": 6, "m": 6, "bn": 9, "b": 9}
_CURRENCY = r"(?:usd|us ?\$|\$|u\.s\. dollars?|us dollars?|dollars?)"
_SCALE = r"(?P<scale>thousand|million|billion)s?"
_SCALED = (
    re.compile(rf"\bin (?:units? of )?{_CURRENCY} ?{_SCALE}\b", re.IGNORECASE),
    re.compile(rf"\bin (?:units? of )?{_SCALE}(?: of {_CURRENCY}| {_CURRENCY})?\b", re.IGNORECASE),
    re.compile(rf"\((?:in )?{_CURRENCY} ?{_SCALE}\)", re.IGNORECASE),
    re.compile(r"\b(?:in )(?:units? of )?(?:usd|us ?\$|\$) ?(?P<scale>mm|mn|bn|k|m|b)\b", re.IGNORECASE),
)
_PLAIN_CURRENCY = re.compile(
    r"\bin (?:units? of )?(?:usd|us ?\$|\$|u\.s\. dollars|us dollars|dollars)(?![\w ]*(?:thousand|million|billion))",
    re.IGNORECASE,
)
_PERCENT = re.compile(
    r"\b(?:in|as) (?:units? of )?(?:a )?percent(?:s|age|ages)?\b|\b(?:in|as) (?:a )?%|\(%\)"
    r"|\bin percentage (?:points?|terms)\b|\bunits of percents?\b|\bpercent(?:age)? change\b"
    r"|\bby what percent(?:age)?\b|[.?!] ?percent\b|\btenths? of a percent\b",
    re.IGNORECASE,
)
_BASIS_POINTS = re.compile(r"\bbasis points?\b|\bbps\b", re.IGNORECASE)
_RATIO = re.compile(
    r"\b(?:as|in) (?:a )?(?:plain )?(?:decimal(?: number| form| ratio| fraction)?|ratio|fraction)\b(?! places?)",
    re.IGNORECASE,
)
_WORDS = {"zero": 0, "no": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_COUNT = r"\d|zero|no|one|two|three|four|five|six"
_PLACES = re.compile(
    rf"\b(?:(?:to|with|of) (?:the )?(?:nearest )?(?P<count>{_COUNT}) digits?|(?P<decimals>{_COUNT})[ -]decimals?)\b",
    re.IGNORECASE,
)
_NEAREST = re.compile(
    r"\bnearest (?P<what>tenth|hundredth|thousandth|cent|whole|integer|dollar|percent|thousand|million|billion)",
    re.IGNORECASE,
)
_NEAREST_PLACES = {"tenth": 1, "hundredth": 2, "thousandth": 3, "cent": 2}


@dataclass(frozen=True, slots=True)
class UnitAsked:
    """``unit`` is "USD", "percent", "basis points", "ratio" or None where the question names none; ``scale`` is the
    power of ten (6: millions)."""

    unit: str | None = None
    scale: int | None = None
    places: int | None = None


def read_units(question: str) -> UnitAsked:
    """How ``question`` (white space normalised) wants its figure: "in USD millions", "round to one decimal place"."""
    scale = _scale(question)
    if scale is not None:
        unit: str | None = "USD"
    elif _BASIS_POINTS.search(question):
        unit = "basis points"
    elif _PERCENT.search(question):
        unit = "percent"
    elif _RATIO.search(question):
        unit = "ratio"
    else:
        unit = "USD" if _PLAIN_CURRENCY.search(question) else None
    if unit == "USD" and scale is None:
        scale = 0
    return UnitAsked(unit, scale, _places(question))


def _scale(question: str) -> int | None:
    for pattern in _SCALED:
        match = pattern.search(question)
        if match:
            return _SCALES[match["scale"].lower().removesuffix("s")]
    return None


def _places(question: str) -> int | None:
    match = _PLACES.search(question)
    if match:
        count = (match["count"] or match["decimals"]).lower()
        return int(count) if count.isdigit() else _WORDS[count]
    nearest = _NEAREST.search(question)
    return _NEAREST_PLACES.get(nearest["what"].lower(), 0) if nearest else None

"""What a question does with a figure: over its periods, and against a threshold."""

import re
from decimal import Decimal
from enum import StrEnum

from domains.sec_filings.questions.units import UnitAsked


class Operation(StrEnum):
    VALUE = "value"
    AVERAGE = "average"
    SUM = "sum"
    GROWTH = "growth"
    CHANGE = "change"
    CAGR = "cagr"


_TEST = re.compile(r"\b(?:positive|negative|healthy)\b", re.IGNORECASE)
_THRESHOLD = re.compile(
    r"\b(?:(?P<above>(?:more|greater|higher|larger) than|above|over|exceed(?:s|ed)?|at least)"
    r"|(?:less|lower|smaller|fewer) than|below|under|at most) (?:about |a |the )?(?:us ?)?\$? ?"
    r"(?P<number>\d[\d,]*(?:\.\d+)?)(?!\d|[ -]?(?:fiscal )?(?:years?|quarters?|months?|days?)\b)(?<!\b20\d\d)"
    r" ?(?P<unit>%|percent|thousand|million|billion|trillion|[kmbx]n?\b)?",
    re.IGNORECASE,
)
_THRESHOLD_UNITS = {"%": -2, "percent": -2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12, "k": 3, "m": 6,
                    "mn": 6, "b": 9, "bn": 9}  # fmt: skip
_COMPARES = re.compile(
    r"\b(?:which|who|compar\w+|versus|vs|than|between|differences?|higher|lower|larger|smaller|greater|both|each|exceed\w*"
    r"|above|below|over|under|least)\b",
    re.IGNORECASE,
)
_AVERAGE = re.compile(r"(?<!weighted[ -])\b(?:average|mean)\b(?! collection)", re.IGNORECASE)
_CAGR = re.compile(r"\bcagr\b|\bcompound(?:ed)?(?: annual)? growth\b", re.IGNORECASE)
_SUM = re.compile(r"\b(?:cumulative|combined|sum of|in total over|altogether|aggregate)\b", re.IGNORECASE)
_GROWTH = re.compile(
    r"\b(?:growth|gr[eo]w|grown|growing|percent(?:age)? (?:change|increase|decrease)|% (?:change|increase|decrease))\b",
    re.IGNORECASE,
)
_MOVES = re.compile(
    r"\b(?:chang(?:e|ed|ing)|increas(?:e|ed|ing)|decreas(?:e|ed|ing)|declin(?:e|ed|ing)|improv(?:e|ed|ing|ement)"
    r"|year[- ](?:over|on)[- ]year|yoy|drop(?:ped|ping)?|rose|ris(?:e|en|ing)|fell|fall(?:en|ing)?"
    r"|deteriorat(?:e|ed|ing)|worsen(?:ed|ing)?|expand(?:ed|ing)?|expansion|contract(?:ed|ing|ion)|shr[aiu]nk|mov(?:e|ed)|narrow(?:ed)?|widen(?:ed)?"
    r"|strengthen(?:ed)?|weaken(?:ed)?)\b",
    re.IGNORECASE,
)
_DIFFERS = re.compile(
    r"\bdifferences?\b|\bcompared?\b"
    r"|\b(?:higher|lower|larger|smaller|greater|bigger|better|worse|more|less)\b[^?]{0,40}\bthan\b",
    re.IGNORECASE,
)


def compares(text: str) -> bool:
    """Whether words set figures against each other, or against a threshold."""
    return _COMPARES.search(text) is not None


def moves(text: str) -> bool:
    """Whether words speak of a change over time, and not only of a difference between two figures."""
    return _MOVES.search(text) is not None


def test_of(asked: str, unit: str) -> tuple[str | None, Decimal | None]:
    """What is asked of the figure, and the threshold it is held against, as a share where it is a percentage."""
    found = _THRESHOLD.search(asked)
    if found:
        power = _THRESHOLD_UNITS.get((found["unit"] or "").lower(), 0)
        if unit == "percent" and not power:
            power = -2
        return "above" if found["above"] else "below", Decimal(found["number"].replace(",", "")).scaleb(power)
    test = _TEST.search(asked)
    return (test[0].lower() if test else None), None


def operation_of(asked: str, label: str, unit: str, wanted: UnitAsked) -> Operation:
    """What to do with the figure called ``label`` in ``unit`` over the periods; ``wanted`` is the unit asked."""
    asked = _THRESHOLD.sub(" ", asked)
    if _CAGR.search(asked):
        return Operation.CAGR
    if _AVERAGE.search(asked):
        return Operation.AVERAGE
    if _SUM.search(asked):
        return Operation.SUM
    share = unit in ("percent", "ratio", "days")
    if _GROWTH.search(asked) and "growth" not in label.lower():
        return Operation.CHANGE if share else Operation.GROWTH
    differs = _DIFFERS.search(asked) and " less " not in label
    if (_MOVES.search(asked) or differs) and "change in" not in label.lower():
        return Operation.GROWTH if wanted.unit == "percent" and not share else Operation.CHANGE
    return Operation.VALUE

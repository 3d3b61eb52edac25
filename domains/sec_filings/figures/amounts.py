"""Amounts in the unit, the scale and the rounding asked, and how they are written in a sentence."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from core.types import Fact
from domains.sec_filings.questions.units import UnitAsked

SCALE_NAMES = {0: "", 3: "thousands", 6: "millions", 9: "billions"}
DEFAULT_PLACES = {"percent": 1, "percentage points": 1, "basis points": 0, "ratio": 2, "days": 2, "USD/shares": 2}
MAX_PLACES = 3


@dataclass(frozen=True, slots=True)
class Amount:
    """``value`` is in ``unit``: "USD millions", "USD", "percent", "percentage points", "ratio", "days" …."""

    value: Decimal
    unit: str

    @property
    def magnitude(self) -> "Amount":
        return replace(self, value=abs(self.value))


def in_unit(value: Decimal, unit: str, asked: UnitAsked, facts: Iterable[Fact]) -> Amount | None:
    """``value`` (in whole units; a share for percent) as asked; None where the unit asked does not fit the figure.

    Money without a scale asked keeps that in which the facts are printed. Without a rounding asked, money is exact up
    to three decimals, and the rest has one or two places, as is usual for its unit.
    """
    stated = list(facts)
    if unit in ("percent", "percentage points"):
        if asked.unit == "basis points":
            return Amount(rounded(value * 10_000, asked.places, "basis points"), "basis points")
        if asked.unit == "ratio":
            return Amount(rounded(value, asked.places, "ratio"), "ratio")
        return Amount(rounded(value * 100, asked.places, unit), unit)
    if unit == "ratio":
        return _ratio(value, asked)
    if unit == "days":
        return Amount(rounded(value, asked.places, unit), unit)
    if asked.unit in ("percent", "basis points", "ratio"):
        return None
    if "/" in unit:
        return Amount(rounded(value, asked.places, unit), f"{_currency(stated)}/shares")
    scale = asked.scale if asked.scale is not None else max((fact.scale for fact in stated), default=0)
    scale = scale if scale in SCALE_NAMES else 0
    name = _currency(stated) if unit == "USD" else unit
    return Amount(rounded(value.scaleb(-scale), asked.places, unit), f"{name} {SCALE_NAMES[scale]}".strip())


def _ratio(value: Decimal, asked: UnitAsked) -> Amount:
    if asked.unit == "percent":
        return Amount(rounded(value * 100, asked.places, "percent"), "percent")
    return Amount(rounded(value, asked.places, "ratio"), "ratio")


def _currency(facts: Iterable[Fact]) -> str:
    return next((fact.unit.split("/")[0] for fact in facts if fact.unit[:3].isupper()), "USD")


def rounded(value: Decimal, places: int | None, unit: str) -> Decimal:
    """Half up, as accountants round. Places that are not asked for are not filled with zeros where money is exact."""
    if places is None:
        places = DEFAULT_PLACES.get(unit)
    if places is not None:
        return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    exact = value.quantize(Decimal(1).scaleb(-MAX_PLACES), ROUND_HALF_UP).normalize()
    return exact.quantize(Decimal(1)) if exact == exact.to_integral_value() else exact


def spell(amount: Amount) -> str:
    """ "USD 1,577 million", "49.1%", "1.73", "93.86 days", "USD 5.32 per share"."""
    number = f"{amount.value:,f}"
    match amount.unit.split():
        case ["percent"]:
            return f"{number}%"
        case ["percentage" | "basis" as kind, "points"]:
            return f"{number} {kind} points"
        case ["ratio"]:
            return number
        case ["days"]:
            return f"{number} days"
        case ["shares", *scale]:
            return " ".join((number, *(name.removesuffix("s") for name in scale), "shares"))
        case [currency, *scale] if currency.endswith("/shares"):
            return f"{currency.removesuffix('/shares')} {number} per share"
        case [currency, *scale]:
            return " ".join((currency, number, *(name.removesuffix("s") for name in scale)))
    return number

"""What a figure can rest on: the cited facts, the cited words, and a computation whose arithmetic is right."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from core.domain import Cited
from core.formats.figures import EXPONENTS, Figure, amounts
from core.formats.numbers import scale_note
from core.types import Computation, Fact

_RATES = ("percent", "margin", "rate", "ratio", "yield", "%")


@dataclass(frozen=True, slots=True)
class Backing:
    """A value that stands: in whole units, its unit ("" where nothing tells it), and the fact that states it.

    ``unit`` is an ISO 4217 code, "percent", "points", "basis_points", "multiple", "ratio", "shares", "days",
    "USD/shares" …. ``loose`` where the unit is a guess, so that another one may be said of it.
    """

    value: Decimal
    unit: str = ""
    fact: Fact | None = None
    loose: bool = False


def of_facts(facts: Iterable[Fact]) -> Iterator[Backing]:
    for fact in facts:
        if fact.value is not None:
            yield Backing(fact.value, "ratio" if fact.unit == "pure" else fact.unit, fact)


def of_quote(cited: Cited[Any], captions: str) -> Iterator[Backing]:
    """The numbers that a quote prints beside its facts: a sentence's with their own scale, a row's with the scale that
    the page's captions state, or unscaled where they state none or the row is one of rates or amounts per share."""
    stated = {abs(fact.value.scaleb(-fact.scale)) for fact in cited.facts if fact.value is not None}
    note = scale_note(captions)
    lowered = cited.quote.lower()
    is_rate = any(word in lowered for word in _RATES)
    is_row = any(letter.isdigit() for letter in cited.quote) and not cited.quote.rstrip().endswith(".")
    for figure in amounts(cited.quote):
        if not figure.scaled and not figure.unit and abs(figure.value) in stated:
            continue
        unit = figure.unit or ("percent" if is_rate else "")
        plain = figure.scaled or figure.unit in ("percent", "points", "basis_points", "multiple") or is_rate
        if plain or note is None or not is_row or "per share" in lowered or "shares" in lowered:
            yield Backing(figure.value, unit, loose=not figure.unit)
        else:
            yield Backing(figure.value.scaleb(note.exponent), unit, loose=not figure.unit)


def of_result(computation: Computation) -> Backing:
    """The figure that a computation gives, its unit ("USD millions") taken apart."""
    unit = "points" if computation.unit == "percentage points" else (computation.unit.split() or [""])[0]
    return Backing(computation.value.scaleb(_exponent(computation.unit)), unit)


def step_of(computation: Computation) -> Decimal:
    """What one in the last place of the figure is worth, in whole units."""
    exponent = computation.value.as_tuple().exponent
    return Decimal(1).scaleb(_exponent(computation.unit) + (exponent if isinstance(exponent, int) else 0))


def _exponent(unit: str) -> int:
    return next(
        (
            EXPONENTS[word]
            for word in (word.removesuffix("s") for word in unit.lower().split()[1:])
            if word in EXPONENTS
        ),
        0,
    )


def backing(figure: Figure, backings: Sequence[Backing]) -> list[Backing]:
    """Those that say what ``figure`` says, as rounded as it is printed."""
    return [found for found in backings if _says(figure, found)]


def _says(figure: Figure, found: Backing) -> bool:
    return any(
        is_rounded(figure.value, value, figure.step) and not (figure.value < 0 < value)
        for value in _in_unit_of(figure, found)
    )


def is_rounded(printed: Decimal, exact: Decimal, step: Decimal) -> bool:
    """Whether ``printed`` is ``exact`` rounded to a multiple of ``step``, signs aside."""
    return abs(abs(printed) - abs(exact)) * 2 <= step


def _in_unit_of(figure: Figure, found: Backing) -> Iterator[Decimal]:
    """The value of ``found`` in the figure's unit; nothing where it cannot be said in that unit."""
    unit, value = found.unit, found.value
    match figure.unit:
        case "percent":
            if unit == "percent":
                yield value
            elif unit == "ratio":
                yield value * 100
            elif found.loose and not unit:
                yield value
        case "points":
            if unit == "points" or (found.loose and unit in ("", "percent")):
                yield value
        case "basis_points":
            if unit == "basis_points":
                yield value
            elif unit in ("points", "percent"):
                yield value * 100
        case "multiple":
            if unit in ("multiple", "ratio") or found.loose:
                yield value
        case "":
            if found.loose or _said_without_a_mark(unit, figure):
                yield value
        case code:
            if (unit.split("/")[0] == code) or (found.loose and not unit):
                yield value


def _said_without_a_mark(unit: str, figure: Figure) -> bool:
    """Whether a bare number can be of the unit: a share of one, days by their word, money ("revenue of 1.5 million"),
    counts of anything; never a percentage, whose mark is half of what it says."""
    if unit in ("percent", "points", "basis_points"):
        return False
    return (unit == "days") == (figure.noun in ("day", "days"))

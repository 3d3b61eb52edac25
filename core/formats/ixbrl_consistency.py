"""Whether a document contradicts itself: one fact tagged twice, with values that no rounding reconciles."""

from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from core.formats.ixbrl import XbrlFact

_EXACT = 30  # decimals that stand for "INF", and for none stated


def contradictions(facts: Iterable[XbrlFact]) -> Iterator[str]:
    """A warning for each concept, context and unit with two values that differ by more than their rounding.

    A value stands for all that round to it at its ``decimals`` (XBRL 2.1, 4.6.6), so two agree where these overlap.
    """
    stated: dict[tuple[object, ...], dict[tuple[Decimal, int], None]] = {}
    for fact in facts:
        if fact.value is not None:
            context = fact.context
            key = (fact.concept, fact.unit, context.entity, context.start, context.end, frozenset(context.dimensions))
            stated.setdefault(key, {})[fact.value, _decimals(fact)] = None
    for (concept, *_), values in stated.items():
        apart = next((pair for pair in pairwise(sorted(values)) if not _agree(*pair)), None)
        if apart:
            yield f"{concept} has two values for one period: {apart[0][0]:,} and {apart[1][0]:,}."


def _decimals(fact: XbrlFact) -> int:
    try:
        return max(-_EXACT, min(_EXACT, int(fact.decimals or "")))
    except ValueError:
        return _EXACT


def _agree(one: tuple[Decimal, int], other: tuple[Decimal, int]) -> bool:
    digits = min(one[1], other[1])
    unit = Decimal(1).scaleb(-digits)
    return abs(one[0] - other[0]) <= unit / 2 or _rounded(one[0], unit) == _rounded(other[0], unit)


def _rounded(value: Decimal, unit: Decimal) -> Decimal:
    return (value / unit).to_integral_value(ROUND_HALF_UP)

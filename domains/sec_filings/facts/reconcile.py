"""Facts of one filing held against each other: what one statement says settles what another leaves open."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from core.types import Fact, Period
from domains.sec_filings.catalogue.concepts import Catalogue
from domains.sec_filings.facts.signs import orient_tax
from domains.sec_filings.filing import Statement

_SHARES = ("shares_diluted", "shares_basic")
_FACTORS = (-9, -6, -3, 3, 6, 9)
_CLOSE = 3  # times; net income over earnings per share is the share count, but for preferred dividends and rounding


def reconcile(facts: Sequence[Fact], catalogue: Catalogue) -> tuple[Fact, ...]:
    """The facts with share counts in the scale that earnings per share imply, tax as an expense, one name for one
    figure, and one figure for one name."""
    return tuple(_unique(_rename(orient_tax(_rescale(facts)), catalogue), catalogue))


def _rescale(facts: Sequence[Fact]) -> list[Fact]:
    """Captions often leave the scale of share counts open ("In millions, except share data")."""
    shift = next((shift for fact in facts if fact.concept in _SHARES and (shift := _shift(fact, facts))), 0)
    if not shift:
        return list(facts)
    return [_shifted(fact, shift) if fact.concept in _SHARES else fact for fact in facts]


def _shift(shares: Fact, facts: Sequence[Fact]) -> int:
    """The power of ten that is missing from ``shares``, 0 where it fits or where nothing tells."""
    per_share = _value(facts, shares.period, "eps_diluted", "eps_basic")
    income = _value(facts, shares.period, "net_income_to_common", "net_income", "net_income_including_noncontrolling")
    if not per_share or not income or not shares.value:
        return 0
    implied = abs(income / per_share)
    off = math.log10(implied / abs(shares.value))
    if abs(off) < math.log10(_CLOSE):
        return 0
    nearest = min(_FACTORS, key=lambda factor: abs(factor - off))
    return nearest if abs(nearest - off) < math.log10(_CLOSE) else 0


def _shifted(fact: Fact, shift: int) -> Fact:
    value = fact.value * Decimal(10) ** shift if fact.value is not None else None
    return replace(fact, value=value, scale=fact.scale + shift)


def _value(facts: Sequence[Fact], period: Period, *concepts: str) -> Decimal | None:
    for concept in concepts:
        for fact in facts:
            if fact.concept == concept and fact.period == period and fact.statement == Statement.INCOME:
                return fact.value
    return None


def _rename(facts: Sequence[Fact], catalogue: Catalogue) -> Iterator[Fact]:
    """ "Net income" in the cash flow statement is the figure of the income statement that it equals."""
    stated = {(fact.concept, fact.period): fact.value for fact in facts if fact.statement == Statement.INCOME}
    for fact in facts:
        concept = catalogue.get(fact.concept) if fact.concept else None
        other = concept.otherwise if concept and fact.statement != Statement.INCOME else None
        equals_other = other is not None and stated.get((other, fact.period)) == fact.value is not None
        if equals_other and stated.get((fact.concept, fact.period)) != fact.value:
            fact = replace(fact, concept=other)
        yield fact


def _unique(facts: Iterable[Fact], catalogue: Catalogue) -> Iterator[Fact]:
    """Of different figures for one concept and period in parts of one statement, the first is it."""
    first: dict[tuple[str | None, str, Period], Decimal | None] = {}
    for fact in facts:
        concept = catalogue.get(fact.concept) if fact.concept else None
        if concept is None or concept.sums:
            yield fact
            continue
        known = first.setdefault((fact.statement, concept.name, fact.period), fact.value)
        yield fact if known == fact.value else replace(fact, concept=None)

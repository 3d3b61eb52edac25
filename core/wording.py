"""Figures, periods and facts in words, for people and for models."""

from decimal import Decimal

from core.types import Fact, Period

_DAYS_A_MONTH = 30.44
_LEAST_DAYS = 25  # from here a duration is said in months: the shortest month has 28 days, a four-week month too


def period_text(period: Period) -> str:
    """ "at 2018-12-31" or "12 mo. to 2018-12-31"."""
    if period.start is None:
        return f"at {period.end}"
    days = (period.end - period.start).days + 1
    length = f"{round(days / _DAYS_A_MONTH)} mo." if days >= _LEAST_DAYS else f"{days} d."
    return f"{length} to {period.end}"


def fiscal_text(period: Period) -> str:
    """ "FY2018", "Q2 FY2023", or nothing."""
    if period.fiscal_year is None:
        return ""
    quarter = f"Q{period.fiscal_quarter} " if period.fiscal_quarter else ""
    return f"{quarter}FY{period.fiscal_year}"


def value_text(value: Decimal | None) -> str:
    return "nil" if value is None else f"{value:,f}"


def plural(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def fact_text(fact: Fact) -> str:
    """One line: "net_income · 1,577,000,000 USD · 12 mo. to 2018-12-31 · FY2018 · segment: Consumer"."""
    name = fact.concept or fact.tag or fact.label or "no concept"
    parts = (name, f"{value_text(fact.value)} {fact.unit}", period_text(fact.period), fiscal_text(fact.period))
    return " · ".join((*filter(None, parts), *map(": ".join, fact.dimensions)))

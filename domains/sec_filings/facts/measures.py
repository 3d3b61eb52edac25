"""The unit and the power of ten of a figure, from the table's captions and the row it stands in."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto

from core.formats.numbers import Number, NumberUnit, ScaleNote, scale_note

_CURRENCIES = {
    "EUR": re.compile(r"€|\beuros?\b", re.IGNORECASE),
    "GBP": re.compile(r"£|\bpounds? sterling\b|\bGBP\b", re.IGNORECASE),
    "JPY": re.compile(r"¥|\b(?:japanese )?yen\b", re.IGNORECASE),
    "CNY": re.compile(r"\bRMB\b|\brenminbi\b|\bCNY\b", re.IGNORECASE),
    "CAD": re.compile(r"\bC\$|\bcanadian dollars?\b", re.IGNORECASE),
    "AUD": re.compile(r"\bA\$|\baustralian dollars?\b", re.IGNORECASE),
    "CHF": re.compile(r"\bCHF\b|\bswiss francs?\b", re.IGNORECASE),
    "INR": re.compile(r"\bINR\b|\bindian rupees?\b", re.IGNORECASE),
    "MXN": re.compile(r"\bmexican pesos?\b", re.IGNORECASE),
}
_DOLLARS = re.compile(r"\bu\.?s\.? dollars?\b|\bUS\$|\bUSD\b|(?<![A-Z])\$", re.IGNORECASE)
_PER_SHARE = re.compile(r"\bper\b[^$]{0,40}?\b(?:share|unit|ads)s?\b|\bEPS\b", re.IGNORECASE)
_STATED = re.compile(r"\$\s*[\d.]+\s*(?:per|and)\b", re.IGNORECASE)
_SHARES = re.compile(
    r"\baverage\b[^$]{0,60}?\b(?:share|unit)s?\b|\b(?:share|unit)s? (?:issued|outstanding|used|repurchased)\b"
    r"|\bnumber of (?:common |ordinary )?(?:share|unit)s\b|\(in shares\)|\bshares? in (?:thousand|million)s\b"
    r"|\bcommon stock outstanding\b|\bshares of common stock\b"
    r"|\beffects? of dilut|\bdilutive (?:effect|securities|shares)",
    re.IGNORECASE,
)
_MONEY = re.compile(r"\bpar value\b|\bstated value\b|\$|\bat cost\b|\bpaid[\s-]*in\b|\bstock, ", re.IGNORECASE)
_DILUTION = re.compile(r"\b(?:basic|diluted|assuming dilution)\b", re.IGNORECASE)
_STATES_SCALE = re.compile(r"\bin (?:thousand|million|billion)s\b", re.IGNORECASE)
_LEAST_COUNT = 1000


class Kind(Enum):
    MONEY = auto()
    PER_SHARE = auto()
    SHARES = auto()


@dataclass(frozen=True, slots=True)
class Measures:
    """``amounts`` and ``shares`` are powers of ten; ``currency`` an ISO 4217 code."""

    amounts: int = 0
    shares: int = 0
    currency: str = "USD"
    stated: bool = False


def measures_of(texts: Iterable[str], otherwise: Measures) -> Measures:
    """From the captions of a table, the nearest first; ``otherwise`` where they state no scale."""
    note: ScaleNote | None = None
    currency: str | None = None
    for text in texts:
        note = note or scale_note(text)
        currency = currency or _currency(text)
    if note is None:
        return Measures(otherwise.amounts, otherwise.shares, currency or otherwise.currency)
    return Measures(note.exponent, note.shares, currency or otherwise.currency, stated=True)


def kind_of(numbers: Iterable[Number], unit: str | None, label: str, heading: str) -> Kind:
    """What a row counts: by the unit of its concept, else by its label, its figures and the heading over it."""
    if unit is not None:
        return Kind.SHARES if unit == "shares" else Kind.PER_SHARE if unit == "USD/shares" else Kind.MONEY
    figures = [number for number in numbers if not number.nil]
    priced = any(number.currency for number in figures)
    small = all(abs(number.value) < _LEAST_COUNT for number in figures)
    fractions = any(number.value % 1 for number in figures)
    if _SHARES.search(label) and not priced and not _MONEY.search(label):
        return Kind.SHARES
    if _PER_SHARE.search(label) and not _STATED.search(label):
        return Kind.PER_SHARE
    if _SHARES.search(heading) and not priced:
        return Kind.SHARES
    if small and _PER_SHARE.search(heading) and not _STATED.search(heading):
        return Kind.PER_SHARE
    return Kind.PER_SHARE if small and fractions and _DILUTION.search(label) else Kind.MONEY


def unit_and_scale(number: Number, kind: Kind, label: str, heading: str, measures: Measures) -> tuple[str, int]:
    """The unit of one printed figure and the power of ten to multiply it with."""
    if number.percent:
        return "pure", -2
    if number.unit is not NumberUnit.NONE:
        return "pure", 0
    if kind is Kind.PER_SHARE:
        return f"{measures.currency}/shares", 0
    own = _own_scale(label) or (_own_scale(heading) if kind is Kind.SHARES else None)
    if kind is Kind.SHARES:
        return "shares", own.exponent if own else measures.shares
    return measures.currency, own.exponent if own else measures.amounts


def _own_scale(label: str) -> ScaleNote | None:
    """The scale that a label states for its row: "Weighted average shares (in thousands)"."""
    return scale_note(label) if _STATES_SCALE.search(label) else None


def _currency(text: str) -> str | None:
    for code, pattern in _CURRENCIES.items():
        if pattern.search(text):
            return code
    return "USD" if _DOLLARS.search(text) else None

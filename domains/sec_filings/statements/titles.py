"""Recognises the titles of financial statements, however they are spaced and qualified.

Titles are compared squeezed to their letters: renderings break words apart ("Balance Shee t") and set titles in
capitals, over two lines, or run together with the company's name.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from domains.sec_filings.filing import Statement

MAX_TITLE = 260  # characters: longer blocks are prose that mentions a statement
_QUALIFIERS = re.compile(r"consolidated|combined|condensed|unaudited|interim|comparative|abbreviated")
_OWNERS = r"(?:(?:stock|share)(?:holder|owner)s?|members|partners|owners|common|total|ordinary)*"
_BESIDE = r"(?:temporaryequityand|redeemable[a-z]{0,60}?and|mezzanineequityand|convertiblepreferredstockand)?"
_EQUITY = r"(?:equity|investment|deficit|capital|deficiency)"
_STATEMENT = r"(?:statements?(?:s)?of(?:the)?)"
_PATTERNS = {
    Statement.BALANCE_SHEET: rf"balancesheets?|{_STATEMENT}financial(?:position|condition)|{_STATEMENT}condition(?!s)"
    rf"|{_STATEMENT}(?:net)?assetsandliabilities|{_STATEMENT}assetsliabilities",
    Statement.CASH_FLOW: rf"{_STATEMENT}cashflows?|cashflowstatements?|{_STATEMENT}cashreceipts",
    Statement.COMPREHENSIVE_INCOME: r"statements?of[a-z]{0,40}?comprehensive(?:income|loss|earnings|deficit)",
    Statement.EQUITY: rf"{_STATEMENT}(?:changesin)?{_BESIDE}{_OWNERS}{_EQUITY}"
    rf"|{_STATEMENT}(?:changesin)[a-z]{{0,60}}?{_EQUITY}|{_STATEMENT}(?:retainedearnings|capitalization)",
    Statement.INCOME: rf"{_STATEMENT}(?:net)?(?:income(?!tax)|earnings|operations|operatingresults|profit|loss)"
    rf"|incomestatements?|{_STATEMENT}resultsofoperations|{_STATEMENT}(?:revenues?andexpenses)",
}  # fmt: skip
_TITLES = {statement: re.compile(pattern) for statement, pattern in _PATTERNS.items()}
_SEGMENTS = re.compile(r"\bsegments?\b", re.IGNORECASE)
_INTRODUCES = re.compile(r"\b(?:follow(?:s|ing)|below|tables?)\b", re.IGNORECASE)
_PARENT = re.compile(
    r"parent[\s-]+(?:company|only)|parent[\s-]*company[\s-]*only|registrant[\s-]+only|\(parent\)"
    r"|\(?parent\)?\s+(?:condensed|statement|balance)|condensed financial information of (?:the )?(?:registrant|parent)"
    r"|schedule\s+i\b|holding company only",
    re.IGNORECASE,
)
_PRO_FORMA = re.compile(r"\bpro[\s-]?forma\b", re.IGNORECASE)
_SECONDARY = re.compile(
    r"\bselected\b|\bsummar(?:y|ised|ized)\b|\breconciliation|\bquarterly\b|\bsupplement(?:al|ary)\b|\bguarantor|\bnon-?gaap\b"
    r"|\bcommon[- ]size|\bdiscontinued\b|\bconsolidating\b|\bas (?:previously )?reported\b|\bimpact\b|\beffects? of\b"
    r"|\badjusted\b|\baverage\b|\bnote \d+\b|\bindex\b|\baffiliate\b|\bcash flow hedg",
    re.IGNORECASE,
)
_PROSE = re.compile(r"[.:;]\s*$|\b(?:the following|set forth|presents?|see|refer|shows?|were|was|our)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Title:
    """What a title names. ``secondary``: a summary, a reconciliation, a note about a statement, not the statement."""

    statements: tuple[Statement, ...]
    consolidated: bool = False
    parent_only: bool = False
    pro_forma: bool = False
    secondary: bool = False


@lru_cache(maxsize=8192)
def read_title(text: str) -> Title | None:
    """The title that ``text`` is; None where it names no statement or is prose."""
    if not text or len(text) > MAX_TITLE:
        return None
    statements = _named(text)
    if not statements or (_PROSE.search(text) and not text.isupper()):
        return None
    return Title(
        statements,
        consolidated="consolidated" in _squeeze(text) or "andsubsidiaries" in _squeeze(text),
        parent_only=is_parent_only(text),
        pro_forma=_PRO_FORMA.search(text) is not None,
        secondary=_SECONDARY.search(text) is not None,
    )


def is_parent_only(text: str) -> bool:
    return _PARENT.search(text) is not None


def is_pro_forma(text: str) -> bool:
    return _PRO_FORMA.search(text) is not None


def is_secondary(text: str) -> bool:
    return _SECONDARY.search(text) is not None


def names_segments(text: str) -> bool:
    """Whether a heading, or a sentence that introduces a table, speaks of segments; other sentences do not count."""
    said = text.rstrip().endswith(".") and not _INTRODUCES.search(text)
    return not said and _SEGMENTS.search(text) is not None


def _named(text: str) -> tuple[Statement, ...]:
    letters = _squeeze(text)
    squeezed = _QUALIFIERS.sub("", letters)
    found = [statement for statement, pattern in _TITLES.items() if pattern.search(squeezed)]
    if Statement.COMPREHENSIVE_INCOME in found and Statement.EQUITY in found and "equity" not in squeezed:
        found.remove(Statement.EQUITY)
    if not found and "consolidatedresultsofoperations" in letters:
        found.append(Statement.INCOME)
    return tuple(found)


@lru_cache(maxsize=8192)
def _squeeze(text: str) -> str:
    return re.sub(r"[^a-z]", "", text.lower())

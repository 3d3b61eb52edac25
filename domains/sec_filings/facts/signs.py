"""The sign of a figure where its printed sign alone would mislead.

Filings print a net loss of 5 as "Net loss 5" or "Net loss (5)", and tax of 5 as "Provision for income taxes 5",
"Income tax (provision) benefit (5)" or, among costs that are all in parentheses, "Provision for income taxes (5)".
So it is with all expenses of the income statement: "Interest expense 5" and "Interest expense (5)" cost 5 alike. Facts
state an expense as positive, as the tags of us-gaap do; what is left negative is an income among the expenses.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from core.types import Fact, Period
from domains.sec_filings.catalogue.concepts import Concept
from domains.sec_filings.facts.rows import Line
from domains.sec_filings.filing import Statement

_LOSS = re.compile(r"\bloss(?:es)?\b", re.IGNORECASE)
_PROFIT = re.compile(r"\b(?:income|profits?|earnings|gains?|margin)\b", re.IGNORECASE)
_EXPENSE = r"(?:provisions?|expenses?|losses|loss|charges?)"
_INCOME = r"(?:income|benefits?|gains?|earnings)"
_NEGATIVE_EXPENSE = re.compile(rf"\([^)]{{0,80}}\b{_EXPENSE}\b[^)]{{0,80}}\)", re.IGNORECASE)
_NEGATIVE_INCOME = re.compile(rf"\([^)]{{0,80}}\b{_INCOME}\b[^)]{{0,80}}\)", re.IGNORECASE)
_RELEASE = re.compile(r"\b(?:reversals?|recover(?:y|ies)|gains?)\b", re.IGNORECASE)
_INCOME_POSITIVE = re.compile(r"IncomeExpense")  # in the name of a tag, as in OtherOperatingIncomeExpenseNet
_AFTER_TAX = ("income_from_continuing_operations", "net_income_including_noncontrolling", "net_income")


def is_turned(line: Line, statement: Statement) -> bool:
    """Whether the figures of a row mean the opposite of their printed sign."""
    concept = line.concept
    if concept is None or statement is not Statement.INCOME:
        return False
    if concept.profit and _LOSS.search(line.label) and not _PROFIT.search(line.label):
        return all(number.value >= 0 for number in line.numbers.values())
    if concept.positive == "expense":
        return _NEGATIVE_EXPENSE.search(line.label) is not None
    if concept.positive == "income":
        return _NEGATIVE_INCOME.search(line.label) is not None
    return is_expense(concept) and _prints_expenses_negative(line)


def is_expense(concept: Concept) -> bool:
    """Whether the concept is an expense of the income statement, whose facts are positive."""
    return concept.statement is Statement.INCOME and concept.magnitude and concept.positive is None


def turns_expense(tag: str) -> bool:
    """Whether a positive value of the tag is an income, and an expense negative."""
    return _INCOME_POSITIVE.search(tag) is not None


def _prints_expenses_negative(line: Line) -> bool:
    """A label with both words says what is negative ("Interest income (expense)"); else figures that are never positive
    are costs in parentheses, but for the release of a cost."""
    if _NEGATIVE_INCOME.search(line.label):
        return False
    if _NEGATIVE_EXPENSE.search(line.label) and _PROFIT.search(line.label):
        return True
    values = [number.value for number in line.numbers.values()]
    return any(values) and max(values) <= 0 and not _RELEASE.search(line.label)


def orient_tax(facts: Sequence[Fact]) -> list[Fact]:
    """Income tax as an expense: turned round where income before it plus the printed figure is income after it."""
    by_period: dict[Period, dict[str, Decimal]] = defaultdict(dict)
    for fact in facts:
        if fact.statement == Statement.INCOME and fact.concept and fact.value is not None:
            by_period[fact.period].setdefault(fact.concept, fact.value)
    votes = [vote for amounts in by_period.values() if (vote := _vote(amounts))]
    if sum(votes) >= 0:
        return list(facts)
    return [
        replace(fact, value=-fact.value)
        if fact.concept == "income_tax_expense" and fact.statement == Statement.INCOME and fact.value is not None
        else fact
        for fact in facts
    ]


def _vote(amounts: dict[str, Decimal]) -> int:
    """1 where income less tax comes clearly closer to income after tax than income plus tax does, -1 the other way."""
    before, tax = amounts.get("income_before_taxes"), amounts.get("income_tax_expense")
    after = next((amounts[name] for name in _AFTER_TAX if name in amounts), None)
    if before is None or after is None or not tax:
        return 0
    less, plus = abs(before - tax - after), abs(before + tax - after)
    if 2 * less < plus:
        return 1
    return -1 if 2 * plus < less else 0

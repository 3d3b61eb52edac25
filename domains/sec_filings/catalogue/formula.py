"""The formula language of metrics: arithmetic over named line items and periods, evaluated without ``eval``.

    365 * avg(inventories) / cost_of_revenue        revenue[2020] / revenue[-1] - 1        first(a, b)

Names are line items or metrics; ``x[-1]`` is a year before, ``x[2020]`` the fiscal year 2020; the functions are those
of ``FUNCTIONS``. Values are exact decimals.
"""

import ast
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, DivisionByZero, InvalidOperation
from functools import lru_cache
from typing import Protocol

from domains.sec_filings.questions.periods import FiscalPeriod

FUNCTIONS = frozenset({"avg", "change", "growth", "abs", "first", "optional"})
MAX_LENGTH = 1_000
MAX_NODES = 200
MAX_NUMBER = 10**12

Lookup = Callable[[str, FiscalPeriod], Decimal]


class FormulaError(ValueError):
    """The text is no formula of this language."""


class MissingOperandError(LookupError):
    """No fact states ``name`` for ``period``, or the formula divides by zero there.

    ``elsewhere``: the line item is stated for other periods, so that its absence does not mean that there is none.
    """

    def __init__(self, name: str, period: FiscalPeriod, *, elsewhere: bool = False) -> None:
        super().__init__(f"{name} {period}")
        self.name = name
        self.period = period
        self.elsewhere = elsewhere


@lru_cache(maxsize=512)
def parse(text: str) -> ast.expr:
    """The checked syntax tree of a formula. Raises FormulaError."""
    if len(text) > MAX_LENGTH or text.count("(") > 50:
        raise FormulaError("the formula is too long")
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise FormulaError(f"'{text}' is no formula") from error
    if sum(1 for _ in ast.walk(tree)) > MAX_NODES:
        raise FormulaError("the formula is too long")
    _check(tree)
    return tree


def _check(node: ast.expr) -> None:
    match node:
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub() | ast.Mult() | ast.Div(), right=right):
            _check(left)
            _check(right)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            _check(operand)
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool) and abs(value) < MAX_NUMBER:
            return
        case ast.Name():
            return
        case ast.Subscript(value=value):
            _offset(node)
            _check(value)
        case ast.Call(func=ast.Name(id=name), args=[_, *_] as arguments, keywords=[]) if name in FUNCTIONS:
            for argument in arguments:
                _check(argument)
        case _:
            raise FormulaError(f"'{ast.unparse(node)}' is not allowed in a formula")


def _offset(node: ast.Subscript) -> int:
    """The year of ``x[2020]`` or the negative offset of ``x[-1]``."""
    match node.slice:
        case ast.Constant(value=int() as year) if 1980 <= year <= 2100:
            return year
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() as years)) if 1 <= years <= 10:
            return -years
    raise FormulaError(f"'{ast.unparse(node)}' names no year")


def names(text: str) -> list[str]:
    """The line items and metrics of a formula, each once, in order."""
    found = (node.id for node in ast.walk(parse(text)) if isinstance(node, ast.Name) and node.id not in FUNCTIONS)
    return list(dict.fromkeys(found))


def evaluate(node: ast.expr, period: FiscalPeriod, lookup: Lookup) -> Decimal:
    """The value for ``period``. Raises MissingOperandError for what ``lookup`` does not find and for zero divisors."""
    match node:
        case ast.Constant(value=value):
            return Decimal(str(value))
        case ast.Name(id=name):
            return lookup(name, period)
        case ast.UnaryOp(operand=operand):
            return -evaluate(operand, period, lookup)
        case ast.Subscript(value=value):
            return evaluate(value, moved(period, _offset(node)), lookup)
        case ast.BinOp(left=left, op=op, right=right):
            return _operate(op, evaluate(left, period, lookup), evaluate(right, period, lookup), node, period)
        case ast.Call(func=ast.Name(id=name), args=arguments):
            return _call(name, arguments, period, lookup)
    raise FormulaError(f"'{ast.unparse(node)}' cannot be evaluated")


def moved(period: FiscalPeriod, offset: int) -> FiscalPeriod:
    return period.shifted(offset) if offset < 0 else FiscalPeriod(offset)


def _operate(op: ast.operator, left: Decimal, right: Decimal, node: ast.expr, period: FiscalPeriod) -> Decimal:
    match op:
        case ast.Add():
            return left + right
        case ast.Sub():
            return left - right
        case ast.Mult():
            return left * right
    try:
        return left / right
    except (DivisionByZero, InvalidOperation) as error:
        raise MissingOperandError(f"a divisor other than zero in {ast.unparse(node)}", period) from error


def _call(name: str, arguments: list[ast.expr], period: FiscalPeriod, lookup: Lookup) -> Decimal:
    first = arguments[0]
    if name == "first":
        return _first(arguments, period, lookup)
    if name == "optional":
        try:
            return evaluate(first, period, lookup)
        except MissingOperandError as error:
            if error.elsewhere:
                raise
            return Decimal(0)
    now = evaluate(first, period, lookup)
    if name == "abs":
        return abs(now)
    before = evaluate(first, period.shifted(-1), lookup)
    if name == "avg":
        return (now + before) / 2
    if name == "change":
        return now - before
    return _operate(ast.Div(), now, before, first, period) - 1


def _first(arguments: list[ast.expr], period: FiscalPeriod, lookup: Lookup) -> Decimal:
    for argument in arguments[:-1]:
        try:
            return evaluate(argument, period, lookup)
        except MissingOperandError:
            continue
    return evaluate(arguments[-1], period, lookup)


@dataclass(frozen=True, slots=True)
class Leaf:
    """A name of a formula with the period it is taken at."""

    name: str
    period: FiscalPeriod


class Writer(Protocol):
    """Shows the operands of a formula."""

    def leaf(self, leaf: Leaf) -> str:
        """The operand as a label or as a figure; in parentheses where it is a formula itself."""
        ...

    def is_stated(self, node: ast.expr, period: FiscalPeriod) -> bool:
        """Whether facts give the value of ``node``: the first such alternative is the one that is shown."""
        ...


def written_out(node: ast.expr, period: FiscalPeriod, writer: Writer, *, outer: int = 0) -> str:
    """The formula with every operand as ``writer`` shows it; ``outer`` is the precedence of what is around it."""
    match node:
        case ast.Constant(value=value):
            return str(value)
        case ast.Name(id=name):
            return writer.leaf(Leaf(name, period))
        case ast.UnaryOp(operand=operand):
            return f"-{written_out(operand, period, writer, outer=3)}"
        case ast.Subscript(value=value):
            return written_out(value, moved(period, _offset(node)), writer, outer=outer)
        case ast.BinOp(left=left, op=op, right=right):
            sign, level = _PRECEDENCE[type(op)]
            parts = written_out(left, period, writer, outer=level), written_out(right, period, writer, outer=level + 1)
            text = f" {sign} ".join(parts)
            return f"({text})" if level < outer else text
        case ast.Call(func=ast.Name(id=name), args=arguments):
            return _written_call(name, arguments, period, writer, outer)
    raise FormulaError(f"'{ast.unparse(node)}' cannot be written")


_PRECEDENCE = {ast.Add: ("+", 1), ast.Sub: ("-", 1), ast.Mult: ("x", 2), ast.Div: ("/", 2)}


def _written_call(name: str, arguments: list[ast.expr], period: FiscalPeriod, writer: Writer, outer: int) -> str:
    if name == "first":
        chosen = next((argument for argument in arguments if writer.is_stated(argument, period)), arguments[-1])
        return written_out(chosen, period, writer, outer=outer)
    if name == "optional":
        return written_out(arguments[0], period, writer, outer=outer)
    now = written_out(arguments[0], period, writer, outer=1)
    if name == "abs":
        return f"|{now}|"
    before = written_out(arguments[0], period.shifted(-1), writer, outer=2)
    if name == "avg":
        return f"(({now} + {before}) / 2)"
    return f"({now} - {before})" if name == "change" else f"({now} / {before} - 1)"

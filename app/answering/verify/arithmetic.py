"""Whether a computation's arithmetic is right: its operands stand in their rows, its steps come out, and so does its
result."""

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal, localcontext

from app.answering.verify.backing import Backing, is_rounded
from core.formats.figures import amounts
from core.types import Fact

_EXPRESSION = re.compile(
    r"(?:^|:|(?<!\^ )\()\s*(?P<left>[\d\s.,()|+x*/−-]*\d[\d\s.,()|+x*/−-]*?)\s*=\s*"
    r"(?P<total>-?[\d,]*\.?\d+)(?P<percent>\s?%)?"
)
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?|\.\d+")
_CONSTANTS = 400  # of a formula: 2 of an average, 365 days
_MOST_YEARS = 15
PRECISION = 60


def unread_operands(operands: Iterable[Fact]) -> Iterator[Fact]:
    """The operands whose value does not stand in the row that is quoted for them."""
    for fact in operands:
        printed = {abs(figure.value) for figure in amounts(fact.quote)}
        if fact.value is None or (fact.value and abs(fact.value.scaleb(-fact.scale)) not in printed):
            yield fact


def totals(text: str, known: Sequence[Decimal], scales: Sequence[int] = (0,)) -> Iterator[tuple[str, Decimal | None]]:
    """Every "expression of numbers = total" of ``text``, with its exact value in whole units, or None where the total
    is not that.

    A printed operand stands for the value of ``known`` that it prints, in one of the ``scales`` (powers of ten); one
    that prints none stands for itself. A small whole number can be either: "/ 2" is no operand of 2.31.
    """
    for match in _EXPRESSION.finditer(text):
        printed = Decimal(match["total"].replace(",", ""))
        step = Decimal(1).scaleb(-len(match["total"].partition(".")[2]))
        if match["percent"]:
            printed, step = printed / 100, step / 100
        values = (_evaluate(match["left"], known, scales, least=least) for least in (0, _CONSTANTS))
        yield (
            match.group().strip(": "),
            next(
                (
                    value
                    for value in values
                    if value is not None and any(is_rounded(printed, value.scaleb(-scale), step) for scale in scales)
                ),
                None,
            ),
        )


def follows(result: Backing, step: Decimal, results: Sequence[Decimal]) -> bool:
    """Whether the figure, printed to ``step``, is one of ``results`` (whole units, oldest first) or what joins them:
    their sum, average, change, growth or compound growth."""
    factor = 100 if result.unit in ("percent", "points") else 1
    return any(is_rounded(result.value, candidate * factor, step) for candidate in _joined(results))


def _joined(results: Sequence[Decimal]) -> Iterator[Decimal]:
    """Of every run that ends with the last: several figures can be worked out in one answer."""
    yield from results
    for start in range(len(results) - 1):
        yield from _joins_of(results[start:])


def _joins_of(results: Sequence[Decimal]) -> Iterator[Decimal]:
    first, last = results[0], results[-1]
    yield sum(results, Decimal(0))
    yield sum(results, Decimal(0)) / len(results)
    yield last - first
    with localcontext(prec=PRECISION):
        if first:
            yield last / first - 1
        if first > 0 and last > 0:
            for years in range(2, _MOST_YEARS + 1):
                yield (last / first) ** (Decimal(1) / years) - 1


def _evaluate(expression: str, known: Sequence[Decimal], scales: Sequence[int], *, least: int) -> Decimal | None:
    """``least`` is the whole number up to which a number stands for itself."""
    source = re.sub(r"\|([^|]*)\|", r"abs(\1)", expression).replace("x", "*").replace("−", "-")
    values: list[Decimal] = []

    def named(match: re.Match[str]) -> str:
        values.append(_exact(match.group(), known, scales, least))
        return f"v{len(values) - 1}"

    try:
        with localcontext(prec=PRECISION):
            return _value(ast.parse(_NUMBER.sub(named, source).strip(), mode="eval").body, values)
    except (SyntaxError, ValueError, ArithmeticError):
        return None


def _exact(printed: str, known: Sequence[Decimal], scales: Sequence[int], least: int) -> Decimal:
    number = Decimal(printed.replace(",", ""))
    if number == number.to_integral_value() and number <= least:
        return number
    step = Decimal(1).scaleb(-len(printed.partition(".")[2]))
    found = (value for value in known for scale in scales if is_rounded(number, value.scaleb(-scale), step))
    return abs(next(found, number))


def _value(node: ast.expr, values: Sequence[Decimal]) -> Decimal:
    match node:
        case ast.Name(id=name):
            return values[int(name[1:])]
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand, values)
        case ast.Call(args=[operand]):
            return abs(_value(operand, values))
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _value(left, values) + _value(right, values)
        case ast.BinOp(left=left, op=ast.Sub(), right=right):
            return _value(left, values) - _value(right, values)
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            return _value(left, values) * _value(right, values)
        case ast.BinOp(left=left, op=ast.Div(), right=right):
            return _value(left, values) / _value(right, values)
    raise ValueError(ast.unparse(node))

"""Balances as a question wants them: averaged, at the end or at the beginning of the year; and what to divide by."""

import ast
import re
from collections.abc import Callable

from domains.sec_filings.catalogue import formula
from domains.sec_filings.catalogue.metrics import MetricCatalogue

_AVERAGE = re.compile(r"^(?:average|avg\.?|mean)\b", re.IGNORECASE)
_OPENING = re.compile(r"^(?:opening|beginning)\b", re.IGNORECASE)
_WITHOUT = re.compile(r"^(?:excluding|without|ignoring)\b", re.IGNORECASE)
_PART = re.compile(r"^(?P<item>.+?) as (?:the |its )?(?P<part>denominator|numerator|base)$", re.IGNORECASE)


def on_basis(expression: str, basis: str, metrics: MetricCatalogue) -> str | None:
    """``expression`` on the basis that a question gives: "average total assets", "COGS as the denominator".

    It is returned as it is where it is on that basis already. None where the basis names something else than a
    balance of the expression, or nothing that the catalogues know.
    """
    metric = metrics.get(expression)
    tree = formula.parse(metric.formula if metric else expression)
    if _WITHOUT.match(basis):
        return _without(ast.unparse(tree), basis, metrics)
    part = _PART.match(basis)
    if part:
        return _with_part(tree, part, metrics)
    named = [concept.name for concept in metrics.terms(basis).concepts]
    held = _balances(tree, metrics)
    wanted = [name for name in held if name in named] if named else held
    if not wanted:
        return None
    rebuilt = ast.unparse(ast.fix_missing_locations(_Rebased(set(wanted), _shape(basis)).visit(_copy(tree))))
    return expression if rebuilt == ast.unparse(tree) else rebuilt


def _without(expression: str, basis: str, metrics: MetricCatalogue) -> str | None:
    """The formula without a line item that it adds or takes off."""
    concepts = metrics.terms(basis).concepts
    if len(concepts) != 1:
        return None
    name = concepts[0].name
    shorter = re.sub(rf" [+-] (?:optional\({name}\)|{name}\b)", "", expression)
    return shorter if shorter != expression else None


def _with_part(tree: ast.expr, part: re.Match[str], metrics: MetricCatalogue) -> str | None:
    terms = metrics.terms(part["item"]).mentions
    if len(terms) != 1 or not (isinstance(tree, ast.BinOp) and isinstance(tree.op, ast.Div)):
        return None
    item = f"({terms[0].term.name})"
    if part["part"].lower() == "numerator":
        return f"{item} / ({ast.unparse(tree.right)})"
    return f"({ast.unparse(tree.left)}) / {item}"


def _balances(tree: ast.expr, metrics: MetricCatalogue) -> list[str]:
    names = (node.id for node in ast.walk(tree) if isinstance(node, ast.Name))
    concepts = (metrics.catalogue.get(name) for name in names)
    return [concept.name for concept in concepts if concept and concept.period == "instant"]


def _shape(basis: str) -> Callable[[ast.Name], ast.expr]:
    if _AVERAGE.match(basis):
        return lambda name: ast.Call(ast.Name("avg"), [name], [])
    if _OPENING.match(basis):
        return lambda name: ast.Subscript(name, ast.UnaryOp(ast.USub(), ast.Constant(1)))
    return lambda name: name


def _copy(tree: ast.expr) -> ast.expr:
    return ast.parse(ast.unparse(tree), mode="eval").body


class _Rebased(ast.NodeTransformer):
    """Puts ``shape`` around the names ``wanted``, in place of an average that is there already."""

    def __init__(self, wanted: set[str], shape: Callable[[ast.Name], ast.expr]) -> None:
        self._wanted, self._shape = wanted, shape

    def visit_Call(self, node: ast.Call) -> ast.AST:
        match node:
            case ast.Call(func=ast.Name(id="avg"), args=[ast.Name(id=name) as item]) if name in self._wanted:
                return self._shape(item)
            case ast.Call(func=ast.Name(id="change")):
                return node
        node.args = [self.visit(argument) for argument in node.args]
        return node

    def visit_Name(self, node: ast.Name) -> ast.AST:
        return self._shape(node) if node.id in self._wanted else node

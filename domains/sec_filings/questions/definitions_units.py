"""What a formula is measured in, so that one that adds money to a ratio is not taken for what was meant."""

import ast

from domains.sec_filings.catalogue.metrics import MetricCatalogue

Power = tuple[int, int]
"""Powers of money and of shares: earnings per share are (1, -1), a ratio is (0, 0)."""

_POWERS: dict[str, Power] = {"USD": (1, 0), "shares": (0, 1), "USD/shares": (1, -1)}


def unit_power(node: ast.expr, metrics: MetricCatalogue) -> Power | None:
    """None where unlike things are added. Names that no catalogue knows, and plain numbers, measure nothing."""
    match node:
        case ast.Name(id=name):
            term = metrics.get(name) or metrics.catalogue.get(name)
            return _POWERS.get(term.unit, (0, 0)) if term else (0, 0)
        case ast.UnaryOp(operand=inner) | ast.Subscript(value=inner):
            return unit_power(inner, metrics)
        case ast.Call(func=ast.Name(id=function), args=[first, *_]):
            return (0, 0) if function == "growth" else unit_power(first, metrics)
        case ast.BinOp(left=left, op=op, right=right):
            return _joined(unit_power(left, metrics), op, unit_power(right, metrics))
    return (0, 0)


def _joined(left: Power | None, op: ast.operator, right: Power | None) -> Power | None:
    if left is None or right is None:
        return None
    match op:
        case ast.Mult():
            return left[0] + right[0], left[1] + right[1]
        case ast.Div():
            return left[0] - right[0], left[1] - right[1]
    return left if left == right else None

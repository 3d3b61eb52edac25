"""How figures are printed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from .document import Amounts, Column, Fact, Kind, Row

DASH = "\N{EM DASH}"


@dataclass(frozen=True)
class Printed:
    """A printed cell: the bare figure, and what stands around it."""

    text: str
    negative: bool = False
    dollar: bool = False
    suffix: str = ""
    number: bool = True

    @property
    def whole(self) -> str:
        """The figure with its parentheses and suffix, without the currency."""
        return f"({self.text}){self.suffix}" if self.negative else f"{self.text}{self.suffix}"


NOTHING = Printed("", number=False)


def cell_kind(row: Row, column: Column) -> Kind:
    """The kind of a cell: the column's, unless it has none."""
    return column.kind or row.kind


def _figure(value: int | Decimal, kind: Kind, amounts: Amounts) -> str:
    places = {"per_share": 2, "percent": 1, "shares": amounts.share_decimals}.get(kind, 0)
    return f"{abs(value):,.{places}f}"


def printed(row: Row, position: int, column: Column, amounts: Amounts) -> Printed:
    """The printed form of a row's cell."""
    cell = row.cells[position] if position < len(row.cells) else None
    if cell is None:
        return NOTHING
    if isinstance(cell, Fact):
        return Printed(cell.prefix + cell.text + cell.suffix, number=False)
    if isinstance(cell, str):
        return Printed(cell, number=False)
    kind = cell_kind(row, column)
    suffix = "%" if kind == "percent" else ""
    dollar = row.dollar and kind in {"amount", "per_share"}
    if cell == 0:
        return Printed(DASH, dollar=dollar, suffix=suffix)
    return Printed(_figure(cell, kind, amounts), cell < 0, dollar, suffix)

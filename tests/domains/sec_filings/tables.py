"""Builds tables, and elements that hold them, as the readers of formats do."""

from collections.abc import Sequence

from core.types import Cell, Element, ElementKind, Row, Span, Table

Cells = Sequence[str]


def table(head: Sequence[Cells], body: Sequence[Cells], *, page: int = 1) -> Element:
    """``body`` rows may be shorter than the head; leading spaces of a label are its indentation."""
    width = max(len(row) for row in (*head, *body))
    rows = tuple(_row(cells, width, page) for cells in (*head, *body))
    return Element(ElementKind.TABLE, tuple(row.span for row in rows), Table(rows, len(head)))


def title(text: str, *, page: int = 1) -> Element:
    return Element(ElementKind.TITLE, (Span(text, page),), bold=True)


def text(content: str, *, page: int = 1) -> Element:
    return Element(ElementKind.TEXT, (Span(content, page),))


def _row(cells: Cells, width: int, page: int) -> Row:
    padded = [*cells, *[""] * (width - len(cells))]
    indent = float(len(padded[0]) - len(padded[0].lstrip()))
    padded[0] = padded[0].strip()
    printed = " ".join(cell for cell in padded if cell)
    return Row(tuple(Cell(cell) for cell in padded), Span(printed, page), indent=indent * 3)

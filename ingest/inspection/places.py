"""Where a fact stands: the element, row and cell that print it, found again from its page, quote and box."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.formats.numbers import parse_number
from core.types import Box, Cell, Element, Fact, Span


@dataclass(frozen=True, slots=True)
class Place:
    """Indexes into the elements, the rows of a table (or the spans of prose), and the cells of the row.

    ``column`` is None for prose, and where no cell of the row prints the value.
    """

    element: int
    row: int
    column: int | None = None


def locate(facts: Sequence[Fact], elements: Sequence[Element]) -> tuple[Place | None, ...]:
    """The place of each fact in turn; None where no element prints its quote. A cell is given to one fact only."""
    printed: dict[tuple[int, str], list[Place]] = defaultdict(list)
    for index, element in enumerate(elements):
        for row, span in enumerate(_spans(element)):
            printed[span.page, span.text].append(Place(index, row))
    taken: set[Place] = set()
    places = []
    for fact in facts:
        place = _place(fact, printed.get((fact.page, fact.quote), ()), elements, taken)
        places.append(place)
        if place is not None and place.column is not None:
            taken.add(place)
    return tuple(places)


def _spans(element: Element) -> Iterator[Span]:
    return (row.span for row in element.table.rows) if element.table else iter(element.spans)


def _place(fact: Fact, rows: Sequence[Place], elements: Sequence[Element], taken: set[Place]) -> Place | None:
    cells = [
        (Place(row.element, row.row, column), cell)
        for row in rows
        for column, cell in enumerate(_cells(elements[row.element], row.row))
    ]
    for place, cell in cells:
        if fact.box is not None and cell.box is not None and _covers(cell.box, fact.box):
            return place
    printed = abs(fact.value or Decimal()).scaleb(-fact.scale)
    for place, cell in cells:
        number = parse_number(cell.text) if place.column and place not in taken else None
        if number is not None and abs(number.value) == printed:
            return place
    return rows[0] if rows else None


def _cells(element: Element, row: int) -> tuple[Cell, ...]:
    return element.table.rows[row].cells if element.table else ()


def _covers(cell: Box, box: Box) -> bool:
    """Whether the middle of ``box`` is inside ``cell``."""
    x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    return cell.x0 <= x <= cell.x1 and cell.y0 <= y <= cell.y1

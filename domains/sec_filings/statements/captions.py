"""What stands over a table: the lines above it and the text of its own heading."""

from collections.abc import Sequence

from core.types import Element, ElementKind, Row
from domains.sec_filings.statements.titles import MAX_TITLE

_LINES = 6
OWN = -1  # the place of a text that stands in the table itself


def caption_above(elements: Sequence[Element], place: int) -> list[tuple[int, str]]:
    """The short texts that head the table at ``place``, the nearest first, each with its place (OWN: in the table).

    They end at the table before, at a paragraph, and at the top of the page before.
    """
    table = elements[place].table
    found: list[tuple[int, str]] = []
    if table is not None:
        heads = [row.cells[0].text for row in table.rows[: table.header_rows + 1]]
        whole = [_line(row) for row in table.rows[: table.header_rows]]
        found.extend((OWN, text) for text in dict.fromkeys((*heads, *whole)) if text and len(text) <= MAX_TITLE)
    return found + _lines_above(elements, place)


def _line(row: Row) -> str:
    """The text of a heading row, what spans several columns once."""
    return " ".join(dict.fromkeys(cell.text for cell in row.cells if cell.text))


def _lines_above(elements: Sequence[Element], place: int) -> list[tuple[int, str]]:
    page = elements[place].page
    found: list[tuple[int, str]] = []
    for above in range(place - 1, max(-1, place - 4 * _LINES), -1):
        element = elements[above]
        if element.kind is ElementKind.TABLE or page - element.page > 1 or len(found) == _LINES:
            break
        if element.kind is ElementKind.FURNITURE:
            continue
        text = element.text
        if len(text) > MAX_TITLE:
            break
        if page == element.page or element.kind is ElementKind.TITLE:
            found.append((above, text))
    return found

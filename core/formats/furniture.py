"""Running headers and footers, page numbers and tables of contents: printed, but not content."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from core.formats.lines import Line
from core.formats.numbers import scale_of
from core.formats.tables import PERIOD
from core.types import Element, ElementKind, Page, Table

_NUMBER = r"(?:[A-Z]{1,3}[-\u2013])?(?:\d{1,3}|1[0-8]\d\d)|[ivxl]{1,7}"  # 2018 is a year
_PAGE_NUMBER = re.compile(
    rf"(?:page\s+)?[-\u2013\u2014|]?\s*(?:{_NUMBER})\s*[-\u2013\u2014|]?(?:\s+of\s+\d+)?|\d{{1,3}}/\d{{1,3}}",
    re.IGNORECASE,
)
_BACK_LINK = re.compile(r"(?:(?:back|return) to\s+)?(?:table of contents|top|index)", re.IGNORECASE)
_CONTENTS = re.compile(
    r"(?:table of contents|contents|index(?: to .{0,60})?|annual report on form 10-k)[\s:]*", re.IGNORECASE
)
_ENTRY = re.compile(r"(?:item|part|note|exhibit|schedule|section|signatures?)\b", re.IGNORECASE)
_LEADERS = re.compile(r"(?<!\.)(?<!\.\s)(?:\.\s?){5,}\s*(?:[A-Z]-)?\d{1,3}$")
_MARGIN = 0.12  # the share of the page's height at top and bottom where running lines stand
_EDGE = 3  # so many lines at either end of a page can be running lines
_EARLY = 10  # a table of contents without a title is looked for on the first pages only


@dataclass(frozen=True, slots=True)
class Sheet:
    """The lines of one page in reading order, with the page's height as these lines see it."""

    lines: list[Line]
    height: float


def running_lines(sheets: list[Sheet]) -> list[set[int]]:
    """For each page, the indices of its running headers and footers and of its page number.

    They are looked for from the page's top and bottom inwards, up to the first line that is content. The first print
    of a running line that is set as a title is left as content: it may be the title of what follows.
    """
    repeated = _repeated(sheets)
    numbered = _end_with_numbers(sheets)
    seen: set[str] = set()
    found: list[set[int]] = []
    for sheet in sheets:
        running: set[int] = set()
        count = len(sheet.lines)
        for indices in (range(min(_EDGE, count)), range(count - 1, max(count - 1 - _EDGE, -1), -1)):
            for index in indices:
                line = sheet.lines[index]
                if not _is_running(line, sheet, repeated, numbered and index == count - 1):
                    break
                if index not in running and _is_title(line) and _key(line) not in seen:
                    seen.add(_key(line))
                    continue
                running.add(index)
        found.append(running)
    return found


def _is_title(line: Line) -> bool:
    text = line.text
    return (line.bold or text.isupper()) and not (_PAGE_NUMBER.fullmatch(text) or _BACK_LINK.fullmatch(text))


def _key(line: Line) -> str:
    """Its text, numbers blotted out, since pages count on; but "Exhibit 10.1" and "Exhibit 10.2" are two headings."""
    text = line.text.lower()
    return text if _ENTRY.match(text) else re.sub(r"\d+", "#", text)


def _repeated(sheets: list[Sheet]) -> set[str]:
    """Texts in the margin of three pages and a twentieth of all, or the first or last of so many.

    The height of first and last lines does not matter: on pages printed from HTML a footer follows where text ends.
    """
    counts: Counter[str] = Counter()
    for sheet in sheets:
        lines = sheet.lines
        inner = [*lines[1:_EDGE], *lines[-_EDGE:-1]]
        edges = [*lines[:1], *lines[-1:], *[line for line in inner if _in_margin(line, sheet)]]
        counts.update({_key(line) for line in edges})
    least = max(3, len(sheets) // 20)
    return {text for text, count in counts.items() if count >= least}


def _end_with_numbers(sheets: list[Sheet]) -> bool:
    """Whether pages end with their number wherever the text ends, as pages printed from HTML do."""
    ends = [sheet.lines[-1] for sheet in sheets if sheet.lines]
    found = sum(_PAGE_NUMBER.fullmatch(line.text) is not None for line in ends)
    return found >= max(3, 0.3 * len(ends))


def _is_running(line: Line, sheet: Sheet, repeated: set[str], numbered: bool) -> bool:
    text = line.text
    if _PAGE_NUMBER.fullmatch(text):
        return numbered or _in_margin(line, sheet)
    if _BACK_LINK.fullmatch(text):
        return True
    return _key(line) in repeated and scale_of(text) is None and not _names_only_a_period(text)


def _names_only_a_period(text: str) -> bool:
    """Whether a line is the header of a table that begins the page ("Years ended December 31, 2018 and 2017")."""
    rest = re.sub(r"[\d\W]+|\b(?:the|for|and|in|at|of)\b", " ", PERIOD.sub(" ", text), flags=re.IGNORECASE)
    return not rest.strip() and PERIOD.search(text) is not None


def _in_margin(line: Line, sheet: Sheet) -> bool:
    return line.y1 < _MARGIN * sheet.height or line.y0 > (1 - _MARGIN) * sheet.height


def mark_contents(pages_elements: list[list[Element]], pages: list[Page]) -> list[Element]:
    """All elements in order, tables of contents marked as furniture."""
    marked: list[Element] = []
    for elements, page in zip(pages_elements, pages, strict=True):
        contents = _contents(elements, page, len(pages))
        for index, element in enumerate(elements):
            marked.append(replace(element, kind=ElementKind.FURNITURE) if index in contents else element)
    return marked


def _contents(elements: list[Element], page: Page, page_count: int) -> set[int]:
    """Indices of what lists page numbers; the whole page where that is most of it."""
    titled = any(_CONTENTS.fullmatch(span.text) for element in elements[:6] for span in element.spans[:2])
    found = {
        index
        for index, element in enumerate(elements)
        if (element.table is not None and _lists_pages(element.table, page, page_count, titled))
        or (element.table is None and sum(bool(_LEADERS.search(span.text)) for span in element.spans) >= 3)
    }
    if not found:
        return found
    listed = _lines(elements[index] for index in found)
    if listed >= 0.5 * _lines(elements):
        kept = set() if page.number <= _EARLY else _titles_before(elements, min(found))
        return set(range(len(elements))) - kept
    return found | {i for i, element in enumerate(elements) if _CONTENTS.fullmatch(element.text)}


def _titles_before(elements: list[Element], first: int) -> set[int]:
    """Headings above a list of pages inside a document ("Item 8. Financial Statements"): they begin a section."""
    return {
        index
        for index, element in enumerate(elements[:first])
        if element.kind is ElementKind.TITLE and not _CONTENTS.fullmatch(element.text)
    }


def _lines(elements: Iterable[Element]) -> int:
    return sum(len(element.spans) for element in elements)


def _lists_pages(table: Table, page: Page, page_count: int, titled: bool) -> bool:
    """Whether the last figures of the rows are page numbers: whole, rising, within the document, one to a row."""
    last = [_last_figure(cells) for cells in ([cell.text for cell in row.cells] for row in table.rows)]
    numbers = [int(text) for text in last if text is not None]
    if len(numbers) < 5 or len(numbers) < 0.35 * len(table.rows):
        return False
    rising = sum(a <= b for a, b in pairwise(numbers)) >= 0.9 * (len(numbers) - 1)
    if not rising or numbers[-1] > 1.3 * page_count + 40 or numbers[0] == numbers[-1]:
        return False
    entries = sum(bool(_ENTRY.match(row.span.text)) for row in table.rows)
    return titled or entries >= 4 or (page.number <= _EARLY and len(numbers) >= 10)


def _last_figure(cells: list[str]) -> str | None:
    filled = [text for text in cells if text]
    if len(filled) < 2 or not re.fullmatch(r"(?:[A-Z]-)?\d{1,3}", filled[-1]):
        return None
    return filled[-1].rsplit("-", 1)[-1]

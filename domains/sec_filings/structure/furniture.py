"""What is printed on pages and is no content: running heads, page numbers, links back to the contents."""

import re
from collections import Counter
from collections.abc import Sequence

from core.types import Element, ElementKind

_PAGE_NUMBER = re.compile(
    r"[\W_]*(?:(?:page\s*)?(?:[A-Z]{1,2}\s?-\s?)?\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?|[ivxl]{1,6})[\W_]*", re.IGNORECASE
)
_CONTENTS_LINK = re.compile(r"\W*(?:back\s+to\s+)?table\s+of\s+contents\W*|\W*index\s+to\s+contents\W*", re.IGNORECASE)
_FORM = r"\bform\s+10\s?-\s?[kq]\b"
_FORM_FOOTER = re.compile(
    rf"[^.;]{{0,80}}{_FORM}[^.;]{{0,20}}\W\d{{1,3}}\W*|\W*\d{{1,3}}\W[^.;]{{0,70}}{_FORM}[^.;]{{0,15}}", re.IGNORECASE
)
_NUMBERED_HEADING = re.compile(
    r"\W*(?:notes?|exhibits?|items?|parts?|schedules?|annex|articles?|tables?|figures?|sections?)\s*\(?[\dIVX]",
    re.IGNORECASE,
)
_SHORT = 120
_REPEATS = 4


def is_furniture_text(text: str, *, at_edge: bool) -> bool:
    """Whether a short text is a link to the contents anywhere or, at the edge of a page, its number or footer."""
    if len(text) > _SHORT:
        return False
    if _CONTENTS_LINK.fullmatch(text):
        return True
    return at_edge and (_PAGE_NUMBER.fullmatch(text) or _FORM_FOOTER.fullmatch(text)) is not None


def page_edges(elements: Sequence[Element]) -> frozenset[int]:
    """The indices of the first two and the last two elements of each page."""
    edges = set()
    for index, element in enumerate(elements):
        near = [other for other in (index - 2, index + 2) if 0 <= other < len(elements)]
        if len(near) < 2 or any(elements[other].page != element.page for other in near):
            edges.add(index)
    return frozenset(edges)


def repeated_at_page_tops(elements: Sequence[Element]) -> frozenset[str]:
    """The short texts, numbers blanked, that open four pages or more: running heads that the reader let pass."""
    counts: Counter[str] = Counter()
    page = 0
    for element in elements:
        if element.kind is not ElementKind.FURNITURE and element.page != page:
            page = element.page
            counts[running_text(element)] += 1
    return frozenset(text for text, count in counts.items() if count >= _REPEATS and text)


def running_text(element: Element) -> str:
    """The text of a short element without its numbers; empty for a long one, a table and a numbered heading."""
    if element.kind is ElementKind.TABLE or len(element.text) > _SHORT or _NUMBERED_HEADING.match(element.text):
        return ""
    return re.sub(r"\d+", "#", " ".join(element.text.split())).lower()

"""Text that a person who looks at the page does not see, as far as a reader of the format tells."""

import re

from core.types import Element, Page

SMALLEST = 2.5  # points; the finest print of real reports has 4
_TAGS = re.compile("[\U000e0020-\U000e007e]")  # ASCII that no font draws
_REORDERED = re.compile("[\u202d\u202e]")  # overrides that draw a text in another order than it is stored
_INSIDE_WORDS = re.compile("(?<=\\w)[\u200b\u200c\u200d\u2060\u2061\u2062\u2063\u2064\ufeff](?=\\w)")
_TOLD = 20  # characters that say something; less is a remnant of a drawing
_MANY = 3  # breaks inside words: one or two come from word processors


def hidden(element: Element, page: Page | None) -> str | None:
    """How ``element`` is hidden, in words, or None."""
    if any(_TAGS.search(span.text) or _REORDERED.search(span.text) for span in element.spans):
        return "in characters that are not drawn, or not in their order"
    if sum(len(_INSIDE_WORDS.findall(span.text)) for span in element.spans) >= _MANY:
        return "cut up by characters of no width"
    if element.size is not None and element.size < SMALLEST and len(element.text) >= _TOLD:
        return f"in print of {element.size:.1f} points"
    if page is not None and _off(element, page):
        return "outside the page"
    return None


def _off(element: Element, page: Page) -> bool:
    """Whether no part of a line lies on the page."""
    if not page.width or not page.height:
        return False
    boxes = [span.box for span in element.spans if span.box]
    return bool(boxes) and any(
        box.x1 <= 0 or box.y1 <= 0 or box.x0 >= page.width or box.y0 >= page.height for box in boxes
    )

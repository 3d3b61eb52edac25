"""What is said must stand where it is cited: every quote is a verbatim substring of its page."""

import re
from collections.abc import Callable
from dataclasses import replace

from app.answering.draft import Draft, from_evidence
from core.types import Page

PageReader = Callable[[str, int], Page | None]


def verify(draft: Draft, page_of: PageReader) -> Draft | None:
    """The draft as far as it stands, or None.

    A figure stands on all of its evidence or not at all; of an extract, the quotes that stand are kept.
    """
    standing = tuple(
        piece for piece in draft.evidence if is_on_page(piece.quote, page_of(piece.document.id, piece.page))
    )
    if not standing:
        return None
    if len(standing) == len(draft.evidence):
        return draft
    return None if draft.value is not None else replace(draft, text=from_evidence(standing).text, evidence=standing)


def is_on_page(quote: str, page: Page | None) -> bool:
    """Whether the quote is a verbatim substring of the page, white space aside."""
    return page is not None and bool(quote.strip()) and _fold(quote) in _fold(page.text)


def _fold(text: str) -> str:
    return re.sub(r"\s+", "", text)

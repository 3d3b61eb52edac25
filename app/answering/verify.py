"""What is said must stand where it is cited: every quote is a verbatim substring of its page."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from app.answering.asking import Understood
from app.answering.draft import Draft, from_evidence
from core.types import Page

PageReader = Callable[[str, int], Page | None]


@dataclass(frozen=True, slots=True)
class Fault:
    """What a check found wrong: its name, and a sentence that its writer can act on."""

    check: str
    detail: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """``draft`` is what of a draft stands, or None; ``faults`` are what did not."""

    draft: Draft | None
    faults: tuple[Fault, ...] = ()


class Verifier:
    def __init__(self, page_of: PageReader) -> None:
        self._page_of = page_of

    def verify(self, draft: Draft, understood: Understood) -> Verdict:
        """A figure stands on all of its evidence or not at all; of an extract, the quotes that stand are kept."""
        standing = tuple(
            piece for piece in draft.evidence if is_on_page(piece.quote, self._page_of(piece.document.id, piece.page))
        )
        if standing and len(standing) == len(draft.evidence):
            return Verdict(draft)
        faults = tuple(
            Fault("quote", f"“{piece.quote}” does not stand on page {piece.page} of {piece.document.title}.")
            for piece in draft.evidence
            if piece not in standing
        )
        if not standing or draft.computation:
            return Verdict(None, faults)
        return Verdict(replace(draft, text=from_evidence(standing).text, evidence=standing), faults)


def is_on_page(quote: str, page: Page | None) -> bool:
    """Whether the quote is a verbatim substring of the page, white space aside."""
    return page is not None and bool(quote.strip()) and _fold(quote) in _fold(page.text)


def _fold(text: str) -> str:
    return re.sub(r"\s+", "", text)

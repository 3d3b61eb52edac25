"""What is said where nothing is answered: what there is, and what to do next."""

from collections.abc import Sequence

from app.answering.retrieve import PageHit
from core.types import Abstention

NEAREST = 3  # pages named


def nothing_found(pages: Sequence[PageHit]) -> Abstention:
    """No passage carries the question; the pages that come nearest are named."""
    nearest = "; ".join(f"{hit.document.title}, page {hit.page}" for hit in pages[:NEAREST])
    near = f" Nearest come: {nearest}." if nearest else ""
    return Abstention(
        "no_evidence",
        f"No passage in the store answers this well enough to be quoted.{near}"
        " Ask for the thing by the name that the documents give it, and for one period.",
    )

"""Passages that ingestion flagged are found and shown, and nothing is written from them."""

from collections.abc import Sequence
from dataclasses import replace

from app.answering.answer import Guardrail
from app.answering.retrieve import PageHit
from core.guard.labels import flags
from core.types import Passage


def is_clean(passage: Passage) -> bool:
    """Whether a writer, or a tool that it calls, may be given the passage."""
    return not flags(passage.chunk)


def quarantine(pages: Sequence[PageHit]) -> tuple[list[PageHit], list[Guardrail]]:
    """The pages with what may be handed on to a writer, and what was held back."""
    kept: list[PageHit] = []
    held: list[str] = []
    for page in pages:
        clean = tuple(filter(is_clean, page.passages))
        if clean:
            kept.append(page if len(clean) == len(page.passages) else replace(page, passages=clean))
        if len(clean) < len(page.passages):
            held.append(f"page {page.page} of {page.document.title}")
    if not held:
        return kept, []
    detail = f"Passages were flagged at ingestion, and nothing is written from them: {'; '.join(held)}."
    return kept, [Guardrail(check="flagged_passage", action="quarantined", detail=detail)]

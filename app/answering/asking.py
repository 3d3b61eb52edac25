"""What is asked, and what was understood of it: the values that every stage of an answer receives."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.answering.retrieve import PageHit
from core.domain import Corpus
from core.types import Abstention, Plan

EMPTY_STORE = Abstention("empty_store", "The store holds no documents yet. Run: rag ingest run PATH")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what bounds its answer. ``access`` comes from the caller's key, never from the request."""

    question: str
    access: Sequence[str] = ("public",)
    as_of: date | None = None
    top_k: int | None = None
    explain: bool = False
    fresh: bool = False  # answered anew, whatever has been answered before


@dataclass(frozen=True, slots=True)
class Understood:
    """The question as planned against what the caller could see on the day: ``corpus`` holds nothing else.

    ``generation`` is the store's, read before anything else was: an answer made now is no newer than it says.
    ``blocked`` says why the question is not answered where it is an attack.
    """

    asked: Asked
    as_of: date
    corpus: Corpus[Any]
    plan: Plan
    generation: int = 0
    blocked: Abstention | None = None

    @property
    def decline(self) -> Abstention | None:
        return self.blocked or self.plan.decline or (None if self.corpus.documents else EMPTY_STORE)


@dataclass(frozen=True, slots=True)
class Material:
    """What a generator writes from: the question as understood, the pages found, best first, and what verification
    found wrong with its first attempt, one sentence each.

    Whatever is shown to a model comes from the passages of ``pages``: what was flagged at ingestion is not among them.
    """

    understood: Understood
    pages: Sequence[PageHit]
    faults: tuple[str, ...] = ()

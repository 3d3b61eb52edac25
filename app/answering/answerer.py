"""Question -> cited answer: understand, retrieve, compute or extract, verify; answer or abstain."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import uuid4

from app.answering import present
from app.answering.answer import Answer, ComputationOut, Hit, Status
from app.answering.draft import Draft, from_computation, from_evidence
from app.answering.extract import Extractor
from app.answering.retrieve import PageHit, Retriever, limit_to
from app.answering.verify import verify
from core.domain import Corpus, Domain
from core.store import DocumentStore
from core.types import Abstention, Plan

NO_EVIDENCE = Abstention(
    "no_evidence",
    "No passage in the store answers this. Name the company, the period and the figure or topic, "
    "or look at the pages found.",
)
EMPTY_STORE = Abstention("empty_store", "The store holds no documents yet. Run: rag ingest run PATH")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what bounds its answer. ``access`` comes from the caller's key, never from the request."""

    question: str
    access: Sequence[str] = ("public",)
    as_of: date | None = None
    top_k: int | None = None
    explain: bool = False


@dataclass(frozen=True, slots=True)
class _Understood:
    """The question as planned against what the caller could see on the day."""

    asked: Asked
    as_of: date
    corpus: Corpus[Any]
    plan: Plan

    @property
    def decline(self) -> Abstention | None:
        return self.plan.decline or (None if self.corpus.documents else EMPTY_STORE)


class Answerer:
    def __init__(
        self,
        *,
        domain: Domain[Any, Any],
        store: DocumentStore[Any],
        retriever: Retriever,
        extractor: Extractor,
        top_k: int,
        today: Callable[[], date] = date.today,
    ) -> None:
        self._domain, self._store = domain, store
        self._retriever, self._extractor = retriever, extractor
        self._top_k, self._today = top_k, today

    def search(self, asked: Asked) -> list[Hit]:
        """The best pages for the question, best first; empty where the plan declines it."""
        return [present.hit(page) for page in self._retrieve(self._understand(asked))]

    def ask(self, asked: Asked) -> Answer:
        """An answer with its evidence, or an abstention with its reason."""
        clock = _Clock()
        with clock.stage("understand"):
            understood = self._understand(asked)
        with clock.stage("retrieve"):
            hits = self._retrieve(understood)
        with clock.stage("answer"):
            draft = None if understood.decline else self._draft(understood, hits)
        return self._answer(understood, hits, draft, clock.timings)

    def _understand(self, asked: Asked) -> _Understood:
        today = self._today()
        as_of = asked.as_of or today
        corpus = limit_to(self._store.corpus(), as_of, asked.access)
        return _Understood(asked, as_of, corpus, self._domain.plan(asked.question, corpus, today, asked.as_of))

    def _retrieve(self, understood: _Understood) -> list[PageHit]:
        if understood.decline:
            return []
        asked = understood.asked
        return self._retriever.retrieve(
            understood.plan,
            understood.corpus,
            as_of=understood.as_of,
            access=asked.access,
            limit=asked.top_k or self._top_k,
        )

    def _draft(self, understood: _Understood, hits: Sequence[PageHit]) -> Draft | None:
        """The first draft that stands: a figure computed from facts, else an extract."""
        plan, corpus = understood.plan, understood.corpus
        if self._domain.compute and (computation := self._domain.compute(plan, corpus, self._store)):
            figure = verify(from_computation(computation, corpus), self._store.page)
            if figure:
                return figure
        return verify(from_evidence(self._extractor.extract(plan, hits)), self._store.page)

    def _abstention(self, understood: _Understood) -> Abstention:
        if understood.decline:
            return understood.decline
        missing = self._domain.shortfall
        return (missing and missing(understood.plan, understood.corpus, self._store)) or NO_EVIDENCE

    def _answer(
        self, understood: _Understood, hits: Sequence[PageHit], draft: Draft | None, timings: dict[str, float]
    ) -> Answer:
        asked = understood.asked
        abstention = None if draft else self._abstention(understood)
        return Answer(
            id=f"ans_{uuid4().hex}",
            status=Status.ABSTAINED if abstention else Status.ANSWERED,
            question=asked.question,
            answer=draft.text if draft else None,
            value=float(draft.value) if draft and draft.value is not None else None,
            unit=draft.unit if draft else None,
            computation=ComputationOut(steps=list(draft.steps)) if draft and draft.steps else None,
            citations=[
                present.citation(number, evidence, self._domain, understood.corpus, understood.as_of)
                for number, evidence in enumerate(draft.evidence if draft else (), 1)
            ],
            abstain_code=abstention.code if abstention else None,
            abstain_reason=abstention.reason if abstention else None,
            as_of=understood.as_of,
            corpus_version=understood.corpus.version,
            model=draft.model if draft else None,
            explanation=present.explanation(understood.plan, hits) if asked.explain else None,
            timings_ms=timings,
        )


@dataclass(frozen=True, slots=True)
class _Clock:
    """Milliseconds by stage."""

    timings: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        started = time.perf_counter()
        yield
        self.timings[name] = round((time.perf_counter() - started) * 1000, 2)

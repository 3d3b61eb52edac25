"""Question -> cited answer: understand, retrieve, draft, verify; answer or abstain. Told as events, or at the end."""

import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import uuid4

from app.answering import present
from app.answering.abstain import nothing_found
from app.answering.answer import REJECTED, Answer, CacheOut, Guardrail, Hit, Status, UsageOut
from app.answering.asking import Asked, Material, Understood
from app.answering.cache import AnswerCache, Kept
from app.answering.drafting import Drafter, Outcome
from app.answering.events import Cited, Done, Event, Guarded, Meta, Retrieved, Token
from app.answering.guard import quarantine, screen
from app.answering.retrieve import PageHit, Retriever
from core.corpus import limit_to
from core.domain import Domain
from core.llm import Usage, metered
from core.store import DocumentStore
from core.types import Abstention

_WORD = re.compile(r"\S+\s*|\s+")


class Answerer:
    def __init__(
        self,
        *,
        domain: Domain[Any, Any],
        store: DocumentStore[Any],
        retriever: Retriever,
        drafter: Drafter,
        top_k: int,
        cache: AnswerCache | None = None,
        today: Callable[[], date] = date.today,
    ) -> None:
        self._domain, self._store = domain, store
        self._retriever, self._drafter = retriever, drafter
        self._top_k, self._cache, self._today = top_k, cache, today

    def search(self, asked: Asked) -> list[Hit]:
        """The best pages for the question, best first; empty where the plan declines it."""
        return [present.hit(page) for page in self._retrieve(self._understand(asked))]

    def ask(self, asked: Asked) -> Answer:
        """An answer with its evidence, or an abstention with its reason."""
        *_, last = self.events(asked)
        assert isinstance(last, Done)
        return last.answer

    def events(self, asked: Asked) -> Iterator[Event]:
        """The same, told as it is made; the last event is ``Done``."""
        clock, answer_id = _Clock(), f"ans_{uuid4().hex}"
        with clock.stage("understand"):
            understood = self._understand(asked)
        yield Meta(
            id=answer_id,
            as_of=understood.as_of,
            corpus_version=understood.corpus.version,
            notes=list(understood.plan.notes),
        )
        top_k = asked.top_k or self._top_k
        with clock.stage("cache"):
            kept = self._cache and self._cache.find(understood, top_k)
        if kept:
            yield from _told(_again(kept, answer_id, asked, clock.timings))
            return
        with clock.stage("retrieve"):
            pages = self._retrieve(understood)
        yield Retrieved(hits=[present.hit(page) for page in pages])
        with clock.stage("answer"), metered() as usage:
            outcome = self._drafted(understood, pages)
        answer = self._answer(answer_id, understood, pages, outcome, usage, clock.timings)
        if self._cache:
            self._cache.keep(understood, top_k, answer)
        yield from _told(answer)

    def _understand(self, asked: Asked) -> Understood:
        generation, today = self._store.generation(), self._today()
        as_of = asked.as_of or today
        corpus = limit_to(self._store.corpus(), as_of, asked.access, dated_only=asked.as_of is not None)
        plan = self._domain.plan(asked.question, corpus, today, asked.as_of)
        return Understood(asked, as_of, corpus, plan, generation, blocked=screen(asked.question))

    def _drafted(self, understood: Understood, pages: Sequence[PageHit]) -> Outcome:
        """What stands, with every check that acted: on the question, on the passages, on the drafts."""
        if understood.blocked:
            detail = understood.blocked.reason
            return Outcome(None, (Guardrail(check="question", action="blocked", detail=detail),))
        if understood.decline:
            return Outcome(None)
        clean, held = quarantine(pages)
        outcome = self._drafter.draft(Material(understood, clean))
        return replace(outcome, guardrails=(*held, *outcome.guardrails))

    def _retrieve(self, understood: Understood) -> list[PageHit]:
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

    def _abstention(self, understood: Understood, pages: Sequence[PageHit], outcome: Outcome) -> Abstention:
        if understood.decline:
            return understood.decline
        rejected = [acted.detail for acted in outcome.guardrails if acted.action == "rejected"]
        if rejected and outcome.confidence is None:  # else something stood and was not sure enough
            return Abstention(
                REJECTED,
                f"What was drafted did not pass verification and is not shown: {rejected[0]} Ask for one figure or"
                " topic of one company and period, or read the pages found.",
            )
        missing = self._domain.shortfall
        return (missing and missing(understood.plan, understood.corpus, self._store)) or nothing_found(pages)

    def _answer(
        self,
        answer_id: str,
        understood: Understood,
        pages: Sequence[PageHit],
        outcome: Outcome,
        usage: Usage,
        timings: dict[str, float],
    ) -> Answer:
        asked, draft = understood.asked, outcome.draft
        abstention = None if draft else self._abstention(understood, pages, outcome)
        computation = draft.computation if draft else None
        figure = computation or draft
        return Answer(
            id=answer_id,
            status=_status(understood, abstention),
            question=asked.question,
            answer=draft.text if draft else None,
            value=float(figure.value) if figure and figure.value is not None else None,
            unit=figure.unit if figure else None,
            computation=present.computation(computation, draft.evidence) if draft and computation else None,
            citations=[
                present.citation(number, evidence, understood.corpus, understood.as_of)
                for number, evidence in enumerate(draft.evidence if draft else (), 1)
            ],
            abstain_code=abstention.code if abstention else None,
            abstain_reason=abstention.reason if abstention else None,
            as_of=understood.as_of,
            corpus_version=understood.corpus.version,
            confidence=None if outcome.confidence is None else round(outcome.confidence, 3),
            model=draft.model if draft else None,
            guardrails=list(outcome.guardrails),
            prompt_version=draft.prompt_version if draft else None,
            degraded=list(outcome.degraded),
            usage=present.usage(usage),
            explanation=present.explanation(understood.plan, pages) if asked.explain else None,
            cache=CacheOut(status="miss") if self._cache else None,
            timings_ms=timings,
        )


def _told(answer: Answer) -> Iterator[Event]:
    yield from (Guarded(guardrail=guardrail) for guardrail in answer.guardrails)
    yield from (Token(text=word) for word in _WORD.findall(answer.answer or ""))
    yield from (Cited(citation=citation) for citation in answer.citations)
    yield Done(answer=answer)


def _again(kept: Kept, answer_id: str, asked: Asked, timings: dict[str, float]) -> Answer:
    """The answer kept, given to this caller."""
    cache = CacheOut(
        status=kept.status,
        age_seconds=round(kept.age_seconds, 3),
        saved_cost_usd=kept.cost_usd,
        origin=kept.answer.id,
    )
    own = {"id": answer_id, "question": asked.question, "cache": cache, "usage": UsageOut(), "timings_ms": timings}
    return kept.answer.model_copy(update=own)


def _status(understood: Understood, abstention: Abstention | None) -> Status:
    if understood.blocked:
        return Status.BLOCKED
    return Status.ABSTAINED if abstention else Status.ANSWERED


@dataclass(frozen=True, slots=True)
class _Clock:
    """Milliseconds by stage."""

    timings: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        started = time.perf_counter()
        yield
        self.timings[name] = round((time.perf_counter() - started) * 1000, 2)

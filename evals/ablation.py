"""The application with one part left out: what each part of retrieval is worth.

Context headers are part of what is embedded: to leave them out, ingest with ``without_context(domain)`` into a store of
its own. Everything else is left out of a store as it is.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from app.answering.answerer import Answerer
from app.answering.retrieve import Retriever
from app.wiring import answerer
from core.domain import Domain
from core.settings import RetrievalSettings
from core.sparse import SparseEncoder, SparseVector
from core.types import PeriodIntent, Plan
from core.workspace import Workspace


class NoWords(SparseEncoder):
    """Finds no term in a question, so that the BM25 legs are left out."""

    def encode_query(self, text: str) -> SparseVector:
        return SparseVector([], [])


@dataclass(frozen=True, slots=True)
class Ablation:
    """``plan`` and ``settings`` change what the part is made of; ``words`` is False where BM25 is left out."""

    plan: Callable[[Plan], Plan] = lambda plan: plan
    settings: Callable[[RetrievalSettings], RetrievalSettings] = lambda settings: settings
    words: bool = True


def _bare_question(plan: Plan) -> Plan:
    return Plan(question=plan.question, search=(plan.question,), as_of=plan.as_of, decline=plan.decline)


ABLATIONS: Mapping[str, Ablation] = {
    "everything": Ablation(),
    "without sub-queries": Ablation(plan=lambda plan: replace(plan, sub_queries=())),
    "without preferred labels": Ablation(
        plan=lambda plan: replace(
            plan, boosts=(), sub_queries=tuple(replace(query, boosts=()) for query in plan.sub_queries)
        )
    ),
    "without statement awareness": Ablation(plan=lambda plan: replace(plan, boosts=(), sub_queries=())),
    "without filters": Ablation(plan=lambda plan: replace(plan, filters=())),
    "without understanding": Ablation(plan=_bare_question),
    "without BM25": Ablation(words=False),
    "without recency": Ablation(
        plan=lambda plan: replace(plan, period=PeriodIntent.EXPLICIT, successions=())  # which switches decay off
    ),
    "  decay alone": Ablation(plan=lambda plan: replace(plan, successions=())),
    "  succession alone": Ablation(settings=lambda settings: settings.model_copy(update={"recency": {}})),
}


def build_without(ablation: Ablation, workspace: Workspace, today: Callable[[], date] = date.today) -> Answerer:
    """The application's answerer over an open workspace, without the part."""
    domain = workspace.domain
    planned = domain.plan
    changed: Domain[Any, Any] = replace(domain, plan=lambda *asked: ablation.plan(planned(*asked)))
    retriever = Retriever(
        index=workspace.index,
        embedder=workspace.embedder,
        sparse=workspace.sparse if ablation.words else NoWords(),
        settings=ablation.settings(workspace.settings.retrieval),
    )
    return answerer(replace(workspace, domain=changed), today, retriever=retriever)


def without_context(domain: Domain[Any, Any]) -> Domain[Any, Any]:
    """The domain, whose chunks have no header."""
    return replace(domain, context=lambda metadata, section, labels: "")

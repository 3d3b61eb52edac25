"""Values of the core -> what callers see (app.answering.answer)."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from app.answering.answer import (
    Citation,
    ComputationOut,
    DocumentOut,
    DocumentRef,
    Explanation,
    Hit,
    OperandOut,
    ScoresOut,
    UsageOut,
)
from app.answering.draft import Evidence
from app.answering.retrieve import PageHit
from core.domain import Corpus
from core.guard.labels import flags
from core.llm import Usage
from core.store import box_row
from core.types import Box, Computation, Document, Fact, Plan, Scores


def citation(number: int, evidence: Evidence, corpus: Corpus[Any], as_of: date) -> Citation:
    """``evidence`` is of a document of ``corpus``, which holds nothing later than ``as_of`` and knows what superseded
    what by then."""
    document = evidence.document
    successor = next((other for other in corpus.documents if other.id == document.superseded_by), None)
    replaced = [other for other in corpus.documents if other.superseded_by == document.id]
    return Citation(
        number=number,
        source=document.source,
        page=evidence.page,
        document=document_out(document),
        section=list(evidence.section),
        quote=evidence.quote,
        boxes=_boxes(evidence.boxes),
        age_days=(as_of - document.dated).days if document.dated else None,
        is_current=successor is None,
        superseded_by=successor.id if successor else None,
        successor=_reference(successor) if successor else None,
        supersedes=[_reference(other) for other in replaced],
        scores=_scores(evidence.scores) if evidence.scores else None,
    )


def _reference(document: Document[Any]) -> DocumentRef:
    return DocumentRef(id=document.id, title=document.title, dated=document.dated)


def computation(computed: Computation, evidence: Sequence[Evidence]) -> ComputationOut | None:
    """``evidence`` in the order of the citations' numbers."""
    if not computed.steps:
        return None
    numbers = {(piece.document.id, piece.page, piece.quote): number for number, piece in enumerate(evidence, 1)}
    operands = [
        _operand(fact, numbers.get((fact.document_id, fact.page, fact.quote)))
        for fact in dict.fromkeys(computed.operands)
        if fact.value is not None
    ]
    return ComputationOut(steps=list(computed.steps), operands=operands)


def _operand(fact: Fact, citation: int | None) -> OperandOut:
    return OperandOut(
        label=fact.label,
        value=float(fact.value or 0),
        unit=fact.unit,
        period_end=fact.period.end,
        fiscal_year=fact.period.fiscal_year,
        fiscal_quarter=fact.period.fiscal_quarter,
        citation=citation,
    )


def document_out(document: Document[Any]) -> DocumentOut:
    return DocumentOut(
        id=document.id,
        source=document.source,
        title=document.title,
        kind=document.kind,
        pages=document.pages,
        dated=document.dated,
        media_type=document.media_type,
        metadata=document.metadata.model_dump(mode="json"),
        warnings=list(document.warnings),
    )


def hit(page: PageHit) -> Hit:
    best = page.passages[0]
    return Hit(
        source=page.document.source,
        page=page.page,
        document=document_out(page.document),
        section=list(best.chunk.section),
        text=best.chunk.text,
        boxes=_boxes([span.box for span in best.chunk.spans if span.box]),
        scores=_scores(best.scores, page.score),
        flags=sorted({flag for passage in page.passages for flag in flags(passage.chunk)}),
    )


def explanation(plan: Plan, hits: Sequence[PageHit]) -> Explanation:
    return Explanation(
        notes=list(plan.notes),
        search=list(dict.fromkeys([*plan.search, *(query.search for query in plan.sub_queries)])),
        period=plan.period.value,
        hits=[hit(page) for page in hits],
    )


def usage(used: Usage) -> UsageOut:
    return UsageOut(
        calls=used.calls,
        input_tokens=used.input_tokens,
        output_tokens=used.output_tokens,
        cost_usd=None if used.cost_usd is None else float(used.cost_usd),
    )


def _boxes(boxes: Sequence[Box]) -> list[list[float]]:
    return [row for box in boxes if (row := box_row(box))]


def _scores(scores: Scores, page: float | None = None) -> ScoresOut:
    return ScoresOut(**asdict(scores), page=page)

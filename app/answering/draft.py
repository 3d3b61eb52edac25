"""What a generator proposes: text and the evidence that it must stand on. Nothing is shown before it is verified."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.domain import Corpus
from core.types import Box, Computation, Document, Scores


@dataclass(frozen=True, slots=True)
class Evidence:
    """A verbatim quote and where it stands."""

    document: Document[Any]
    page: int
    quote: str
    boxes: tuple[Box, ...] = ()
    section: tuple[str, ...] = ()
    scores: Scores | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer before verification. ``model`` names what wrote it; ``computation`` is how a figure was worked out.

    ``signals`` are what its writer knows of how well it answers, by name: app.answering.confidence weighs them.
    ``value`` and ``unit`` are a figure that a model read from a page, as the text states it.
    """

    text: str
    evidence: tuple[Evidence, ...]
    model: str
    computation: Computation | None = None
    prompt_version: str | None = None
    value: float | None = None
    unit: str | None = None
    signals: Mapping[str, float] = field(default_factory=dict)


def from_computation(computation: Computation, corpus: Corpus[Any]) -> Draft:
    """The figure, resting on one piece of evidence for each row that an operand was read from."""
    documents = {document.id: document for document in corpus.documents}
    rows: dict[tuple[str, int, str, str | None], list[Box]] = {}
    for fact in computation.operands:
        row = (fact.document_id, fact.page, fact.quote, fact.statement)
        rows.setdefault(row, []).extend([fact.box] if fact.box else [])
    return Draft(
        text=computation.answer,
        evidence=tuple(
            Evidence(documents[document_id], page, quote, tuple(boxes), _section(statement))
            for (document_id, page, quote, statement), boxes in rows.items()
        ),
        model="facts",
        computation=computation,
    )


def _section(statement: str | None) -> tuple[str, ...]:
    return (statement.replace("_", " ").capitalize(),) if statement else ()


def from_evidence(evidence: Sequence[Evidence]) -> Draft:
    """Quotes that speak for themselves, each with the number of its citation."""
    text = "\n".join(f"“{piece.quote}” [{number}]" for number, piece in enumerate(evidence, 1))
    return Draft(text=text, evidence=tuple(evidence), model="extractive")

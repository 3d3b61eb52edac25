"""Pages found, written out: what an extractor receives, without a store."""

from collections.abc import Sequence
from datetime import date
from itertools import count

from app.answering.asking import Asked, Material, Understood
from app.answering.retrieve import PageHit
from core.domain import Corpus
from core.types import (
    Box,
    Chunk,
    Condition,
    Document,
    ElementKind,
    Hints,
    Metadata,
    Passage,
    Plan,
    Scores,
    Span,
    Wanted,
)

WIDTH = 500.0
_ids = count()
REPORT = Document(
    id="report", source="report.pdf", media_type="application/pdf", pages=9, title="Report", kind="report",
    dated=date(2024, 1, 1), metadata=Metadata(),
)  # fmt: skip


def passage(*lines: str, page: int = 1, table: bool = False, section: str = "Results", rank: int = 1) -> Passage:
    """A passage of printed lines; a line that ends with "/" stops short of the right margin."""
    spans = tuple(
        Span(line.removesuffix("/"), page, Box(0, 10.0 * place, WIDTH / 2 if line.endswith("/") else WIDTH, 9))
        for place, line in enumerate(lines)
    )
    kind = ElementKind.TABLE if table else ElementKind.TEXT
    chunk = Chunk(
        id=str(next(_ids)), document_id=REPORT.id, ordinal=0, header="Report", spans=spans, kind=kind,
        text=("\n" if table else " ").join(span.text for span in spans), section=(section,),
    )  # fmt: skip
    return Passage(chunk, REPORT, Scores(final=1 / rank, dense_rank=rank, sparse_rank=rank))


def hit(*passages: Passage, score: float = 1.0) -> PageHit:
    return PageHit(REPORT, passages[0].chunk.page, passages, score)


def material(
    question: str,
    hits: Sequence[PageHit],
    *,
    wanted: Wanted = Wanted.PROSE,
    marks: Sequence[str] = (),
    names: Sequence[str] = (),
) -> Material:
    plan = Plan(
        question=question,
        search=(question,),
        filters=(Condition("document_id", (REPORT.id,)),),
        hints=Hints(wanted, tuple(names), tuple(marks)),
    )
    return Material(Understood(Asked(question), date(2024, 6, 1), Corpus((REPORT,), "1"), plan), hits)

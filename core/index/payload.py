"""The payload of a point: written by ingestion, read by the application; both through this module."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from core.index.engine import METADATA
from core.store import box_row
from core.types import Box, Chunk, Document, ElementKind, Fact, Period, Span


def to_payload(chunk: Chunk, document: Document[Any]) -> dict[str, Any]:
    """The chunk and what of its document is filtered or scored on. Absent fields are left out, never null."""
    payload = {
        "document_id": chunk.document_id,
        "ordinal": chunk.ordinal,
        "element": chunk.kind.value,
        "header": chunk.header,
        "section": list(chunk.section),
        "labels": list(chunk.labels),
        "spans": [[span.text, span.page, box_row(span.box)] for span in chunk.spans],
        "revision": document.revision,
        "kind": document.kind,
        "access": document.access,
        METADATA: document.metadata.model_dump(mode="json", exclude_none=True),
    }
    if chunk.facts:
        payload["facts"] = list(_fact_rows(chunk))
    if document.dated is not None:
        payload["dated"] = datetime.combine(document.dated, time(), UTC).isoformat()
    return payload


def to_chunk(point_id: str, payload: Mapping[str, Any]) -> Chunk:
    kind = ElementKind(payload["element"])
    spans = tuple(Span(text, page, Box(*box) if box else None) for text, page, box in payload["spans"])
    return Chunk(
        id=point_id,
        document_id=payload["document_id"],
        ordinal=payload["ordinal"],
        header=payload["header"],
        text=("\n" if kind is ElementKind.TABLE else " ").join(span.text for span in spans),
        spans=spans,
        kind=kind,
        section=tuple(payload["section"]),
        labels=tuple(payload["labels"]),
        facts=tuple(_fact(row, spans, payload["document_id"]) for row in payload.get("facts", ())),
    )


def _fact_rows(chunk: Chunk) -> Iterator[list[Any]]:
    """A fact as the place of its span and what the span does not say; absent fields at the end are left out."""
    place = {(span.page, span.text): index for index, span in enumerate(chunk.spans)}
    for fact in chunk.facts:
        period = fact.period
        row = [
            place[fact.page, fact.quote],
            fact.label,
            None if fact.value is None else str(fact.value),
            fact.unit,
            fact.scale,
            period.end.isoformat(),
            period.start.isoformat() if period.start else None,
            period.fiscal_year,
            period.fiscal_quarter,
            fact.concept,
            fact.statement,
            fact.origin,
            fact.tag,
            [list(pair) for pair in fact.dimensions] or None,
        ]
        while row[-1] is None:
            row.pop()
        yield row


def _fact(row: Sequence[Any], spans: Sequence[Span], document_id: str) -> Fact:
    """``box`` is that of the printed row, in which the cell is."""
    padded = [*row, *[None] * (14 - len(row))]
    place, label, value, unit, scale, end, start, year, quarter, concept, statement, origin, tag, dimensions = padded
    span = spans[place]
    return Fact(
        label=label,
        value=None if value is None else Decimal(value),
        unit=unit,
        period=Period(date.fromisoformat(end), date.fromisoformat(start) if start else None, year, quarter),
        page=span.page,
        concept=concept,
        tag=tag,
        scale=scale,
        statement=statement,
        dimensions=tuple((axis, member) for axis, member in dimensions or ()),
        quote=span.text,
        box=span.box,
        origin=origin,
        document_id=document_id,
    )

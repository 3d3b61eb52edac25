"""The payload of a point: written by ingestion, read by the application; both through this module."""

from collections.abc import Mapping
from datetime import UTC, datetime, time
from typing import Any

from core.index.engine import METADATA
from core.store import box_row
from core.types import Box, Chunk, Document, ElementKind, Span


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
        "kind": document.kind,
        "access": document.access,
        METADATA: document.metadata.model_dump(mode="json", exclude_none=True),
    }
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
    )

"""Findings for machines: everything but the text of the pages, which the elements carry."""

from dataclasses import asdict
from typing import Any

from pydantic import TypeAdapter

from ingest.inspection.findings import Findings

_ANYTHING: TypeAdapter[Any] = TypeAdapter(Any)


def to_json(findings: Findings) -> str:
    """One JSON object. Decimals are strings, so that no figure is rounded; lengths are points from the top left."""
    record = {
        "document": {
            "name": findings.source.name,
            "media_type": findings.source.media_type,
            "bytes": findings.source.size,
            "pages": len(findings.pages),
            "title": findings.title,
            "kind": findings.kind,
            "dated": findings.dated,
        },
        "metadata": findings.metadata.model_dump(),
        "properties": findings.properties,
        "warnings": findings.warnings,
        "seconds": {**asdict(findings.timings), "total": findings.timings.total},
        "pages_per_second": findings.pages_per_second,
        "elements_by_kind": findings.kinds,
        "elements_under_no_section": findings.unplaced,
        "outline": [
            {"title": heading.title, "level": heading.level, **asdict(heading)} for heading in findings.outline
        ],
        "statements": findings.statements,
        "facts": [
            {**asdict(fact), "place": place} for fact, place in zip(findings.facts, findings.places, strict=True)
        ],
        "pages": [{"number": page.number, "width": page.width, "height": page.height} for page in findings.pages],
        "elements": findings.elements,
    }
    return _ANYTHING.dump_json(record, indent=2).decode()

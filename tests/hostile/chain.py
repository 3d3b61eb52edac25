"""The whole of what is done with a file, and what must hold of the result whatever the file is."""

from dataclasses import dataclass
from math import isfinite
from pathlib import Path

from core.errors import UnreadableDocumentError
from core.types import Element, Parsed, Source
from domains.sec_filings import DOMAIN
from domains.sec_filings.filing import FilingMetadata

MEDIA_TYPES = {".pdf": "application/pdf", ".htm": "text/html"}


@dataclass(frozen=True, slots=True)
class Understood:
    parsed: Parsed
    metadata: FilingMetadata


def understand(path: Path, data: bytes | str | None = None) -> Understood | None:
    """Parse, describe and annotate ``path`` (after writing ``data`` to it); None where it is refused with a remedy."""
    if data is not None:
        path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass"))
    try:
        parsed = DOMAIN.parse(Source(path, path.stat().st_size, MEDIA_TYPES[path.suffix]))
    except UnreadableDocumentError as error:
        assert error.message and error.remedy
        return None
    metadata = DOMAIN.describe(parsed)
    assert DOMAIN.annotate is not None
    annotated = DOMAIN.annotate(parsed, metadata)
    check(annotated, metadata)
    return Understood(annotated, metadata)


def check(parsed: Parsed, metadata: FilingMetadata) -> None:
    """What the store and the answers rely on: pages that exist, text that can be encoded, numbers that are numbers."""
    texts = {page.number: " ".join(page.text.split()) for page in parsed.pages}
    said = "".join([*texts.values(), *parsed.properties, *parsed.properties.values(), *parsed.warnings])
    said.encode()
    assert "\0" not in said  # Postgres holds none
    metadata.model_dump_json()
    for element in parsed.elements:
        _check_element(element, len(parsed.pages))
    for fact in parsed.facts:
        assert 1 <= fact.page <= len(parsed.pages)
        assert fact.quote in texts[fact.page]
        assert fact.unit
        assert fact.value is None or (fact.value.is_finite() and fact.value.adjusted() < 28)


def _check_element(element: Element, pages: int) -> None:
    element.text.encode()
    assert element.spans
    for span in element.spans:
        assert 1 <= span.page <= pages
        assert span.box is None or all(map(isfinite, (span.box.x0, span.box.y0, span.box.x1, span.box.y1)))
    if element.table is not None:
        widths = {len(row.cells) for row in element.table.rows}
        assert len(widths) == 1

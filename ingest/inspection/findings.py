"""One document, read as ingestion reads it, with everything that was understood and how long each step took."""

import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from core.domain import Domain
from core.errors import GroundworkError, UnreadableDocumentError
from core.types import Element, ElementKind, Fact, Metadata, Page, Source
from ingest.inspection.outline import Heading, outline, unplaced
from ingest.inspection.places import Place, locate
from ingest.inspection.statements import FoundStatement, find_statements

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Timings:
    """Seconds of each step."""

    parse: float
    describe: float
    annotate: float

    @property
    def total(self) -> float:
        return self.parse + self.describe + self.annotate


@dataclass(frozen=True, slots=True)
class Findings:
    """``places`` runs parallel to ``facts``; ``kinds`` counts every kind of element, those not met included."""

    source: Source
    title: str
    kind: str
    dated: date | None
    metadata: Metadata
    properties: dict[str, str]
    warnings: tuple[str, ...]
    timings: Timings
    kinds: dict[ElementKind, int]
    unplaced: int
    outline: tuple[Heading, ...]
    statements: tuple[FoundStatement, ...]
    pages: tuple[Page, ...]
    elements: tuple[Element, ...]
    facts: tuple[Fact, ...]
    places: tuple[Place | None, ...]

    @property
    def pages_per_second(self) -> float:
        return len(self.pages) / max(self.timings.total, 1e-9)


def inspect_file(domain: Domain[Any, Any], path: Path) -> Findings:
    """Parses, describes and annotates the file in this process, so that a debugger can step into the domain.

    Raises a GroundworkError where ingestion would reject the file; a defect of a parser names the line it happened on.
    """
    source = _source(domain, path)
    parsed, parse = _timed(lambda: domain.parse(source))
    metadata, describe = _timed(lambda: domain.describe(parsed))
    annotate = domain.annotate
    understood, annotated = _timed(lambda: annotate(parsed, metadata) if annotate else parsed)
    counts = Counter(element.kind for element in understood.elements)
    places = locate(understood.facts, understood.elements)
    return Findings(
        source=source,
        title=domain.title(metadata),
        kind=domain.kind(metadata),
        dated=domain.dated(metadata),
        metadata=metadata,
        properties=understood.properties,
        warnings=understood.warnings,
        timings=Timings(parse, describe, annotated),
        kinds={kind: counts[kind] for kind in ElementKind},
        unplaced=unplaced(understood.elements),
        outline=outline(understood.elements),
        statements=find_statements(understood.elements, understood.facts, places),
        pages=understood.pages,
        elements=understood.elements,
        facts=understood.facts,
        places=places,
    )


def _source(domain: Domain[Any, Any], path: Path) -> Source:
    source = next(iter(domain.discover(path)), None)
    if source is None:
        raise UnreadableDocumentError(
            f"The domain '{domain.name}' takes no document from '{path.name}'.",
            remedy="Give a file of a kind that its discover function finds.",
        )
    return source


def _timed(step: Callable[[], T]) -> tuple[T, float]:
    started = time.perf_counter()
    try:
        result = step()
    except GroundworkError:
        raise
    except Exception as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        raise UnreadableDocumentError(
            f"The parser failed on this file: {type(error).__name__}: {error} ({last.filename}, line {last.lineno}).",
            remedy="Mend that line, or make it raise UnreadableDocumentError with a reason.",
        ) from error
    return result, time.perf_counter() - started

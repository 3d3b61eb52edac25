"""Pages as the report draws them: the image where the file has one, and over it what was read where."""

import base64
import io
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from core.types import Box, Element, Page
from ingest.inspection.findings import Findings
from ingest.inspection.places import Place

IMAGE_WIDTH = 900  # pixels
_COLOURS = 32  # a palette keeps letters sharp at a quarter of the bytes


@dataclass(frozen=True, slots=True)
class Mark:
    """A rectangle over the image of a page. ``layer`` is a kind of element, "row", "cell" or "fact".

    ``place`` says what it stands for (None for a fact that no element prints), ``fact`` is the index of a fact.
    """

    layer: str
    box: Box
    place: Place | None
    row: int | None = None
    column: int | None = None
    fact: int | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page to show. ``image`` is a data URI, None where the format has no printed page; ``blocks`` are the
    elements on it with their indexes, in reading order; ``skipped`` counts the pages before it that are left out."""

    page: Page
    image: str | None
    blocks: tuple[tuple[int, Element], ...]
    marks: tuple[Mark, ...]
    skipped: int


def sheets(findings: Findings, shown: Sequence[int]) -> list[Sheet]:
    blocks: dict[int, list[tuple[int, Element]]] = defaultdict(list)
    for index, element in enumerate(findings.elements):
        for number in dict.fromkeys(span.page for span in element.spans):
            blocks[number].append((index, element))
    pages = {page.number: page for page in findings.pages}
    return [
        _sheet(findings, pages[number], tuple(blocks[number]), number - before - 1)
        for before, number in pairwise([0, *shown])
    ]


def _sheet(findings: Findings, page: Page, blocks: tuple[tuple[int, Element], ...], skipped: int) -> Sheet:
    if findings.source.media_type != "application/pdf" or page.width is None:
        return Sheet(page, None, blocks, (), skipped)
    picture = base64.b64encode(_picture(findings.source.path, page.number)).decode()
    marks = (*(mark for block in blocks for mark in _marks(block, page.number)), *_fact_marks(findings, page.number))
    return Sheet(page, f"data:image/png;base64,{picture}", blocks, marks, skipped)


def _marks(block: tuple[int, Element], page: int) -> Iterator[Mark]:
    index, element = block
    boxes = [span.box for span in element.spans if span.page == page and span.box]
    if boxes:
        yield Mark(element.kind, _around(boxes), Place(index, 0))
    for number, row in enumerate(element.table.rows if element.table else ()):
        if row.span.page == page:
            if row.span.box:
                yield Mark("row", row.span.box, Place(index, number), row=number)
            for column, cell in enumerate(row.cells):
                if cell.box:
                    yield Mark("cell", cell.box, Place(index, number, column), row=number, column=column)


def _fact_marks(findings: Findings, page: int) -> Iterator[Mark]:
    for index, (fact, place) in enumerate(zip(findings.facts, findings.places, strict=True)):
        if fact.page == page and fact.box:
            row, column = (place.row, place.column) if place else (None, None)
            yield Mark("fact", fact.box, place, row, column, fact=index)


def _around(boxes: Sequence[Box]) -> Box:
    return Box(
        min(box.x0 for box in boxes),
        min(box.y0 for box in boxes),
        max(box.x1 for box in boxes),
        max(box.y1 for box in boxes),
    )


def facts_at(places: Sequence[Place | None]) -> Mapping[Place, list[int]]:
    """Indexes of the facts of each cell, or of the row where the cell is not known."""
    found: dict[Place, list[int]] = defaultdict(list)
    for index, place in enumerate(places):
        if place is not None:
            found[place].append(index)
    return found


def _picture(path: Path, number: int) -> bytes:
    from PIL import Image

    from core.formats.render import render_page

    with Image.open(io.BytesIO(render_page(path, number, width_px=IMAGE_WIDTH))) as image:
        reduced = image.convert("RGB").quantize(_COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    buffer = io.BytesIO()
    reduced.save(buffer, "PNG")
    return buffer.getvalue()

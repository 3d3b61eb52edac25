"""Tables of words: names and titles, classes of stock, lists of exhibits, where columns are plain to see.

Without numbers only white space tells columns, so the rules are strict: lines of two or more short phrases whose left
edges or middles agree from line to line. Columns of prose are no table.
"""

from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from core.formats.lines import Line, Segment
from core.formats.pdf_words import Frame
from core.formats.rows import Draft, row_of
from core.formats.tables import merge, overlap
from core.types import Table

_LEAST_LINES = 3
_LONGEST_PHRASE = 6.0  # words, on average
_ALIGNED = 3.0  # points


@dataclass(slots=True)
class TextRegion:
    """Lines ``first`` to ``last`` (included) and the extents of their columns."""

    first: int
    last: int
    columns: list[tuple[float, float]]
    lines: int = 0  # lines with two phrases or more
    segments: list[Segment] = field(default_factory=list)


def find_text_tables(lines: list[Line]) -> list[TextRegion]:
    """Tables of words among lines that are in no other table."""
    regions: list[TextRegion] = []
    index = 0
    while index < len(lines):
        if not _is_split(lines[index]):
            index += 1
            continue
        region = _grow(lines, index)
        if _is_table(region):
            regions.append(region)
        index = region.last + 1
    return regions


def _is_split(line: Line) -> bool:
    """Whether a line is two phrases or more with a wide gap; a bullet or a number is no phrase."""
    segments = line.segments
    if len(segments) < 2 or segments[1].x0 - segments[0].x1 < 1.2 * line.size:
        return False
    first = segments[0].text
    return len(segments) > 2 or len(segments[0].words) > 1 or len(first) > 5 or (len(first) > 2 and first.isalpha())


def _grow(lines: list[Line], start: int) -> TextRegion:
    region = TextRegion(start, start, [])
    _add(region, lines[start])
    for index in range(start + 1, len(lines)):
        line, previous = lines[index], lines[index - 1]
        if not 0 <= line.y0 - previous.y1 <= 1.6 * line.size or not _fits(region, line):
            break
        if _is_split(line) or line.y0 - previous.y1 < 0.6 * line.size:
            _add(region, line)
            region.last = index
        else:
            break
    return region


def _add(region: TextRegion, line: Line) -> None:
    region.lines += _is_split(line)
    region.segments.extend(line.segments)
    region.columns = merge([*region.columns, *[(segment.x0, segment.x1) for segment in line.segments]])


def _fits(region: TextRegion, line: Line) -> bool:
    return all(_columns_of(region, segment) <= 1 for segment in line.segments)


def _columns_of(region: TextRegion, segment: Segment) -> int:
    return sum(overlap(segment.x0, segment.x1, x0, x1) for x0, x1 in region.columns)


def _is_table(region: TextRegion) -> bool:
    if region.lines < max(_LEAST_LINES, 0.4 * (region.last - region.first + 1)) or len(region.columns) < 2:
        return False
    words = sum(len(segment.words) for segment in region.segments)
    if words > _LONGEST_PHRASE * len(region.segments):
        return False
    return all(_is_aligned([s for s in region.segments if overlap(s.x0, s.x1, *column)]) for column in region.columns)


def _is_aligned(segments: list[Segment]) -> bool:
    """Whether most segments of a column share their left edge or their middle."""
    if len(segments) < 2:
        return False
    for place in ([s.x0 for s in segments], [(s.x0 + s.x1) / 2 for s in segments]):
        middle = median(place)
        if sum(abs(x - middle) <= _ALIGNED for x in place) >= 0.6 * len(place):
            return True
    return False


def build_text_table(lines: list[Line], region: TextRegion, frame: Frame, page: int) -> Table:
    """A row begins where the first column has text after space; other lines go on with the row above them."""
    body = lines[region.first : region.last + 1]
    gaps = [lower.y0 - upper.y1 for upper, lower in pairwise(body)]
    tight = min(gaps, default=0.0)
    drafts: list[Draft] = []
    for index, line in enumerate(body):
        cells = _cells(line, region.columns)
        spaced = index > 0 and gaps[index - 1] > tight + 0.25 * line.size
        starts = bool(cells[0]) and (spaced or _is_split(line) or drafts[-1].lines[-1].bold != line.bold)
        if drafts and not (starts or (spaced and gaps[index - 1] > line.size)):
            drafts[-1].lines.append(line)
            for cell, more in zip(drafts[-1].cells, cells, strict=True):
                cell.extend(more)
        else:
            drafts.append(Draft([line], cells))
    rows = tuple(row_of(draft, frame, page, body[0].x0) for draft in drafts)
    heads = rows[0].bold and len(rows) > 1 and not rows[1].bold
    return Table(rows, header_rows=1 if heads else 0)


def _cells(line: Line, columns: list[tuple[float, float]]) -> list[list[Segment]]:
    cells: list[list[Segment]] = [[] for _ in columns]
    for segment in line.segments:
        shared = [min(segment.x1, x1) - max(segment.x0, x0) for x0, x1 in columns]
        cells[shared.index(max(shared))].append(segment)
    return cells

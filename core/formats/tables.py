"""Where the tables of a page are: runs of lines whose numbers stand in columns.

A region grows line by line. A line with numbers joins while its numbers fall into the columns that the region has so
far; lines without numbers (section rows, wrapped labels) are accepted between two such rows while they look like
labels. A row of years in the middle begins a new table, because it heads what follows.
"""

import math
import re
from dataclasses import dataclass, field
from itertools import pairwise

from core.formats.lines import Line, Segment
from core.formats.numbers import scale_of

_YEAR = re.compile(r"(?:19|20)\d\d[*†‡]*(?: ?\([\da-z]\))?")
HEADS_LABELS = re.compile(
    r"\(|in (?:thousand|million|billion)s|dollars|(?:fiscal\s+)?years?(?:\s+end|$)"
    r"|for the|at \w+ \d|as of|fiscal\b|period",
    re.IGNORECASE,
)
PERIOD = re.compile(
    r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|years?|months?|weeks?|quarters?|ended|fiscal|as of)\b",
    re.IGNORECASE,
)
_SIGNS = frozenset("$€£¥")
_WORDS_OF_PROSE = 12
_LONGEST_HEADING = 16
_MAX_PENDING = 5


@dataclass(slots=True)
class Region:
    """A table on a page: ``first`` to ``last`` (included) index its lines, ``header`` the line its header begins at.

    ``columns`` are the horizontal extents of the numbers, from left to right.
    """

    first: int
    last: int
    header: int = -1
    columns: list[tuple[float, float]] = field(default_factory=list)
    left: float = math.inf
    rows: int = 0
    numbers: int = 0


def find_regions(lines: list[Line]) -> list[Region]:
    """The tables among the lines of a page (in reading order), without their headers."""
    regions: list[Region] = []
    index = 0
    while index < len(lines):
        if not is_row(lines[index]) or is_year_row(lines[index]):
            index += 1
            continue
        region = _grow(lines, index)
        if region.rows >= 2 or region.numbers >= 2:
            regions.append(region)
        index = region.last + 1
    return regions


def is_row(line: Line) -> bool:
    """Whether a line by itself looks like a row: numbers after a wide gap, and nothing but numbers at its end."""
    segments = line.segments
    if len(segments) < 2 or not segments[-1].numeric:
        return False
    size = line.size
    gaps = [right.x0 - left.x1 for left, right in pairwise(segments)]
    texts = sum(not segment.numeric for segment in segments)
    if texts > 1 + (len(segments) - texts):
        return False
    if texts <= 1 and len(segments) - texts > 1 and min(gaps) > 0.4 * size and segments[-1].words[0].text in _SIGNS:
        return True  # its label and its figures, padded with currency signs, fill the line
    return max(gaps) >= 1.2 * size and (texts < 2 or min(gaps) >= 0.6 * size)


def is_year_row(line: Line) -> bool:
    """A row of years, which heads columns: "(Millions) 2018 2017 2016", "2020 Change 2019", "June 30, 2024"."""
    figures = values(line)
    if not figures or not all(_YEAR.fullmatch(segment.text) for segment in figures):
        return False
    texts = [segment for segment in line.segments if not segment.numeric]
    if texts and texts[0] is line.segments[0] and HEADS_LABELS.match(texts[0].text):
        texts = [text for text in texts[1:] if len(text.words) > 3]
    if all(segment.text.startswith("(") or _is_date(segment) for segment in texts):
        return True
    if len(figures) == 1 or len(texts) > len(figures) + 1:
        return False
    if texts[0] is line.segments[0]:
        years = [int(segment.text[:4]) for segment in figures]
        return all(abs(a - b) == 1 for a, b in pairwise(years))
    return True


def _is_date(segment: Segment) -> bool:
    return len(segment.words) <= 4 and PERIOD.search(segment.text) is not None


def values(line: Line) -> list[Segment]:
    """The numeric segments of a line that are not its label."""
    segments = line.segments
    start = 1 if segments and segments[0].numeric and len(segments) > 1 and _is_label(segments) else 0
    return [segment for segment in segments[start:] if segment.numeric]


def _is_label(segments: list[Segment]) -> bool:
    """A number that begins a line is a label ("2019", "10-year") where a wider gap follows than between the others."""
    first, second = segments[0], segments[1]
    if _YEAR.fullmatch(first.text) and second.numeric and not _YEAR.fullmatch(second.text):
        return True
    gaps = [right.x0 - left.x1 for left, right in pairwise(segments[1:])]
    return bool(gaps) and second.x0 - first.x1 > 2.0 * max(gaps)


def _grow(lines: list[Line], start: int) -> Region:
    region = Region(start, start)
    _add(region, lines[start])
    for index in range(start + 1, len(lines)):
        line, previous = lines[index], lines[index - 1]
        if not 0 <= line.y0 - previous.y0 <= 4.5 * max(line.size, previous.size):
            break
        if _fits(region, line):
            if is_year_row(line) or not _acceptable(region, lines[region.last], lines[region.last + 1 : index], line):
                break
            if line.x0 < region.left and not line.segments[0].numeric:
                _move_left(region, lines, line.x0)
            region.last = index
            _add(region, line)
        elif is_row(line) or index - region.last > _MAX_PENDING or is_prose(line, region):
            break
    return region


def _move_left(region: Region, lines: list[Line], left: float) -> None:
    """A label further left than all so far: numbers at the margin were labels too, so the columns are found again."""
    region.left = left
    rows = [figures_of(line, left) for line in lines[region.first : region.last + 1]]
    found = merge([(segment.x0, segment.x1) for figures in rows for segment in figures])
    region.columns = found or region.columns


def figures_of(line: Line, left: float) -> list[Segment]:
    """The numeric segments of a line, without one that begins at the left margin of the labels ("2.45% Notes")."""
    figures = values(line)
    if figures and figures[0] is line.segments[0] and figures[0].x0 < left + 3 * line.size:
        return figures[1:]
    return figures


def _add(region: Region, line: Line) -> None:
    if not line.segments[0].numeric:
        region.left = min(region.left, line.x0)
    figures = figures_of(line, region.left)
    region.rows += 1
    region.numbers += len(figures)
    region.columns = merge([*region.columns, *[(segment.x0, segment.x1) for segment in figures]])


def overlap(a0: float, a1: float, b0: float, b1: float) -> bool:
    """Whether two extents share more than a hanging parenthesis does with the column beside it."""
    shared = (a1 if a1 < b1 else b1) - (a0 if a0 > b0 else b0)
    if shared <= 0:
        return False
    return shared > 2.0 or shared > 0.4 * min(a1 - a0, b1 - b0)


def merge(intervals: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Overlapping intervals joined, sorted."""
    merged: list[tuple[float, float]] = []
    for x0, x1 in sorted(intervals):
        if merged and overlap(x0, x1, *merged[-1]):
            merged[-1] = (merged[-1][0], max(merged[-1][1], x1))
        else:
            merged.append((x0, x1))
    return merged


def _fits(region: Region, line: Line) -> bool:
    """Whether the line has numbers and each of them overlaps at most one column of the region, none twice."""
    figures = figures_of(line, min(region.left, line.x0 if not line.segments[0].numeric else region.left))
    if not figures or not (is_row(line) or line.segments[-1].numeric or len(figures) > 1):
        return False
    taken: set[int] = set()
    strange = 0
    for segment in figures:
        over = [i for i, (x0, x1) in enumerate(region.columns) if overlap(segment.x0, segment.x1, x0, x1)]
        if len(over) > 1 or (over and over[0] in taken):
            return False
        strange += not over
        taken.update(over)
    return strange < len(figures) or is_row(line)


def is_prose(line: Line, region: Region) -> bool:
    """A line of running text: it goes on over the columns without gaps."""
    widest = max(line.segments, key=lambda segment: segment.x1 - segment.x0)
    over = sum(overlap(widest.x0, widest.x1, x0, x1) for x0, x1 in region.columns)
    return len(widest.words) >= _WORDS_OF_PROSE and over >= max(1, len(region.columns) // 2)


def _acceptable(region: Region, above: Line, pending: list[Line], row: Line) -> bool:
    """Whether lines without numbers between two rows read as labels: short of the columns, or one heading."""
    edge = region.columns[0][0] if region.columns else row.x1
    for previous, line in pairwise([above, *pending]):
        if _ends_sentence(line) or _is_caption(line) or (_stands_over(line, region) and _heads(line, previous, edge)):
            return False
    wide = [line for line in pending if line.x1 > edge and line.x0 < edge and len(line.segments) == 1]
    return not wide or (len(wide) == 1 and len(wide[0].words) < _LONGEST_HEADING)


def _ends_sentence(line: Line) -> bool:
    return len(line.words) >= 8 and line.words[-1].text.endswith((".", "follows:", "following:"))


def _is_caption(line: Line) -> bool:
    """A caption such as "(dollars in millions)": a table begins below it."""
    return len(line.segments) == 1 and line.text.startswith("(") and scale_of(line.text) is not None


def _stands_over(line: Line, region: Region) -> bool:
    """Whether phrases stand over two columns or more."""
    if len(line.segments) < 2:
        return False
    last = line.segments[-len(region.columns) :]
    return sum(any(overlap(s.x0, s.x1, x0, x1) for s in last) for x0, x1 in region.columns) >= 2


def _heads(line: Line, previous: Line, edge: float) -> bool:
    """Whether words over columns head a new table, rather than being cells or the second line of cells."""
    if line.bold or HEADS_LABELS.match(line.text):
        return True
    return line.x0 >= edge and line.y0 - previous.y1 > 0.5 * line.size

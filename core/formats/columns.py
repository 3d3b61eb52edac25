"""Pages set in columns: the lines of each column, in reading order."""

from itertools import pairwise

from core.formats.lines import Line, Segment

_LEAST_LINES = 8
_LEAST_WORDS = 4.5  # a line of a column of prose; cells of a table of text are shorter


def flows_of(lines: list[Line]) -> list[list[Line]]:
    """Lines grouped into flows that are read one after the other; one flow where the page has no columns of prose."""
    gutter = _gutter(lines)
    if gutter is None:
        return [lines]
    band = _band(lines, gutter)
    if band is None:
        return [lines]
    first, last = band
    left, right = _halves(lines[first : last + 1], gutter)
    if not (_is_prose(left, gutter) and _is_prose(right, None)):
        return [lines]
    parts = [lines[:first], left, *flows_of(right), *flows_of(lines[last + 1 :])]
    return [part for part in parts if part]


def _gaps(line: Line) -> list[tuple[float, float]]:
    """The white space between phrases of a line, where at least one of them is long."""
    return [
        (left.x1, right.x0)
        for left, right in pairwise(line.segments)
        if not left.numeric and not right.numeric and (len(left.words) >= 4 or len(right.words) >= 4)
    ]


def _gutter(lines: list[Line]) -> float | None:
    """The x that lies in white space between phrases on the most lines, None where those are few."""
    gaps = [gap for line in lines for gap in _gaps(line)]
    if len(gaps) < _LEAST_LINES:
        return None
    middles = sorted({round((x0 + x1) / 2) for x0, x1 in gaps})
    count, best = max((sum(x0 < x < x1 for x0, x1 in gaps), x) for x in middles)
    return float(best) if count >= _LEAST_LINES else None


def _band(lines: list[Line], gutter: float) -> tuple[int, int] | None:
    """The longest run of lines that keep the gutter free, from a line on both sides of it to another such line."""
    best: tuple[int, int] | None = None
    start = end = -1
    for index, line in enumerate(lines):
        if any(segment.x0 < gutter < segment.x1 for segment in line.segments):
            start = end = -1
            continue
        if line.x0 < gutter < line.x1:
            start = index if start < 0 else start
            end = index
            if best is None or end - start > best[1] - best[0]:
                best = start, end
    return best if best and best[1] - best[0] >= _LEAST_LINES - 1 else None


def _halves(lines: list[Line], gutter: float) -> tuple[list[Line], list[Line]]:
    left: list[Line] = []
    right: list[Line] = []
    for line in lines:
        for side, part in ((left, line.x1 < gutter), (right, line.x0 > gutter)):
            if part:
                side.append(line)
        if line.x0 < gutter < line.x1:
            segments = [segment for segment in line.segments if segment.x0 < gutter]
            left += _part(line, segments)
            right += _part(line, line.segments[len(segments) :])
    return left, right


def _part(line: Line, segments: list[Segment]) -> list[Line]:
    """The line that the segments make; none where a side holds nothing but leaders."""
    if not segments:
        return []
    x0, x1 = segments[0].x0, segments[-1].x1
    words = [word for word in line.words if x0 - 1 <= word.x0 <= x1]
    words = words or [word for segment in segments for word in segment.words]  # one that was cut in two
    return [Line(words, x0, line.y0, x1, line.y1, segments, " ".join([word.text for word in words]), line.bold)]


def _is_prose(lines: list[Line], edge: float | None) -> bool:
    """Whether lines are those of a column: many, wordy, few numbers, and most running up to the gutter."""
    if len(lines) < _LEAST_LINES:
        return False
    segments = [segment for line in lines for segment in line.segments]
    words = sum(len(segment.words) for segment in segments)
    if words < _LEAST_WORDS * len(lines) or len(segments) > 1.4 * len(lines):
        return False
    right = max(line.x1 for line in lines)
    left = min(line.x0 for line in lines)
    full = sum(line.x1 > right - 0.25 * (right - left) for line in lines)
    return full >= 0.5 * len(lines) and (edge is None or right > left + 0.6 * (edge - left))

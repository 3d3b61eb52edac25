"""Headers of tables: which lines above the rows they are, and which columns each of their phrases heads."""

import re
from itertools import pairwise

from core.formats.lines import Line, Segment
from core.formats.numbers import scale_of
from core.formats.rows import Draft
from core.formats.tables import HEADS_LABELS, PERIOD, Region, is_prose, is_year_row, overlap

_HEADER_NUMBER = re.compile(r"(?:19|20)\d\d[*†‡]*|\(?\d{1,2}\)?|%|\(\d{1,2}\)\*?|[-\u2013\u2014]")
_MAX_HEADER_LINES = 7
_MAX_LABEL_LINES = 4  # so many lines with only a label can stand between a header and the first numbers


def place_header(lines: list[Line], region: Region, floor: int) -> None:
    """Sets ``region.header`` and moves ``region.first`` up over the labels that stand between header and first number.

    A header is looked for in the lines above, not before ``floor``: years, or text over the columns. Lines with only
    a label ("Assets", "Operating activities") may stand between it and the first numbers; they become rows.
    """
    columns = region.columns
    index, top, bottom = region.first, region.first, region.first
    while index > floor and region.first - index < _MAX_HEADER_LINES + _MAX_LABEL_LINES:
        line, below = lines[index - 1], lines[index]
        found = top < region.first
        if not 0 <= below.y0 - line.y0 <= (3.2 if found else 3.5) * max(line.size, below.size):
            break
        if _is_header(line, region) and not (found and top > index and _is_title(line, region)):
            bottom = bottom if found else index
            top = index - 1
        elif not _is_label_line(line, columns) or top - index >= _MAX_LABEL_LINES:
            break
        elif found and not HEADS_LABELS.match(line.text):
            break  # a title of the table, not a label beside its header
        index -= 1
    if top == region.first:
        top = bottom = _first_label(lines, region, floor)
    region.header, region.first = top, bottom


def _first_label(lines: list[Line], region: Region, floor: int) -> int:
    """Where a table without a header begins: one line up where the first label is the second half of one."""
    first = lines[region.first]
    if region.first == floor or not first.words[0].text[0].islower():
        return region.first
    above = lines[region.first - 1]
    near = 0 <= first.y0 - above.y1 < 0.9 * first.size
    return region.first - 1 if near and _is_label_line(above, region.columns) else region.first


def _is_label_line(line: Line, columns: list[tuple[float, float]]) -> bool:
    """A label and nothing else: short of the columns, or one phrase that begins where labels do."""
    if any(segment.numeric for segment in line.segments):
        return False
    if line.x1 < columns[0][0] + 2 * line.size:
        return True
    return len(line.segments) == 1 and line.x0 < columns[0][0] - 2 * line.size and len(line.words) < 12


def _is_title(line: Line, region: Region) -> bool:
    """A phrase alone that names no period: above a caption such as "(in thousands)" it is the table's title."""
    over = _over(line, region)
    return len(over) == 1 and len(line.segments) == 1 and not PERIOD.search(line.text) and not is_year_row(line)


def _is_header(line: Line, region: Region) -> bool:
    columns = region.columns
    if is_year_row(line):
        return True
    over = _over(line, region)
    if not over or any(segment.numeric and not _HEADER_NUMBER.fullmatch(segment.text) for segment in line.segments):
        return False
    crossing = line.segments[0].x1 > columns[0][0] and over[0] is not line.segments[0]
    if crossing or is_prose(line, region):
        return False
    return len(over) > 1 or _placed(over[0], columns) is not None or scale_of(line.text) is not None


def _over(line: Line, region: Region) -> list[Segment]:
    """The segments of a line that stand over the columns, not over the labels."""
    edge = region.columns[0][0]
    margin = min(region.left, edge)
    start = min(margin + 0.3 * (edge - margin), edge - 1)
    near = (margin + edge) / 2
    return [
        segment
        for segment in line.segments
        if (segment.x1 > edge and segment.x0 > start) or (segment.x1 > edge - 3 * line.size and segment.x0 > near)
    ]


def _placed(segment: Segment, columns: list[tuple[float, float]]) -> tuple[int, int] | None:
    """The columns (from, to) that a segment alone on its line heads, None where it is centred on none of them.

    Of several ranges with that centre, a phrase that names a period ("Years ended") takes the widest, any other the
    narrowest that is as wide as itself.
    """
    over = [i for i, (x0, x1) in enumerate(columns) if overlap(segment.x0, segment.x1, x0, x1)]
    lowest, highest = (over[0], over[-1]) if over else (len(columns) - 1, 0)
    ranges = [(i, j) for i in range(len(columns)) for j in range(i, len(columns))]
    fitting = [(i, j) for i, j in ranges if not over or (i <= lowest and highest <= j)]
    costs = [(cost, i, j) for i, j in fitting if (cost := _cost(segment, columns, i, j)) is not None]
    return min(costs)[1:] if costs else None


def _cost(segment: Segment, columns: list[tuple[float, float]], first: int, last: int) -> float | None:
    """How badly a segment fits as the header of columns ``first`` to ``last``, None where not at all."""
    width = segment.x1 - segment.x0
    left, right = columns[first][0], columns[last][1]
    distance = _off_centre((segment.x0 + segment.x1) / 2, columns, first, last)
    inside = first == last and left - 3 <= segment.x0 and segment.x1 <= right + 3
    if distance > 0.15 * width + 8 and not inside:
        return None
    if PERIOD.search(segment.text):
        preference = first - last
    else:
        preference = last - first + (10 if last > first and right - left < 0.8 * width else 0)
    if first == last and _is_wider(segment, columns):
        preference += 10
    return 3 * distance + 4 * preference


def _off_centre(centre: float, columns: list[tuple[float, float]], first: int, last: int) -> float:
    """How far ``centre`` is from the middle of columns: of their numbers, or of their width with the space to the left.

    Headers are centred over cells, of which narrow right-aligned numbers fill only the right end.
    """
    pitch = _pitch(columns)
    left = columns[first - 1][1] if first else min(columns[0][0], columns[0][1] - pitch)
    right = columns[last][1]
    return min(abs((columns[first][0] + right) / 2 - centre), abs((left + right) / 2 - centre))


def _pitch(columns: list[tuple[float, float]]) -> float:
    pitches = sorted(right[1] - left[1] for left, right in pairwise(columns))
    return pitches[len(pitches) // 2] if pitches else 0.0


def _is_wider(segment: Segment, columns: list[tuple[float, float]]) -> bool:
    pitches = [right[1] - left[1] for left, right in pairwise(columns)]
    return bool(pitches) and segment.x1 - segment.x0 > min(pitches)


_CAPTION = re.compile(r"\(.*\)|unaudited", re.IGNORECASE)


def _is_caption(segment: Segment) -> bool:
    """Whether a phrase says how the whole table is to be read: "(Unaudited)", "(In millions, except share data)"."""
    text = segment.text
    return _CAPTION.fullmatch(text) is not None and ("audited" in text.lower() or scale_of(text) is not None)


def header_draft(line: Line, region: Region, columns: list[tuple[float, float]]) -> Draft:
    cells: list[list[Segment]] = [[] for _ in range(len(columns) + 1)]
    over = _over(line, region)
    if over and len({segment.text for segment in over}) == 1 and _is_caption(over[0]):
        over = []  # of the table, not of the columns that it happens to be centred over
    cells[0] = [segment for segment in line.segments if not any(segment is other for other in over)]
    for segment, (first, last) in zip(over, _spread(over, columns), strict=True):
        for column in range(first, last + 1):
            cells[column + 1].append(segment)
    return Draft([line], cells)


def _spread(segments: list[Segment], columns: list[tuple[float, float]]) -> list[tuple[int, int]]:
    """The columns (from, to) each header segment heads: those it overlaps, and neighbours it is centred over."""
    if len(segments) == 1:
        whole = (0, len(columns) - 1) if scale_of(segments[0].text) is not None else None
        return [_placed(segments[0], columns) or whole or _nearest(segments[0], columns)]
    if len(segments) >= len(columns):
        return [_nearest(segment, columns) for segment in segments]
    spreads: list[tuple[int, int]] = []
    begin = 0
    for position, segment in enumerate(segments):
        following = segments[position + 1] if position + 1 < len(segments) else None
        limit = len(columns)
        if following is not None:
            limit = next((i for i, (_, x1) in enumerate(columns) if i > begin and x1 > following.x0 - 1), limit)
            limit = max(limit, begin + 1)
        window = columns[begin:limit]
        placed = _placed(segment, window) if window else None
        first, last = placed if placed else _nearest(segment, window or columns)
        spreads.append((begin + first, min(begin + last, len(columns) - 1)))
        begin = min(begin + last + 1, len(columns) - 1)
    return spreads


def _nearest(segment: Segment, columns: list[tuple[float, float]]) -> tuple[int, int]:
    over = [i for i, (x0, x1) in enumerate(columns) if overlap(segment.x0, segment.x1, x0, x1)]
    if over:
        return over[0], over[-1]
    centre = (segment.x0 + segment.x1) / 2
    column = min(range(len(columns)), key=lambda i: _off_centre(centre, columns, i, i))
    return column, column


def share_groups(drafts: list[Draft]) -> None:
    """Spreads what stands once over each group of columns over the whole group.

    Groups show where a line of the header repeats itself: "2019 2018 2019 2018" below "Net sales" and "Income", or "Net
    sales Income Net sales Income" below "2019" and "2018".
    """
    for line in drafts:
        width = _repeat([" ".join(segment.text for segment in cell) for cell in line.cells[1:]])
        if not width:
            continue
        for other in drafts:
            groups = [other.cells[begin : begin + width] for begin in range(1, len(other.cells), width)]
            heads = [[cell for cell in group if cell] for group in groups]
            if other is not line and all(len(head) == 1 for head in heads):
                for group, (head,) in zip(groups, heads, strict=True):
                    for cell in group:
                        cell[:] = head
        return


def _repeat(texts: list[str]) -> int:
    """After how many columns, two or more, all of ``texts`` begins again; 0 where it does not."""
    for width in range(2, len(texts) // 2 + 1):
        first = texts[:width]
        if (
            len(texts) % width == 0
            and all(first)
            and len(set(first)) == width
            and first * (len(texts) // width) == texts
        ):
            return width
    return 0

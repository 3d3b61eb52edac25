"""From the lines of a table to its grid: header rows over the columns, labels joined, a cell for every column."""

import re
from dataclasses import dataclass
from itertools import pairwise

from core.formats.lines import Line, Segment
from core.formats.numbers import scale_of
from core.formats.pdf_words import Frame, Word
from core.formats.tables import HEADS_LABELS, PERIOD, Region, figures_of, is_prose, is_year_row, merge, overlap
from core.types import Box, Cell, Row, Span, Table

_FOOTNOTE = re.compile(r"\(\d{1,2}\)|\([a-z]\)|[*†‡§]{1,3}")
_HEADER_NUMBER = re.compile(r"(?:19|20)\d\d[*†‡]*|\(?\d{1,2}\)?|%|\(\d{1,2}\)\*?|[-\u2013\u2014]")
_MAX_HEADER_LINES = 7


@dataclass(slots=True)
class _Draft:
    """A row in the making: the lines it is printed on and the segments of each column (0 is the label)."""

    lines: list[Line]
    cells: list[list[Segment]]

    @property
    def has_values(self) -> bool:
        return any(self.cells[1:])

    @property
    def label(self) -> str:
        return " ".join([segment.text for segment in self.cells[0]])


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


_MAX_LABEL_LINES = 4


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
    """The columns (from, to) that a segment alone on its line heads, None where it is centred on none of them."""
    centre = (segment.x0 + segment.x1) / 2
    over = [i for i, (x0, x1) in enumerate(columns) if overlap(segment.x0, segment.x1, x0, x1)]
    best: tuple[float, int, int] | None = None
    width = segment.x1 - segment.x0
    if len(over) == 1 and columns[over[0]][0] - 3 <= segment.x0 and segment.x1 <= columns[over[0]][1] + 3:
        inside = over[0]
    else:
        inside = -1
    spanning = PERIOD.search(segment.text) is not None
    for i in range(len(columns)):
        for j in range(i, len(columns)):
            if over and not (i <= over[0] and over[-1] <= j):
                continue
            distance = _off_centre(centre, columns, i, j)
            if distance > 0.15 * width + 8 and not (i == j == inside):
                continue
            narrow = j > i and columns[j][1] - columns[i][0] < 0.8 * width
            preference = i - j if spanning else j - i + (10 if narrow else 0)
            if i == j and _is_wider(segment, columns):
                preference += 10
            candidate = (distance + 4 * preference, i, j)
            if best is None or candidate < best:
                best = candidate
    return None if best is None else best[1:]


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


def build_table(lines: list[Line], region: Region, frame: Frame, page: int) -> Table:
    """The grid of a region; ``region.header`` must be set."""
    body_lines, columns = lines[region.first : region.last + 1], region.columns
    headers = [_header_draft(line, region, columns) for line in lines[region.header : region.first]]
    body = _join_labels([_draft(line, columns, region.left) for line in body_lines], columns)
    left = min((draft.cells[0][0].x0 for draft in body if draft.cells[0]), default=0.0)
    rows = [_row(draft, frame, page, left) for draft in (*headers, *body)]
    return Table(tuple(rows), header_rows=len(headers))


def place_columns(lines: list[Line], region: Region) -> None:
    """Completes ``region.columns``: without columns of footnote marks, with columns of text that two rows agree on."""
    body = lines[region.first : region.last + 1]
    region.columns = [column for column in region.columns if not _holds_footnotes(column, body)]
    loose: list[tuple[float, float]] = []
    for line in body:
        others = [segment for segment in line.segments[1:] if not segment.numeric]
        loose.extend((segment.x0, segment.x1) for segment in others if not _overlaps(segment, region.columns))
    texts = [group for group in merge(loose) if sum(group[0] <= x0 and x1 <= group[1] for x0, x1 in loose) >= 2]
    region.columns = sorted([*region.columns, *texts])


def _holds_footnotes(column: tuple[float, float], lines: list[Line]) -> bool:
    """Whether all that stands in a column are marks such as "(1)" right after something else."""
    found = False
    for line in lines:
        for before, segment in pairwise(line.segments):
            if overlap(segment.x0, segment.x1, *column):
                if not _FOOTNOTE.fullmatch(segment.text) or segment.x0 - before.x1 > 2.5 * line.size:
                    return False
                found = True
    return found


def _draft(line: Line, columns: list[tuple[float, float]], left: float) -> _Draft:
    cells: list[list[Segment]] = [[] for _ in range(len(columns) + 1)]
    figures = {id(segment) for segment in figures_of(line, left)}
    for position, segment in enumerate(line.segments):
        column = _column_of(segment, columns)
        if position == 0 and id(segment) not in figures and segment.x0 < columns[0][0]:
            column = 0
        elif _FOOTNOTE.fullmatch(segment.text) and not _overlaps(segment, columns):
            column = _column_of(line.segments[position - 1], columns) if position else 0
        cells[column].append(segment)
    return _Draft([line], cells)


def _overlaps(segment: Segment, columns: list[tuple[float, float]]) -> bool:
    return any(overlap(segment.x0, segment.x1, x0, x1) for x0, x1 in columns)


def _column_of(segment: Segment, columns: list[tuple[float, float]]) -> int:
    """1-based column with the greatest overlap; without any, the next one to the right, or 0 left of all."""
    best, column = 0.0, -1
    for index, (x0, x1) in enumerate(columns):
        shared = min(segment.x1, x1) - max(segment.x0, x0)
        if shared > best:
            best, column = shared, index + 1
    if column >= 0:
        return column
    if segment.x0 < columns[0][0]:
        return 0
    centre = (segment.x0 + segment.x1) / 2
    return 1 + min(range(len(columns)), key=lambda i: abs((columns[i][0] + columns[i][1]) / 2 - centre))


def _header_draft(line: Line, region: Region, columns: list[tuple[float, float]]) -> _Draft:
    cells: list[list[Segment]] = [[] for _ in range(len(columns) + 1)]
    over = _over(line, region)
    cells[0] = [segment for segment in line.segments if not any(segment is other for other in over)]
    for segment, (first, last) in zip(over, _spread(over, columns), strict=True):
        for column in range(first, last + 1):
            cells[column + 1].append(segment)
    return _Draft([line], cells)


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


def _join_labels(drafts: list[_Draft], columns: list[tuple[float, float]]) -> list[_Draft]:
    """Rows whose label is printed on several lines made one."""
    edge = max(
        (segment.x1 for draft in drafts for segment in draft.cells[0] if segment.x1 < columns[0][0]), default=0.0
    )
    joined: list[_Draft] = []
    for draft, following in zip(drafts, [*drafts[1:], None], strict=True):
        if joined and _continues(joined[-1], draft, following, edge):
            previous = joined[-1]
            previous.lines.extend(draft.lines)
            for cell, more in zip(previous.cells, draft.cells, strict=True):
                cell.extend(more)
        else:
            joined.append(draft)
    return joined


def _continues(upper: _Draft, lower: _Draft, following: _Draft | None, edge: float) -> bool:
    """Whether ``lower`` goes on with the label of ``upper``: only one of them has numbers, and the label ran full."""
    if upper.has_values and lower.has_values:
        return _complements(upper, lower)
    above, below = upper.lines[-1], lower.lines[0]
    if below.y0 - above.y1 > 0.9 * below.size:
        return False
    if not upper.cells[0] or not lower.cells[0]:
        return not lower.cells[0] and not upper.has_values and below.y0 - above.y1 < 0.1 * below.size
    text, first = upper.label, lower.label
    if text.endswith(":") or upper.lines[-1].bold != lower.lines[0].bold:
        return False
    if first[0].islower() or text[-1] in ",-" or text.rsplit(" ", 1)[-1] in _JOINTS:
        return True
    if upper.has_values or _is_sibling(lower, following):
        return False
    word = lower.cells[0][0].words[0]
    return upper.cells[0][-1].x1 + word.x1 - word.x0 + 0.3 * below.size > edge and lower.cells[0][0].x0 > above.x0 + 2


def _complements(upper: _Draft, lower: _Draft) -> bool:
    """Whether two close lines are one row of which some cells are set lower: every column is filled, none twice."""
    if lower.cells[0] or lower.lines[0].y0 - upper.lines[-1].y1 > 0.3 * lower.lines[0].size:
        return False
    filled = [bool(one) + bool(other) for one, other in zip(upper.cells[1:], lower.cells[1:], strict=True)]
    return len(filled) > 1 and all(count == 1 for count in filled)


def _is_sibling(row: _Draft, following: _Draft | None) -> bool:
    """Whether the next row is indented alike: then a row below a heading is its child, not its second line."""
    if following is None or not following.cells[0]:
        return False
    return abs(following.cells[0][0].x0 - row.cells[0][0].x0) < 1


_JOINTS = frozenset(
    {"of", "and", "or", "to", "in", "for", "the", "from", "by", "with", "on", "at", "a", "an", "than", "—"}
)


def _row(draft: _Draft, frame: Frame, page: int, left: float) -> Row:
    words = [word for line in draft.lines for word in line.words]
    cells = tuple(_cell(segments, frame) for segments in draft.cells)
    indent = round(draft.cells[0][0].x0 - left, 1) if draft.cells[0] else 0.0
    span = Span(" ".join([word.text for word in words]), page, box_of(words, frame))
    return Row(cells, span, indent=max(indent, 0.0), bold=all(line.bold for line in draft.lines))


def _cell(segments: list[Segment], frame: Frame) -> Cell:
    if not segments:
        return Cell("")
    words = [word for segment in segments for word in _without_marks(segment)]
    return Cell(" ".join([word.text for word in words]), box_of(words, frame))


def _without_marks(segment: Segment) -> list[Word]:
    """The words of a number without raised footnote marks."""
    if not segment.numeric or len(segment.words) == 1:
        return segment.words
    tallest = max(word.y1 - word.y0 for word in segment.words)
    first, *rest = segment.words
    kept = [word for word in rest if word.y1 - word.y0 > 0.8 * tallest and not _FOOTNOTE.fullmatch(word.text)]
    return [first, *kept]


def box_of(words: list[Word], frame: Frame) -> Box:
    """The box around words, on the displayed page."""
    x0, y0 = min([word[0] for word in words]), min([word[1] for word in words])
    x1, y1 = max([word[2] for word in words]), max([word[3] for word in words])
    x0, y0, x1, y1 = frame.displayed(x0, y0, x1, y1)
    return Box(round(x0, 1), round(y0, 1), round(x1, 1), round(y1, 1))

"""From the lines of a table to its grid: the columns, and a cell for each of them in every row."""

from itertools import pairwise

from core.formats.headers import header_draft, share_groups
from core.formats.lines import Line, Segment
from core.formats.pdf_words import Frame
from core.formats.rows import FOOTNOTE, Draft, join_labels, row_of
from core.formats.tables import Region, figures_of, merge, overlap
from core.types import Table


def build_table(lines: list[Line], region: Region, frame: Frame, page: int) -> Table:
    """The grid of a region; ``region.header`` must be set."""
    body_lines, columns = lines[region.first : region.last + 1], region.columns
    headers = [header_draft(line, region, columns) for line in lines[region.header : region.first]]
    share_groups(headers)
    body = join_labels([_draft(line, columns, region.left) for line in body_lines], columns)
    left = min((draft.cells[0][0].x0 for draft in body if draft.cells[0]), default=0.0)
    rows = [row_of(draft, frame, page, left) for draft in (*headers, *body)]
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
                if not FOOTNOTE.fullmatch(segment.text) or segment.x0 - before.x1 > 2.5 * line.size:
                    return False
                found = True
    return found


def _draft(line: Line, columns: list[tuple[float, float]], left: float) -> Draft:
    cells: list[list[Segment]] = [[] for _ in range(len(columns) + 1)]
    figures = {id(segment) for segment in figures_of(line, left)}
    for position, segment in enumerate(line.segments):
        column = _column_of(segment, columns)
        if position == 0 and id(segment) not in figures and segment.x0 < columns[0][0]:
            column = 0
        elif FOOTNOTE.fullmatch(segment.text) and not _overlaps(segment, columns):
            column = _column_of(line.segments[position - 1], columns) if position else 0
        cells[column].append(segment)
    return Draft([line], cells)


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

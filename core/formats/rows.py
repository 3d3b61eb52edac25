"""Rows in the making: their lines and segments, labels printed on several lines joined, and the finished Row."""

import re
from dataclasses import dataclass

from core.formats.lines import Line, Segment
from core.formats.pdf_words import Frame, Word
from core.types import Box, Cell, Row, Span

FOOTNOTE = re.compile(r"\(\d{1,2}\)|\([a-z]\)|[*†‡§]{1,3}")
_SIGN_GAP = re.compile(r"(?<=[$€£¥(\[]) | (?=[)\]%])")  # between a sign that stands apart and its number
_JOINTS = frozenset(
    {"of", "and", "or", "to", "in", "for", "the", "from", "by", "with", "on", "at", "a", "an", "than", "—"}
)


@dataclass(slots=True)
class Draft:
    """A row in the making: the lines it is printed on and the segments of each column (0 is the label)."""

    lines: list[Line]
    cells: list[list[Segment]]

    @property
    def has_values(self) -> bool:
        return any(self.cells[1:])

    @property
    def label(self) -> str:
        return " ".join([segment.text for segment in self.cells[0]])


def join_labels(drafts: list[Draft], columns: list[tuple[float, float]]) -> list[Draft]:
    """Rows whose label is printed on several lines made one."""
    edge = max(
        (segment.x1 for draft in drafts for segment in draft.cells[0] if segment.x1 < columns[0][0]), default=0.0
    )
    joined: list[Draft] = []
    for draft, following in zip(drafts, [*drafts[1:], None], strict=True):
        if joined and _continues(joined[-1], draft, following, edge):
            previous = joined[-1]
            previous.lines.extend(draft.lines)
            for column, more in enumerate(draft.cells):
                previous.cells[column].extend(more)
                if column and _is_filled(more):
                    previous.cells[column].sort(key=lambda segment: segment.x0)
        else:
            joined.append(draft)
    return joined


def _continues(upper: Draft, lower: Draft, following: Draft | None, edge: float) -> bool:
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
    if text.count("(") > text.count(")") and first.count(")") > first.count("("):
        return True
    if upper.has_values or _is_sibling(lower, following):
        return False
    word = lower.cells[0][0].words[0]
    return upper.cells[0][-1].x1 + word.x1 - word.x0 + 0.3 * below.size > edge and lower.cells[0][0].x0 > above.x0 + 2


def _complements(upper: Draft, lower: Draft) -> bool:
    """Whether two close lines are one row of which some cells are set lower: no column is filled twice."""
    if lower.cells[0] or lower.lines[0].y0 - upper.lines[-1].y1 > 0.3 * lower.lines[0].size:
        return False
    return not any(
        _is_filled(one) and _is_filled(other) for one, other in zip(upper.cells[1:], lower.cells[1:], strict=True)
    )


def _is_filled(cell: list[Segment]) -> bool:
    return any(segment.text not in "$€£¥" for segment in cell)


def _is_sibling(row: Draft, following: Draft | None) -> bool:
    """Whether the next row is indented alike: then a row below a heading is its child, not its second line."""
    if following is None or not following.cells[0]:
        return False
    return abs(following.cells[0][0].x0 - row.cells[0][0].x0) < 1


def row_of(draft: Draft, frame: Frame, page: int, left: float) -> Row:
    words = [word for line in draft.lines for word in line.words]
    cells = tuple(_cell(segments, frame) for segments in draft.cells)
    indent = round(draft.cells[0][0].x0 - left, 1) if draft.cells[0] else 0.0
    span = Span(" ".join([word.text for word in words]), page, box_of(words, frame))
    return Row(cells, span, indent=max(indent, 0.0), bold=all(line.bold for line in draft.lines))


def _cell(segments: list[Segment], frame: Frame) -> Cell:
    if not segments:
        return Cell("")
    words = [word for segment in segments for word in _without_marks(segment)]
    text = " ".join([word.text for word in words])
    return Cell(_SIGN_GAP.sub("", text) if any(segment.numeric for segment in segments) else text, box_of(words, frame))


def _without_marks(segment: Segment) -> list[Word]:
    """The words of a number without the footnote marks, raised or in parentheses, that follow it."""
    if not segment.numeric or len(segment.words) == 1:
        return segment.words
    tallest = max(word.y1 - word.y0 for word in segment.words)
    kept: list[Word] = []
    complete = False  # the digits have come
    for word in segment.words:
        if not complete or (word.y1 - word.y0 > 0.8 * tallest and not FOOTNOTE.fullmatch(word.text)):
            kept.append(word)
        complete = complete or word.text.strip("$€£¥(") != ""
    return kept


def box_of(words: list[Word], frame: Frame) -> Box:
    """The box around words, on the displayed page."""
    x0, y0 = min([word[0] for word in words]), min([word[1] for word in words])
    return box_in(frame, x0, y0, max([word[2] for word in words]), max([word[3] for word in words]))


def box_in(frame: Frame, x0: float, y0: float, x1: float, y1: float) -> Box:
    """A rectangle of the frame as a box on the displayed page."""
    x0, y0, x1, y1 = frame.displayed(x0, y0, x1, y1)
    return Box(round(x0, 1), round(y0, 1), round(x1, 1), round(y1, 1))

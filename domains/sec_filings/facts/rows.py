"""The rows of a statement with the headings they stand under and the concepts they are."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from core.formats.numbers import Number, parse_number
from core.types import Row
from domains.sec_filings.catalogue.concepts import Catalogue, Concept, Match
from domains.sec_filings.filing import Statement

_STEP = 1.0  # points by which a row is indented at least
_UNLABELLED = 50
_LONGEST_LABEL = 400  # characters; what is longer is prose, and names no line item
_FIRST = re.compile(r"\S+\s+\S+.*\bbasic\W*$", re.IGNORECASE)  # a heading that is printed on the line of its first row
_SECOND = re.compile(r"\W*(?:diluted|assuming dilution)\W*", re.IGNORECASE)
_UNFINISHED = re.compile(
    r"(?:[,;]|\b(?:and|or|of|to|by|in|for|from|before|after|with|at|on|the|per|attributable|less))$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Line:
    """A row with figures: its numbers by column, the headings above it (outermost first) and what it is."""

    row: Row
    label: str
    numbers: Mapping[int, Number]
    headings: tuple[str, ...]
    match: Match | None

    @property
    def concept(self) -> Concept | None:
        return self.match.concept if self.match else None

    @property
    def heading(self) -> str:
        return self.headings[-1] if self.headings else ""


@dataclass(slots=True)
class _Heading:
    text: str
    indent: float
    has_deeper: bool = False
    printed: bool = True


def read_lines(
    rows: Sequence[Row], columns: Sequence[int], statements: Sequence[Statement], catalogue: Catalogue
) -> list[Line]:
    """The rows that print a figure in one of the columns, their concepts settled against each other."""
    lines = list(_lines(rows, columns, statements, catalogue))
    if Statement.BALANCE_SHEET in statements:
        lines = _name_totals(lines, catalogue)
    return _settle(lines, catalogue)


def _lines(
    rows: Sequence[Row], columns: Sequence[int], statements: Sequence[Statement], catalogue: Catalogue
) -> Iterator[Line]:
    stack: list[_Heading] = []
    begun = ""
    before: Line | None = None
    for row in rows:
        label = f"{begun} {row.cells[0].text}".strip()
        if len(label) > _LONGEST_LABEL:
            begun = ""
            continue
        numbers = {column: number for column in columns if (number := parse_number(row.cells[column].text)) is not None}
        if not numbers:
            begun = label if _is_unfinished(label) else ""
            if label and not begun and not any(cell.text for cell in row.cells[1:]):
                _open(stack, row, label)
            continue
        if not label and 2 * len(numbers) <= len(columns) > 1:
            continue  # a page number or a footnote mark, no total
        begun = ""
        if label:
            _leave(stack, row)
        headings = tuple(heading.text for heading in stack)
        if before and _SECOND.fullmatch(label) and _FIRST.search(before.label):
            headings = (*headings, before.label)
        if not label:
            match = _match_total(stack, before, statements, catalogue)
        else:
            match = _match(label, headings, statements, catalogue)
            if match is None and row.cells[0].text:  # what seemed the first line of the label may be a heading
                match = _match(row.cells[0].text, headings, statements, catalogue)
        before = Line(row, label, numbers, headings, match)
        yield before
        _close(stack, row, label, match, catalogue)


def _is_unfinished(label: str) -> bool:
    """Whether a row without figures is the first line of a label that goes on in the next row."""
    return label.count("(") > label.count(")") or _UNFINISHED.search(label) is not None


def _match(label: str, headings: Sequence[str], statements: Sequence[Statement], catalogue: Catalogue) -> Match | None:
    section = " ".join(headings)
    found = (catalogue.match(label, statement, section) for statement in statements)
    return next((match for match in found if match), None)


def _match_total(
    stack: Sequence[_Heading], before: Line | None, statements: Sequence[Statement], catalogue: Catalogue
) -> Match | None:
    """A row without a label is the total of what it stands under, or what is left of property after depreciation."""
    if before and before.concept and before.concept.name == "accumulated_depreciation":
        net = catalogue.get("ppe_net")
        return Match(net, _UNLABELLED) if net else None
    if not stack or not stack[-1].printed:
        return None
    found = (catalogue.match(f"Total {stack[-1].text}", statement) for statement in statements)
    match = next((match for match in found if match), None)
    return replace(match, rank=_UNLABELLED) if match else None


def _open(stack: list[_Heading], row: Row, label: str) -> None:
    while stack and stack[-1].indent >= row.indent - _STEP / 2:
        stack.pop()
    stack.append(_Heading(label, row.indent))


def _leave(stack: list[_Heading], row: Row) -> None:
    """Leaves the headings whose rows are indented deeper than this one."""
    while stack and stack[-1].has_deeper and row.indent <= stack[-1].indent + _STEP / 2:
        stack.pop()
    for heading in stack:
        heading.has_deeper = heading.has_deeper or row.indent > heading.indent + _STEP


def _close(stack: list[_Heading], row: Row, label: str, match: Match | None, catalogue: Catalogue) -> None:
    """A total ends the heading it sums; some totals begin another part of the statement."""
    words = catalogue.vocabulary.normalise(label).split()
    if stack and words[:1] == ["total"]:
        heading = set(catalogue.vocabulary.normalise(stack[-1].text).split())
        if not words[1:] or heading & set(words[1:]):
            stack.pop()
    if match and match.concept.then:
        stack[:] = [_Heading(match.concept.then, row.indent, printed=False)]


def _name_totals(lines: list[Line], catalogue: Catalogue) -> list[Line]:
    """Some balance sheets print their two totals without a label: the first and the last row that are equal."""
    unlabelled = [place for place, line in enumerate(lines) if not line.label]
    named = {line.match.concept.name for line in lines if line.match}
    pairs = [
        (first, last)
        for first in unlabelled
        for last in reversed(unlabelled)
        if first < last and not _differ(lines[first], lines[last])
    ]
    if pairs:
        for place, name in zip(pairs[0], ("total_assets", "total_liabilities_and_equity"), strict=True):
            concept = catalogue.get(name)
            if concept and name not in named:
                lines[place] = replace(lines[place], label=concept.label, match=Match(concept, 0))
    return lines


def _settle(lines: list[Line], catalogue: Catalogue) -> list[Line]:
    """One row for each concept: of rows that differ the surest keeps it, the others are what they are otherwise."""
    by_concept: dict[str, list[int]] = defaultdict(list)
    for place, line in enumerate(lines):
        if line.match and not line.match.concept.sums:
            by_concept[line.match.concept.name].append(place)
    taken = set(by_concept)
    for places in by_concept.values():
        for place in [place for place in places if _is_plain(lines[place], taken)]:
            lines[place] = replace(lines[place], match=_otherwise(lines[place], taken, catalogue))
            places.remove(place)
    for places in by_concept.values():
        if len(places) < 2:
            continue
        best = min(places, key=lambda place: _order(lines[place], place))
        for place in places:
            if place != best and _differ(lines[place], lines[best]):
                lines[place] = replace(lines[place], match=_otherwise(lines[place], taken, catalogue))
    return lines


def _is_plain(line: Line, taken: set[str]) -> bool:
    return line.match is not None and line.match.plain and line.match.concept.beside in taken


def _otherwise(line: Line, taken: set[str], catalogue: Catalogue) -> Match | None:
    name = line.concept.otherwise if line.concept else None
    concept = catalogue.get(name) if name and name not in taken else None
    if concept is None:
        return None
    taken.add(concept.name)
    return Match(concept, _rank(line))


def _order(line: Line, place: int) -> tuple[int, int]:
    """The surest first; of several totals without a label, the last: it is after deductions."""
    return _rank(line), place if line.label else -place


def _rank(line: Line) -> int:
    return line.match.rank if line.match else 99


def _differ(line: Line, other: Line) -> bool:
    shared = line.numbers.keys() & other.numbers.keys()
    return any(line.numbers[column].value != other.numbers[column].value for column in shared) or not shared

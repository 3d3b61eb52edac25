"""Tables that the domain took for statements, and the period that it read each of their columns as."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from core.types import STATEMENT_LABEL, Element, Fact, Period, Table, statement_names
from ingest.inspection.places import Place


@dataclass(frozen=True, slots=True)
class Column:
    """``period`` is that of most of its facts (None without facts); ``periods`` counts the different ones."""

    heading: str
    facts: int
    period: Period | None
    periods: int


@dataclass(frozen=True, slots=True)
class FoundStatement:
    """``element`` is the index of the table among the elements; ``rows`` leaves the header rows out."""

    name: str
    labels: tuple[str, ...]
    section: tuple[str, ...]
    element: int
    page: int
    rows: int
    columns: tuple[Column, ...]

    @property
    def facts(self) -> int:
        return sum(column.facts for column in self.columns)


def find_statements(
    elements: Sequence[Element], facts: Sequence[Fact], places: Sequence[Place | None]
) -> tuple[FoundStatement, ...]:
    periods: dict[tuple[int, int], Counter[Period]] = defaultdict(Counter)
    for fact, place in zip(facts, places, strict=True):
        if place is not None and place.column is not None:
            periods[place.element, place.column][fact.period] += 1
    return tuple(
        _statement(index, element, element.table, name, periods)
        for index, element in enumerate(elements)
        if element.table
        for name in statement_names(element.labels)
    )


def _statement(
    index: int, element: Element, table: Table, name: str, periods: dict[tuple[int, int], Counter[Period]]
) -> FoundStatement:
    width = len(table.rows[0].cells) if table.rows else 0
    return FoundStatement(
        name=name,
        labels=tuple(label for label in element.labels if not label.startswith(STATEMENT_LABEL)),
        section=element.section,
        element=index,
        page=element.page,
        rows=len(table.body),
        columns=tuple(_column(table.heading(column), periods[index, column]) for column in range(1, width)),
    )


def _column(heading: str, periods: Counter[Period]) -> Column:
    most = periods.most_common(1)[0][0] if periods else None
    return Column(heading, periods.total(), most, len(periods))

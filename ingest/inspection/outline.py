"""The tree of sections that the elements of a document stand under."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.types import Element, ElementKind


@dataclass(frozen=True, slots=True)
class Heading:
    """One section in document order. ``element`` is the index of its first element; ``elements`` counts them, those of
    its subsections included and furniture not.

    A path that a document returns to is listed again: an outline out of order is what one inspects for.
    """

    path: tuple[str, ...]
    element: int
    page: int
    last_page: int
    elements: int

    @property
    def title(self) -> str:
        return self.path[-1]

    @property
    def level(self) -> int:
        """1 for the outermost."""
        return len(self.path)


@dataclass(slots=True)
class _Open:
    path: tuple[str, ...]
    element: int
    page: int
    last_page: int
    elements: int = 0

    def close(self) -> Heading:
        return Heading(self.path, self.element, self.page, self.last_page, self.elements)


def outline(elements: Iterable[Element]) -> tuple[Heading, ...]:
    headings: list[_Open] = []
    path: list[_Open] = []
    for index, element in enumerate(elements):
        if element.kind is ElementKind.FURNITURE:
            continue
        del path[_shared(path, element.section) :]
        for level in range(len(path), len(element.section)):
            path.append(_Open(element.section[: level + 1], index, element.page, element.page))
            headings.append(path[-1])
        for heading in path:
            heading.elements += 1
            heading.last_page = max(heading.last_page, element.page)
    return tuple(heading.close() for heading in headings)


def unplaced(elements: Iterable[Element]) -> int:
    """How many elements, furniture aside, stand under no section."""
    return sum(not element.section and element.kind is not ElementKind.FURNITURE for element in elements)


def _shared(path: list[_Open], section: tuple[str, ...]) -> int:
    for level, heading in enumerate(path):
        if level >= len(section) or heading.path[level] != section[level]:
            return level
    return len(path)

"""Finds the Item headings of a document, and tells them from its table of contents."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.types import Element, ElementKind
from domains.sec_filings.patterns import phrases
from domains.sec_filings.structure.headings import (
    ItemHeading,
    exhibit_heading,
    is_signatures,
    item_heading,
    part_heading,
    titled_item,
)
from domains.sec_filings.structure.items import Item

_NEAR = 350  # characters of text between two neighbouring entries of a table of contents, at most
_ENTRIES = 5  # Items that a cluster must list to be a table of contents
_STUB = 1_500  # characters of an Item that only says where its content stands
_HEADING_LINES = 4
_ENTRY_END = re.compile(
    r"(?:\b\d{1,3}(?:\s*[-\u2013,]\s*\d{1,3})*|\*+|\bnone|not\s+applicable|n/?a|\([a-z]\)|[-\u2013\u2014])\W*$",
    re.IGNORECASE,
)
_CROSS_REFERENCE = re.compile(r"cross[\s-]?reference", re.IGNORECASE)
_STATEMENTS = re.compile(
    phrases(
        "index to (?:consolidated )?financial",
        "report of independent registered",
        "(?:consolidated )?financial statements?$",
        "notes to (?:the )?(?:condensed )?(?:consolidated|financial)",
        "consolidated (?:balance sheets?|statements? of)",
    ),
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Marks:
    """``items`` maps the index of an element to the Items it announces; ``contents`` are indices of contents."""

    items: dict[int, ItemHeading]
    contents: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Candidate:
    index: int
    heading: ItemHeading
    line: str
    after: int  # characters of content up to the next candidate


def find_marks(elements: Sequence[Element], catalogue: Sequence[Item]) -> Marks:
    """The headings that count, and the elements of tables of contents (and cross-reference indices)."""
    if not catalogue:
        return Marks({}, frozenset())
    lists = frozenset(index for index, element in enumerate(elements) if _lists_items(element, catalogue))
    candidates = _candidates(elements, catalogue, lists)
    contents = lists | _contents(candidates)
    kept = [candidate for candidate in candidates if candidate.index not in contents]
    items = {candidate.index: candidate.heading for candidate in kept}
    items |= _titled(elements, catalogue, kept, contents)
    return Marks(items, contents)


def heading_lines(element: Element) -> list[str]:
    """The lines of an element that can announce something: of titles the first few and what follows each, of prose
    the first line, of tables the first row where it is a heading laid out in cells or caught up in the table."""
    if element.kind is ElementKind.TABLE:
        alone = element.table is not None and sum(bool(cell.text) for cell in element.table.rows[0].cells) <= 2
        return [element.spans[0].text] if alone or len(element.spans) <= 2 else []
    if element.kind is not ElementKind.TITLE:
        return [element.spans[0].text]
    texts = [span.text for span in element.spans]
    return [" ".join(texts[start:]) for start in range(min(len(texts), _HEADING_LINES))]


def _lists_items(element: Element, catalogue: Sequence[Item]) -> bool:
    """Whether one element holds a table of contents: four lines or more that each announce another Item."""
    lines = [span.text for span in element.spans if span.text.lstrip().lower().startswith(("item", "part"))]
    if len(lines) < 4 or element.kind is ElementKind.FURNITURE:
        return False
    found = (item_heading(element, line, catalogue, None) for line in lines)
    return len({item.labels for heading in found if heading for item in heading.items}) >= 4


def _candidates(elements: Sequence[Element], catalogue: Sequence[Item], lists: frozenset[int]) -> list[_Candidate]:
    found: list[tuple[int, ItemHeading, str, int]] = []
    stops: list[int] = []  # where signatures and exhibits begin, which belong to no Item
    part: str | None = None
    content = 0
    cross_referenced = 0  # the page of a cross-reference index, which lists Items and announces none
    for index, element in enumerate(elements):
        if element.kind is ElementKind.TITLE and _CROSS_REFERENCE.search(element.text):
            cross_referenced = element.page
        if index in lists or element.page == cross_referenced:
            continue
        running = element.kind is ElementKind.FURNITURE
        for line in heading_lines(element):
            part = part_heading(line) or part
            heading = item_heading(element, line, catalogue, part)
            if heading and not (running and _ENTRY_END.search(line)):
                part = heading.items[-1].part
                found.append((index, heading, line, content))
                break
        if is_signatures(element.spans[0].text) or exhibit_heading(element.spans[0].text):
            stops.append(content)
        content += 0 if running else sum(len(span.text) for span in element.spans)
    starts = [start for _, _, _, start in found] + [content]
    candidates = [
        _Candidate(index, heading, line, min([end, *(stop for stop in stops if stop > start)]) - start)
        for (index, heading, line, start), end in zip(found, starts[1:], strict=True)
    ]
    return _without_running(elements, candidates)


def _without_running(elements: Sequence[Element], candidates: Sequence[_Candidate]) -> list[_Candidate]:
    """Drops headings that the reader took for furniture, except Items that are announced nowhere else: those it
    misjudged."""
    printed = {
        item.labels
        for candidate in candidates
        if elements[candidate.index].kind is not ElementKind.FURNITURE
        for item in candidate.heading.items
    }
    return [
        candidate
        for candidate in candidates
        if elements[candidate.index].kind is not ElementKind.FURNITURE
        or not any(item.labels in printed for item in candidate.heading.items)
    ]


def _contents(candidates: Sequence[_Candidate]) -> frozenset[int]:
    """The elements of contents spread over several elements: a cluster of Items that come again later, or that
    end with page numbers (a cross-reference index)."""
    contents: set[int] = set()
    for first, last in _clusters(candidates):
        cluster = candidates[first : last + 1]
        later = {item.labels for candidate in candidates[last + 1 :] for item in candidate.heading.items}
        keys = [item.labels for candidate in cluster for item in candidate.heading.items]
        again = sum(key in later for key in keys) >= 0.6 * len(keys)
        entries = sum(_ENTRY_END.search(candidate.line) is not None for candidate in cluster) >= 0.6 * len(cluster)
        if len(set(keys)) >= _ENTRIES and (again or entries):
            contents.update(range(cluster[0].index, cluster[-1].index + 1))
    return frozenset(contents)


def _clusters(candidates: Sequence[_Candidate]) -> Iterator[tuple[int, int]]:
    """Runs of neighbouring candidates with hardly any text between them, none of them twice in a run."""
    first = 0
    seen: set[tuple[str, ...]] = set()
    for position, candidate in enumerate(candidates):
        labels = candidate.heading.items[0].labels
        if position > first and (candidates[position - 1].after >= _NEAR or labels in seen):
            yield first, position - 1
            first, seen = position, set()
        seen.add(labels)
    if candidates:
        yield first, len(candidates) - 1


def _titled(
    elements: Sequence[Element], catalogue: Sequence[Item], kept: Sequence[_Candidate], contents: frozenset[int]
) -> dict[int, ItemHeading]:
    """Items that are announced by title alone: all where a filing does not number them, else those whose numbered
    heading only says where to look ("is included in Exhibit 13")."""
    lengths: dict[tuple[str, ...], int] = {}
    for candidate in kept:
        for item in candidate.heading.items:
            lengths[item.labels] = max(lengths.get(item.labels, 0), candidate.after)
    numbered = len(lengths) >= 4
    wanted = [
        item
        for item in catalogue
        if lengths.get(item.labels, 0) < _STUB and (not numbered or len(item.title.split()) > 3)
    ]
    taken = {candidate.index for candidate in kept} | contents
    after = min((candidate.index for candidate in kept), default=-1) if numbered else -1
    found: dict[int, ItemHeading] = {}
    for index, element in enumerate(elements):
        if index > after and index not in taken:
            heading = titled_item(element, wanted)
            if heading and not (found and numbered and found.get(index - 1)):
                found[index] = heading
    found = _of_one_size(elements, found)
    return found | _statements(elements, wanted, found, kept, taken)


def _of_one_size(elements: Sequence[Element], found: dict[int, ItemHeading]) -> dict[int, ItemHeading]:
    """Drops short titles in smaller print than the long, unmistakable ones: they are sub-headings."""
    sizes = [elements[index].size for index, heading in found.items() if len(heading.items[0].title.split()) > 3]
    least = max((size for size in sizes if size is not None), default=0.0) - 0.3
    return {index: heading for index, heading in found.items() if (elements[index].size or 99.0) >= least}


def _statements(
    elements: Sequence[Element],
    wanted: Sequence[Item],
    found: dict[int, ItemHeading],
    kept: Sequence[_Candidate],
    taken: set[int],
) -> dict[int, ItemHeading]:
    """The statements where their Item is missing or a stub: from the first of their titles at the top of a page."""
    statements = [item for item in wanted if "financial statements and" in item.title.lower() and item.number == "8"]
    if not statements or any(statements[0] in heading.items for heading in found.values()):
        return {}
    after = max((candidate.index for candidate in kept if statements[0] in candidate.heading.items), default=-1)
    page, depth = 0, 0
    for index, element in enumerate(elements):
        if element.kind is ElementKind.FURNITURE or index in taken:
            continue
        page, depth = element.page, depth + 1 if element.page == page else 0
        if index > after and depth < 3 and element.kind is ElementKind.TITLE and _STATEMENTS.search(element.text):
            return {index: ItemHeading((statements[0],))}
    return {}

"""Flags what no answer may be written from: text that instructs its reader, and text that is not seen on the page.

A flagged element stays in the store, where search finds it, marked; it is a chunk of its own, no prompt and no extract
is made of it, and the facts that it states are left out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from core.guard.hidden import hidden
from core.guard.labels import HIDDEN, INSTRUCTIONS
from core.guard.patterns import findings
from core.types import Element, ElementKind, Parsed

SHOWN = 160  # characters of a flagged text in a warning
NEIGHBOURS = 3  # elements read together: a sentence may be cut over a line, a footnote or a cell


def flag(parsed: Parsed) -> Parsed:
    """``parsed`` with labels on what is flagged, a warning with page and text for each, and without its facts."""
    pages = {page.number: page for page in parsed.pages}
    labels: dict[int, dict[str, str]] = {}
    for index, element in enumerate(parsed.elements):
        how = hidden(element, pages.get(element.page)) if element.spans else None
        if how:
            labels.setdefault(index, {})[HIDDEN] = f"is {how}"
    for index in _instructing(parsed.elements):
        labels.setdefault(index, {})[INSTRUCTIONS] = "instructs its reader"
    if not labels:
        return parsed
    elements = tuple(
        replace(element, labels=(*element.labels, *labels[index])) if index in labels else element
        for index, element in enumerate(parsed.elements)
    )
    flagged = {(span.page, span.text) for index in labels for span in parsed.elements[index].spans}
    facts = tuple(fact for fact in parsed.facts if (fact.page, fact.quote) not in flagged)
    warnings = [_warning(parsed.elements[index], found) for index, found in sorted(labels.items())]
    return replace(parsed, elements=elements, facts=facts, warnings=(*parsed.warnings, *warnings))


def _warning(element: Element, found: dict[str, str]) -> str:
    text = " ".join(element.text.split())
    shown = text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
    return f"Page {element.page}: no answer is written from this text, which {' and '.join(found.values())}: “{shown}”"


def _instructing(elements: Sequence[Element]) -> Iterator[int]:
    """The elements that instruct their reader, by themselves or together with those next to them on the page."""
    content = [
        (index, element)
        for index, element in enumerate(elements)
        if element.kind is not ElementKind.FURNITURE and element.spans
    ]
    for _, group in groupby(content, key=lambda entry: entry[1].page):
        page = list(group)
        texts = [_readings(element) for _, element in page]
        if not any(findings("\n".join(first for first, *_ in texts), "documents")) and not any(
            any(findings(other, "documents")) for _, *others in texts for other in others
        ):
            continue
        yield from (page[place][0] for place in _places([element for _, element in page]))


def _places(elements: Sequence[Element]) -> Iterator[int]:
    """Those that instruct by themselves; then the shortest runs of neighbours that do only together."""
    alone = {place for place, element in enumerate(elements) if _instructs([element])}
    yield from alone
    for length in range(2, NEIGHBOURS + 1):
        for start in range(len(elements) - length + 1):
            run = range(start, start + length)
            if not alone.intersection(run) and _instructs([elements[place] for place in run]):
                alone.update(run)
                yield from run


def _instructs(elements: Sequence[Element]) -> bool:
    if len(elements) == 1:
        return any(any(findings(reading, "documents")) for reading in _readings(elements[0]))
    return any(findings(" ".join(element.text for element in elements), "documents"))


def _readings(element: Element) -> list[str]:
    """A text as it runs; a table also down its columns, where a sentence may be cut into cells."""
    if element.table is None:
        return [element.text]
    columns = zip(*(row.cells for row in element.table.rows), strict=True)
    down = (" ".join(cell.text for cell in column if any(map(str.isalpha, cell.text))) for column in columns)
    return [element.text, *filter(None, down)]

"""Which pages a report shows: all images of a long document would make a file that no browser likes."""

import re

from ingest.inspection.findings import Findings

FIRST_PAGES = 5
ALL = "all"
_RANGE = re.compile(r"(\d{1,6})(?:-(\d{1,6}))?")


def choose_pages(findings: Findings, wanted: str | None) -> list[int]:
    """The numbers of the pages to show, ascending.

    ``wanted`` is "all", or pages and ranges such as "1-20,52"; None chooses the first five and those that carry
    statements or facts. Raises ValueError where it reads as neither or names no page of the document.
    """
    numbers = [page.number for page in findings.pages]
    if wanted == ALL:
        return numbers
    chosen = _parse(wanted) if wanted else _telling(findings)
    shown = [number for number in numbers if number in chosen]
    if wanted and not shown:
        raise ValueError(f"{findings.source.name} has {len(numbers)} pages, none of {wanted}")
    return shown


def left_out(findings: Findings, shown: list[int], wanted: str | None) -> str:
    """A sentence on what a report leaves out; empty where it shows everything."""
    missing = len(findings.pages) - len(shown)
    if not missing:
        return ""
    chosen = f"pages {wanted}" if wanted else f"the first {FIRST_PAGES} and those with statements or facts"
    return f"{len(shown)} of {len(findings.pages)} pages shown ({chosen}); {missing} left out."


def _parse(wanted: str) -> set[int]:
    chosen: set[int] = set()
    for part in wanted.split(","):
        match = _RANGE.fullmatch(part.strip())
        if match is None:
            raise ValueError(f"'{part.strip()}' is no page and no range of pages; write '1-20,52' or 'all'")
        chosen.update(range(int(match[1]), int(match[2] or match[1]) + 1))
    return chosen


def _telling(findings: Findings) -> set[int]:
    statements = {statement.page for statement in findings.statements}
    return {*range(1, FIRST_PAGES + 1), *statements, *(fact.page for fact in findings.facts)}

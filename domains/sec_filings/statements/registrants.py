"""Which registrant of a combined filing a table is of: a parent and its subsidiaries print their statements in turn."""

import re
from collections.abc import Mapping, Sequence

from core.types import Element, ElementKind
from domains.sec_filings.filing import FilingMetadata
from domains.sec_filings.metadata.company import company_key
from domains.sec_filings.statements.captions import OWN
from domains.sec_filings.statements.titles import read_title

_NEXT = 1  # pages on which a table without a title goes on with the one before


def co_registrant_tables(
    elements: Sequence[Element], captions: Mapping[int, Sequence[tuple[int, str]]], metadata: FilingMetadata
) -> dict[int, str]:
    """The tables (by place) that are headed by the name of a co-registrant, each with that name.

    A line that names two registrants tells nothing; a table that no line names is of the registrant itself, but for one
    without a title that follows a co-registrant's on its page or on the next.
    """
    if not metadata.co_registrants:
        return {}
    spellings = _told_apart((metadata.company, *metadata.co_registrants))
    owners: dict[int, str] = {}
    before = -1
    for place, caption in captions.items():
        texts = (*(text for at, text in caption if at != OWN), *_heads(elements[place]), *_running(elements, place))
        owner = next((name for text in texts if (name := _named(text, spellings))), None)
        if owner is None and before in owners and not any(read_title(text) for text in texts):
            near = elements[place].page - elements[before].page <= _NEXT
            owner = owners[before] if near else None
        if owner and owner != metadata.company:
            owners[place] = owner
        before = place
    return owners


def _told_apart(names: Sequence[str]) -> dict[str, str]:
    """Each name by the words that it is known by: without its legal form where no other name is the same then."""
    keys = [company_key(name) for name in names]
    return {key if keys.count(key) == 1 else _words(name): name for name, key in zip(names, keys, strict=True)}


def _named(text: str, spellings: Mapping[str, str]) -> str | None:
    """The one registrant whose name stands in ``text``; "Duke Energy" in "Duke Energy Carolinas" is no name."""
    words = f" {_words(text)} "
    found = [spelling for spelling in spellings if f" {spelling} " in words]
    found = [one for one in found if not any(one != other and f" {one} " in f" {other} " for other in found)]
    return spellings[found[0]] if len(found) == 1 else None


def _words(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", text.lower().replace("&", " and ").replace("'", "").replace("\u2019", "")))


def _heads(element: Element) -> list[str]:
    table = element.table
    return [row.span.text for row in table.rows[: table.header_rows]] if table else []


def _running(elements: Sequence[Element], place: int) -> list[str]:
    """The running heads of the table's page, which name whose pages these are."""
    page = elements[place].page
    found: list[str] = []
    for above in range(place - 1, -1, -1):
        if elements[above].page != page:
            break
        if elements[above].kind is ElementKind.FURNITURE:
            found.append(elements[above].text)
    return found

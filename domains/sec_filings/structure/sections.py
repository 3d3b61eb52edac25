"""Where each element of a filing stands: its Part, Item, note and headings, as a section path and labels."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from core.types import Element, ElementKind
from domains.sec_filings.filing import (
    LABEL_COVER,
    LABEL_EXHIBIT,
    LABEL_NOTE,
    LABEL_PRESS_RELEASE,
    FilingMetadata,
    Form,
)
from domains.sec_filings.metadata.company import company_key
from domains.sec_filings.patterns import phrases
from domains.sec_filings.structure.contents import Marks, find_marks, heading_lines
from domains.sec_filings.structure.furniture import is_furniture_text, page_edges, repeated_at_page_tops, running_text
from domains.sec_filings.structure.headings import (
    ItemHeading,
    NoteHeading,
    exhibit_heading,
    is_signatures,
    note_heading,
    part_heading,
    starts_notes,
    statement_heading,
    statement_title,
    sub_heading,
)
from domains.sec_filings.structure.items import Item, items_of

COVER_PAGE = "Cover page"
SIGNATURES = "Signatures"

_MAX_SUB_HEADINGS = 3
_MOST_PROMINENT = 1_000.0
_COVER_WITHIN = 40  # pages; as far as a glossy annual report runs before the form that it carries
_COVER_CAPTION = re.compile(
    phrases(
        "indicate by check mark",
        "exact name of (?:each )?registrant",
        "documents incorporated by reference",
        "commission file n",
        "securities registered pursuant",
    ),
    re.IGNORECASE,
)
_SIGNING = re.compile(r"/s/|signature|power\s+of\s+attorney|attorney-in-fact|\bdirector\b|\bdated?:", re.IGNORECASE)
_ENDS_NOTES = re.compile(
    phrases(
        "report of independent",
        r"schedule [IV]+\b",
        r"management\W+s (?:annual )?report",
        "supplementa(?:l|ry) (?:oil|information)",
        "valuation and qualifying",
        "condensed financial information of",
    ),
    re.IGNORECASE,
)


def assign_sections(elements: Sequence[Element], metadata: FilingMetadata) -> tuple[Element, ...]:
    """The elements with ``section`` and ``labels`` filled in; contents and running heads become furniture.

    A path reads from the outside in: Part, Item (with its canonical title), note, up to three sub-headings; or the
    cover page, an exhibit, the signatures. A heading stands in the section that it opens. Documents without Items get
    paths of their own headings. Labels that elements already carry are kept.
    """
    catalogue = items_of(metadata.form)
    marks = find_marks(elements, catalogue)
    running = repeated_at_page_tops(elements)
    edges = page_edges(elements)
    reader = _Reader(metadata, marks, _cover_pages(elements, metadata))
    placed = []
    for index, element in enumerate(elements):
        element = replace(element, kind=_kind(index, element, marks, reader, running, edges))
        if element.kind is not ElementKind.FURNITURE:
            reader.read(index, element)
        placed.append(replace(element, section=reader.section, labels=_merged(element, reader)))
    return tuple(placed)


def _kind(
    index: int, element: Element, marks: Marks, reader: "_Reader", running: frozenset[str], edges: frozenset[int]
) -> ElementKind:
    """Furniture for contents and running heads; a title again for a heading that a reader took for a running head."""
    if index in marks.contents:
        return ElementKind.FURNITURE
    if element.kind is ElementKind.FURNITURE:
        return ElementKind.TITLE if index in marks.items or reader.expects(element) else element.kind
    return ElementKind.FURNITURE if _runs(index, element, running, edges) else element.kind


def _runs(index: int, element: Element, running: frozenset[str], edges: frozenset[int]) -> bool:
    if element.kind is ElementKind.TABLE or len(element.spans) > 3:
        return False
    at_edge = index in edges
    return is_furniture_text(element.text, at_edge=at_edge) or (at_edge and running_text(element) in running)


def _merged(element: Element, reader: "_Reader") -> tuple[str, ...]:
    if element.kind is ElementKind.FURNITURE:
        return element.labels
    return tuple(dict.fromkeys((*element.labels, *reader.labels)))


def _cover_pages(elements: Sequence[Element], metadata: FilingMetadata) -> range:
    """The pages from the first to the last that carry a form cover's captions; empty where there is no form."""
    if not items_of(metadata.form):
        return range(0)
    first = elements[0].page if elements else 1
    head = (element for element in elements if element.page < first + _COVER_WITHIN)
    pages = [element.page for element in head if _COVER_CAPTION.search(element.text)]
    return range(min(pages), max(pages) + 1) if pages else range(0)


@dataclass(slots=True)
class _Reader:
    """Reads elements in order and knows the section and labels of the one read last."""

    metadata: FilingMetadata
    marks: Marks
    cover: range
    part: str | None = None
    items: tuple[Item, ...] = ()
    zone: str = ""  # "Cover page", "Signatures" or an exhibit's name, in place of an Item
    note: str = ""
    last_note: int = 0
    untitled: bool = False  # the last heading was a bare number, whose title comes next
    signed_on: int = 0  # the last page with signatures
    subs: list[tuple[tuple[float, bool, bool], str]] = field(default_factory=list)

    @property
    def section(self) -> tuple[str, ...]:
        places = (self.zone,) if self.zone else (self.part, *(item.heading for item in self.items))
        return tuple(filter(None, (*places, self.note, *(text for _, text in self.subs))))

    @property
    def labels(self) -> tuple[str, ...]:
        labels: tuple[str, ...] = () if self.zone else tuple(label for item in self.items for label in item.labels)
        if self.note:
            labels += (LABEL_NOTE,)
        if self.zone == COVER_PAGE:
            labels += (LABEL_COVER,)
        if self.zone.startswith("Exhibit") or self.metadata.form is Form.EXHIBIT:
            labels += (LABEL_EXHIBIT,)
        if self.metadata.form is Form.EARNINGS or self.zone.startswith("Exhibit 99"):
            labels += (LABEL_PRESS_RELEASE,)
        return labels

    def read(self, index: int, element: Element) -> None:
        """Moves to where ``element`` stands; a heading moves into the section that it opens."""
        heading = self.marks.items.get(index)
        if heading and not self._inside_agreement():
            self._enter_items(heading, element)
        elif not self._enter_zone(element) and self.zone != COVER_PAGE:
            self._enter_heading(element)

    def expects(self, element: Element) -> bool:
        """Whether an element that passes for a running head announces the note that comes next, or an exhibit."""
        line = element.spans[0].text
        if exhibit_heading(line):
            return exhibit_heading(line) != self.zone
        found = note_heading(element, line, in_notes=False, last=self.last_note) if self.note else None
        return found is not None and found.number == self.last_note + 1

    def _inside_agreement(self) -> bool:
        """Exhibits have Items of their own; only the annual report (13) carries those of the form."""
        return self.zone.startswith("Exhibit") and not self.zone.startswith(("Exhibit 13", "Exhibit 99"))

    def _enter_items(self, heading: ItemHeading, element: Element) -> None:
        if heading.items == self.items and not self.zone:
            return  # "(continued)" at the top of a page
        self._reset()
        self.items, self.part = heading.items, heading.items[0].part or self.part
        self.untitled = not heading.titled
        if statement := self._statement(element):  # one block, where the statements begin right below the Item
            self._push(statement, self._style(element, statement))

    def _enter_zone(self, element: Element) -> bool:
        if not self.items and element.page in self.cover and not self.subs:
            self._reset(COVER_PAGE)
            return True
        if self.zone == COVER_PAGE:
            self._reset()
        line = element.spans[0].text if element.kind is not ElementKind.TABLE else ""
        exhibit = exhibit_heading(line)
        if exhibit and (len(element.spans) == 1 or element.kind is ElementKind.TITLE):
            if self.metadata.form is not Form.EARNINGS:
                self._reset(exhibit)
            return True
        if is_signatures(line) and self.items:
            self._reset(SIGNATURES)
            self.signed_on = element.page
            return True
        if self.zone == SIGNATURES and _SIGNING.search(element.text):
            self.signed_on = element.page
        return False

    def _leave_signatures(self, element: Element) -> None:
        """What follows the signatures' page without a mark: schedules belong to the last Item, the rest is exhibits."""
        schedule = re.match(r"\W*schedule\s+[IV]+\b", element.text, re.IGNORECASE)
        last = items_of(self.metadata.form)[-2:-1] if self.metadata.form is Form.ANNUAL else ()
        self._reset("" if schedule and last else "Exhibits")
        self.items, self.part = (tuple(last), last[0].part) if schedule and last else ((), None)

    def _enter_heading(self, element: Element) -> None:
        if self.zone == SIGNATURES and element.page > self.signed_on and sub_heading(element):
            self._leave_signatures(element)
        lines = heading_lines(element)
        part = next(filter(None, map(part_heading, lines)), None)
        if part and not self.zone and items_of(self.metadata.form):
            self._reset()
            self.part, self.items = part, ()
        elif not self._enter_note(element, lines):
            self._enter_sub_heading(element)

    def _enter_note(self, element: Element, lines: Sequence[str]) -> bool:
        if element.kind is ElementKind.TITLE and any(map(starts_notes, lines)):
            if not self.note:
                self.note, self.last_note, self.subs = "Notes to Financial Statements", 0, []
            return True
        for line in lines:
            found = note_heading(element, line, in_notes=bool(self.note), last=self.last_note)
            if found:
                self._open_note(found)
                return True
        return False

    def _open_note(self, found: NoteHeading) -> None:
        if found.number != self.last_note or found.title:
            self.subs = []
        self.last_note = found.number
        self.note = f"Note {found.number}. {found.title}" if found.title else f"Note {found.number}"
        self.untitled = not found.title

    def _enter_sub_heading(self, element: Element) -> None:
        text = self._statement(element) or sub_heading(element)
        untitled, self.untitled = self.untitled, False
        if text is None or self._is_company(text) or any(item.is_title(text) for item in self.items):
            return
        if untitled:
            self.note = f"{self.note}. {text}" if self.note and not self.subs else self.note
            return
        if self.note and _ENDS_NOTES.match(text):
            self.note, self.last_note = "", 0
        self._push(text, self._style(element, text))

    def _statement(self, element: Element) -> str | None:
        return statement_heading(element) if self._in_statements else None

    @property
    def _in_statements(self) -> bool:
        """Whether statements are what is printed here, and not a note or a discussion that speaks of them."""
        items = any("Financial Statement" in item.title for item in self.items)
        return not self.note and (items or LABEL_PRESS_RELEASE in self.labels)

    def _style(self, element: Element, text: str) -> tuple[float, bool, bool]:
        """How prominent a heading is: size, then capitals, then bold. Statements lead among the statements, and in a
        release they end what stands before them."""
        statement = statement_title(element.text) or _ENDS_NOTES.match(text)
        if statement and self._in_statements and LABEL_PRESS_RELEASE not in self.labels:
            return (_MOST_PROMINENT, True, True)
        if statement and LABEL_PRESS_RELEASE in self.labels:
            self.subs = []
        return (round(2 * (element.size or 0)) / 2, element.text.isupper(), element.bold)

    def _push(self, text: str, style: tuple[float, bool, bool]) -> None:
        while self.subs and self.subs[-1][0] <= style:
            self.subs.pop()
        if len(self.subs) == _MAX_SUB_HEADINGS:
            self.subs.pop()
        self.subs.append((style, text))

    def _is_company(self, text: str) -> bool:
        key = re.sub(r"\W+and\W+(?:its\W+)?(?:consolidated\W+)?subsidiaries.*", "", text, flags=re.IGNORECASE)
        return company_key(key) == self.metadata.company_key

    def _reset(self, zone: str = "") -> None:
        self.zone, self.note, self.last_note, self.untitled, self.subs = zone, "", 0, False, []

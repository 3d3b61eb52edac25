"""Headings of a filing: what a printed line announces, told from prose that only mentions it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.types import Element, ElementKind
from domains.sec_filings.structure.items import Item

_NUMBER = r"\d{1,2}(?:\s?[A-C](?![A-Za-z0-9]))?"
_ITEM = re.compile(
    r"\W*(?:part\s+[IVX\s]{1,5}[\s.,:\u2013\u2014-]*)?i\s?t\s?e\s?m\s?s?\s*"
    rf"(?P<number>\d\s?\.\s?\d\d(?!\d)|{_NUMBER}(?!\d))"
    rf"(?P<more>(?:\s*(?:,|&|and|through|\u2013|-)\s*(?:items?\s*)?{_NUMBER}(?![A-Za-z0-9]))*)"
    r"\s*[.:)|\u2013\u2014-]*\s*(?P<title>.*)",
    re.IGNORECASE | re.DOTALL,
)
_PART = re.compile(
    r"\W*part\s+(?P<roman>I\s?V|I\s?I\s?I|I\s?I|I)(?![A-Za-z])[\s.:\u2013\u2014-]*(?P<title>.*)", re.IGNORECASE
)
_PROSE = re.compile(
    r"[\"\u201d\u2019')\]]*\s*(?:[,;]|\b(?:of|in|to|and|or|above|below|under|herein|for|is|are|was|were|has|have|as|which"
    r"|that|this|may|we|our|see|should|contain\w*|includ\w+|appear\w*|on|by|at|from|with)\b)"
)
_NOTE = re.compile(
    r"\W*notes?\s*(?P<number>\d{1,2})(?!\d)\s*(?:[.:)\u2013\u2014|-]+\s*|\s+|$)(?P<title>.*)", re.IGNORECASE | re.DOTALL
)
_NUMBERED = re.compile(r"\W{0,2}(?P<number>\d{1,2})\s?[.)\u2013\u2014:-]\s*(?P<title>[A-Z].*)", re.DOTALL)
_NOTES = re.compile(
    r"(?:.*\b)?notes\s+to\s+(?:the\s+)?(?:\w+\s+){0,4}?(?:consolidated|combined|financial|unaudited|condensed)"
    r"[\w\s,()]{0,80}?statements?\b",
    re.IGNORECASE,
)
_EXHIBIT = re.compile(
    r"\W*exhibit\s*\(?(?P<number>\d{1,3}(?:\.\d+)*(?:\([a-z0-9]+\))*[a-z]?(?:\([ivx\d]+\))*)\)?\W*", re.IGNORECASE
)
_SIGNATURES = re.compile(r"\W*s\s?ignatures?\W*", re.IGNORECASE)
_STATEMENT = re.compile(
    r"(?:(?:condensed|consolidated|combined|unaudited|interim)\s+)+"
    r"(?:balance\s+sheets?|statements?\s+of\s+[a-z' \u2019()/-]+?)"
    r"(?=\s*(?:\(|[,\u2014\u2013:]|\d|$|\b(?:years?|for|as\s+of|at|three|six|nine|in\s+millions|december|january|march"
    r"|june|september)\b))",
    re.IGNORECASE,
)
_TABLE_HEAD = re.compile(
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b\.?"
    r"|\b(?:years?|quarters?|months?|weeks?|periods?|ended|ending|as|of|at|and|the|for|in|fiscal|three|six|nine|twelve"
    r"|millions?|thousands?|billions?|dollars|unaudited|except|per|shares?|amounts|data|change|increase|decrease|total"
    r"|favorable|unfavorable|variance|percent|vs|versus)\b|[^A-Za-z]",
    re.IGNORECASE,
)
_NO_HEADING = re.compile(
    r"(?:for\s+immediate\s+release|(?:news|press)\s+release\W*$|by:|date[d:]|assets\W*$|liabilities(?:\s+and\b.*)?$|.*/s/)",
    re.IGNORECASE,
)
_YEARS = re.compile(r"\b(?:19|20)\d\d\b")
_CONTINUED = re.compile(r"[\s,\u2013\u2014-]*\(?\s*continued\s*\)?\.?\s*$", re.IGNORECASE)
_TITLE_LINES = 6
_ACRONYMS = frozenset(
    "AOCI ARO ASC ASU CECL CEO CFO COVID DAC EBIT EBITDA EBITDAR EPS ESG ESOP ETF EU FASB FDIC FFO FX GAAP IPO IRS "
    "ISDA IT LIBOR LIFO LLC LP MD&A NAV NAREIT NOI OPEB PCAOB PPP R&D REIT REITS RSU RSUS SEC SOFR SPAC UK US USA "
    "VIE VIES II III IV VI VII VIII IX XI XII".split()
)
_SMALL = frozenset("a an and as at by for from in of on or the to with about into upon".split())


@dataclass(frozen=True, slots=True)
class ItemHeading:
    """An Item announced by its number or its title; several Items may share a heading ("Items 1 and 2")."""

    items: tuple[Item, ...]
    titled: bool = True


@dataclass(frozen=True, slots=True)
class NoteHeading:
    number: int
    title: str


def item_heading(element: Element, line: str, catalogue: Sequence[Item], part: str | None) -> ItemHeading | None:
    """The Items that ``line`` of ``element`` announces, or None.

    A line announces an Item when it begins with "Item <number>" and either goes on with that Item's title or stands
    out as a heading. Prose that starts so ("Item 7 of this report") does not. ``part`` is where the reading is, which
    decides between the two Items 1 of a 10-Q where the title does not.
    """
    match = _ITEM.match(line)
    if match is None:
        return None
    title = match["title"].strip()
    stands_out = _stands_out(element, line)
    numbers = [
        re.sub(r"\s", "", number).upper()
        for number in re.findall(rf"\d\s?\.\s?\d\d|{_NUMBER}", match["number"] + match["more"])
    ]
    chosen = tuple(item for number in numbers for item in _numbered(catalogue, number, title, part))
    if not chosen:
        return None
    if not title:
        return ItemHeading(chosen, titled=False) if stands_out or len(element.text) < 12 else None
    if _PROSE.match(title):
        return None
    called = any(item.is_called(title) for item in chosen)
    if called and (stands_out or not _PROSE.match(chosen[0].after_title(title))):
        return ItemHeading(chosen)
    return ItemHeading(chosen) if stands_out and len(title) < 160 and title[0] in "[(" + title[0].upper() else None


def _numbered(catalogue: Sequence[Item], number: str, title: str, part: str | None) -> tuple[Item, ...]:
    same = [item for item in catalogue if item.number == number]
    called = [item for item in same if title and item.is_called(title)]
    here = [item for item in same if item.part == part]
    return tuple((called or here or same)[:1])


def titled_item(element: Element, catalogue: Sequence[Item]) -> ItemHeading | None:
    """The Item whose canonical title, without its number, is the whole of a heading."""
    if element.kind is not ElementKind.TITLE or not 8 <= len(element.text) <= 130:
        return None
    text = _CONTINUED.sub("", element.text)
    matches = [item for item in catalogue if item.is_title(text)]
    return ItemHeading(tuple(matches[:1])) if matches else None


def part_heading(line: str) -> str | None:
    """ "Part II" for a line that announces it."""
    match = _PART.match(line)
    if (
        match is None
        or len(line) > 60
        or _PROSE.match(match["title"])
        or re.match(r"\W*item", match["title"], re.IGNORECASE)
    ):
        return None
    return "Part " + re.sub(r"\s", "", match["roman"]).upper()


def note_heading(element: Element, line: str, *, in_notes: bool, last: int) -> NoteHeading | None:
    """The note to the statements that ``line`` announces, or None.

    "Note 5. Debt" counts where it stands out; a bare number ("5. Debt", "(5) Debt") counts only among the notes and
    only as one of the next numbers after ``last``.
    """
    if len(line) > 200 or not (_stands_out(element, line) or (in_notes and _is_next_number(element, line, last))):
        return None
    match = _NOTE.match(line)
    if match is None and in_notes:
        match = _NUMBERED.match(line)
        reach = 3 if element.kind is ElementKind.TITLE else 1  # a heading between may have been misread
        if match and not last <= int(match["number"]) <= last + reach:
            return None
    if match is None or _PROSE.match(match["title"]):
        return None
    return NoteHeading(int(match["number"]), tidy_title(match["title"]))


def _is_next_number(element: Element, line: str, last: int) -> bool:
    """Whether a plain line or table row goes on with the numbers of the notes, once their run shows what they are."""
    match = _NUMBERED.match(line)
    short = len(line) < 90 and (len(element.spans) == 1 or element.kind is ElementKind.TABLE)
    return last >= 3 and short and match is not None and int(match["number"]) == last + 1 and line[-1] not in ".;,:"


def starts_notes(line: str) -> bool:
    """Whether a heading opens the notes as a whole: "Notes to Consolidated Financial Statements"."""
    return len(line) < 140 and _NOTES.match(line) is not None


def exhibit_heading(line: str) -> str | None:
    match = _EXHIBIT.fullmatch(line)
    return f"Exhibit {match['number']}" if match else None


def is_signatures(line: str) -> bool:
    return _SIGNATURES.fullmatch(line) is not None


def statement_heading(element: Element) -> str | None:
    """The statement that one line of a short block names and no other, however plainly it is set: filings print titles
    of statements in one block with the company, the date and the scale."""
    if element.kind is ElementKind.TABLE or len(element.spans) > _TITLE_LINES:
        return None
    named = [span.text for span in element.spans if _STATEMENT.fullmatch(span.text.strip())]
    return tidy_title(named[0]) if len(named) == 1 else None


def sub_heading(element: Element) -> str | None:
    """The text of a heading below an Item, cleaned for a section path, or None where it cannot be one."""
    text = " ".join(element.text.split())
    if element.kind is not ElementKind.TITLE or not 3 <= len(text) <= 140 or sum(map(str.isalpha, text)) < 3:
        return None
    if (
        text[0] in "($*\u2022\u25cf\u25aa\u2013\u2014-/"
        or text[0].islower()
        or _NO_HEADING.match(text)
        or text[-1] in ",;"
        or (text[-1] in ":." and len(text) > 90)
    ):
        return None
    statement = statement_title(text)
    if statement:
        return statement
    if len(_TABLE_HEAD.sub("", text)) < 3 or (len(_YEARS.findall(text)) > 1 and re.search(r"\d{4}\W*$", text)):
        return None
    return tidy_title(text)


def statement_title(text: str) -> str | None:
    """The statement that a heading names, without the company and the period that are printed around it."""
    statement = _STATEMENT.search(text)
    return tidy_title(statement[0]) if statement else None


def tidy_title(text: str) -> str:
    """A title for a section path: no "(continued)", no trailing punctuation, capitals only where a title has them."""
    title = _CONTINUED.sub("", " ".join(text.split())).strip(" .:;,|\u2013\u2014-")
    return _title_case(title) if title.isupper() and len(title) > 3 else title


def _title_case(title: str) -> str:
    words = title.split()
    return " ".join(
        word.lower() if word.lower() in _SMALL and index else re.sub(r"[^\s/\u2013\u2014-]+", _capital, word)
        for index, word in enumerate(words)
    )


def _capital(part: re.Match[str]) -> str:
    word = part[0].strip("().,:;'\"\u201c\u201d\u2019")
    if word in _ACRONYMS or re.fullmatch(r"(?:[A-Z]\.)+[A-Z]?|[^AEIOUY]{2,}", word):
        return part[0]
    return re.sub(r"[^\W\d_]", lambda letter: letter[0].upper(), part[0].lower(), count=1)


def _stands_out(element: Element, line: str) -> bool:
    letters = [character for character in line if character.isalpha()]
    upper = bool(letters) and sum(map(str.isupper, letters)) > 0.8 * len(letters)
    return element.kind is ElementKind.TITLE or element.bold or upper

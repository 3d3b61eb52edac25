"""Quotes: verbatim on their page, and told apart from what a writer says in words of its own."""

import re
from collections.abc import Iterator, Sequence

from core.types import Page

_QUOTED = re.compile(r"“([^”]*)”|\"([^\"]*)\"")
_MARKER = re.compile(r"\[\s*\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*\s*\]")
_NUMBERED = re.compile(r"[^\W\d_]+ \d[\d.,]*")
_TERM_WORDS = 4  # a stretch of fewer words without a figure is a term in quotation marks, not a quotation


def is_on_page(quote: str, page: Page | None) -> bool:
    """Whether the quote is a verbatim substring of the page, white space aside."""
    return page is not None and bool(quote.strip()) and _fold(quote) in _fold(page.text)


def in_own_words(text: str, quotes: Sequence[str]) -> tuple[str, list[str]]:
    """``text`` with the quotations that stand in ``quotes`` and the citation markers blanked, length kept; and the
    quotations that stand in none of them."""
    for quote in sorted(set(quotes), key=len, reverse=True):
        for opening, closing in ("“”", '""'):
            marked = f"{opening}{quote}{closing}"
            text = text.replace(marked, " " * len(marked))
    folded = [_fold(quote) for quote in quotes]
    strays = []
    for start, end, words in _quotations(text):
        if any(words in quote for quote in folded):
            text = text[:start] + " " * (end - start) + text[end:]
        else:
            strays.append(text[start:end])
    return _MARKER.sub(lambda match: " " * len(match.group()), text), strays


def without_names(prose: str, titles: Sequence[str]) -> str:
    """``prose`` with the numbers of names blanked, length kept: the 2.0 of "Kettle 2.0", as a cited title has it."""
    for name in {match.group() for title in titles for match in _NUMBERED.finditer(title)}:
        prose = re.sub(rf"\b{re.escape(name)}(?![\d,.]*\d)", lambda match: " " * len(match.group()), prose)
    return prose


def _quotations(text: str) -> Iterator[tuple[int, int, str]]:
    for match in _QUOTED.finditer(text):
        words = (match[1] or match[2] or "").strip().rstrip(",.")
        if len(words.split()) >= _TERM_WORDS or any(letter.isdigit() for letter in words):
            yield match.start(), match.end(), _fold(words)


def _fold(text: str) -> str:
    return re.sub(r"\s+", "", text)

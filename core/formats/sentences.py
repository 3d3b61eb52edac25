"""Where a sentence ends, by rule: after a mark and before a capital, but not after initials and abbreviations."""

import re
from typing import Final

_ABBREVIATIONS: Final = (
    r"[A-Z] Mr Ms Dr Co St No vs Jr Sr Inc Mrs Ltd LLC Jan Feb Mar Apr Jun Jul Aug Sep Oct Nov Dec Sept Corp Messrs"
    r" e\.g i\.e etc approx"
).split()
SENTENCE_END: Final = re.compile(
    "[.!?;]"  # first, so that only places after a mark are looked at
    + "".join(rf"(?<!\b{word}\.)" for word in _ABBREVIATIONS)
    + "[\"')\\]\u201d\u2019]*\\s+(?=[\"'(\\[\u201c\u2018]?[A-Z0-9])"
)


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph; joined with a space they are the text again (its space collapsed)."""
    pieces: list[str] = []
    start = 0
    for match in SENTENCE_END.finditer(text):
        pieces.append(text[start : match.end()].rstrip())
        start = match.end()
    pieces.append(text[start:])
    return [piece for piece in pieces if piece]

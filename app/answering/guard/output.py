"""Active content in what a model writes: what a page would load, run or link to is taken out, its words stay."""

import re
from collections.abc import Sequence
from dataclasses import replace

from app.answering.answer import Guardrail
from app.answering.draft import Draft

_IMAGE = re.compile(r"!\[(?P<words>[^\]]*)\]\s?(?:\([^)]*\)|\[[^\]]*\])")
_LINK = re.compile(r"\[(?P<words>[^\]]*)\]\s?\([^)]*\)")
_DEFINITION = re.compile(r"^\s{0,3}\[[^\]]+\]:\s*\S+.*$", re.MULTILINE)
_RUN = re.compile(r"<(script|style|iframe|object|svg)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"</?[a-zA-Z!][^>]*(?:>|\Z)")
_URL = re.compile(
    r"(?:\b[a-z][a-z0-9+.-]{1,20}://|\bwww\.|\b(?:javascript|data|mailto|vbscript|file):)[^\s<>\"')\]]*", re.IGNORECASE
)
_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
    "\U000e0000-\U000e007f]"
)
_KINDS = (
    ("an image", _IMAGE, ""),
    ("a link", _LINK, r"\g<words>"),
    ("a link", _DEFINITION, ""),
    ("a script", _RUN, ""),
    ("HTML", _TAG, ""),
    ("invisible characters", _INVISIBLE, ""),
)


def neutralise(draft: Draft) -> tuple[Draft, list[Guardrail]]:
    """``draft`` with plain words only, and what was taken out. An address stays where a cited quote prints it."""
    text, found = draft.text, []
    for name, pattern, words in _KINDS:
        text, count = pattern.subn(words, text)
        found += [name] * bool(count)
    text, count = _without_addresses(text, [piece.quote for piece in draft.evidence])
    found += ["an address that no passage prints"] * bool(count)
    if not found:
        return draft, []
    taken = Guardrail(
        check="active_content",
        action="neutralised",
        detail=f"Taken out of the answer: {', '.join(dict.fromkeys(found))}.",
    )
    return replace(draft, text=text.strip()), [taken]


def _without_addresses(text: str, quotes: Sequence[str]) -> tuple[str, int]:
    unprinted = [url for url in dict.fromkeys(_URL.findall(text)) if not any(url.rstrip(".,;") in q for q in quotes)]
    for url in unprinted:
        text = text.replace(url, "")
    return text, len(unprinted)

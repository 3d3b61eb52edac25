"""A question taken apart: what is asked, the definitions it gives, and the instructions on how to answer."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from domains.sec_filings.questions.definitions_given import Definition, given
from domains.sec_filings.questions.words import QuestionWords

_SENTENCE = re.compile(  # not after initials ("U.S.") or the abbreviations of names and comparisons
    r"(?<=[.?!])(?<![ .][A-Z]\.)(?<!\bvs\.)(?<!\b[Nn]o\.)(?<!\bCo\.)(?<!\b[IL]nc\.)(?<!\bLtd\.)(?<!\bCorp\.)"
    r" +(?=[A-Z(\"'])"
)
_FORMERLY = re.compile(r"\((?:formerly|previously|f/k/a|now|aka|a\.k\.a\.)[^()]{0,80}\)", re.IGNORECASE)
_PREPOSITIONS = re.compile(  # a whole run at a time, so that a long one is read once
    r"(?:\b(?:for|of|in|as of|as at|during|between|from|to|and|by|at|over|the|year ended|ended|on|dated)\b ?)+"
    r"(?P<hanging>(?=[,.?!;:)]|$))?",
    re.IGNORECASE,
)


_LEAD = re.compile(
    r"(?P<lead>[^?]{5,300}?[,:] )(?=(?:what|how|which|who|is|are|does|do|did|has|have|was|were|by how|calculate)\b)",
    re.IGNORECASE,
)
_SOURCE = re.compile(
    r"\b(?:information|data|details?|line items?|judgments?|question|referenc\w+|analyst|banker|statements?"
    r"|balance sheet|p&l|financial position)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Wording:
    """``asked`` is the question proper; ``definitions`` and ``bases`` (see Given) are the asker's, in order."""

    asked: str
    definitions: tuple[Definition, ...] = ()
    bases: tuple[str, ...] = ()


def tidy(question: str) -> str:
    """Single spaces, straight quotes and dashes that mean one thing: what every reader here works on."""
    table = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "−": "-", "\u00ad": None})
    return " ".join(question.translate(table).split())


def take_apart(question: str, words: QuestionWords) -> Wording:
    """Splits a tidy question into sentences and sorts them; a question that is all instruction stays whole."""
    found = [given(sentence) for sentence in _SENTENCE.split(question)]
    left = [each.rest for each in found if each.rest]
    asked = [sentence for sentence in left if "?" in sentence or not words.imperative.match(sentence)]
    proper = [sentence for sentence in asked if "?" in sentence] or asked or left or [question]
    proper = [_without_lead(sentence) for sentence in proper]
    text = words.instructions.sub(" ", _FORMERLY.sub(" ", " ".join(proper)))
    text = " ".join(text.split()).strip(" ,:;-")
    return Wording(
        text if len(text) > 2 else " ".join(left) or question,
        tuple(definition for each in found for definition in each.definitions),
        tuple(basis for each in found for basis in each.bases),
    )


def _without_lead(sentence: str) -> str:
    """ "In agreement with the income statement, what is …" asks only what follows the comma."""
    match = _LEAD.match(sentence)
    return sentence[match.end("lead") :] if match and _SOURCE.search(match["lead"]) else sentence


def without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """``text`` without the stretches, their possessive endings and the prepositions that they leave hanging."""
    kept, last = [], 0
    for start, end in sorted(spans):
        kept.append(text[last:start])
        last = max(last, end)
    remaining = " ".join((*kept, text[last:]))
    remaining = re.sub(r"(?<!\w)'s?(?!\w)|\( *\)|(?<=\s)-(?=\s)", " ", remaining)
    return re.sub(r"\s+([,.?!;:])", r"\1", " ".join(remaining.split())).strip(" ,:;-")


def without_dangling(text: str) -> str:
    """``text`` without the prepositions that stand before a mark or the end."""
    kept = _PREPOSITIONS.sub(lambda run: run[0] if run["hanging"] is None else " ", text)
    return " ".join(kept.split()).strip(" ,:;-?.!")

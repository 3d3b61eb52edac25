"""Labels and questions reduced to comparable words, and the small pattern language of the catalogues.

A normalised text is lower-case words with single spaces: plural endings, punctuation and words without meaning are
gone, and words that mean the same are one ("Shareowners' Equity" and "stockholders' equity" are "shareholder equity").
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

_WORD = re.compile(r"[a-z0-9]+")
_TOKEN = re.compile(r"[\[\]()|*]|[^\[\]()|*]+")
_STRUCTURE = {"[": "(?:", "]": ")?", "(": "(?:", ")": ")", "|": "|"}
_KEEP_S = ("ss", "us", "is")
_CUT_ES = ("xes", "sses", "ches", "shes")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The field's words: ``same`` maps (singular) words or runs of words to the one they are matched as, ``ignored``
    are left out, ``remarks`` are regular expressions for what is cut from a printed label (notes, par values)."""

    same: Mapping[str, str]
    ignored: frozenset[str]
    remarks: re.Pattern[str]
    _runs: re.Pattern[str]

    @classmethod
    def of(cls, same: Mapping[str, str], ignored: Iterable[str], remarks: Iterable[str]) -> "Vocabulary":
        longest_first = sorted(same, key=len, reverse=True)
        runs = re.compile(r"(?<!\S)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\S)")
        return cls(same, frozenset(ignored), re.compile("|".join(remarks), re.IGNORECASE), runs)

    def __hash__(self) -> int:
        return id(self)

    def normalise(self, text: str) -> str:
        """The words of ``text`` as they are compared."""
        words = (_singular(word) for word in _WORD.findall(_plain(text)))
        joined = " ".join(word for word in words if word not in self.ignored)
        once = self._runs.sub(self._replacement, joined)
        return self._runs.sub(self._replacement, once)  # "earnings (loss)": first the word, then the pair

    def label(self, printed: str) -> str:
        """The words of a printed label without its remarks; of all its words where nothing else is left."""
        return self.normalise(self.remarks.sub(" ", printed)) or self.normalise(printed)

    def _replacement(self, match: re.Match[str]) -> str:
        return self.same[match.group()]


def regex_of(pattern: str, vocabulary: Vocabulary) -> str:
    """A catalogue pattern as a regular expression over " " + normalised text, every word led by its space.

    ``[x]`` is optional, ``(a|b)`` a choice, ``*`` any words, ``word*`` any word that begins so.
    """
    parts: list[str] = []
    literal = ""
    for token in _TOKEN.findall(pattern):
        if token == "*":
            parts.append(r"\S*" if literal and not literal[-1].isspace() else r"(?: \S+)*")
        elif token in _STRUCTURE:
            parts.append(_STRUCTURE[token])
        else:
            parts.extend(f" {word}" for word in vocabulary.normalise(token).split())
        literal = "" if token in _STRUCTURE or token == "*" else token
    return "".join(parts)


def literal_words(pattern: str, vocabulary: Vocabulary) -> int:
    """How many words a pattern asks for at least; of a choice, those of its first alternative."""
    required = re.sub(r"\[[^\[\]]*\]", " ", re.sub(r"\(([^|()]*)[^()]*\)", r"\1", pattern))
    return len(vocabulary.normalise(required).split())


def has_wildcard(pattern: str) -> bool:
    return "*" in pattern


@lru_cache(maxsize=4096)
def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(_CUT_ES):
        return word[:-2]
    if word.endswith("s") and len(word) > 3 and not word.endswith(_KEEP_S):
        return word[:-1]
    return word


def _plain(text: str) -> str:
    """Lower case without accents and apostrophes; "&" read as "and"."""
    decomposed = unicodedata.normalize("NFKD", text) if not text.isascii() else text
    letters = "".join(character for character in decomposed if not unicodedata.combining(character))
    return letters.lower().replace("&", " and ").replace("'", "").replace("’", "").replace("‘", "")

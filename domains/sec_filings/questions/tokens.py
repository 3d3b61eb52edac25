"""Words of a question with their places, in the spelling by which names are compared."""

import re
import unicodedata
from dataclasses import dataclass

_WORD = re.compile(r"[^\W_]+(?:\.[^\W_]+|['’][^\W_]+)*|&")
_POSSESSIVE = re.compile(r"['’]s$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Token:
    """``text`` is without a possessive "'s", which ``possessive`` tells; ``key`` is squeezed."""

    text: str
    start: int
    end: int
    key: str
    possessive: bool = False


def squeeze(text: str) -> str:
    """Letters and digits only, lower case, accents folded, "&" read as "and": "J & J" and "J&J" are both "jandj"."""
    folded = unicodedata.normalize("NFKD", text.replace("&", "and")).encode("ascii", "ignore").decode()
    return "".join(character for character in folded.lower() if character.isalnum())


def tokenise(text: str) -> list[Token]:
    """Words and ampersands, in order. A name that ends in "s" may carry its apostrophe outside the token."""
    tokens = []
    for match in _WORD.finditer(text):
        word = match[0]
        bare = _POSSESSIVE.sub("", word)
        after = text[match.end() : match.end() + 2]
        possessive = bare != word or (word.endswith("s") and after[:1] in ("'", "’") and not after[1:].strip())
        key = squeeze(bare)
        if key:
            tokens.append(Token(bare, match.start(), match.start() + len(bare), key, possessive))
    return tokens

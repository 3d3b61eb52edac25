"""The plain form of a text, in which a phrase is found however it is dressed up: look-alike letters, invisible
characters, spacing, encodings."""

import base64
import codecs
import html
import re
import unicodedata
from collections.abc import Callable, Iterator
from urllib.parse import unquote

_TAGS = range(0xE0020, 0xE007F)  # tag characters: ASCII that no font draws
# Cyrillic and Greek letters (and a few others) that are drawn like Latin ones; after Unicode's confusables (UTS 39).
_DRAWN_LIKE = {
    "a": "аαɑ", "b": "вьβʙ", "c": "сϲς", "d": "ԁ", "e": "еεҽ", "g": "ɡ", "h": "һнʜ", "i": "іιɩıɪ", "j": "јϳ",
    "k": "кκ", "l": "ⅼӏ", "m": "мм", "n": "пηɴ", "o": "оοσө", "p": "рρ", "q": "ԛ", "r": "гʀ", "s": "ѕ", "t": "тτ",
    "u": "υս", "v": "νѵ", "w": "ԝωш", "x": "хχ", "y": "уγү", "z": "ᴢ",
}  # fmt: skip


class _Folding(dict[int, str]):
    """A table for ``str.translate`` that learns each character when it first meets it."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if code in _TAGS:
            character = chr(code - 0xE0000).lower()
        elif unicodedata.category(character) in ("Cf", "Mn"):
            character = ""
        self[code] = character
        return character


_FOLDING = _Folding({ord(alike): latin for latin, drawn in _DRAWN_LIKE.items() for alike in drawn})
_LEET = str.maketrans("013457@$!|", "oieastasil")
_ALONE = re.compile(r"(?<![^\W\d_])[\d@$!|]+(?![^\W\d_])")  # digits that stand for themselves, such as a footnote's
_SPACE = re.compile(r"\s+")
_BASE64 = re.compile(r"(?<![\w+/=])[A-Za-z0-9+/]{20,}={0,2}(?![\w+/=])")
_HEX = re.compile(r"(?<!\w)(?:[0-9a-fA-F]{2}[ :]?){12,}(?!\w)")
_ESCAPED = re.compile(r"(?:%[0-9a-fA-F]{2}[^%]{0,20}){3,}|&#x?[0-9a-fA-F]+;|\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}")
# The beginnings of "ignore", "instructions", "prompt", "system" and "disregard", rotated by 13 or written backwards.
_TURNED = re.compile(r"vtaber|vafgehpg|cebzcg|flfgrz|qvfertneq|erongi|snoitcurtsni|tpmorp|metsys|dragersid", re.I)
_TOLD = "ignore disregard forget override bypass reveal previous instructions prompt system".split()
_WORD = re.compile(r"\b[idfobrps][a-z]{4,12}\b", re.IGNORECASE)


def plain(text: str) -> str:
    """Lower case, without accents and invisible characters, look-alikes as Latin letters, single spaces."""
    if text.isascii():
        return _SPACE.sub(" ", text.lower())
    return _SPACE.sub(" ", folded(text.casefold()))


def folded(text: str) -> str:
    """``text`` without accents and invisible characters, its look-alikes as Latin letters."""
    return unicodedata.normalize("NFKD", text).translate(_FOLDING)


def squeezed(plain_text: str) -> str:
    """The letters of a plain text alone, digits that stand for letters as letters."""
    return "".join(filter(str.isalpha, _ALONE.sub(" ", plain_text).translate(_LEET)))


def decoded(text: str) -> Iterator[str]:
    """What is encoded in ``text``: base64, hexadecimal, escapes, and the whole of it rotated or backwards where that
    spells a word of instructions."""
    for match in _BASE64.finditer(text):
        digits = match.group().rstrip("=")
        yield from _readable(base64.b64decode, digits + "=" * (-len(digits) % 4))
    for match in _HEX.finditer(text):
        yield from _readable(bytes.fromhex, re.sub(r"[ :]", "", match.group()))
    if _ESCAPED.search(text):
        yield html.unescape(unquote(re.sub(r"\\[ux]([0-9a-fA-F]{2,4})", lambda m: chr(int(m[1], 16)), text)))
    mended = _WORD.sub(lambda match: _mended(match.group()), text)
    if mended != text:
        yield mended
    if _TURNED.search(text):
        yield codecs.decode(text, "rot13")
        yield text[::-1]


def _mended(word: str) -> str:
    """A word of instructions for one that is scrambled inside or lacks a letter ("ingore", "instrctions")."""
    lower = word.lower()
    return word if lower in _TOLD else _SCRAMBLED.get(_signature(lower), word)


def _signature(word: str) -> tuple[str, str, str]:
    return word[0], word[-1], "".join(sorted(word))


def _readable(decode: Callable[[str], bytes], data: str) -> Iterator[str]:
    try:
        text = decode(data).decode("utf-8")
    except ValueError:  # of which both a wrong encoding and wrong text are kinds
        return
    if text.isprintable():
        yield text


_SCRAMBLED = {_signature(word): word for word in _TOLD} | {
    _signature(word[:cut] + word[cut + 1 :]): word for word in _TOLD for cut in range(1, len(word) - 1) if len(word) > 7
}

"""The plain form of a text, in which a phrase is found however it is dressed up: look-alike letters, invisible
characters, spacing, encodings."""

import base64
import codecs
import html
import re
import unicodedata
from collections.abc import Callable, Iterator
from urllib.parse import unquote

# Cyrillic and Greek letters (and a few others) that are drawn like Latin ones; after Unicode's confusables (UTS 39).
_LOOK_ALIKES = str.maketrans(
    "аеорсухіјѕһԁԛԝвкмнтгґпьзεορτυχνικαβηγωμρσςϲϳɡɩıⅼ", "aeopcyxijshdqwbkmhtrrnb3eoptuxvikabnywmposscjgiil"
)
_LEET = str.maketrans("013457@$!|", "oleastasil")
_TAGS = range(0xE0020, 0xE007F)  # tag characters: ASCII that no font draws
_SPACE = re.compile(r"\s+")
_BASE64 = re.compile(r"(?<![\w+/=])[A-Za-z0-9+/]{20,}={0,2}(?![\w+/=])")
_HEX = re.compile(r"(?<!\w)(?:[0-9a-fA-F]{2}[ :]?){12,}(?!\w)")
_ESCAPED = re.compile(r"(?:%[0-9a-fA-F]{2}){3,}|&#x?[0-9a-fA-F]+;|\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}")
# The beginnings of "ignore", "instructions", "prompt", "system" and "disregard", rotated by 13 or written backwards.
_TURNED = re.compile(r"vtaber|vafgehpg|cebzcg|flfgrz|qvfertneq|erongi|snoitcurtsni|tpmorp|metsys|dragersid", re.I)


def plain(text: str) -> str:
    """Lower case, without accents and invisible characters, look-alikes as Latin letters, single spaces."""
    if text.isascii():
        return _SPACE.sub(" ", text.lower())
    shown = "".join(_letter(character) for character in unicodedata.normalize("NFKD", text.casefold()))
    return _SPACE.sub(" ", shown.translate(_LOOK_ALIKES))


def _letter(character: str) -> str:
    if ord(character) in _TAGS:
        return chr(ord(character) - 0xE0000).lower()
    return "" if unicodedata.category(character) in ("Cf", "Mn") else character


def squeezed(plain_text: str) -> str:
    """The letters of a plain text alone, digits that stand for letters as letters."""
    return "".join(filter(str.isalpha, plain_text.translate(_LEET)))


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
    if _TURNED.search(text):
        yield codecs.decode(text, "rot13")
        yield text[::-1]


def _readable(decode: Callable[[str], bytes], data: str) -> Iterator[str]:
    try:
        text = decode(data).decode("utf-8")
    except ValueError:  # of which both a wrong encoding and wrong text are kinds
        return
    if text.isprintable():
        yield text

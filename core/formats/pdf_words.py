"""Words of a PDF page with their boxes, through pdfium's text layer.

The page's text is fetched in one call and cut at white space; only the first and the last character of a word are
asked for their boxes, so a page of 600 words costs about 1,200 calls into the library. Boxes are "loose": from the
font's descent to its ascent, so that words of one line and size share their top and bottom, and the height of a word
is its font size.
"""

import ctypes
import re
import struct
from array import array
from collections import Counter
from collections.abc import Callable, Iterator
from math import isfinite
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

MAX_CHARACTERS = 60_000  # a printed page holds 3,000 to 10,000; beyond this it is an attack or a plot

_WORD = re.compile("[^\\s\x00]+")
# pdfium writes U+FFFE (or U+0002) for a hyphen at the end of a line, joining the halves of the word, and U+FFFE for a
# glyph without a code, in practice a ligature.
_UNCERTAIN = re.compile("[\ufffe\x02]")
_SURROGATE = re.compile("[\ud800-\udfff]")
# Some producers place every glyph by itself and pdfium then guesses a space or a new line where two glyphs touch.
_TOUCHING = 0.03  # of the font size; a real space takes 0.2 or more
_TOUCHING_DIGITS = 0.15  # kerning pulls digits apart ("3,41 1")
_TOUCHING_LETTER = 0.21  # and the last letter of a heading ("Incom e")
_LAST_LETTER = re.compile(r"[b-hj-z][.,;:)]{0,2}")  # what is no word by itself
_BOLD = re.compile(r"bold|black|heavy|semibd|demi|[-,]bd\b|[-_]b(?:$|[-,_])", re.IGNORECASE)
_FORCE_BOLD = 1 << 18  # font descriptor flag, PDF 32000-1, table 123


class Word(NamedTuple):
    """A printed word: its box in points from the top left corner, its text and the position of its first character."""

    x0: float
    y0: float
    x1: float
    y1: float
    text: str
    start: int


class Frame(NamedTuple):
    """A quarter turn in which text runs from left to right: ``turns`` clockwise from the page as displayed."""

    turns: int
    width: float
    height: float

    def upright(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """A box of the displayed page in this frame."""
        if self.turns == 0:
            return x0, y0, x1, y1
        if self.turns == 1:  # text runs downwards
            return y0, self.width - x1, y1, self.width - x0
        if self.turns == 3:  # text runs upwards
            return self.height - y1, x0, self.height - y0, x1
        return self.width - x1, self.height - y1, self.width - x0, self.height - y0

    def displayed(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """The inverse of ``upright``."""
        if self.turns == 0:
            return x0, y0, x1, y1
        if self.turns == 1:
            return self.width - y1, x0, self.width - y0, x1
        if self.turns == 3:
            return y0, self.height - x1, y1, self.height - x0
        return self.width - x1, self.height - y1, self.width - x0, self.height - y0

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as seen in this frame."""
        return (self.height, self.width) if self.turns % 2 else (self.width, self.height)


class PageWords(NamedTuple):
    """The words of one direction of a page, upright in ``frame``, in the order of the content stream."""

    frame: Frame
    words: list[Word]


class WordReader:
    """Reads the words of pages of one document. Holds a buffer and a cache of font names; not thread-safe."""

    def __init__(self) -> None:
        self._buffer = (ctypes.c_float * 8192)()
        self._name = ctypes.create_string_buffer(256)
        self._flags = ctypes.c_int()
        self._bold: dict[tuple[bytes, int], bool] = {}
        self._loose_box = _loose_box()

    def read(self, page: pdfium.PdfPage, text_page: pdfium.PdfTextPage) -> tuple[list[PageWords], bool]:
        """The words by direction, the most frequent direction first, and whether the page was cut short."""
        count = text_page.count_chars()
        cut = count > MAX_CHARACTERS
        text = _characters(text_page, min(count, MAX_CHARACTERS))
        found = [(match.start(), match.end(), match.group()) for match in _WORD.finditer(text)]
        if not found:
            return [], cut
        words = _Words(self, text_page, _placement(page))
        words.read(found, _UNCERTAIN.search(text) is not None)
        if _SURROGATE.search(text):
            words.words = [word._replace(text=well_formed(word.text)) for word in words.words]
        return _by_direction(words, page.get_size()), cut

    def is_bold(self, text_page: pdfium.PdfTextPage, index: int) -> bool:
        """Whether the font of a character is bold, by its name or its descriptor: pdfium's own weight is a guess."""
        length = raw.FPDFText_GetFontInfo(text_page, index, self._name, len(self._name), self._flags)
        if not length:
            return False
        key = (self._name.value, self._flags.value)
        if key not in self._bold:
            name = key[0].decode("utf-8", "replace")
            self._bold[key] = bool(_BOLD.search(name)) or bool(key[1] & _FORCE_BOLD)
        return self._bold[key]

    def boxes(self, text_page: pdfium.PdfTextPage, found: list[tuple[int, int, str]]) -> Iterator[tuple[float, ...]]:
        """Left, top, right, bottom (in PDF user space) of the first and of the last character of each word."""
        needed = 8 * len(found)
        if needed > len(self._buffer):
            self._buffer = (ctypes.c_float * (2 * needed))()
        address = ctypes.addressof(self._buffer)
        handle = ctypes.cast(text_page.raw, ctypes.c_void_p).value
        loose_box = self._loose_box
        for start, end, _ in found:
            loose_box(handle, start, address)
            loose_box(handle, end - 1, address + 16)
            address += 32
        values = memoryview(self._buffer).cast("B").cast("f")[:needed]
        if not isfinite(sum(values)):  # a damaged file; its text can still be read
            values = memoryview(array("f", [value if isfinite(value) else 0.0 for value in values]))
        return struct.iter_unpack("8f", bytes(values))


def _loose_box() -> Callable[..., int]:
    """FPDFText_GetLooseCharBox taking plain addresses: three times as fast as with checked pointer objects."""
    prototype = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
    address = ctypes.cast(raw.FPDFText_GetLooseCharBox, ctypes.c_void_p).value
    assert address is not None
    return prototype(address)


def _characters(text_page: pdfium.PdfTextPage, count: int) -> str:
    """The page's characters, one for each index: in bulk, or one by one where the bulk text skips some."""
    if not count:
        return ""
    text: str = text_page.get_text_range(0, count)
    if len(text) == count:
        return text
    return "".join(chr(raw.FPDFText_GetUnicode(text_page, index) or 32) for index in range(count))


def well_formed(text: str) -> str:
    """Surrogate pairs, which pdfium gives as two characters, joined; halves without a partner replaced (U+FFFD)."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


_Rectangle = tuple[float, float, float, float]


class _Placement(NamedTuple):
    """From PDF user space to the displayed page: x = ax*X + bx*Y + cx, y = ay*X + by*Y + cy."""

    ax: float
    bx: float
    cx: float
    ay: float
    by: float
    cy: float


def _placement(page: pdfium.PdfPage) -> _Placement:
    left, bottom, right, top = page.get_bbox()
    rotation = page.get_rotation()
    if rotation == 90:
        return _Placement(0, 1, -bottom, 1, 0, -left)
    if rotation == 180:
        return _Placement(-1, 0, right, 0, 1, -bottom)
    if rotation == 270:
        return _Placement(0, -1, top, -1, 0, right)
    return _Placement(1, 0, -left, 0, -1, top)


class _Words:
    """The words of a page as they are read. ``turned`` gives the direction of words that may not run to the right."""

    def __init__(self, reader: WordReader, text_page: pdfium.PdfTextPage, place: _Placement) -> None:
        self.words: list[Word] = []
        self.turned: dict[int, int] = {}
        self._reader, self._text_page, self._place = reader, text_page, place

    def read(self, found: list[tuple[int, int, str]], uncertain: bool) -> None:
        words, place = self.words, self._place
        plain = place.bx == 0 and place.ax == 1 and place.by == -1
        cx, cy = place.cx, place.cy
        last_top = last_right = last_end = -1.0
        for (start, end, text), box in zip(found, self._reader.boxes(self._text_page, found), strict=True):
            left, top, _, bottom, left2, top2, right2, bottom2 = box
            size = top - bottom
            if (
                not plain
                or left2 < left
                or bottom2 >= top
                or bottom >= top2
                or right2 - left > (end - start) * size
                or (uncertain and _UNCERTAIN.search(text))
            ):
                self._read_slowly(start, text, box)
                continue
            if top2 != top or bottom2 != bottom:
                top, bottom = max(top, top2), min(bottom, bottom2)
            gap = left - last_right
            if gap < _TOUCHING_LETTER * size and top == last_top and start - last_end <= 2 and words:
                before = words[-1]
                if _touch(gap, size, before.text, text) and self._guessed(start - 1):
                    words.pop()
                    left, text, start = before.x0 - cx, before.text + text, before.start
            words.append(Word(left + cx, cy - top, right2 + cx, cy - bottom, text, start))
            last_top, last_right, last_end = top, right2, end

    def _read_slowly(self, start: int, text: str, box: tuple[float, ...]) -> None:
        first, last = _displayed(box[:4], self._place), _displayed(box[4:], self._place)
        if _UNCERTAIN.search(text) or (len(text) > 1 and not _in_line(first, last, len(text))):
            self._split(start, text)
        else:
            self._add(first, last, text, start)

    def _add(self, first: _Rectangle, last: _Rectangle, text: str, index: int) -> None:
        self.turned[len(self.words)] = _direction(first, last) if len(text) > 1 else -1
        x0, y0 = min(first[0], last[0]), min(first[1], last[1])
        self.words.append(Word(x0, y0, max(first[2], last[2]), max(first[3], last[3]), text, index))

    def _split(self, start: int, text: str) -> None:
        """A run of characters without white space, read one by one and cut where it jumps on the page."""
        each = [(start + offset, start + offset + 1, "") for offset in range(len(text))]
        boxes = [_displayed(box[:4], self._place) for box in self._reader.boxes(self._text_page, each)]
        characters = list(text)
        for match in _UNCERTAIN.finditer(text):
            characters[match.start()] = self._certain(start, text, match.start(), boxes[match.start()])
        begin = 0
        for offset in range(1, len(text) + 1):
            if offset < len(text) and _in_line(boxes[offset - 1], boxes[offset], 2):
                continue
            self._add(boxes[begin], boxes[offset - 1], "".join(characters[begin:offset]), start + begin)
            begin = offset

    def _guessed(self, index: int) -> bool:
        """Whether white space is pdfium's own guess, not a character of the file."""
        return bool(raw.FPDFText_IsGenerated(self._text_page, index) == 1)

    def _certain(self, start: int, text: str, at: int, box: _Rectangle) -> str:
        if raw.FPDFText_IsHyphen(self._text_page, start + at) == 1:
            return "-"
        x0, y0, x1, y1 = box
        return ligature(text[:at], text[at + 1 :], (x1 - x0) / (y1 - y0 or 1))


def _touch(gap: float, size: float, before: str, text: str) -> bool:
    """Whether a guessed space parts what is printed as one word."""
    if abs(gap) < _TOUCHING * size:
        return True
    if text[0].isdigit():
        return abs(gap) < _TOUCHING_DIGITS * size and before[-1] in "0123456789,.("
    return gap > 0 and before[-1].islower() and _LAST_LETTER.fullmatch(text) is not None


def _displayed(rectangle: tuple[float, ...], place: _Placement) -> _Rectangle:
    """Left, top, right, bottom in user space as x0, y0, x1, y1 on the displayed page."""
    left, top, right, bottom = rectangle
    x, y = place.ax * left + place.bx * top + place.cx, place.ay * left + place.by * top + place.cy
    x2, y2 = place.ax * right + place.bx * bottom + place.cx, place.ay * right + place.by * bottom + place.cy
    return min(x, x2), min(y, y2), max(x, x2), max(y, y2)


def _in_line(first: _Rectangle, last: _Rectangle, count: int) -> bool:
    """Whether two characters, ``count`` - 1 apart, can belong to one word, across or up and down."""
    size = max(min(first[2] - first[0], first[3] - first[1]), 0.5 * max(first[2] - first[0], first[3] - first[1]))
    across = first[1] < last[3] and last[1] < first[3]
    along = first[0] < last[2] and last[0] < first[2]
    reach = max(last[2], first[2]) - min(last[0], first[0]) + max(last[3], first[3]) - min(last[1], first[1])
    return (across or along) and reach <= (count + 2) * 1.2 * size


def _direction(first: _Rectangle, last: _Rectangle) -> int:
    dx, dy = last[0] + last[2] - first[0] - first[2], last[1] + last[3] - first[1] - first[3]
    if abs(dx) >= abs(dy):
        return 0 if dx >= 0 else 2
    return 1 if dy > 0 else 3


def ligature(before: str, after: str, width: float) -> str:
    """The likeliest letters of a ligature whose code the file does not give, from its width (in font sizes) and place.

    English spelling decides: "fl" stands before a, o, u and in reflect and flexible; "ff" between a vowel and a vowel
    (offer, different), except in -ified; "fi" elsewhere (first, significant, benefit).
    """
    end, start = before[-1:].lower(), after[:1].lower()
    if width > 0.78:
        return "ffl" if start in ("o", "u") else "ffi"
    if start in ("a", "o", "u") or (start == "e" and (before[-2:].lower() in ("re", "in") or after.startswith("ex"))):
        return "fl"
    between = end in ("a", "e", "o", "u") or before.lower() == "di"
    if (between and start in ("e", "i", "s", "")) or (not start and end):
        return "ff"
    return "fi"


def _by_direction(read: _Words, size: tuple[float, float]) -> list[PageWords]:
    """The words of each direction, upright in their frame; the most frequent direction first."""
    words, turned = read.words, read.turned
    if not any(direction > 0 for direction in turned.values()):
        return [PageWords(Frame(0, *size), words)]
    directions = [turned.get(index, 0) for index in range(len(words))]
    counts = Counter(direction for direction in directions if direction >= 0)
    turns = counts.most_common(1)[0][0]
    groups: dict[int, list[Word]] = {turns: []}
    for word, direction in zip(words, directions, strict=True):
        turns = direction if direction >= 0 else turns  # a single character goes with the word before it
        upright = Frame(turns, *size).upright(*word[:4])
        groups.setdefault(turns, []).append(Word(*upright, word.text, word.start))
    return [PageWords(Frame(turns, *size), group) for turns, group in groups.items() if group]

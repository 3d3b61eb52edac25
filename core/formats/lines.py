"""From words to printed lines in reading order, and from a line to its segments (phrases and numbers)."""

import re
from dataclasses import dataclass

from core.formats.pdf_words import Word

_NUMERIC = re.compile(
    r"[~$€£¥(\[-]{0,4}[\u2010-\u2015\u2212+]?[$€£¥(]{0,3}"
    r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)[¼½¾]?[)\]]?[%xX]?[)\]]?[*†‡]{0,2}"
)
_NIL = re.compile(r"[$€£¥(]{0,3}[-\u2010-\u2015\u2212]{1,2}[)%]*")
_NUMERIC_START = frozenset("0123456789($€£¥[.+~-\u2010\u2011\u2012\u2013\u2014\u2015\u2212")
_DASHES = frozenset("-\u2010\u2011\u2012\u2013\u2014\u2015\u2212")
_NO_FIGURE = frozenset(
    {"*", "**", "nm", "NM", "n/m", "N/M", "N/M*", "n.m.", "N.M.", "NMF", "nmf", "n/a", "N/A", "NA", "n.a."}
)
_CURRENCY = frozenset(
    {"$", "€", "£", "¥", "($", "$(", "-$", *[f"{country}$" for country in ("US", *"ACRS", "HK", "NZ")]}
)
_SIGNS = frozenset("$€£¥")
_SPECIAL = frozenset("$€£¥.")  # a word that ends so may have to be parted
_CLOSERS = frozenset({")", "%", ")%", "%)", ") %", "]", "x", "pts", "bps", "%*", ")*"})
_OPENERS = frozenset({"(", "$(", "($"})


@dataclass(slots=True)
class Segment:
    """Words of a line with no wide gap between them. ``numeric``: a number, or a dash or "N/A" in its place."""

    x0: float
    x1: float
    words: list[Word]
    numeric: bool

    @property
    def text(self) -> str:
        return " ".join([word.text for word in self.words])


@dataclass(slots=True)
class Line:
    """One printed line: words from left to right and their common box."""

    words: list[Word]
    x0: float
    y0: float
    x1: float
    y1: float
    segments: list[Segment]
    text: str
    bold: bool = False

    @property
    def size(self) -> float:
        return self.y1 - self.y0


def is_numeric(text: str) -> bool:
    """Whether a word is a number or a nil dash, signs and units attached."""
    return text[0] in _NUMERIC_START and (_NUMERIC.fullmatch(text) is not None or _NIL.fullmatch(text) is not None)


def lines_of(words: list[Word]) -> list[Line]:
    """Lines from top to bottom. Words belong together where they overlap vertically by half of the smaller one."""
    lines: list[Line] = []
    for y0, y1, group in _clusters(_runs(words)):
        group.sort()
        lines.append(line_of(group, y0, y1))
    return lines


def line_of(words: list[Word], y0: float, y1: float) -> Line:
    """A line of words that are sorted from left to right."""
    x0, x1 = words[0][0], max([word[2] for word in words])
    segments = segments_of(words) or [Segment(x0, x1, words, numeric=False)]
    return Line(words, x0, y0, x1, y1, segments, " ".join([word[4] for word in words]))


def _runs(words: list[Word]) -> list[tuple[float, float, list[Word]]]:
    """Stretches of the content stream at one height: top, bottom, words."""
    runs: list[tuple[float, float, list[Word]]] = []
    top = bottom = -1.0
    run: list[Word] = []
    for word in words:
        if word[1] == top and word[3] == bottom:
            run.append(word)
            continue
        top, bottom = word[1], word[3]
        run = [word]
        runs.append((top, bottom, run))
    return runs


def _clusters(runs: list[tuple[float, float, list[Word]]]) -> list[tuple[float, float, list[Word]]]:
    """Runs that share a line, put together; its top and bottom are those of its longest run."""
    clusters: list[tuple[float, float, list[Word]]] = []
    widest = 0
    for top, bottom, run in sorted(runs, key=lambda item: item[0] + item[1]):
        if clusters and _share_line(clusters[-1][0], clusters[-1][1], top, bottom):
            line_top, line_bottom, line = clusters[-1]
            if len(run) > widest:
                line_top, line_bottom, widest = top, bottom, len(run)
            line.extend(run)
            clusters[-1] = (line_top, line_bottom, line)
        else:
            clusters.append((top, bottom, list(run)))
            widest = len(run)
    return clusters


def _share_line(top: float, bottom: float, top2: float, bottom2: float) -> bool:
    overlap = (bottom if bottom < bottom2 else bottom2) - (top if top > top2 else top2)
    height, height2 = bottom - top, bottom2 - top2
    smaller, larger = (height, height2) if height < height2 else (height2, height)
    return overlap >= 0.5 * smaller and larger <= 2.2 * smaller + 1


def _in_range(segment: Segment, text: str) -> bool:
    """Whether a word near a number goes on with a range: "1.38 – 6.80"."""
    last = segment.words[-1].text
    return text in _DASHES or (last in _DASHES and len(segment.words) > 1)


_FOOTNOTE = re.compile(r"\(\d{1,2}\)|\([a-z]\)|\d{1,2}(?:,\d{1,2})*|[*†‡§]{1,3}")


def _is_mark(text: str, gap: float, size: float, before: Word) -> bool:
    """Whether a word belongs to the number before it: a closing mark, or a footnote mark that is near or raised."""
    if text in _CLOSERS:
        return gap < 1.5 * size
    if not _FOOTNOTE.fullmatch(text):
        return False
    height = before.y1 - before.y0
    if size < 0.85 * height:  # raised
        return gap < 2.5 * height
    return gap < 0.6 * size and not text[0].isdigit()


def _parts(word: Word) -> list[Word]:
    """The word without dot leaders, or parted in two where a currency sign touches the number before it ("(6.4)$")."""
    text = word.text
    if text[-1] == "." and (text == "." or text.endswith("...")):
        bare = text.rstrip(".")
        x1 = word.x0 + len(bare) / len(text) * (word.x1 - word.x0)
        return [Word(word.x0, word.y0, x1, word.y1, bare, word.start)] if bare else []
    if text[-1] in _SIGNS and len(text) > 1 and text[-2] in "0123456789)%":
        middle = word.x1 - (word.x1 - word.x0) / len(text)
        number = Word(word.x0, word.y0, middle, word.y1, text[:-1], word.start)
        return [number, Word(middle, word.y0, word.x1, word.y1, text[-1], word.start + len(text) - 1)]
    return [word]


def segments_of(words: list[Word]) -> list[Segment]:
    """A line's words in phrases and numbers.

    A currency sign, an opening or a closing mark that stands apart joins its number. Two numbers never share a
    segment; a number parts from words at half the font size, words from words at 0.9 times.
    """
    segments: list[Segment] = []
    current: Segment | None = None
    pending = False  # the segment so far is only an opening mark
    for word in words:
        text = word[4]
        if (  # the usual case: the next word of a phrase
            current is not None
            and text[0].isalpha()
            and word[0] - current.x1 < 0.5 * (word[3] - word[1])
            and not (pending or current.numeric or text[-1] in _SPECIAL)
        ):
            current.words.append(word)
            current.x1 = word[2]
            continue
        for part in _parts(word) if text[-1] in _SPECIAL else (word,):
            current, pending = _place(part, current, pending, segments)
    return segments


def _place(word: Word, current: Segment | None, pending: bool, segments: list[Segment]) -> tuple[Segment, bool]:
    """Puts a word into the current segment or a new one; returns the segment and whether it is only an opening mark."""
    x0, y0, x1, y1, text, _ = word
    numeric = text[0] in _NUMERIC_START and is_numeric(text)
    opening = text in _CURRENCY or text in _OPENERS
    if current is not None:
        gap, size = x0 - current.x1, y1 - y0
        if pending and gap < 25 * size and (numeric or text in _OPENERS):
            current.numeric = numeric
            joins = True
        else:
            joins = _joins(current, word, gap, size, numeric, opening)
        if joins:
            current.words.append(word)
            current.x1 = x1
            return current, pending and opening
        numeric = numeric or (gap > 0.9 * size and text in _NO_FIGURE)
    segments.append(Segment(x0, x1, [word], numeric))
    return segments[-1], opening


def _joins(current: Segment, word: Word, gap: float, size: float, numeric: bool, opening: bool) -> bool:
    """Whether a word goes on with the segment before it; words after a number near by make the segment a phrase."""
    text = word.text
    if current.numeric and _is_mark(text, gap, size, current.words[-1]):
        return True
    if opening:
        return text not in _CURRENCY and gap < 0.5 * size and not current.numeric
    if numeric:
        return gap < 0.5 * size and (not current.numeric or _in_range(current, text))
    if text in _NO_FIGURE and gap > 0.9 * size:
        return False
    joins = gap < (0.5 if current.numeric else 0.9) * size
    current.numeric = current.numeric and not joins
    return joins

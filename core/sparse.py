"""BM25 as sparse vectors: the weight of a term in a passage here, its rarity in the store (Qdrant's IDF modifier)."""

import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

# Words that stand in every text and in every question; the store's IDF would weigh them close to nothing.
STOP_WORDS = frozenset(
    """a about an and any are as at be been but by can could did do does for from had has have how if in into is it its
    may of on or our should such than that the their them then there these they this those to was we were what when
    where which who whom whose why will with would you your""".split()
)
KNOWN_WORDS = 1 << 17

_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_WORD = re.compile(r"[^\W_]+(?:[-.&'][^\W_]+)*")
_JOINT = re.compile(r"[-.&']")
_DECIMAL = re.compile(r"\d+(?:\.\d+)+")
_LETTERS_THEN_DIGITS = re.compile(r"([^\W\d_]{2,})(\d{2,})")
_APOSTROPHES = str.maketrans("\u2019\u2010\u2011", "'--")


@dataclass(frozen=True, slots=True)
class SparseVector:
    """Term ids (unsigned 32 bits, ascending, distinct) and their weights."""

    indices: list[int]
    values: list[float]


class SparseEncoder:
    """Okapi BM25 without its IDF factor: n * (k1 + 1) / (n + k1 * (1 - b + b * length / average_length)).

    ``average_length`` is in terms, of a typical passage: it is fixed, so that a passage's vector never depends on which
    others are in the store. Safe to call from several threads.
    """

    def __init__(self, *, k1: float = 1.2, b: float = 0.75, average_length: float = 100.0) -> None:
        from py_rust_stemmers import SnowballStemmer

        self._stem = SnowballStemmer("english").stem_word
        self._ids = lru_cache(KNOWN_WORDS)(self._term_ids)
        self._k1, self._b, self._average_length = k1, b, average_length

    def encode_passages(self, texts: Sequence[str]) -> list[SparseVector]:
        return [self._encode(self._terms(text)) for text in texts]

    def encode_query(self, text: str) -> SparseVector:
        """Every distinct term with weight 1."""
        indices = sorted(set(self._terms(text)))
        return SparseVector(indices, [1.0] * len(indices))

    def terms(self, text: str) -> frozenset[int]:
        """The ids of the distinct terms."""
        return frozenset(self._terms(text))

    def _encode(self, terms: list[int]) -> SparseVector:
        length = self._k1 * (1 - self._b + self._b * len(terms) / self._average_length)
        counts = sorted(Counter(terms).items())
        return SparseVector([term for term, _ in counts], [n * (self._k1 + 1) / (n + length) for _, n in counts])

    def _terms(self, text: str) -> list[int]:
        return [term for word in _words(text) for term in self._ids(word)]

    def _term_ids(self, word: str) -> tuple[int, ...]:
        forms = (form for form in split_word(word) if form not in STOP_WORDS)
        return tuple(zlib.crc32(self._stem(form).encode()) for form in forms)


def _words(text: str) -> list[str]:
    if not text.isascii():
        # Ligatures and full-width forms become plain letters; curly apostrophes and typographic hyphens plain ones.
        text = unicodedata.normalize("NFKC", text).translate(_APOSTROPHES)
    return _WORD.findall(_THOUSANDS.sub("", text.lower()))


def split_word(word: str) -> Iterator[str]:
    """The forms under which a word is found, much as the word delimiters of search engines make them.

    "10-k" is found as "10k"; "r&d" as "rd"; "u.s" as "us"; "e-commerce" as "ecommerce" and "commerce"; "non-gaap" as
    "non" and "gaap"; "covid-19" as "covid19", "covid" and "19"; "fy2018" as itself and "2018"; "company's" as
    "company"; "3.25" only as itself.
    """
    word = word.removesuffix("'s")
    parts = _JOINT.split(word)
    if len(parts) == 1 or _DECIMAL.fullmatch(word):
        yield word
        if match := _LETTERS_THEN_DIGITS.fullmatch(word):
            yield match[2]
        return
    if any(len(part) == 1 and part.isalpha() for part in parts):
        yield "".join(parts)
        yield from (part for part in parts if len(part) > 1 and not part.isdigit())
        return
    if len({part.isdigit() for part in parts}) == 2:
        yield "".join(parts)
    yield from parts

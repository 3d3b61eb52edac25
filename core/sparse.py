"""BM25 as sparse vectors: term weights here, inverse document frequency in the store (Qdrant's IDF modifier)."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SparseVector:
    """Term ids, ascending and distinct, and their weights."""

    indices: list[int]
    values: list[float]


class SparseEncoder:
    """Okapi BM25 without the IDF factor. Safe to call from several threads."""

    def __init__(self, *, k1: float = 1.2, b: float = 0.75, average_length: float = 120.0) -> None:
        import mmh3
        from py_rust_stemmers import SnowballStemmer

        self._hash = mmh3.hash
        self._stem = SnowballStemmer("english").stem_word
        self._k1, self._b, self._average_length = k1, b, average_length

    def encode_passages(self, texts: Sequence[str]) -> list[SparseVector]:
        return [self._encode(self._terms(text)) for text in texts]

    def encode_query(self, text: str) -> SparseVector:
        indices = sorted(set(self._terms(text)))
        return SparseVector(indices, [1.0] * len(indices))

    def _terms(self, text: str) -> list[int]:
        return [abs(self._hash(self._stem(word))) for word in re.findall(r"\w+", text.lower())]

    def _encode(self, terms: list[int]) -> SparseVector:
        norm = self._k1 * (1 - self._b + self._b * len(terms) / self._average_length)
        weights = {term: n * (self._k1 + 1) / (n + norm) for term, n in sorted(Counter(terms).items())}
        return SparseVector(list(weights), list(weights.values()))

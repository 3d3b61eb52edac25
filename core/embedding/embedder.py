"""What an embedding model does, whichever it is."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Embedder(Protocol):
    """Turns texts into unit vectors of one space. Safe to call from several threads."""

    @property
    def identity(self) -> str:
        """Names the space. Vectors of two identities must never meet in one index."""
        ...

    @property
    def dimension(self) -> int: ...

    @property
    def max_tokens(self) -> int:
        """A text is read whole if ``count_tokens`` gives no more than this; what comes after is not seen."""
        ...

    def embed_passages(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """(len(texts), dimension), each row of length 1, in the order of ``texts``."""
        ...

    def embed_query(self, text: str) -> "NDArray[np.float32]":
        """(dimension,), of length 1."""
        ...

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """The number of the model's tokens in each text, its special tokens not counted and nothing cut off."""
        ...

"""Dense embeddings: the model that a package carries, or any model that fastembed names."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Vectors = NDArray[np.float32]

PACKAGED_MODEL = "packaged/all-MiniLM-L6-v2"


class Embedder(Protocol):
    """Turns texts into unit vectors of one space. Safe to call from several threads."""

    @property
    def identity(self) -> str:
        """Names the space: vectors of two identities must never meet in one index."""
        ...

    @property
    def dimension(self) -> int: ...

    @property
    def max_tokens(self) -> int:
        """A passage is read whole if ``count_tokens`` gives no more than this; the rest is cut off."""
        ...

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """(len(texts), dimension) float32, each row of length 1, in the order of ``texts``."""
        ...

    def embed_query(self, text: str) -> Vectors:
        """(dimension,) float32 of length 1."""
        ...

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """The model's tokens of each text, without its special tokens and without truncation.

        Additive over whitespace: the counts of the words of a text sum up to the count of the text.
        """
        ...


def load_embedder(
    model: str = PACKAGED_MODEL, *, data_dir: Path, threads: int = 2, cache: Path | None = None
) -> Embedder:
    """The embedder that configuration names, ready for use.

    ``data_dir`` is where prepared or downloaded model files are kept; ``cache`` a file that keeps vectors by content.
    Raises ConfigurationError where the model is not available.
    """
    return MiniLmEmbedder(threads=threads)


class MiniLmEmbedder:
    dimension = 384
    max_tokens = 254

    def __init__(self, *, threads: int = 2, tokens_per_batch: int = 2048) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        from core.packaged_model import TOKENIZER, WEIGHTS, locate

        tokenizer = locate(TOKENIZER)
        weights = locate(WEIGHTS)
        self.identity = f"all-MiniLM-L6-v2/int8/sha256:{WEIGHTS.sha256[:12]}"
        self._counter: Tokenizer = Tokenizer.from_file(str(tokenizer))
        self._counter.no_truncation()
        self._counter.no_padding()
        self._tokenizer: Tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.enable_truncation(self.max_tokens + 2)
        self._tokenizer.no_padding()
        self._tokens_per_batch = tokens_per_batch
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3
        self._session: Any = onnxruntime.InferenceSession(str(weights), options, providers=["CPUExecutionProvider"])

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        ids = [encoding.ids for encoding in self._tokenizer.encode_batch_fast(list(texts))]
        vectors = np.empty((len(ids), self.dimension), dtype=np.float32)
        order = sorted(range(len(ids)), key=lambda index: len(ids[index]))
        for batch in _batches(order, [len(tokens) for tokens in ids], self._tokens_per_batch):
            vectors[batch] = self._run([ids[index] for index in batch])
        return vectors

    def embed_query(self, text: str) -> Vectors:
        vector: Vectors = self.embed_passages([text])[0]
        return vector

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [
            len(encoding.ids) for encoding in self._counter.encode_batch_fast(list(texts), add_special_tokens=False)
        ]

    def _run(self, ids: list[list[int]]) -> Vectors:
        length = max(map(len, ids))
        tokens = np.zeros((len(ids), length), dtype=np.int64)
        mask = np.zeros((len(ids), length), dtype=np.int64)
        for row, sequence in enumerate(ids):
            tokens[row, : len(sequence)] = sequence
            mask[row, : len(sequence)] = 1
        feeds = {"input_ids": tokens, "attention_mask": mask, "token_type_ids": np.zeros_like(tokens)}
        hidden = self._session.run(None, feeds)[0]
        pooled = (hidden * mask[..., None].astype(np.float32)).sum(axis=1)
        result: Vectors = pooled / np.linalg.norm(pooled, axis=1, keepdims=True)
        return result


def _batches(order: Sequence[int], lengths: Sequence[int], tokens_per_batch: int) -> Iterator[list[int]]:
    """Groups indices so that rows x longest row, padding included, stays within the budget (at least one row)."""
    batch: list[int] = []
    for index in order:
        if batch and (len(batch) + 1) * lengths[index] > tokens_per_batch:
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch

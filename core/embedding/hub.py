"""Any model that fastembed names: downloaded at the first use, from then on read from the data directory."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from fastembed import TextEmbedding
from numpy.typing import NDArray
from tokenizers import Tokenizer

from core.errors import ConfigurationError

BATCH = 8  # larger ones were slower on a CPU and need more memory


class HubEmbedder:
    """Wraps a fastembed model. Passages are batched by length, so that little is padded."""

    def __init__(self, model: TextEmbedding) -> None:
        self._model = model
        self._counter, self.max_tokens = _counter(model)
        self.dimension = int(model.embedding_size)
        self.identity = f"{model.model_name}-{_digest(model)[:12]}"

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        embedded = self._model.passage_embed([texts[index] for index in order], batch_size=BATCH)
        for index, vector in zip(order, embedded, strict=True):
            vectors[index] = _unit(vector)
        return vectors

    def embed_query(self, text: str) -> NDArray[np.float32]:
        (vector,) = self._model.query_embed(text)
        return _unit(vector)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        encodings = self._counter.encode_batch_fast(list(texts), add_special_tokens=False)
        return [len(encoding) for encoding in encodings]


def open_hub_model(name: str, folder: Path, threads: int) -> TextEmbedding:
    """Raises ConfigurationError where fastembed does not know the name or cannot get the files."""
    try:
        return TextEmbedding(name, cache_dir=str(folder), threads=threads)
    except ValueError as error:
        raise ConfigurationError(
            f"The embedding model '{name}' cannot be loaded: {error}",
            remedy="Set embedding.model to a name from fastembed's list of models and connect to the network once, or "
            "to packaged/all-MiniLM-L6-v2, which needs no download.",
        ) from error


def _unit(vector: NDArray[Any]) -> NDArray[np.float32]:
    """Not every model that fastembed serves normalises its vectors."""
    unit: NDArray[np.float32] = (vector / np.linalg.norm(vector)).astype(np.float32)
    return unit


def _counter(model: TextEmbedding) -> tuple[Tokenizer, int]:
    """A tokenizer that cuts nothing off, and how many tokens the model reads besides its special ones."""
    inner: Any = model.model  # its base class does not declare what every model of it has
    tokenizer: Any = Tokenizer.from_str(inner.tokenizer.to_str())
    limit = tokenizer.truncation["max_length"] - tokenizer.num_special_tokens_to_add(is_pair=False)
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer, limit


def _digest(model: TextEmbedding) -> str:
    """SHA-256 over the model's file (and its external data): two releases under one name are two spaces."""
    inner: Any = model.model
    digest = hashlib.sha256()
    for name in (inner.model_description.model_file, *inner.model_description.additional_files):
        with (Path(inner._model_dir) / name).open("rb") as stream:
            digest.update(hashlib.file_digest(stream, "sha256").digest())
    return digest.hexdigest()

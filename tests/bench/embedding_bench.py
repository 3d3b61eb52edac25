"""Speed of the packaged embedder, and how near its vectors are to those of the carried file run as it was exported.

    python -m tests.bench.embedding_bench [FOLDER] [--passages 240]

FOLDER defaults to RAG_FILINGS_DIR (../shared/filings) and is searched for ``*.pdf``. Rates are per CPU second, so that
other work on the machine does not count.
"""

import argparse
import os
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import numpy as np
import onnxruntime
import pypdfium2
from numpy.typing import NDArray
from tokenizers import Tokenizer

from core.embedding import load_embedder
from core.embedding.packaged import TOKENIZER, WEIGHTS

WORDS = 110  # about 200 tokens of a filing
PAGES_EACH = 12

Vectors = NDArray[np.float32]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=os.environ.get("RAG_FILINGS_DIR", "../shared/filings"))
    parser.add_argument("--passages", type=int, default=240)
    arguments = parser.parse_args()
    texts = list(islice(passages(Path(arguments.folder)), arguments.passages))
    with tempfile.TemporaryDirectory() as folder:
        load_embedder(data_dir=Path(folder))  # the model file is made once and not at every start
        started = time.perf_counter()
        embedder = load_embedder(data_dir=Path(folder))
        print(f"load {1000 * (time.perf_counter() - started):.0f} ms")
        ours = timed("packaged", embedder.embed_passages, texts)
        started = time.process_time()
        for text in texts[:50]:
            embedder.embed_query(text[:120])
        print(f"query {1000 * (time.process_time() - started) / 50:.1f} CPU ms")
        print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    theirs = timed("as exported", as_exported, texts)
    cosine = (ours * theirs).sum(axis=1)
    print(f"cosine mean {cosine.mean():.5f}, least {cosine.min():.5f}; top 10 shared {shared(ours, theirs):.3f}")


def timed(name: str, embed: Callable[[list[str]], Vectors], texts: list[str]) -> Vectors:
    started = time.process_time()
    vectors = embed(texts)
    print(f"{name}: {len(texts) / (time.process_time() - started):.1f} passages per CPU second")
    return vectors


def as_exported(texts: list[str]) -> Vectors:
    """One passage a call, which was the fastest for this file as well; pooling outside."""
    tokenizer = Tokenizer.from_buffer(TOKENIZER.read())
    tokenizer.no_padding()
    tokenizer.enable_truncation(256)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(WEIGHTS.read(), options)
    rows = []
    for text in texts:
        ids = np.array([tokenizer.encode(text).ids])
        feeds = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        rows.append(session.run(None, feeds)[0][0].mean(axis=0))
    return np.stack([row / np.linalg.norm(row) for row in rows])


def shared(left: Vectors, right: Vectors) -> float:
    """The share of a passage's ten nearest others that both spaces name, over all passages."""
    nearest = [np.argsort(-(vectors @ vectors.T), axis=1)[:, 1:11] for vectors in (left, right)]
    return float(np.mean([len(set(a) & set(b)) / 10 for a, b in zip(*nearest, strict=True)]))


def passages(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*.pdf")):
        document = pypdfium2.PdfDocument(path)
        step = max(1, len(document) // PAGES_EACH)
        for number in range(0, len(document), step):
            words = document[number].get_textpage().get_text_bounded().split()
            yield from (" ".join(words[at : at + WORDS]) for at in range(0, len(words) - WORDS, WORDS))


if __name__ == "__main__":
    main()

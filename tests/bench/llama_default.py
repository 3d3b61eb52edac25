"""The plain LlamaIndex default over the same PDFs, with the same embedding model: what ours is compared with.

Its reader (pypdf's text, a Document for each page), SentenceSplitter with 1,024 tokens and 200 of overlap, and a
VectorStoreIndex in memory. The reader is a package of its own (llama-index-readers-file, class PDFReader); its loop is
repeated here. A file's name would tell company and year, so it is kept from the embedded text, as it is from ours.

    python -m tests.bench.llama_default PDFS CACHE

fills the cache: the text of every page, and the vector of every node (half an hour for 109 filings on two cores).
"""

import hashlib
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from llama_index.core import Document, VectorStoreIndex
from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.embeddings import BaseEmbedding
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.schema import BaseNode, MetadataMode
from pydantic import PrivateAttr

from core.embedding import Embedder, load_embedder

READY = "llama_default.ready"  # in the cache, once every node has been embedded
CHUNK_TOKENS, OVERLAP_TOKENS = 1024, 200
Page = tuple[str, int]  # source without suffix, page from 1


class SameModel(BaseEmbedding):
    """Our embedder as a LlamaIndex embedding model."""

    _embedder: Embedder = PrivateAttr()

    def __init__(self, embedder: Embedder) -> None:
        super().__init__(model_name=embedder.identity)
        self._embedder = embedder

    def _get_query_embedding(self, query: str) -> list[float]:
        return [float(value) for value in self._embedder.embed_query(query)]

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        vectors: list[list[float]] = self._embedder.embed_passages(texts).tolist()
        return vectors


def retriever(pdfs: Path, cache: Path, *, top_k: int) -> BaseRetriever:
    """The default index over every PDF of the folder, as a retriever of ``top_k`` nodes."""
    embedder = load_embedder(data_dir=cache / "models", cache=cache / "llama_default.db")
    nodes = _nodes(pdfs, cache)
    texts = [node.get_content(metadata_mode=MetadataMode.EMBED) for node in nodes]
    for node, vector in zip(nodes, embedder.embed_passages(texts), strict=True):
        node.embedding = vector.tolist()
    (cache / READY).touch()
    index = VectorStoreIndex(nodes, embed_model=SameModel(embedder))
    found: Any = index.as_retriever(similarity_top_k=top_k)
    assert isinstance(found, BaseRetriever)
    return found


def pages(found: BaseRetriever, question: str) -> list[Page]:
    """The pages of the nodes retrieved, best first, each once."""
    places = ((hit.metadata["file_name"], int(hit.metadata["page_label"])) for hit in found.retrieve(question))
    return list(dict.fromkeys(places))


def _nodes(pdfs: Path, cache: Path) -> list[BaseNode]:
    splitter = SentenceSplitter(chunk_size=CHUNK_TOKENS, chunk_overlap=OVERLAP_TOKENS)
    return splitter.get_nodes_from_documents(list(_documents(pdfs, cache / "pypdf")))


def _documents(pdfs: Path, cache: Path) -> Iterator[Document]:
    cache.mkdir(parents=True, exist_ok=True)
    for path in sorted(pdfs.glob("*.pdf")):
        for number, text in enumerate(_read(path, cache), start=1):
            yield Document(
                text=text,
                metadata={"page_label": str(number), "file_name": path.stem},
                excluded_embed_metadata_keys=["file_name"],
                excluded_llm_metadata_keys=["file_name"],
            )


def _read(path: Path, cache: Path) -> list[str]:
    """The text of each page as pypdf extracts it."""
    kept = cache / f"{hashlib.sha256(path.read_bytes()).hexdigest()}.json"
    if not kept.exists():
        import pypdf

        texts = [page.extract_text() for page in pypdf.PdfReader(path).pages]
        part = kept.with_suffix(".part")
        part.write_text(json.dumps(texts), encoding="utf-8")
        part.replace(kept)
    found: list[str] = json.loads(kept.read_text(encoding="utf-8"))
    return found


if __name__ == "__main__":
    started = time.perf_counter()
    built = retriever(Path(sys.argv[1]), Path(sys.argv[2]), top_k=10)
    print(f"{time.perf_counter() - started:.0f} s")

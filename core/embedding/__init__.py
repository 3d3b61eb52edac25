"""Dense embeddings: the model that a package carries, or any model that fastembed names.

Importing this costs nothing; numpy, onnxruntime and the tokenizer are imported when a model is loaded.
"""

from pathlib import Path

from core.embedding.embedder import Embedder

__all__ = ["PACKAGED_MODEL", "Embedder", "load_embedder"]

PACKAGED_MODEL = "packaged/all-MiniLM-L6-v2"


def load_embedder(
    model: str = PACKAGED_MODEL, *, data_dir: Path, threads: int = 2, cache: Path | None = None
) -> Embedder:
    """The model of that name, ready for use.

    ``data_dir`` keeps prepared and downloaded model files. ``cache`` is a file that keeps vectors by content, so that a
    passage is embedded once. Raises ConfigurationError where the model cannot be had.
    """
    embedder = _packaged(data_dir, threads) if model == PACKAGED_MODEL else _hub(model, data_dir, threads)
    if cache is None:
        return embedder
    from core.embedding.cache import CachedEmbedder

    return CachedEmbedder(embedder, cache)


def _packaged(data_dir: Path, threads: int) -> Embedder:
    from core.embedding.packaged import PackagedEmbedder

    return PackagedEmbedder(data_dir, threads=threads)


def _hub(model: str, data_dir: Path, threads: int) -> Embedder:
    from core.embedding.hub import HubEmbedder, open_hub_model

    return HubEmbedder(open_hub_model(model, data_dir, threads))

"""A fastembed model, from a folder instead of the network."""

import json
from pathlib import Path

import numpy as np
import pytest
from fastembed import TextEmbedding

from core.embedding import Embedder, load_embedder
from core.embedding.hub import HubEmbedder
from core.embedding.packaged import TOKENIZER, WEIGHTS
from core.errors import ConfigurationError

NAME = "sentence-transformers/all-MiniLM-L6-v2"
PASSAGES = ["Net sales rose in every segment.", "The dividend was raised.", "sales " * 300, "A director resigned."]


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> HubEmbedder:
    folder = tmp_path_factory.mktemp("hub")
    (folder / "model.onnx").write_bytes(WEIGHTS.read())
    (folder / "tokenizer.json").write_bytes(TOKENIZER.read())
    (folder / "tokenizer_config.json").write_text(json.dumps({"model_max_length": 256, "pad_token": "[PAD]"}))
    for name in ("config.json", "special_tokens_map.json"):
        (folder / name).write_text("{}")
    return HubEmbedder(TextEmbedding(NAME, specific_model_path=str(folder), threads=1))


def test_it_agrees_with_the_packaged_model(hub: HubEmbedder, packaged: Embedder) -> None:
    ours, theirs = packaged.embed_passages(PASSAGES), hub.embed_passages(PASSAGES)
    assert theirs.dtype == np.float32
    assert (ours * theirs).sum(axis=1).min() > 0.99
    assert hub.embed_query(PASSAGES[0]) == pytest.approx(theirs[0], abs=1e-4)


def test_it_counts_the_same_tokens(hub: HubEmbedder, packaged: Embedder) -> None:
    assert hub.count_tokens(PASSAGES) == packaged.count_tokens(PASSAGES)
    assert (hub.max_tokens, hub.dimension) == (packaged.max_tokens, packaged.dimension)


def test_its_identity_is_the_model_and_its_bytes(hub: HubEmbedder, packaged: Embedder) -> None:
    assert hub.identity.startswith(f"{NAME}-")
    assert hub.identity != packaged.identity


def test_nothing_can_be_embedded(hub: HubEmbedder) -> None:
    assert hub.embed_passages([]).shape == (0, hub.dimension)


def test_an_unknown_name_is_refused_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="no/such-model") as caught:
        load_embedder("no/such-model", data_dir=tmp_path)
    assert "packaged/all-MiniLM-L6-v2" in caught.value.remedy

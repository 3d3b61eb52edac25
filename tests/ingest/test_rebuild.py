"""Another embedding model: its index is made beside the one that is answered from, and then takes its place."""

import shutil
from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from core.embedding import Embedder
from core.errors import ConfigurationError
from core.index import drop_other_indexes, open_index
from core.settings import Settings, load_settings
from core.workspace import Workspace, open_workspace
from ingest.build import ingestion
from ingest.pipeline import Scope
from ingest.rebuild import rebuild
from tests.conftest import REPOSITORY

SAMPLES = REPOSITORY / "domains" / "sec_filings" / "samples" / "filings"


class Half:
    """Another model: the first half of the packaged one's dimensions."""

    def __init__(self, inner: Embedder) -> None:
        self._inner = inner
        self.identity, self.max_tokens, self.dimension = "half", inner.max_tokens, inner.dimension // 2
        self.count_tokens = inner.count_tokens

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.stack([self._cut(vector) for vector in self._inner.embed_passages(texts)])

    def embed_query(self, text: str) -> NDArray[np.float32]:
        return self._cut(self._inner.embed_query(text))

    def _cut(self, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        short = vector[: self.dimension]
        return short / np.linalg.norm(short)


@contextmanager
def with_the_other_model(workspace: Workspace) -> Any:
    half = Half(workspace.embedder)
    settings, metadata = workspace.settings, workspace.domain.metadata
    folder = settings.data_dir / "index"
    index = open_index(settings.index, folder, model="half", dimension=half.dimension, metadata=metadata)
    yield replace(workspace, embedder=half, index=index)
    index.close()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    folder = tmp_path / "filings"
    folder.mkdir()
    for path in sorted(SAMPLES.iterdir(), key=lambda path: path.stat().st_size)[:2]:
        shutil.copy(path, folder)
    made = load_settings(data_dir=tmp_path / "data")
    with open_workspace(made) as workspace:
        list(ingestion(workspace).run(Scope(folder)))
    return made


def test_the_new_index_holds_the_corpus_while_the_old_one_stays(settings: Settings) -> None:
    with open_workspace(settings) as workspace:
        old = workspace.index.count()
        with with_the_other_model(workspace) as other:
            steps = list(rebuild(other))
            assert [(step.done, step.total) for step in steps] == [(1, 2), (2, 2)]
            assert other.index.count() == old == workspace.index.count()
        assert set(workspace.store.models()) == {"half", workspace.embedder.identity}


def test_what_is_ingested_with_one_model_makes_the_other_index_stale(settings: Settings, tmp_path: Path) -> None:
    with open_workspace(settings) as workspace:
        with with_the_other_model(workspace) as other:
            list(rebuild(other))
        later = sorted(SAMPLES.iterdir(), key=lambda path: path.stat().st_size)[2]
        shutil.copy(later, tmp_path / "filings")
        list(ingestion(workspace).run(Scope(tmp_path / "filings")))
        assert workspace.store.models() == [workspace.embedder.identity]


def test_a_model_that_the_corpus_is_not_indexed_with_is_refused_with_the_way_out(settings: Settings) -> None:
    with open_workspace(settings) as workspace:
        workspace.store.add_model("another")
        workspace.store.keep_model("another")
    with pytest.raises(ConfigurationError, match="another") as refused, open_workspace(settings):
        pass
    assert "rag ingest rebuild" in refused.value.remedy
    with open_workspace(settings, rebuilding=True):
        pass


def test_indexes_of_other_models_go_when_asked(settings: Settings) -> None:
    with open_workspace(settings) as workspace:
        with with_the_other_model(workspace) as other:
            list(rebuild(other))
        model = workspace.embedder.identity
        assert len(drop_other_indexes(settings.index, settings.data_dir / "index", model=model)) == 1
        assert drop_other_indexes(settings.index, settings.data_dir / "index", model=model) == []
        assert workspace.index.count() > 0

from pathlib import Path

import pytest

from core.embedding import Embedder, load_embedder


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="session")
def packaged(models: Path) -> Embedder:
    return load_embedder(data_dir=models)

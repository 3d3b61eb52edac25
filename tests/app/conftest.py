"""A running application over the toy field: three small documents, ingested for real."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app.main import create_app
from app.wiring import build
from core.settings import Settings, load_settings
from ingest.build import ingestion
from ingest.pipeline import Scope

TODAY = date(2026, 11, 24)
SAMPLES = Path(__file__).parents[1] / "toy_domain" / "samples"


@pytest.fixture(scope="session")
def toy_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = load_settings(domain="tests.toy_domain", data_dir=tmp_path_factory.mktemp("toy"))
    with build(settings) as application:
        list(ingestion(application.workspace).run(Scope(SAMPLES)))
    return settings


@pytest.fixture(scope="module")
def client(toy_settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(toy_settings, today=lambda: TODAY), raise_server_exceptions=False) as opened:
        yield opened

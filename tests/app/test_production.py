"""The production configuration, started as far as one machine goes: a real Postgres, the in-memory index."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app.main import create_app
from app.wiring import build
from core.errors import ConfigurationError, TransientError
from core.settings import load_settings
from ingest.build import ingestion
from ingest.pipeline import Scope
from tests.app.conftest import SAMPLES

KEY = "a-long-random-value"


@pytest.fixture
def production(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAG_PROFILE", "production")
    monkeypatch.setenv("RAG_SERVER__API_KEY", KEY)


def test_it_ingests_and_answers_on_postgres(production: None, postgres_url: str, tmp_path: Path) -> None:
    settings = load_settings(
        domain="tests.toy_domain",
        data_dir=tmp_path,
        database={"url": postgres_url},
        index={"backend": "memory", "url": None},
    )
    assert settings.profile == "production" and settings.server.host == "0.0.0.0"
    app = create_app(settings)
    with TestClient(app, headers={"Authorization": f"Bearer {KEY}"}) as client:
        assert client.get("/health/ready").json()["status"] == "empty"
        list(ingestion(app.state.application.workspace).run(Scope(SAMPLES)))
        answer = client.post("/api/v1/query", json={"question": "How much water does Kettle 2.0 hold?"}).json()
    assert answer["status"] == "answered" and answer["citations"][0]["source"] == "kettle-2.0.md"


def test_it_refuses_to_start_without_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAG_PROFILE", "production")
    with pytest.raises(ConfigurationError, match="RAG_SERVER__API_KEY"):
        load_settings()


def test_a_qdrant_server_that_does_not_answer_is_named(production: None, tmp_path: Path) -> None:
    settings = load_settings(domain="tests.toy_domain", data_dir=tmp_path, index={"url": "http://127.0.0.1:9"})
    with pytest.raises(TransientError, match=r"index\.url"), build(settings):
        pass

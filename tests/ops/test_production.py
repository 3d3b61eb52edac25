"""The application starts from the production configuration, with the parts of it that one machine can have: a real
Postgres; in place of the Qdrant server, the client's own in-memory mode, which takes the same requests."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app.main import create_app
from core.settings import load_settings
from tests.ops.test_compose import application_environment

KEY = {"Authorization": f"Bearer {application_environment()['RAG_SERVER__API_KEY']}"}


@pytest.fixture
def client(postgres_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[TestClient]:
    here = {"RAG_DATABASE__URL": postgres_url, "RAG_INDEX__BACKEND": "memory", "RAG_DATA_DIR": str(tmp_path)}
    for name, value in (application_environment() | here).items():
        monkeypatch.setenv(name, value)
    with TestClient(create_app(load_settings())) as client:
        yield client


def test_is_live_and_ready_before_anything_is_ingested(client: TestClient) -> None:
    assert client.get("/health/live").json() == {"status": "ok"}
    ready = client.get("/health/ready")
    assert ready.status_code == 200
    assert ready.json() == {"status": "empty", "documents": 0, "chunks": 0}


def test_asks_for_the_key_before_it_answers(client: TestClient) -> None:
    question = {"question": "What was revenue in fiscal 2023?"}
    assert client.post("/api/v1/query", json=question).status_code == 401
    assert client.post("/api/v1/query", json=question, headers={"Authorization": "Bearer guess"}).status_code == 401
    answer = client.post("/api/v1/query", json=question, headers=KEY)
    assert answer.status_code == 200
    assert answer.json()["status"] == "abstained"

"""A document that a caller's key does not open is not there: in no candidates, answer, listing or explanation."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.answering.asking import Asked
from app.main import create_app
from app.wiring import Application, build
from core.index import Search, SearchPolicy
from core.settings import Settings, load_settings
from core.types import Boost
from ingest.build import ingestion
from ingest.pipeline import Scope
from tests.app.guarded_domain import HIDDEN

TODAY = date(2026, 11, 24)
SAMPLES = Path(__file__).parents[1] / "toy_domain" / "samples"
QUESTION = "In how many stages does Kettle boil water?"
BOARD = ("public", "board")


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = load_settings(domain="tests.app.guarded_domain", data_dir=tmp_path_factory.mktemp("guarded"))
    with build(settings) as application:
        list(ingestion(application.workspace).run(Scope(SAMPLES)))
    return settings


@pytest.fixture(scope="module")
def client(guarded: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(guarded, today=lambda: TODAY), raise_server_exceptions=False) as opened:
        yield opened


@pytest.fixture(scope="module")
def application(client: TestClient) -> Application:
    found: Application = client.app.state.application  # type: ignore[attr-defined]
    return found


@pytest.fixture(scope="module")
def hidden_id(application: Application) -> str:
    (found,) = [d for d in application.workspace.store.corpus().documents if d.metadata.version == HIDDEN]
    return found.id


def versions(application: Application, access: tuple[str, ...]) -> set[str]:
    hits = application.answerer.search(Asked(QUESTION, access=access, top_k=100))
    return {hit.document.metadata["version"] for hit in hits}


def test_search_shows_it_to_those_alone_who_may_see_it(application: Application) -> None:
    assert versions(application, ("public",)) == {"1.4"}
    assert versions(application, BOARD) == {"1.4", HIDDEN}
    assert versions(application, ()) == set()


def test_an_answer_neither_cites_it_nor_knows_that_it_replaces_another(application: Application) -> None:
    public = application.answerer.ask(Asked(QUESTION, explain=True))
    board = application.answerer.ask(Asked(f"{QUESTION[:-1]} in 1.4?", access=BOARD))
    assert {citation.document.metadata["version"] for citation in public.citations} == {"1.4"}
    assert all(citation.is_current and citation.successor is None for citation in public.citations)
    assert HIDDEN not in public.model_dump_json(include={"explanation", "answer", "citations"})
    assert [citation.successor and citation.successor.title for citation in board.citations] == ["Kettle 2.0"]


def test_the_plan_and_the_version_of_the_store_are_those_of_what_the_caller_sees(application: Application) -> None:
    public, board = (application.answerer.ask(Asked(QUESTION, access=access)) for access in (("public",), BOARD))
    assert public.corpus_version != board.corpus_version
    nothing = application.answerer.ask(Asked(QUESTION, access=()))
    assert "Kettle" not in (nothing.abstain_reason or "")


def test_every_list_of_candidates_is_limited(application: Application, hidden_id: str) -> None:
    workspace = application.workspace
    sparse = workspace.sparse.encode_query("kettle boils water in stages")
    from qdrant_client import models

    vector = workspace.embedder.embed_query("kettle boils water in stages").tolist()
    search = Search(
        vectors=[(vector, models.SparseVector(indices=sparse.indices, values=sparse.values))],
        as_of=TODAY,
        access=("public",),
        boosts=(Boost("any", 1.0),),
        decays={},
        preferred=(hidden_id,),
        preference=1.0,
        limit=100,
    )
    assert {hit.payload["access"] for hit, _ in search.run(workspace.index, SearchPolicy())} == {"public"}
    for request in (leg.prefetch for leg in search._legs(SearchPolicy())):
        assert any(getattr(condition, "key", "") == "access" for condition in request.filter.must)


def test_the_documents_do_not_list_it(client: TestClient, hidden_id: str) -> None:
    listed: list[dict[str, Any]] = client.get("/api/v1/documents").json()["documents"]
    assert sorted(document["title"] for document in listed) == ["Kettle 1.4", "Lamp 1.0"]
    assert hidden_id not in client.get("/api/v1/documents", params={"cursor": hidden_id}).text


@pytest.mark.parametrize("path", ["", "/pages/1", "/pages/1/image"])
def test_its_address_leads_nowhere(client: TestClient, hidden_id: str, path: str) -> None:
    assert client.get(f"/api/v1/documents/{hidden_id}{path}").status_code == 404


@pytest.mark.parametrize("route", ["query", "search"])
def test_the_request_cannot_widen_what_its_key_opens(client: TestClient, route: str) -> None:
    asked = client.post(f"/api/v1/{route}", json={"question": QUESTION, "access": ["board"]})
    assert asked.status_code == 422
    found = client.post(f"/api/v1/{route}", json={"question": QUESTION}).text
    assert "Kettle 1.4" in found and "Kettle 2.0" not in found

"""The API as a caller meets it."""

import re
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from httpx import Response

from app.main import create_app
from core.settings import Settings, load_settings

QUESTION = "In how many stages does Kettle 1.4 boil water?"


def problem(response: Response, status: int) -> dict[str, Any]:
    """The body of an error, checked for what every error owes the caller (RFC 9457)."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = response.json()
    assert body["status"] == status and body["title"] and body["detail"] and body["code"]
    assert body["request_id"] == response.headers["x-request-id"]
    return body


def test_an_answer_cites_a_verbatim_quote_of_its_page(client: TestClient) -> None:
    answer = client.post("/api/v1/query", json={"question": QUESTION}).json()
    assert answer["status"] == "answered"
    citation = answer["citations"][0]
    assert citation["source"] == "kettle-1.4.md" and citation["page"] == 1
    page = client.get(f"/api/v1/documents/{citation['document']['id']}/pages/1").json()
    assert citation["quote"] in " ".join(page["text"].split())


def test_a_citation_tells_its_age_and_what_replaced_its_document(client: TestClient) -> None:
    citation = client.post("/api/v1/query", json={"question": QUESTION}).json()["citations"][0]
    newer = client.get(f"/api/v1/documents/{citation['superseded_by']}").json()
    assert citation["age_days"] == 994 and citation["is_current"] is False
    assert newer["title"] == "Kettle 2.0"


def test_as_of_a_day_before_the_newer_release_the_older_is_current(client: TestClient) -> None:
    body = {"question": "In how many stages does Kettle boil water?", "as_of": "2024-12-31"}
    answer = client.post("/api/v1/query", json=body).json()
    assert {citation["source"] for citation in answer["citations"]} == {"kettle-1.4.md"}
    assert answer["citations"][0]["is_current"] is True


def test_a_question_outside_the_store_is_declined_with_its_reason(client: TestClient) -> None:
    answer = client.post("/api/v1/query", json={"question": "How loud is Blender?"}).json()
    assert answer["status"] == "abstained" and answer["answer"] is None and answer["citations"] == []
    assert answer["abstain_code"] == "unknown_product" and "Lamp" in answer["abstain_reason"]


def test_search_explains_every_hit(client: TestClient) -> None:
    hits = client.post("/api/v1/search", json={"question": QUESTION, "top_k": 2}).json()["hits"]
    assert 1 <= len(hits) <= 2
    assert hits[0]["source"] == "kettle-1.4.md" and hits[0]["page"] == 1 and hits[0]["text"]
    assert hits[0]["document"]["metadata"]["product"] == "Kettle"
    assert hits[0]["scores"]["final"] > 0 and hits[0]["scores"]["dense_rank"] == 1


def test_explain_shows_how_the_question_was_understood(client: TestClient) -> None:
    answer = client.post("/api/v1/query", json={"question": QUESTION, "explain": True}).json()
    assert answer["explanation"]["period"] == "explicit" and answer["explanation"]["hits"]


def test_documents_are_paged_with_a_cursor(client: TestClient) -> None:
    first = client.get("/api/v1/documents", params={"limit": 2}).json()
    second = client.get("/api/v1/documents", params={"limit": 2, "cursor": first["next_cursor"]}).json()
    titles = [document["title"] for document in first["documents"] + second["documents"]]
    assert titles == ["Kettle 2.0", "Lamp 1.0", "Kettle 1.4"]
    assert second["next_cursor"] is None


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"question": QUESTION, "colour": "red"}, "/colour"),
        ({"question": "x" * 1_000_000}, "/question"),
        ({"question": "   "}, "/question"),
        ({}, "/question"),
        ({"question": QUESTION, "top_k": -1}, "/top_k"),
        ({"question": QUESTION, "as_of": "yesterday"}, "/as_of"),
    ],
)
@pytest.mark.parametrize("route", ["query", "search"])
def test_bad_input_is_a_problem_that_points_at_the_field(
    client: TestClient, route: str, body: dict[str, object], pointer: str
) -> None:
    response = client.post(f"/api/v1/{route}", json=body)
    assert [error["pointer"] for error in problem(response, 422)["errors"]] == [pointer]
    assert len(response.content) < 10_000


def test_a_body_that_is_no_json_is_a_problem(client: TestClient) -> None:
    problem(client.post("/api/v1/query", content=b"{", headers={"content-type": "application/json"}), 422)


def test_an_enormous_body_is_refused(client: TestClient) -> None:
    problem(client.post("/api/v1/query", json={"question": "x" * 5_000_000}), 413)


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/documents/00000000-0000-0000-0000-000000000000",
        "/api/v1/documents/00000000-0000-0000-0000-000000000000/pages/1/image",
        "/api/v1/nothing",
    ],
)
def test_what_is_not_there_is_a_404_problem(client: TestClient, path: str) -> None:
    problem(client.get(path), 404)


def test_a_page_beyond_the_end_says_how_many_there_are(client: TestClient) -> None:
    document = client.get("/api/v1/documents").json()["documents"][0]
    assert "1 pages" in problem(client.get(f"/api/v1/documents/{document['id']}/pages/9"), 404)["detail"]


def test_a_wrong_method_is_a_problem(client: TestClient) -> None:
    problem(client.get("/api/v1/query"), 405)


def test_a_request_id_is_kept_when_it_is_well_formed(client: TestClient) -> None:
    assert client.get("/health/live", headers={"X-Request-ID": "abc-1"}).headers["x-request-id"] == "abc-1"
    assert client.get("/health/live", headers={"X-Request-ID": "a b"}).headers["x-request-id"] != "a b"


def test_health_tells_what_is_held(client: TestClient) -> None:
    assert client.get("/health/live").json() == {"status": "ok"}
    ready = client.get("/health/ready").json()
    assert ready["status"] == "ok" and ready["documents"] == 3 and ready["chunks"] >= 3


def test_the_documentation_page_loads_nothing_from_elsewhere(client: TestClient) -> None:
    page = client.get("/docs").text
    loaded = re.findall(r"""(?:src|href)="([^"]+)""", page)
    assert loaded and all(address.startswith("/") for address in loaded)
    assert all(client.get(address).status_code == 200 for address in loaded)


def test_the_openapi_document_names_every_route(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    assert {"/api/v1/query", "/api/v1/search", "/api/v1/documents", "/health/live", "/health/ready"} <= paths.keys()


def test_with_a_key_configured_every_api_route_wants_it(toy_settings: Settings, client: TestClient) -> None:
    settings = load_settings(
        domain="tests.toy_domain", data_dir=toy_settings.data_dir / "other", server={"api_key": "a-long-secret"}
    )
    with TestClient(create_app(settings)) as locked:
        routes = client.get("/openapi.json").json()["paths"]
        doors = [(path, method) for path, methods in routes.items() if path.startswith("/api/") for method in methods]
        assert len(doors) > 10
        for path, method in doors:
            refused = locked.request(method, re.sub(r"{\w+_id}", str(UUID(int=0)), path).replace("{number}", "1"))
            problem(refused, 401)
            assert refused.headers["www-authenticate"] == "Bearer"
        allowed = locked.get("/api/v1/documents", headers={"Authorization": "Bearer a-long-secret"})
        assert allowed.json() == {"documents": [], "next_cursor": None}

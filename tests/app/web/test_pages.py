"""The pages as the server sends them."""

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app.web import pages

PAGES = pytest.mark.parametrize("address", ["/", "/ingestion"])


def test_the_first_page_offers_the_examples_of_the_installed_domain(client: TestClient) -> None:
    assert "In how many stages does Kettle boil water?" in client.get("/").text


@PAGES
def test_it_allows_nothing_inline_and_nothing_from_elsewhere(client: TestClient, address: str) -> None:
    response = client.get(address)
    policy = response.headers["content-security-policy"]
    assert policy.startswith("default-src 'self';") and "unsafe" not in policy and "http" not in policy
    assert not re.search(r"<style|\son\w+=|\sstyle=|<script(?![^>]*\ssrc=)", response.text)


@PAGES
def test_all_that_it_loads_is_served(client: TestClient, address: str) -> None:
    loaded = re.findall(r"""(?:src|href)="(/static/[^"]+)""", client.get(address).text)
    assert loaded
    for each in loaded:
        assert client.get(each).status_code == 200
        assert client.get(each).headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("module", sorted((pages.FOLDER / "static").glob("*.js")), ids=lambda path: path.name)
def test_a_module_imports_only_its_neighbours(module: Path) -> None:
    imported = re.findall(r'from "([^"]+)"', module.read_text(encoding="utf-8"))
    assert all(re.fullmatch(r"\./\w+\.js", name) and (module.parent / name).is_file() for name in imported)

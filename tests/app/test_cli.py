"""``rag cache`` and ``rag ask``, as typed, over the toy store."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.answering.asking import Asked
from app.answering.events import Event
from app.cli import app
from app.client import ask_server
from core.errors import ConfigurationError, TransientError
from core.settings import ServerSettings, Settings, load_settings
from tests.serving import serving

QUESTION = "In how many stages does Kettle 1.4 boil water?"


@pytest.fixture
def data(tmp_path: Path, toy_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the toy store, which the environment names, without the answers of other tests."""
    shutil.copytree(toy_settings.data_dir, tmp_path / "data")
    monkeypatch.setenv("RAG_DOMAIN", "tests.toy_domain")
    monkeypatch.setenv("RAG_DATA_DIR", str(tmp_path / "data"))
    rag("cache", "clear")
    return tmp_path / "data"


def rag(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments, catch_exceptions=False)


def test_the_cache_tells_what_it_keeps_and_is_cleared(data: Path) -> None:
    statuses = [
        json.loads(rag("ask", "--json", *more, QUESTION).stdout)["cache"]["status"] for more in ([], [], ["--fresh"])
    ]
    assert statuses == ["miss", "hit", "miss"]
    stats = json.loads(rag("cache", "stats", "--json").stdout)
    assert (stats["entries"], stats["hits"], stats["misses"], stats["hit_rate"]) == (1, 1, 2, 1 / 3)
    assert "1 hits" in rag("cache", "stats").stdout
    assert "Dropped 1" in rag("cache", "clear").stdout
    assert json.loads(rag("cache", "stats", "--json").stdout)["entries"] == 0


def test_a_cache_that_is_switched_off_says_how_to_switch_it_on(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAG_CACHE__BACKEND", "none")
    with pytest.raises(ConfigurationError, match=r"cache\.backend"):
        rag("cache", "stats")


@pytest.fixture
def server(data: Path) -> Iterator[ServerSettings]:
    with serving(load_settings()) as address:
        yield ServerSettings(port=int(address.rpartition(":")[2]))


def test_a_server_that_holds_the_store_is_asked_and_tells_how_far_it_is(server: ServerSettings) -> None:
    heard: list[Event] = []
    answer = ask_server(server, Asked(QUESTION), heard.append)
    assert answer.citations and [event.type for event in heard][:2] == ["meta", "retrieval"]


def test_clearing_beside_a_running_server_reaches_it(server: ServerSettings) -> None:
    ask_server(server, Asked(QUESTION))
    assert "Dropped 1" in rag("cache", "clear").stdout
    again = ask_server(server, Asked(QUESTION))
    assert again.cache and again.cache.status == "miss"


def test_where_no_server_answers_it_is_said() -> None:
    with pytest.raises(TransientError, match="no server answers"):
        ask_server(ServerSettings(port=9), Asked(QUESTION))

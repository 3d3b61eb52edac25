"""Settings reject what is misspelt and say what to set."""

import pytest

from core.errors import ConfigurationError
from core.settings import load_settings


def test_the_shipped_configuration_is_valid_in_both_profiles(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_settings().profile == "local"
    monkeypatch.setenv("RAG_PROFILE", "production")
    monkeypatch.setenv("RAG_SERVER__API_KEY", "secret")
    production = load_settings()
    assert production.index.backend == "server"
    assert production.retrieval == load_settings().retrieval, "an overlay must not replace whole sections of the base"


@pytest.mark.parametrize("variable", ["RAG_INDXE", "RAG_INDEX__URLL", "RAG_SERVER__PORT"])
def test_a_misspelt_or_malformed_variable_is_named(monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    monkeypatch.setenv(variable, "not-a-port")
    with pytest.raises(ConfigurationError) as raised:
        load_settings()
    assert variable.split("__")[-1].lower() in str(raised.value).lower() and raised.value.remedy


def test_an_unknown_profile_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAG_PROFILE", "staging")
    with pytest.raises(ConfigurationError, match="production"):
        load_settings()


def test_a_redis_cache_without_an_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAG_CACHE__BACKEND", "redis")
    with pytest.raises(ConfigurationError, match="RAG_CACHE__URL"):
        load_settings()


def test_the_environment_wins_over_the_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAG_RETRIEVAL__TOP_K", "7")
    assert load_settings().retrieval.top_k == 7


def test_a_server_index_without_an_address_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="RAG_INDEX__URL"):
        load_settings(index={"backend": "server"})


def test_secrets_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAG_SERVER__API_KEY", "very-secret")
    assert "very-secret" not in repr(load_settings())

"""A model is complete or refused, and its key is never shown."""

from typing import Any

import pytest

from core.errors import ConfigurationError
from core.settings import load_settings


def test_no_model_is_configured_unless_asked() -> None:
    settings = load_settings().llm
    assert settings.primary.provider == settings.secondary.provider == "none"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"provider": "ollama"}, "needs 'model'"),
        ({"provider": "anthropic", "model": "m"}, "needs 'api_key'"),
        ({"provider": "openai_compatible", "model": "m"}, "needs 'base_url'"),
        ({"provider": "anthropic", "model": "m", "api_key": "k", "output": "json_schema"}, "output: tools"),
        ({"provider": "ollama", "model": "m", "context_tokens": 4096, "pages_tokens": 4000}, "exceed 'context_tokens'"),
        ({"provider": "olama", "model": "m"}, "Input should be"),
    ],
)
def test_an_incomplete_model_is_named_by_its_section(given: dict[str, Any], said: str) -> None:
    with pytest.raises(ConfigurationError, match=rf"llm\.secondary.*{said}"):
        load_settings(llm={"secondary": given})


def test_a_key_comes_from_the_environment_and_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("PROVIDER", "anthropic"), ("MODEL", "m"), ("API_KEY", "sk-hidden")):
        monkeypatch.setenv(f"RAG_LLM__PRIMARY__{name}", value)
    primary = load_settings().llm.primary
    assert primary.api_key and primary.api_key.get_secret_value() == "sk-hidden"
    assert "sk-hidden" not in repr(primary) + primary.model_dump_json()

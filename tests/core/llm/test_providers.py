"""Each provider over real HTTP, against a server on this machine: what it is sent, and what its failures become."""

from collections.abc import Iterator
from typing import Any

import pytest
from llama_index.core.base.llms.types import ChatMessage
from llama_index.core.program.function_program import get_function_tool
from llama_index.core.prompts import PromptTemplate
from llama_index.core.tools.calling import call_tool_with_selection
from pydantic import BaseModel, Field

from core.errors import ConfigurationError, TransientError
from core.llm import build_llm, explained, metered, try_model
from core.settings import ModelSettings
from tests.loopback import KEY, TOKENS_IN, TOKENS_OUT, Loopback, serving


class Colour(BaseModel):
    """A colour."""

    name: str = Field(description="Its name.")
    answered: bool = True


PROMPT = PromptTemplate("Which colour has {what}?")
WAYS = [
    ("openai_compatible", "tools"),
    ("openai_compatible", "json_schema"),
    ("openai_compatible", "prompt"),
    ("anthropic", "tools"),
    ("ollama", "tools"),
    ("ollama", "json_schema"),
    ("ollama", "prompt"),
]


@pytest.fixture(scope="module")
def loopback() -> Iterator[Loopback]:
    with serving(Colour(name="blue")) as running:
        yield running


def settings(loopback: Loopback, provider: str, model: str = "good", **rest: Any) -> ModelSettings:
    address = loopback.address + ("/v1" if provider == "openai_compatible" else "")
    given = {"provider": provider, "model": model, "base_url": address, "api_key": KEY, "retries": 0}
    return ModelSettings.model_validate(given | {"timeout_seconds": 1 if model == "slow" else 20} | rest)


def ask(configured: ModelSettings) -> Colour:
    """As the generator asks: through function calling where that is configured, else as the library does it best."""
    llm: Any = build_llm(configured)
    with explained(configured):
        if configured.output != "tools":
            return llm.structured_predict(Colour, PROMPT, what="the sky")  # type: ignore[no-any-return]
        tool = get_function_tool(Colour)
        response = llm.chat_with_tools([tool], chat_history=[ChatMessage("Which colour?")], tool_required=True)
        output = call_tool_with_selection(llm.get_tool_calls_from_response(response)[0], [tool])
        if isinstance(output.raw_output, Colour):
            return output.raw_output
        raise ValueError(output.content)


@pytest.mark.parametrize(("provider", "output"), WAYS)
def test_every_provider_gives_a_structured_answer_and_reports_its_tokens(
    loopback: Loopback, provider: str, output: str
) -> None:
    with metered() as usage:
        assert ask(settings(loopback, provider, output=output)).name == "blue"
    assert (usage.calls, usage.input_tokens, usage.output_tokens) == (1, TOKENS_IN, TOKENS_OUT)
    assert usage.cost_usd is None, "a server of one's own has no price"
    sent = loopback.requests[-1]
    assert bool(sent.get("tools")) is (output == "tools")
    assert bool(sent.get("response_format") or sent.get("format")) is (output == "json_schema")


def test_one_tiny_request_shows_that_a_model_is_there(loopback: Loopback) -> None:
    configured = settings(loopback, "openai_compatible", output="json_schema")
    assert "blue" in try_model(configured) and len(str(loopback.requests[-1])) < 300
    with pytest.raises(ConfigurationError, match="refused"):
        try_model(settings(loopback, "openai_compatible", api_key="wrong"))


@pytest.mark.parametrize("provider", ["openai_compatible", "anthropic", "ollama"])
class TestFailures:
    def test_a_wrong_key_is_named_with_what_to_set(self, loopback: Loopback, provider: str) -> None:
        with pytest.raises(ConfigurationError, match=r"refused \(401\).*RAG_LLM__PRIMARY__API_KEY"):
            ask(settings(loopback, provider, api_key="wrong"))

    def test_an_unknown_model_is_named(self, loopback: Loopback, provider: str) -> None:
        with pytest.raises(ConfigurationError, match="has no model 'nobody'"):
            ask(settings(loopback, provider, "nobody"))

    def test_a_server_that_is_not_there_is_named(self, loopback: Loopback, provider: str) -> None:
        with pytest.raises(TransientError, match=r"127\.0\.0\.1:9\S* cannot be reached.*base_url"):
            ask(settings(loopback, provider, base_url="http://127.0.0.1:9"))

    def test_a_model_that_is_too_slow_says_which_limit_to_raise(self, loopback: Loopback, provider: str) -> None:
        with pytest.raises(TransientError, match=r"no answer within 1 seconds.*timeout_seconds"):
            ask(settings(loopback, provider, "slow"))

    def test_an_error_of_the_server_may_pass(self, loopback: Loopback, provider: str) -> None:
        with pytest.raises(TransientError, match=r"did not serve 'broken' \(500\)"):
            ask(settings(loopback, provider, "broken"))

    def test_an_address_that_speaks_another_language_is_named(self, loopback: Loopback, provider: str) -> None:
        with pytest.raises(ConfigurationError, match=r"no reply of a model.*base_url"):
            ask(settings(loopback, provider, "not-http-json"))


@pytest.mark.parametrize("provider", ["openai_compatible", "anthropic"])
def test_a_refusal_for_load_is_tried_again(provider: str) -> None:
    with serving(Colour(name="blue")) as fresh:
        assert ask(settings(fresh, provider, "busy-once", retries=2)).name == "blue"
        assert len(fresh.requests) == 2


@pytest.mark.parametrize("output", ["tools", "json_schema", "prompt"])
@pytest.mark.parametrize("model", ["malformed", "violation"])
def test_a_reply_outside_of_the_schema_is_a_value_error(loopback: Loopback, model: str, output: str) -> None:
    with pytest.raises(ValueError):
        ask(settings(loopback, "openai_compatible", model, output=output))

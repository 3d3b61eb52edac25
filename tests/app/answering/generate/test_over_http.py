"""The whole of answering with a model behind an OpenAI-compatible server on this machine, and how that fails."""

from collections.abc import Iterator
from typing import Any

import pytest

from app.answering.answer import Answer
from app.answering.asking import Asked
from app.wiring import build
from core.settings import LLMSettings, ModelSettings, Settings
from tests.app.answering.generate.test_model import GOOD, QUESTION
from tests.app.conftest import TODAY
from tests.loopback import KEY, TOKENS_IN, Loopback, serving


@pytest.fixture(scope="module")
def loopback() -> Iterator[Loopback]:
    with serving(GOOD) as running:
        yield running


def ask(toy_settings: Settings, loopback: Loopback, model: str, **rest: Any) -> Answer:
    given = {"provider": "openai_compatible", "model": model, "base_url": f"{loopback.address}/v1", "api_key": KEY}
    primary = ModelSettings.model_validate(given | {"retries": 0, "timeout_seconds": 1, "output": "json_schema"} | rest)
    settings = toy_settings.model_copy(update={"llm": LLMSettings(primary=primary)})
    with build(settings, today=lambda: TODAY) as application:
        return application.answerer.ask(Asked(QUESTION))


@pytest.mark.parametrize("output", ["tools", "json_schema", "prompt"])
def test_a_good_reply_becomes_a_cited_answer(toy_settings: Settings, loopback: Loopback, output: str) -> None:
    answer = ask(toy_settings, loopback, "good", output=output, timeout_seconds=20)
    assert answer.answer == "Kettle 2.0 holds 1.7 litres. [1]" and answer.model == "good"
    assert answer.usage.calls == 1 and answer.usage.input_tokens == TOKENS_IN and answer.usage.cost_usd is None


@pytest.mark.parametrize(
    ("model", "key", "said"),
    [
        ("malformed", KEY, "gave no valid reply"),
        ("violation", KEY, "gave no valid reply"),
        ("slow", KEY, "gave no answer within 1 seconds"),
        ("broken", KEY, "did not serve 'broken' (500)"),
        ("busy-once", KEY, "did not serve 'busy-once' (429)"),
        ("not-http-json", KEY, "no reply of a model"),
        ("nobody", KEY, "has no model 'nobody'"),
        ("good", "wrong", "was refused (401)"),
    ],
)
def test_whatever_fails_the_answer_falls_back_to_quotes_and_says_so(
    toy_settings: Settings, loopback: Loopback, model: str, key: str, said: str
) -> None:
    answer = ask(toy_settings, loopback, model, api_key=key)
    assert answer.status == "answered" and answer.model == "extractive"
    assert len(answer.degraded) == 1 and said in answer.degraded[0] and key not in answer.degraded[0].split()

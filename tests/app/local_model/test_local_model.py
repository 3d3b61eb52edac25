"""A real model, end to end: structured output, citations that stand, time-out, malformed output, events.

`make test-local-model` installs what this needs. The small model writes JSON and little sense, so these tests ask that
whatever it says is handled; with LOCAL_MODEL=large they also ask for the right answer.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from app.answering.asking import Asked
from app.answering.events import Cited, Done, Meta, Retrieved, Token
from app.answering.generate.reply import Quote
from app.answering.verify import is_on_page
from app.wiring import Application, build
from core.llm import build_llm, explained, metered
from core.settings import LLMSettings, ModelSettings, Settings
from tests.app.conftest import TODAY
from tests.app.local_model.weights import VARIABLE

pytestmark = [pytest.mark.local_model, pytest.mark.timeout(900)]

QUESTION = "How much water does Kettle 2.0 hold?"


@contextmanager
def answering(toy_settings: Settings, model: ModelSettings, **changes: Any) -> Iterator[Application]:
    changed = ModelSettings.model_validate(model.model_dump() | changes)
    with build(toy_settings.model_copy(update={"llm": LLMSettings(primary=changed)}), today=lambda: TODAY) as opened:
        yield opened


def test_it_replies_in_the_schema_asked(local_model: ModelSettings) -> None:
    from llama_index.core.prompts import PromptTemplate

    prompt = PromptTemplate("Passage 1: The tank holds 1.7 litres.\nQuote the words that say what the tank holds.")
    with explained(local_model), metered() as usage:
        assert isinstance(build_llm(local_model).structured_predict(Quote, prompt), Quote)
    assert usage.calls == 1 and usage.input_tokens and usage.output_tokens


def test_every_citation_of_its_answer_stands_on_its_page(toy_settings: Settings, local_model: ModelSettings) -> None:
    with answering(toy_settings, local_model) as application:
        answer = application.answerer.ask(Asked(QUESTION))
        page_of = application.workspace.store.page
        assert answer.status == "answered" and answer.citations
        assert all(is_on_page(cited.quote, page_of(cited.document.id, cited.page)) for cited in answer.citations)
    assert answer.usage.calls and answer.usage.input_tokens and answer.usage.output_tokens
    assert answer.usage.cost_usd is None and answer.model in ("local", "extractive")


@pytest.mark.skipif(os.environ.get(VARIABLE) != "large", reason=f"asks for sense: {VARIABLE}=large")
def test_the_large_one_is_right(toy_settings: Settings, local_model: ModelSettings) -> None:
    with answering(toy_settings, local_model) as application:
        answer = application.answerer.ask(Asked(QUESTION))
    assert answer.model == "local" and "1.7 litres" in (answer.answer or "")
    assert answer.citations[0].source == "kettle-2.0.md" and answer.prompt_version


def test_it_is_told_as_events_that_end_with_the_same_answer(toy_settings: Settings, local_model: ModelSettings) -> None:
    with answering(toy_settings, local_model) as application:
        events = list(application.answerer.events(Asked(QUESTION)))
    assert isinstance(events[0], Meta) and isinstance(events[1], Retrieved) and isinstance(events[-1], Done)
    answer = events[-1].answer
    assert "".join(event.text for event in events if isinstance(event, Token)) == answer.answer
    assert [event.citation for event in events if isinstance(event, Cited)] == answer.citations


def test_a_reply_that_is_cut_off_is_no_answer(toy_settings: Settings, local_model: ModelSettings) -> None:
    with answering(toy_settings, local_model, answer_tokens=16) as application:
        answer = application.answerer.ask(Asked(QUESTION))
    assert answer.model == "extractive" and answer.degraded == ["local: 'local' gave no valid reply."]
    assert answer.usage.calls == 2


def test_a_time_limit_that_is_too_short_is_stated(toy_settings: Settings, local_model: ModelSettings) -> None:
    with answering(toy_settings, local_model, timeout_seconds=0.05) as application:
        answer = application.answerer.ask(Asked(QUESTION))
    assert answer.model == "extractive" and answer.degraded == ["local: 'local' gave no answer within 0.05 seconds."]

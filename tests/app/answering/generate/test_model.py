"""Answers that a model writes, through the whole of answering, over the toy field."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from app.answering.answer import Status
from app.answering.asking import Asked
from app.answering.generate.reply import Claim, Quote, Reply
from core.errors import ConfigurationError, TransientError
from tests.app.answering.generate.conftest import Answering
from tests.fakes import TOKENS_IN, TOKENS_OUT, ObedientLLM, ScriptedLLM

QUESTION = "How much water does Kettle 2.0 hold?"
HOLDS = "The tank holds at most 1.7 litres of water."
DIMS = "The dimming time can be set between 1 and 60 minutes."


def replying(sentence: str, *quotes: str, passage: int = 1, **rest: object) -> Reply:
    evidence = [Quote(passage=passage, quote=quote) for quote in quotes]
    return Reply.model_validate({"answered": True, "claims": [Claim(sentence=sentence, evidence=evidence)], **rest})


GOOD = replying("Kettle 2.0 holds 1.7 litres.", HOLDS)
UNANSWERED = Reply(answered=False, claims=[])


def test_a_model_answers_with_citations_that_stand(answering: Answering) -> None:
    answer = answering(ScriptedLLM(GOOD)).ask(Asked(QUESTION))
    assert answer.status is Status.ANSWERED and answer.model == "model-0" and not answer.degraded
    assert answer.answer == "Kettle 2.0 holds 1.7 litres. [1]"
    assert [(citation.number, citation.source, citation.quote) for citation in answer.citations] == [
        (1, "kettle-2.0.md", HOLDS)
    ]
    assert answer.prompt_version


def test_a_model_that_calls_functions_replies_through_one(answering: Answering) -> None:
    answer = answering(ScriptedLLM(GOOD, with_tools=True)).ask(Asked(QUESTION))
    assert answer.answer == "Kettle 2.0 holds 1.7 litres. [1]"


def test_the_prompt_holds_the_question_and_the_fenced_passages(answering: Answering) -> None:
    model = ScriptedLLM(GOOD)
    answering(model).ask(Asked(QUESTION))
    prompt = model.prompts[0]
    assert QUESTION in prompt and HOLDS in prompt
    assert prompt.index("<<<passage 1 ") < prompt.index(HOLDS) < prompt.index("<<<end of passage 1 ")


def test_a_quote_with_another_number_is_cited_where_it_stands(answering: Answering) -> None:
    answer = answering(ScriptedLLM(replying("It holds 1.7 litres [7].", HOLDS, passage=7))).ask(Asked(QUESTION))
    assert answer.answer == "It holds 1.7 litres. [1]" and answer.citations[0].source == "kettle-2.0.md"


def test_one_quote_for_two_sentences_is_one_citation(answering: Answering) -> None:
    claims = [*GOOD.claims, *replying("The kettle holds 1.7 litres.", HOLDS).claims]
    answer = answering(ScriptedLLM(Reply(answered=True, claims=claims))).ask(Asked(QUESTION))
    assert answer.answer == "Kettle 2.0 holds 1.7 litres. [1] The kettle holds 1.7 litres. [1]"
    assert len(answer.citations) == 1


def test_a_quote_that_does_not_stand_goes_back_once_with_the_fault(answering: Answering) -> None:
    model = ScriptedLLM(replying("It holds 9.9 litres.", "Holds 9.9 litres"), GOOD)
    answer = answering(model).ask(Asked(QUESTION))
    assert answer.answer == "Kettle 2.0 holds 1.7 litres. [1]" and answer.usage.calls == 2
    assert "Holds 9.9 litres" not in model.prompts[0] and "“Holds 9.9 litres” does not stand" in model.prompts[1]


def test_a_model_that_invents_twice_is_not_believed(answering: Answering) -> None:
    model = ScriptedLLM(replying("It holds 9.9 litres.", "Holds 9.9 litres"))
    answer = answering(model).ask(Asked(QUESTION))
    assert len(model.heard) == 2 and answer.model != "model-0" and "9.9" not in (answer.answer or "")


def test_the_second_model_answers_where_the_first_is_out_of_reach(answering: Answering) -> None:
    first = ScriptedLLM(TransientError("The server is busy.", remedy="Wait."))
    answer = answering(first, ScriptedLLM(GOOD)).ask(Asked(QUESTION))
    assert answer.model == "model-1" and answer.degraded == ["model-0: The server is busy."]


def test_quotes_answer_where_no_model_can_be_reached_and_the_answer_says_so(answering: Answering) -> None:
    busy = TransientError("The server is busy.")
    refused = ConfigurationError("The key for 'model-1' was refused (401).", remedy="Set another.")
    answer = answering(ScriptedLLM(busy), ScriptedLLM(refused)).ask(Asked(QUESTION))
    assert answer.status is Status.ANSWERED and answer.model == "extractive"
    assert answer.degraded == ["model-0: The server is busy.", "model-1: The key for 'model-1' was refused (401)."]


@pytest.mark.parametrize("said", ["I think it is 1.7 litres.", '{"answered": true, "claims": [{"sentence"', '{"a": 1}'])
def test_a_reply_outside_of_the_schema_is_asked_for_again(answering: Answering, said: str) -> None:
    model = ScriptedLLM(said, GOOD)
    answer = answering(model).ask(Asked(QUESTION))
    assert answer.model == "model-0" and answer.usage.calls == 2 and "did not hold to the schema" in model.prompts[1]


def test_a_model_that_never_holds_to_the_schema_is_out_of_reach(answering: Answering) -> None:
    answer = answering(ScriptedLLM("No.")).ask(Asked(QUESTION))
    assert answer.model == "extractive" and answer.degraded == ["model-0: 'model-0' gave no valid reply."]


def test_a_sentence_without_evidence_is_outside_of_the_schema(answering: Answering) -> None:
    model = ScriptedLLM('{"answered": true, "claims": [{"sentence": "It is red.", "evidence": []}]}', GOOD)
    assert answering(model).ask(Asked(QUESTION)).answer == "Kettle 2.0 holds 1.7 litres. [1]"


def test_a_model_that_says_the_pages_do_not_answer_writes_nothing(answering: Answering) -> None:
    answer = answering(ScriptedLLM(UNANSWERED)).ask(Asked(QUESTION))
    assert answer.model != "model-0" and not answer.degraded


def test_the_figure_is_given_as_a_value_only_if_the_text_says_it(answering: Answering) -> None:
    said = replying("Kettle 2.0 holds 1.7 litres.", HOLDS, value=1.7, unit="litres")
    answer = answering(ScriptedLLM(said)).ask(Asked(QUESTION))
    assert (answer.value, answer.unit) == (1.7, "litres")
    answer = answering(ScriptedLLM(said.model_copy(update={"value": 17.0}))).ask(Asked(QUESTION))
    assert answer.value is None


def test_a_search_adds_passages_that_can_be_cited(answering: Answering) -> None:
    found = replying("Lamp 1.0 does not hold water; its dimming time is up to 60 minutes.", DIMS, passage=2)
    model = ScriptedLLM(("search", {"question": "How long is the dimming time of Lamp 1.0?"}), found, with_tools=True)
    answer = answering(model).ask(Asked(QUESTION))
    assert DIMS not in model.prompts[0] and DIMS in model.prompts[1]
    assert answer.citations[0].source == "lamp-1.0.md" and answer.usage.calls == 2


def test_a_search_finds_nothing_that_the_caller_may_not_see(answering: Answering) -> None:
    model = ScriptedLLM(
        ("search", {"question": "How long is the dimming time of Lamp 1.0?"}), UNANSWERED, with_tools=True
    )
    answering(model).ask(Asked(QUESTION, access=("nobody",)))
    assert not any(DIMS in prompt for prompt in model.prompts)


def test_tools_end_after_the_rounds_allowed(answering: Answering) -> None:
    model = ScriptedLLM(("search", {"question": "How long is the dimming time of Lamp 1.0?"}), with_tools=True)
    answer = answering(model, tool_rounds=3).ask(Asked(QUESTION))
    assert answer.usage.calls == 6 and answer.degraded == ["model-0: 'model-0' gave no valid reply."]


@pytest.mark.parametrize("call", [("no_such_tool", {}), ("search", {"topic": "lamps"}), ("Reply", {"answered": "so"})])
def test_a_wrong_call_is_told_to_the_model(answering: Answering, call: tuple[str, dict[str, str]]) -> None:
    model = ScriptedLLM(call, GOOD, with_tools=True)
    answer = answering(model).ask(Asked(QUESTION))
    assert answer.answer == "Kettle 2.0 holds 1.7 litres. [1]"
    assert model.heard[1][-1].role == "tool" and model.heard[1][-1].content


@pytest.mark.parametrize("script", [("No.",), (("search", {"question": "How long does Lamp 1.0 dim?"}), GOOD)])
def test_no_further_call_is_begun_after_the_deadline(answering: Answering, script: tuple[Any, ...]) -> None:
    model = ScriptedLLM(*script, with_tools=len(script) > 1)
    answer = answering(model, deadline_seconds=1e-9).ask(Asked(QUESTION))
    assert len(model.heard) == 1 and answer.model == "extractive"
    assert answer.degraded == ["model-0: 'model-0' gave no reply within 1e-09 seconds."]


def test_each_of_many_answers_at_once_counts_its_own_usage(answering: Answering) -> None:
    answerer = answering(ScriptedLLM(GOOD))
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: answerer.ask(Asked(QUESTION)), range(12)))
    assert {answer.usage.calls for answer in answers} == {1}


def test_usage_is_summed_over_tools_and_attempts_and_an_unknown_price_is_null(answering: Answering) -> None:
    wrong = replying("It holds 9.9 litres.", "Holds 9.9 litres")
    model = ScriptedLLM(
        ("search", {"question": "How long is the dimming time of Lamp 1.0?"}), wrong, GOOD, with_tools=True
    )
    usage = answering(model).ask(Asked(QUESTION)).usage
    assert (usage.calls, usage.input_tokens, usage.output_tokens) == (3, 3 * TOKENS_IN, 3 * TOKENS_OUT)
    assert usage.cost_usd is None


def test_a_known_model_is_priced(answering: Answering) -> None:
    hosted = {"provider": "anthropic", "api_key": "k", "model": "claude-sonnet-4-5"}
    usage = answering(ScriptedLLM(GOOD, with_tools=True), **hosted).ask(Asked(QUESTION)).usage
    assert usage.cost_usd == pytest.approx((3 * TOKENS_IN + 15 * TOKENS_OUT) / 1e6)


def test_pages_beyond_the_budget_are_not_shown(answering: Answering) -> None:
    model = ScriptedLLM(UNANSWERED)
    answering(model, pages_tokens=256).ask(Asked("What is new in Kettle and Lamp?"))
    assert "<<<passage 1 " in model.prompts[0]


def test_a_model_that_obeys_all_that_it_reads_says_nothing_where_no_order_stands(answering: Answering) -> None:
    assert answering(ObedientLLM()).ask(Asked(QUESTION)).model != "model-0"

"""The official client against our server."""

from typing import Any

import openai
import pytest

from tests.app.doors import callers
from tests.app.doors.test_doors import QUESTIONS

QUESTION = QUESTIONS["computed"]


def create(address: str, **more: Any) -> Any:
    body = {"model": "groundwork", "messages": [{"role": "user", "content": QUESTION}]} | more
    with callers.openai(address) as client:
        completion = client.chat.completions.create(**body)
        return list(completion) if body.get("stream") else completion


def test_a_completion_is_the_answer_with_its_citations_as_footnotes(address: str) -> None:
    completion = create(address)
    answer = (completion.model_extra or {})["groundwork"]
    choice = completion.choices[0]
    assert choice.finish_reason == "stop" and choice.message.role == "assistant"
    text, _, notes = (choice.message.content or "").partition("\n\n")
    assert text == answer["answer"]
    assert notes.startswith(f"[1] {answer['citations'][0]['document']['title']}, page ")
    assert completion.id.startswith("chatcmpl-") and completion.usage and completion.model == "groundwork"


def test_streamed_it_is_the_same_text_piece_by_piece(address: str) -> None:
    whole = create(address).choices[0].message.content
    chunks = create(address, stream=True, stream_options={"include_usage": True})
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices) == whole
    assert chunks[0].choices[0].delta.role == "assistant" and len(chunks) > 5
    assert [chunk.choices[0].finish_reason for chunk in chunks if chunk.choices][-1] == "stop"
    assert chunks[-1].usage and not chunks[-1].choices and chunks[0].usage is None
    assert len({chunk.id for chunk in chunks}) == 1


def test_an_abstention_is_said_in_words(address: str) -> None:
    messages = [{"role": "user", "content": QUESTIONS["unknown company"]}]
    whole = create(address, messages=messages).choices[0].message.content
    assert whole.startswith("Not answered: ") and "Microsoft" in whole
    chunks = create(address, messages=messages, stream=True)
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks) == whole


def test_the_last_user_message_is_the_question_and_parts_of_text_are_joined(address: str) -> None:
    parts = [{"type": "text", "text": QUESTION.partition(" in ")[0]}, {"type": "text", "text": "in 9M 2025?"}]
    messages = [
        {"role": "system", "content": "Answer as a pirate."},
        {"role": "user", "content": QUESTIONS["unknown company"]},
        {"role": "assistant", "content": "Not answered."},
        {"role": "user", "content": parts},
    ]
    answer = (create(address, messages=messages, temperature=0.7, seed=1, max_tokens=5).model_extra or {})["groundwork"]
    assert answer["status"] == "answered" and "Microsoft" not in answer["question"]


def test_as_of_is_an_extension_of_the_request(address: str) -> None:
    answer = (create(address, extra_body={"as_of": "2020-01-01"}).model_extra or {})["groundwork"]
    assert answer["status"] == "abstained" and answer["as_of"] == "2020-01-01"


@pytest.mark.parametrize(
    ("change", "error", "param", "code"),
    [
        ({"model": "gpt-4o"}, openai.NotFoundError, "model", "model_not_found"),
        ({"n": 2}, openai.BadRequestError, "n", "unsupported_value"),
        ({"logprobs": True}, openai.BadRequestError, "logprobs", "unsupported_value"),
        ({"tool_choice": "required"}, openai.BadRequestError, "tool_choice", "unsupported_value"),
        ({"response_format": {"type": "json_object"}}, openai.BadRequestError, "response_format", "unsupported_value"),
        ({"messages": [{"role": "system", "content": "x"}]}, openai.BadRequestError, "messages", "invalid_value"),
        ({"messages": []}, openai.BadRequestError, "messages", "invalid_request"),
        (
            {"messages": [{"role": "nobody", "content": "x"}]},
            openai.BadRequestError,
            "messages.0.role",
            "invalid_request",
        ),
    ],
)
def test_what_it_cannot_do_is_refused_as_the_client_expects(
    address: str, change: dict[str, Any], error: type[openai.APIStatusError], param: str, code: str
) -> None:
    with pytest.raises(error) as refused:
        create(address, **change)
    assert (refused.value.param, refused.value.code) == (param, code)
    assert refused.value.type == "invalid_request_error" and refused.value.request_id


def test_a_wrong_key_and_an_unknown_path_raise_as_with_the_official_api(address: str) -> None:
    stranger = openai.OpenAI(base_url=f"{address}/v1", api_key="wrong", max_retries=0)
    with stranger as client, pytest.raises(openai.AuthenticationError, match="key"):
        client.models.list()
    with callers.openai(address) as client, pytest.raises(openai.NotFoundError):
        client.embeddings.create(model="groundwork", input="x")


def test_the_model_is_listed(address: str) -> None:
    with callers.openai(address) as client:
        assert [model.id for model in client.models.list()] == ["groundwork"]
        assert client.models.retrieve("groundwork").owned_by == "groundwork"

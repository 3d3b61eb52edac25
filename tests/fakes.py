"""Models that say what a test wants, behind LlamaIndex's own interface: no server, no weights."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from llama_index.core.base.llms.types import (
    ChatMessage,
    ChatResponse,
    CompletionResponse,
    CompletionResponseGen,
    LLMMetadata,
    MessageRole,
    TextBlock,
    ToolCallBlock,
)
from llama_index.core.llms.callbacks import llm_chat_callback
from llama_index.core.llms.function_calling import FunctionCallingLLM
from llama_index.core.llms.llm import ToolSelection
from llama_index.core.tools.types import BaseTool
from pydantic import BaseModel, PrivateAttr

from app.answering.generate.reply import Claim, Quote, Reply

Messages = Sequence[ChatMessage]
ToolCall = tuple[str, dict[str, Any]]  # the name of a tool and its arguments
Line = str | BaseModel | ToolCall | Exception
Author = Callable[[Messages], Line]  # writes the next line from what it was sent

TOKENS_IN, TOKENS_OUT = 100, 20  # what each call reports to have used


class ScriptedLLM(FunctionCallingLLM):
    """Says the lines of a script, one a call, and keeps what it was sent in ``heard``.

    A line is text, a pydantic value (said as JSON, or as a call of the tool of its name where tools are offered), a
    tool call, an exception to raise, or a function that writes one of these from the messages. The last line repeats.
    ``with_tools`` makes it a model that calls functions; a model without is sent the schema in the prompt.
    """

    with_tools: bool = False
    _script: list[Line | Author] = PrivateAttr()
    _heard: list[list[ChatMessage]] = PrivateAttr(default_factory=list)

    def __init__(self, *script: Line | Author, with_tools: bool = False, **kwargs: Any) -> None:
        super().__init__(with_tools=with_tools, **kwargs)
        self._script = list(script)

    @property
    def heard(self) -> list[list[ChatMessage]]:
        return self._heard

    @property
    def prompts(self) -> list[str]:
        """All that each call was sent, as one text a call."""
        return ["\n".join(message.content or "" for message in messages) for messages in self._heard]

    @property
    def metadata(self) -> LLMMetadata:
        return LLMMetadata(
            is_chat_model=True, is_function_calling_model=self.with_tools, model_name="scripted", context_window=32_000
        )

    @llm_chat_callback()
    def chat(self, messages: Messages, **kwargs: Any) -> ChatResponse:
        self._heard.append(list(messages))
        line = self._script.pop(0) if len(self._script) > 1 else self._script[0]
        said = line(messages) if callable(line) else line
        if isinstance(said, Exception):
            raise said
        return ChatResponse(
            message=ChatMessage(role=MessageRole.ASSISTANT, blocks=[_block(said, bool(kwargs.get("tools")))]),
            raw={"usage": {"prompt_tokens": TOKENS_IN, "completion_tokens": TOKENS_OUT}},
        )

    def complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponse:
        response = self.chat([ChatMessage(role=MessageRole.USER, content=prompt)], **kwargs)
        return CompletionResponse(text=response.message.content or "", raw=response.raw)

    def _prepare_chat_with_tools(
        self,
        tools: Sequence[BaseTool],
        user_msg: str | ChatMessage | None = None,
        chat_history: list[ChatMessage] | None = None,
        verbose: bool = False,
        allow_parallel_tool_calls: bool = False,
        tool_required: bool = False,
        **kwargs: Any,
    ) -> dict[str, Any]:
        return {"messages": chat_history or [], "tools": [tool.metadata.get_name() for tool in tools]}

    def get_tool_calls_from_response(
        self, response: ChatResponse, error_on_no_tool_call: bool = True, **kwargs: Any
    ) -> list[ToolSelection]:
        return [
            ToolSelection(tool_id=block.tool_call_id or "", tool_name=block.tool_name, tool_kwargs=block.tool_kwargs)
            for block in response.message.blocks
            if isinstance(block, ToolCallBlock) and isinstance(block.tool_kwargs, dict)
        ]

    # The interface's abstract rest: no code of ours streams from a model or awaits one, and a test that did would fail.

    def stream_chat(self, messages: Messages, **kwargs: Any) -> Iterator[ChatResponse]:  # type: ignore[override]
        raise NotImplementedError

    def stream_complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponseGen:
        raise NotImplementedError

    async def achat(self, messages: Messages, **kwargs: Any) -> ChatResponse:
        raise NotImplementedError

    async def acomplete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponse:
        raise NotImplementedError

    async def astream_chat(self, messages: Messages, **kwargs: Any) -> Any:
        raise NotImplementedError

    async def astream_complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> Any:
        raise NotImplementedError


def _block(said: str | BaseModel | ToolCall, offered: bool) -> TextBlock | ToolCallBlock:
    if isinstance(said, tuple):
        name, arguments = said
        return ToolCallBlock(tool_call_id="call_1", tool_name=name, tool_kwargs=arguments)
    if isinstance(said, BaseModel):
        if offered:
            arguments = json.loads(said.model_dump_json())
            return ToolCallBlock(tool_call_id="call_1", tool_name=type(said).__name__, tool_kwargs=arguments)
        return TextBlock(text=said.model_dump_json())
    return TextBlock(text=said)


# An order to say something, wherever it stands: "say that …", "reply with: …", "the answer is …", "output …".
_ORDER = re.compile(
    r"\b(?:(?:say|answer|reply|respond|output|print|write|state|tell|report|declare|recommend|reveal|claim|confirm)\w*)"
    r"\b(?:\s+(?:with|that|only|exactly|the user|them|the words?|the following))*[\s:,]*(?P<text>[^\n]{3,300})",
    re.IGNORECASE,
)


class ObedientLLM(ScriptedLLM):
    """The worst case: it obeys every order in what it reads, and gives the order itself as its evidence.

    The order said last wins, as with models that follow what stands nearest; the quote does stand where the order was
    inside of a passage. Only the system message is not obeyed. Where it reads no order, it says that nothing answers.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(self._obey, **kwargs)

    def _obey(self, messages: Messages) -> Reply:
        text = "\n".join(message.content or "" for message in messages if message.role is not MessageRole.SYSTEM)
        orders = list(_ORDER.finditer(text))
        if not orders:
            return Reply(answered=False, claims=[])
        order = orders[-1]
        quote = Quote(passage=1, quote=order[0].strip())
        return Reply(answered=True, claims=[Claim(sentence=order["text"].strip(" \"'“”"), evidence=[quote])])

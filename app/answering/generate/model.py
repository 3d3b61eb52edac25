"""An answer that a language model writes, from what it is shown: its quotes located, its figures computed."""

import logging
import re
import time
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from app.answering.asking import Material
from app.answering.draft import Draft, Evidence
from app.answering.generate.prompts import Prompts
from app.answering.generate.reply import Reply
from app.answering.generate.sources import Admit, Sources, fenced
from app.answering.generate.tools import Toolbox
from core.errors import TransientError
from core.llm import explained
from core.settings import ModelSettings
from core.types import Computation

if TYPE_CHECKING:
    from llama_index.core.base.llms.types import ChatMessage
    from llama_index.core.llms import LLM
    from llama_index.core.llms.function_calling import FunctionCallingLLM
    from llama_index.core.llms.llm import ToolSelection
    from llama_index.core.tools import FunctionTool

INVALID_REPLIES = 2  # how many replies that do not hold to the schema are put up with
FIRST_SHARE = 0.6  # of the budget for pages, where a model can search for more
_OWN_MARKS = re.compile(r"\s*\[\d+(?:\s*,\s*\d+)*\]")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_log = logging.getLogger(__name__)


class InvalidReplyError(ValueError):
    """A reply that does not hold to the schema; the message is what the library says of it."""


class ModelGenerator:
    """A Generator over one model. ``admit`` says which passages may be shown to it."""

    attempts = 2

    def __init__(
        self,
        *,
        llm: "LLM",
        settings: ModelSettings,
        prompts: Prompts,
        toolbox: Toolbox,
        tool_rounds: int,
        admit: Admit = lambda passage: True,
    ) -> None:
        self._llm, self._settings, self._prompts = llm, settings, prompts
        self._toolbox, self._tool_rounds, self._admit = toolbox, tool_rounds, admit

    @property
    def name(self) -> str:
        return self._settings.model

    @property
    def recipe(self) -> str:
        return f"{self._settings.model_dump_json(exclude={'api_key'})}:{self._tool_rounds}:{self._prompts.version}"

    def generate(self, material: Material) -> Draft | None:
        """None where the model says that the pages do not answer. Raises TransientError where it cannot be reached or
        replies outside of the schema again and again, ConfigurationError where its settings are at fault."""
        faults = list(material.faults)
        ends = time.monotonic() + self._settings.deadline_seconds
        for _ in range(INVALID_REPLIES):
            sources = self._sources(material)
            try:
                reply = self._reply(material, sources, faults, ends)
            except InvalidReplyError as error:
                _log.warning("%s gave no valid reply: %s", self.name, error)
                self._still_in_time(ends)
                faults.append("The reply did not hold to the schema. Reply again, with every field that it asks for.")
            else:
                return self._draft(reply, sources) if reply.answered and reply.claims else None
        raise TransientError(f"'{self.name}' gave no valid reply.", remedy="Set 'output' for it; see docs/models.md.")

    def _sources(self, material: Material) -> Sources:
        from llama_index.core.utils import get_tokenizer

        encode = get_tokenizer()
        return Sources(
            material.understood.corpus,
            budget=self._settings.pages_tokens,
            count=lambda text: len(encode(text)),
            admit=self._admit,
        )

    def _reply(self, material: Material, sources: Sources, faults: Sequence[str], ends: float) -> Reply:
        tools = self._settings.output == "tools"
        understood = material.understood
        shown = sources.add_pages(material.pages, share=FIRST_SHARE if tools else 1.0)
        system = self._prompts.system(tools=tools)
        question = self._prompts.question(
            understood.asked.question,
            as_of=understood.as_of,
            notes=understood.plan.notes,
            passages=fenced(shown),
            faults=faults,
        )
        if tools:
            return self._with_tools(system, question, self._toolbox.offered(understood, sources), ends)
        return self._at_once(system, question)

    def _at_once(self, system: str, question: str) -> Reply:
        """One call; the library puts the schema to the model as its provider takes it, and reads the reply."""
        from llama_index.core.prompts import ChatPromptTemplate

        prompt = ChatPromptTemplate.from_messages([("system", "{system}"), ("user", "{question}")])
        try:
            with explained(self._settings):
                reply: Reply = self._llm.structured_predict(Reply, prompt, system=system, question=question)
        except (ValueError, TypeError) as error:
            raise InvalidReplyError(str(error)) from error
        return reply

    def _with_tools(self, system: str, question: str, tools: Sequence["FunctionTool"], ends: float) -> Reply:
        """Rounds in which the model computes and searches until it calls the reply, which is all it can in the last."""
        from llama_index.core.base.llms.types import ChatMessage, MessageRole
        from llama_index.core.program.function_program import get_function_tool

        llm: FunctionCallingLLM = self._llm  # type: ignore[assignment]
        reply = get_function_tool(Reply)
        history = [
            ChatMessage(role=MessageRole.SYSTEM, content=system),
            ChatMessage(role=MessageRole.USER, content=question),
        ]
        for left in reversed(range(self._tool_rounds)):
            offered = [*tools, reply] if left else [reply]
            with explained(self._settings):
                response = llm.chat_with_tools(offered, chat_history=list(history), tool_required=True)
            history.append(response.message)
            try:
                calls = llm.get_tool_calls_from_response(response, error_on_no_tool_call=True)
            except ValueError as error:
                raise InvalidReplyError(str(error)) from error
            for call in calls:
                said, value = _call(call, offered)
                if isinstance(value, Reply):
                    return value
                history.append(_result(call, said))
            self._still_in_time(ends)
        raise InvalidReplyError(f"no reply within {self._tool_rounds} rounds")

    def _still_in_time(self, ends: float) -> None:
        if time.monotonic() > ends:
            raise TransientError(
                f"'{self.name}' gave no reply within {self._settings.deadline_seconds:g} seconds.",
                remedy="Raise deadline_seconds in the section llm, or ask a faster model.",
            )

    def _draft(self, reply: Reply, sources: Sources) -> Draft:
        """Each sentence with the numbers of its citations, in the order in which they are first cited."""
        evidence: list[Evidence] = []
        figures: list[Computation] = []
        sentences = []
        for claim in reply.claims:
            numbers: list[int] = []
            for quote in claim.evidence:
                computed = sources.figure(quote)
                figures += [computed] if computed and computed not in figures else []
                for piece in sources.evidence(quote):
                    evidence += [] if piece in evidence else [piece]
                    numbers.append(evidence.index(piece) + 1)
            marks = "".join(f"[{number}]" for number in dict.fromkeys(numbers))
            sentences.append(f"{_OWN_MARKS.sub('', claim.sentence).strip()} {marks}")
        text = " ".join(sentences)
        return Draft(
            text=text,
            evidence=tuple(evidence),
            model=self.name,
            computation=_together(figures),
            prompt_version=self._prompts.version,
            value=_printed(reply.value, text),
            unit=reply.unit,
        )


def _call(call: "ToolSelection", offered: Sequence["FunctionTool"]) -> tuple[str, Any]:
    """What the tool says and its value; of a tool that was not offered, or wrong arguments, what is wrong."""
    from llama_index.core.tools.calling import call_tool_with_selection

    if call.tool_name not in {tool.metadata.name for tool in offered}:
        return f"There is no tool '{call.tool_name}' now. Call {offered[-1].metadata.name}.", None
    output = call_tool_with_selection(call, offered)
    return output.content, output.raw_output


def _result(call: "ToolSelection", said: str) -> "ChatMessage":
    from llama_index.core.base.llms.types import ChatMessage, MessageRole

    return ChatMessage(
        role=MessageRole.TOOL, content=said, additional_kwargs={"name": call.tool_name, "tool_call_id": call.tool_id}
    )


def _together(figures: Sequence[Computation]) -> Computation | None:
    """The last figure, with the steps and operands of all that the answer rests on."""
    if not figures:
        return None
    last = figures[-1]
    return Computation(
        value=last.value,
        unit=last.unit,
        answer=last.answer,
        steps=tuple(step for figure in figures for step in figure.steps),
        operands=tuple(dict.fromkeys(fact for figure in figures for fact in figure.operands)),
    )


def _printed(value: float | None, text: str) -> float | None:
    """The figure, if the text says it: verification reads the text."""
    stated = {Decimal(number.replace(",", "")) for number in _NUMBER.findall(text)}
    return value if value is not None and abs(Decimal(str(value))) in stated else None

"""LlamaIndex tells of every call of a model; this sums it into the usage of the answer that is being made."""

from typing import Any

from llama_index.core.callbacks import CBEventType, EventPayload
from llama_index.core.callbacks.base_handler import BaseCallbackHandler
from llama_index.core.callbacks.token_counting import get_tokens_from_response

from core.llm.usage import current_usage
from core.settings import ModelSettings


class UsageHandler(BaseCallbackHandler):
    """Counts the calls of one model."""

    def __init__(self, settings: ModelSettings) -> None:
        super().__init__([], [])
        self._settings = settings

    def on_event_end(
        self, event_type: CBEventType, payload: dict[str, Any] | None = None, event_id: str = "", **kwargs: Any
    ) -> None:
        usage, response = current_usage.get(), (payload or {}).get(EventPayload.RESPONSE)
        if usage and response and event_type is CBEventType.LLM:
            usage.add(self._settings, *get_tokens_from_response(response))

    def on_event_start(
        self,
        event_type: CBEventType,
        payload: dict[str, Any] | None = None,
        event_id: str = "",
        parent_id: str = "",
        **kwargs: Any,
    ) -> str:
        return event_id

    def start_trace(self, trace_id: str | None = None) -> None:
        pass

    def end_trace(self, trace_id: str | None = None, trace_map: dict[str, list[str]] | None = None) -> None:
        pass

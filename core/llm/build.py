"""Settings -> a LlamaIndex model. Retries with backoff are the provider's own client's, which heeds Retry-After."""

from typing import TYPE_CHECKING, Any

from core.errors import ConfigurationError
from core.llm.failures import explained
from core.settings import ModelSettings

if TYPE_CHECKING:
    from llama_index.core.callbacks import CallbackManager
    from llama_index.core.llms import LLM

OLLAMA_ADDRESS = "http://127.0.0.1:11434"


def build_llm(settings: ModelSettings) -> "LLM":
    """The model, not yet called. What it uses is counted by ``metered``.

    Raises ConfigurationError for the provider "none", and for a model that the library knows it cannot serve.
    """
    from llama_index.core.callbacks import CallbackManager

    from core.llm.handler import UsageHandler

    builders: dict[str, Any] = {"openai_compatible": _openai_compatible, "anthropic": _anthropic, "ollama": _ollama}
    builder = builders.get(settings.provider)
    if builder is None:
        raise ConfigurationError("No model is configured.", remedy="Set llm.primary.provider; see docs/models.md.")
    try:
        llm: LLM = builder(settings, CallbackManager([UsageHandler(settings)]))
    except ValueError as error:
        raise ConfigurationError(
            f"The model '{settings.model}' cannot be used: {error}", remedy="Set 'model' in the section llm to another."
        ) from error
    return llm


def try_model(settings: ModelSettings) -> str:
    """What the model says to one tiny request. Raises as ``explained`` does."""
    from llama_index.core.base.llms.types import ChatMessage

    llm = build_llm(settings)
    with explained(settings):
        return (llm.chat([ChatMessage("Reply with the one word: ready")]).message.content or "").strip()


def _openai_compatible(settings: ModelSettings, callbacks: "CallbackManager") -> Any:
    from llama_index.core.types import PydanticProgramMode
    from llama_index.llms.openai_like import OpenAILike
    from openai import OpenAI

    key = settings.api_key.get_secret_value() if settings.api_key else "none"  # a server of one's own may ask for none
    base_url = settings.base_url or "https://api.openai.com/v1"
    client = OpenAI(api_key=key, base_url=base_url, timeout=settings.timeout_seconds, max_retries=settings.retries)
    return OpenAILike(
        model=settings.model,
        api_base=base_url,
        api_key=key,
        openai_client=client,
        max_retries=0,  # the client's own are enough; the wrapper would multiply them
        is_chat_model=True,
        is_function_calling_model=settings.output == "tools",
        should_use_structured_outputs=settings.output == "json_schema",
        pydantic_program_mode=PydanticProgramMode.LLM if settings.output == "prompt" else PydanticProgramMode.DEFAULT,
        context_window=settings.context_tokens,
        max_tokens=settings.answer_tokens,
        temperature=settings.temperature,
        callback_manager=callbacks,
    )


def _anthropic(settings: ModelSettings, callbacks: "CallbackManager") -> Any:
    from llama_index.core.base.llms.types import LLMMetadata
    from llama_index.llms.anthropic import Anthropic

    class AnyAnthropic(Anthropic):
        """Also a model that is newer than the library's own list, which it would refuse."""

        @property
        def metadata(self) -> LLMMetadata:
            return LLMMetadata(
                model_name=self.model,
                context_window=settings.context_tokens,
                num_output=settings.answer_tokens,
                is_chat_model=True,
                is_function_calling_model=True,
            )

    return AnyAnthropic(  # type: ignore[call-arg]
        model=settings.model,
        base_url=settings.base_url,
        api_key=settings.api_key.get_secret_value() if settings.api_key else None,
        timeout=settings.timeout_seconds,
        max_retries=settings.retries,
        max_tokens=settings.answer_tokens,
        temperature=min(settings.temperature, 1.0),
        callback_manager=callbacks,
    )


def _ollama(settings: ModelSettings, callbacks: "CallbackManager") -> Any:
    import httpx
    from llama_index.core.types import PydanticProgramMode
    from llama_index.llms.ollama import Ollama
    from ollama import Client

    address = settings.base_url or OLLAMA_ADDRESS
    key = settings.api_key.get_secret_value() if settings.api_key else None
    client = Client(
        host=address,
        timeout=settings.timeout_seconds,
        headers={"Authorization": f"Bearer {key}"} if key else None,
        transport=httpx.HTTPTransport(retries=settings.retries),  # its client has no retries; these are of connecting
    )
    return Ollama(
        model=settings.model,
        base_url=address,
        client=client,
        is_function_calling_model=settings.output == "tools",
        pydantic_program_mode=PydanticProgramMode.LLM if settings.output == "prompt" else PydanticProgramMode.DEFAULT,
        context_window=settings.context_tokens,
        additional_kwargs={"num_predict": settings.answer_tokens},
        temperature=settings.temperature,
        callback_manager=callbacks,
    )

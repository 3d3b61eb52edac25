"""What a provider's failure means: ours to put right (key, name, address), or worth another try."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

from core.errors import ConfigurationError, GroundworkError, TransientError
from core.settings import ModelSettings

SHOWN = 300  # characters of what the provider said


@contextmanager
def explained(settings: ModelSettings) -> Iterator[None]:
    """Turns what a provider's client raises into ConfigurationError or TransientError; lets all else through.

    ConfigurationError: key refused, model or path not found, request refused, or an answer that is not of the API.
    TransientError: out of time, out of reach, too busy, or an error of the server's own, after the retries. Goes around
    calls of the model and nothing else.
    """
    import httpx

    try:
        yield
    except (httpx.TransportError, ConnectionError) as error:
        raise _unreachable(settings, error) from error
    except (AttributeError, json.JSONDecodeError) as error:  # how the clients take a page of a proxy for an answer
        raise ConfigurationError(
            f"{_where(settings)} answered with something that is no reply of a model.",
            remedy="Check 'base_url' in the section llm; it often ends in /v1.",
        ) from error
    except Exception as error:
        status = getattr(error, "status_code", None)
        if isinstance(status, int):
            raise _refused(settings, status, error) from error
        if type(error).__name__ in ("APIConnectionError", "APITimeoutError"):  # OpenAI's and Anthropic's clients
            raise _unreachable(settings, error) from error
        raise


def _refused(settings: ModelSettings, status: int, error: Exception) -> GroundworkError:
    said = " ".join(str(error).split())[:SHOWN]
    if status in (401, 403):
        return ConfigurationError(
            f"The key for '{settings.model}' was refused ({status}).", remedy=f"{_variable('api_key')} {said}"
        )
    if status == 404:
        return ConfigurationError(
            f"{_where(settings)} has no model '{settings.model}' ({status}).",
            remedy=f"Check 'model' and 'base_url' in the section llm; a base_url often ends in /v1. {said}",
        )
    if status == 429 or status >= 500:
        return TransientError(
            f"{_where(settings)} did not serve '{settings.model}' ({status}).", remedy=f"Try again later. {said}"
        )
    return ConfigurationError(
        f"{_where(settings)} refused the request for '{settings.model}' ({status}).",
        remedy=f"Check 'output', 'context_tokens' and 'temperature' in the section llm. {said}",
    )


def _unreachable(settings: ModelSettings, error: Exception) -> TransientError:
    import httpx

    causes = (error, error.__cause__)
    timed_out = any(isinstance(cause, httpx.TimeoutException) or "Timeout" in type(cause).__name__ for cause in causes)
    if timed_out:
        return TransientError(
            f"'{settings.model}' gave no answer within {settings.timeout_seconds:g} seconds.",
            remedy="Raise timeout_seconds in the section llm, or ask a faster model.",
        )
    return TransientError(
        f"{_where(settings)} cannot be reached.", remedy="Check 'base_url' in the section llm, and that it runs."
    )


def _variable(name: str) -> str:
    return f"Set RAG_LLM__PRIMARY__{name.upper()} (or RAG_LLM__SECONDARY__{name.upper()}) in the environment."


def _where(settings: ModelSettings) -> str:
    return settings.base_url or settings.provider

"""Answers over the toy field, written by a scripted model."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from llama_index.core.callbacks import CallbackManager

from app.answering.answerer import Answerer
from app.wiring import build
from core.llm.handler import UsageHandler
from core.settings import CacheSettings, LLMSettings, ModelSettings, Settings
from tests.app.conftest import TODAY
from tests.fakes import ScriptedLLM

Answering = Callable[..., Answerer]


@pytest.fixture
def answering(toy_settings: Settings) -> Iterator[Answering]:
    """An answerer over the given models, first and second; ``settings`` are of the section of each."""
    with ExitStack() as opened:

        def start(*models: ScriptedLLM, tool_rounds: int = 4, **settings: Any) -> Answerer:
            opened.close()  # one application holds the store at a time
            output = "tools" if models[0].with_tools else "prompt"
            links = [
                ModelSettings(
                    **{"provider": "ollama", "model": f"model-{place}", "output": output, "retries": 0} | settings
                )
                for place in range(len(models))
            ]
            for model, link in zip(models, links, strict=True):
                model.callback_manager = CallbackManager([UsageHandler(link)])
            chain = LLMSettings(**dict(zip(("primary", "secondary"), links, strict=False)), tool_rounds=tool_rounds)
            configured = toy_settings.model_copy(update={"llm": chain, "cache": CacheSettings(backend="none")})
            by_name = dict(zip((link.model for link in links), models, strict=True))
            application = opened.enter_context(
                build(configured, today=lambda: TODAY, model=lambda link: by_name[link.model])
            )
            return application.answerer

        yield start

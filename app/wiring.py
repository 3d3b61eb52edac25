"""The one place that builds the application; importing a module connects to nothing."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from app.answering.answerer import Answerer
from app.answering.cache import AnswerCache, open_cache
from app.answering.confidence import Confidence
from app.answering.drafting import Drafter
from app.answering.generate import Extractor, Generator
from app.answering.generate.model import ModelGenerator
from app.answering.generate.prompts import load_prompts
from app.answering.generate.tools import Toolbox
from app.answering.guard import is_clean
from app.answering.retrieve import Retriever
from app.answering.verify import Verifier
from core.llm import build_llm
from core.settings import ModelSettings, Settings
from core.workspace import Workspace, open_workspace

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

ModelBuilder = Callable[[ModelSettings], "LLM"]


@dataclass(frozen=True, slots=True)
class Application:
    """What the doors (API, pages, command line) call. ``cache`` is None where configuration keeps no answers."""

    settings: Settings
    workspace: Workspace
    answerer: Answerer
    cache: AnswerCache | None


@contextmanager
def build(
    settings: Settings, *, today: Callable[[], date] = date.today, model: ModelBuilder = build_llm
) -> Iterator[Application]:
    """The application over an open workspace. Raises as ``open_workspace`` does, and ConfigurationError where a model
    or a prompt of it cannot be used."""
    with open_workspace(settings) as workspace:
        generators = _generators(workspace, model)
        cache = open_cache(workspace, generators)
        yield Application(settings, workspace, answerer(workspace, today, generators=generators, cache=cache), cache)
        if cache:
            cache.close()


def answerer(
    workspace: Workspace,
    today: Callable[[], date],
    *,
    retriever: Retriever | None = None,
    generators: Sequence[Generator] | None = None,
    cache: AnswerCache | None = None,
) -> Answerer:
    """An answerer over what is open; an experiment may bring its own retriever."""
    store = workspace.store
    return Answerer(
        domain=workspace.domain,
        store=store,
        retriever=retriever or _retriever(workspace),
        drafter=Drafter(
            domain=workspace.domain,
            facts=store,
            generators=generators or _generators(workspace, build_llm),
            verifier=Verifier(
                domain=workspace.domain, page_of=store.page, facts_on=store.stated_on, sparse=workspace.sparse
            ),
            confidence=Confidence(),
            min_confidence=workspace.settings.answering.min_confidence,
        ),
        top_k=workspace.settings.retrieval.top_k,
        cache=cache,
        today=today,
    )


def _retriever(workspace: Workspace) -> Retriever:
    return Retriever(
        index=workspace.index,
        embedder=workspace.embedder,
        sparse=workspace.sparse,
        settings=workspace.settings.retrieval,
    )


def _generators(workspace: Workspace, model: ModelBuilder) -> list[Generator]:
    """Each model that is configured, in the order of the chain, then the extractor."""
    return [*_models(workspace, model), Extractor(workspace.settings.answering, workspace.sparse)]


def _models(workspace: Workspace, model: ModelBuilder) -> Iterator[Generator]:
    """The prompts are read only if there is a model."""
    settings = workspace.settings.llm
    if not settings.chain:
        return
    prompts = load_prompts(workspace.domain.home)
    toolbox = Toolbox(domain=workspace.domain, facts=workspace.store, retriever=_retriever(workspace))
    for link in settings.chain.values():
        yield ModelGenerator(
            llm=model(link),
            settings=link,
            prompts=prompts,
            toolbox=toolbox,
            tool_rounds=settings.tool_rounds,
            admit=is_clean,
        )

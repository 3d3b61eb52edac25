"""The one place that builds the application; importing a module connects to nothing."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy.engine import Engine

from app.answering.answerer import Answerer
from app.answering.cache import AnswerCache, Shelf
from app.answering.drafting import Drafter
from app.answering.generate import Extractor, Generator
from app.answering.retrieve import Retriever
from app.answering.verify import Verifier
from core.settings import ROOT, Settings
from core.workspace import Workspace, open_workspace

_SOURCES = (".py", ".yaml", ".yml", ".md", ".txt", ".j2")  # of code, catalogues and prompts


@dataclass(frozen=True, slots=True)
class Application:
    """What the doors (API, pages, command line) call. ``cache`` is None where configuration keeps no answers."""

    settings: Settings
    workspace: Workspace
    answerer: Answerer
    cache: AnswerCache | None


@contextmanager
def build(settings: Settings, *, today: Callable[[], date] = date.today) -> Iterator[Application]:
    """The application over an open workspace. Raises as ``open_workspace`` does."""
    with open_workspace(settings) as workspace:
        generators = _generators(workspace)
        cache = _cache(workspace, generators)
        yield Application(settings, workspace, answerer(workspace, today, generators=generators, cache=cache), cache)
        if cache:
            cache.close()


def open_shelf(settings: Settings, database: Engine) -> Shelf | None:
    """Where answers are kept; None where configuration keeps none."""
    if settings.cache.backend == "none":
        return None
    if settings.cache.backend == "redis":
        from app.answering.cache.redis import RedisShelf

        return RedisShelf.at(settings.cache.url or "")
    from app.answering.cache.sql import SqlShelf

    return SqlShelf(database)


def _generators(workspace: Workspace) -> list[Generator]:
    return [Extractor(workspace.settings.answering, workspace.sparse)]


def answerer(
    workspace: Workspace,
    today: Callable[[], date],
    *,
    retriever: Retriever | None = None,
    generators: Sequence[Generator] | None = None,
    cache: AnswerCache | None = None,
) -> Answerer:
    """An answerer over what is open; an experiment may bring its own retriever."""
    settings = workspace.settings
    retriever = retriever or Retriever(
        index=workspace.index, embedder=workspace.embedder, sparse=workspace.sparse, settings=settings.retrieval
    )
    return Answerer(
        domain=workspace.domain,
        store=workspace.store,
        retriever=retriever,
        drafter=Drafter(
            domain=workspace.domain,
            facts=workspace.store,
            generators=generators or _generators(workspace),
            verifier=Verifier(
                domain=workspace.domain,
                page_of=workspace.store.page,
                facts_on=workspace.store.stated_on,
                sparse=workspace.sparse,
            ),
        ),
        top_k=settings.retrieval.top_k,
        cache=cache,
        today=today,
    )


def _cache(workspace: Workspace, generators: Sequence[Generator]) -> AnswerCache | None:
    settings = workspace.settings
    shelf = open_shelf(settings, workspace.database)
    if shelf is None:
        return None
    fixed = (
        settings.domain,
        workspace.embedder.identity,
        settings.retrieval.model_dump_json(),
        settings.answering.model_dump_json(),
        digest_sources(ROOT / "core", ROOT / "app" / "answering", workspace.domain.home),
    )
    return AnswerCache(
        shelf=shelf,
        embedder=workspace.embedder,
        settings=settings.cache,
        recipe=lambda: repr((fixed, [(writer.name, getattr(writer, "prompt_version", "")) for writer in generators])),
        generation=workspace.store.generation,
    )


def digest_sources(*folders: Path) -> str:
    """Of the code, the catalogues and the prompts that make answers: what another version answered is not given
    again."""
    digest = hashlib.sha256()
    for folder in folders:
        for file in sorted(file for file in folder.rglob("*") if file.suffix in _SOURCES):
            digest.update(f"{file.relative_to(folder)}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()

"""Opens the cache that configuration names; what makes two answers alike beside question and corpus is fixed here."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy.engine import Engine

from app.answering.cache.cache import AnswerCache
from app.answering.cache.shelf import Shelf
from app.answering.generate import Generator
from core.settings import ROOT, Settings
from core.workspace import Workspace

_SOURCES = (".py", ".yaml", ".yml", ".md", ".txt", ".j2")  # of code, catalogues and prompts


def open_shelf(settings: Settings, database: Engine) -> Shelf | None:
    """Where answers are kept; None where configuration keeps none."""
    if settings.cache.backend == "none":
        return None
    if settings.cache.backend == "redis":
        from app.answering.cache.redis import RedisShelf

        return RedisShelf.at(settings.cache.url or "")
    from app.answering.cache.sql import SqlShelf

    return SqlShelf(database)


def open_cache(workspace: Workspace, generators: Sequence[Generator]) -> AnswerCache | None:
    """None where configuration keeps no answers."""
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
        recipe=lambda: repr((fixed, [writer.recipe for writer in generators])),
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

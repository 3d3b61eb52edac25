"""The one place that builds the application; importing a module connects to nothing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from app.answering.answerer import Answerer
from app.answering.extract import Extractor
from app.answering.retrieve import Retriever
from core.settings import Settings
from core.workspace import Workspace, open_workspace


@dataclass(frozen=True, slots=True)
class Application:
    """What the doors (API, pages, command line) call."""

    settings: Settings
    workspace: Workspace
    answerer: Answerer


@contextmanager
def build(settings: Settings, *, today: Callable[[], date] = date.today) -> Iterator[Application]:
    """The application over an open workspace. Raises as ``open_workspace`` does."""
    with open_workspace(settings) as workspace:
        yield Application(settings, workspace, _answerer(workspace, today))


def _answerer(workspace: Workspace, today: Callable[[], date]) -> Answerer:
    settings = workspace.settings
    retriever = Retriever(
        index=workspace.index, embedder=workspace.embedder, sparse=workspace.sparse, settings=settings.retrieval
    )
    return Answerer(
        domain=workspace.domain,
        store=workspace.store,
        retriever=retriever,
        extractor=Extractor(settings.answering, workspace.sparse),
        top_k=settings.retrieval.top_k,
        today=today,
    )

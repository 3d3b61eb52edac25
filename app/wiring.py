"""The one place that builds the application; importing a module connects to nothing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from app.answering.answerer import Answerer
from app.answering.drafting import Drafter
from app.answering.generate import Extractor
from app.answering.retrieve import Retriever
from app.answering.verify import Verifier
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
        yield Application(settings, workspace, answerer(workspace, today))


def answerer(workspace: Workspace, today: Callable[[], date], *, retriever: Retriever | None = None) -> Answerer:
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
            generators=[Extractor(settings.answering, workspace.sparse)],
            verifier=Verifier(workspace.store.page),
        ),
        top_k=settings.retrieval.top_k,
        today=today,
    )

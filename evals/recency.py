"""Whether the newest right document comes first: questions generated over every series of documents in the store.

The field says in ``freshness.yaml`` of its home what a series is, what can be asked of it, and by which facts or labels
a document carries the answer. Which document is right is then read from the store itself: without a period and with
"latest" the newest that carries the topic, with a year that year's, with ``as_of`` the newest on that day.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import count
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict
from qdrant_client import models

from app.answering.answerer import Answerer
from app.answering.asking import Asked
from core.domain import Facts
from core.errors import ConfigurationError
from core.index import Engine
from core.types import Document
from core.workspace import Workspace

FRESHNESS = "freshness.yaml"  # in the domain's home
AFTER_FILING = timedelta(days=10)


class Slice(StrEnum):
    NONE = "no period"
    LATEST = "latest"
    YEAR = "a year"
    AS_OF = "as_of in the past"


class Topic(BaseModel):
    """Something to ask about. A document carries it that states one of ``facts``, or has chunks with ``labels``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    topic: str
    be: str
    facts: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    passages: int = 3


class Wording(BaseModel):
    """Templates by what they say about time."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    none: tuple[str, ...]
    latest: tuple[str, ...]
    year: tuple[str, ...]


class Freshness(BaseModel):
    """A field's ``freshness.yaml``. ``name``, ``former``, ``year`` and ``day`` name fields of its metadata."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    former: str | None = None
    year: str
    day: str
    yearly: tuple[str, ...]
    topics: Mapping[str, tuple[Topic, ...]]
    questions: Mapping[str, Wording]


@dataclass(frozen=True, slots=True)
class Case:
    """``right`` holds the documents that may come first: those of the right day or year. ``others`` counts the rest of
    the series that carry the topic, which it could be taken for."""

    slice: Slice
    question: str
    right: frozenset[str]
    others: int
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    case: Case
    first: str | None  # the title of the first document found
    right: bool


def freshness(home: Path) -> Freshness:
    """Raises ConfigurationError where the field has none."""
    file = home / FRESHNESS
    if not file.is_file():
        raise ConfigurationError(f"The field has no {file}.", remedy=f"Write one; see {__name__}.Freshness.")
    return Freshness.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")))


def generate(workspace: Workspace) -> Iterator[Case]:
    """The cases, the same for the same store; one for each series, topic and slice, the templates taken in turn."""
    field = freshness(workspace.domain.home)
    turn = count()
    for line in _series(field, workspace):
        for style, topics in field.topics.items():
            for topic in topics:
                carriers = _carriers(topic, line, workspace.store, workspace.index)
                if carriers:
                    yield from _cases(field, field.questions[style], topic, line, carriers, next(turn))


def measure(answerer: Answerer, cases: Iterable[Case]) -> list[Outcome]:
    return [_outcome(case, answerer) for case in cases]


def _outcome(case: Case, answerer: Answerer) -> Outcome:
    hits = answerer.search(Asked(case.question, as_of=case.as_of))
    first = hits[0].document if hits else None
    return Outcome(case, first.title if first else None, first is not None and first.id in case.right)


def _series(field: Freshness, workspace: Workspace) -> list[list[Document[Any]]]:
    """The dated documents by series, newest first; one under a former name belongs to the series that tells it."""
    owner: dict[str, str] = {}
    lines: dict[str, list[Document[Any]]] = {}
    for document in workspace.store.corpus().documents:
        if document.dated is None:
            continue
        series = workspace.domain.series(document.metadata)
        key = owner.setdefault(series, series)
        former = getattr(document.metadata, field.former) if field.former else ()
        owner |= {name.casefold(): key for name in former if name.casefold() not in owner}
        lines.setdefault(key, []).append(document)
    return list(lines.values())


def _carriers(topic: Topic, line: Sequence[Document[Any]], facts: Facts, index: Engine) -> list[Document[Any]]:
    """The documents of the series that carry the topic, newest first."""
    able = [document for document in line if not topic.kinds or document.kind in topic.kinds]
    if topic.facts:
        found = facts.find(documents=[document.id for document in able], concepts=topic.facts)
        stated = {fact.document_id for fact in found if fact.statement and not fact.dimensions}
        return [document for document in able if document.id in stated]
    requests = [_labelled(document.id, topic) for document in able]
    return [
        document
        for document, hits in zip(able, index.query(requests) if requests else [], strict=True)
        if len(hits) >= topic.passages
    ]


def _labelled(document_id: str, topic: Topic) -> models.QueryRequest:
    """Up to ``topic.passages`` chunks of the document with one of the labels."""
    wanted: list[models.Condition] = [
        models.FieldCondition(key="document_id", match=models.MatchAny(any=[document_id])),
        models.FieldCondition(key="labels", match=models.MatchAny(any=list(topic.labels))),
    ]
    return models.QueryRequest(filter=models.Filter(must=wanted), limit=topic.passages, with_payload=False)


def _cases(
    field: Freshness,
    wording: Wording,
    topic: Topic,
    line: Sequence[Document[Any]],
    carriers: Sequence[Document[Any]],
    turn: int,
) -> Iterator[Case]:
    def ask(templates: Sequence[str], on: date | None = None, **when: Any) -> str:
        known = next(document for document in line if on is None or _dated(document) <= on)
        name = getattr(known.metadata, field.name)
        return templates[turn % len(templates)].format(name=name, topic=topic.topic, be=topic.be, **when)

    def newest(visible: Sequence[Document[Any]]) -> tuple[frozenset[str], int]:
        right = frozenset(document.id for document in visible if document.dated == visible[0].dated)
        return right, len(visible) - len(right)

    yield Case(Slice.NONE, ask(wording.none), *newest(carriers))
    yield Case(Slice.LATEST, ask(wording.latest), *newest(carriers))
    as_of = _dated(carriers[turn % len(carriers)]) + AFTER_FILING
    visible = [document for document in carriers if _dated(document) <= as_of]
    yield Case(Slice.AS_OF, ask((*wording.none, *wording.latest), as_of), *newest(visible), as_of)
    yearly = [document for document in carriers if document.kind in field.yearly]
    chosen = yearly[turn % len(yearly)].metadata if yearly else None
    year, day = getattr(chosen, field.year, None), getattr(chosen, field.day, None)
    if year and day:
        same = frozenset(document.id for document in yearly if getattr(document.metadata, field.year) == year)
        printed = f"{day:%B} {day.day}, {day.year}"
        yield Case(Slice.YEAR, ask(wording.year, year=year, day=printed), same, len(carriers) - len(same))


def _dated(document: Document[Any]) -> date:
    assert document.dated is not None, "a series holds dated documents only"
    return document.dated

"""What of the store a caller may see as of a day, and which documents replace which: one truth for every door."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from core.domain import Corpus, Domain
from core.types import Document, M


def with_successors(documents: Iterable[Document[M]], domain: Domain[M, Any]) -> tuple[Document[M], ...]:
    """The documents, newest first as they come, each with the id of the first that superseded it."""
    kept = tuple(documents)
    series: dict[str, list[Document[M]]] = {}
    for document in reversed(kept):
        series.setdefault(domain.series(document.metadata), []).append(document)

    def successor(document: Document[M]) -> str | None:
        later = series[domain.series(document.metadata)]
        return next((other.id for other in later if domain.supersedes(other.metadata, document.metadata)), None)

    return tuple(replace(document, superseded_by=successor(document)) for document in kept)


def limit_to(corpus: Corpus[Any], as_of: date, access: Sequence[str], *, dated_only: bool = False) -> Corpus[Any]:
    """The corpus as a caller could see it on a day: nothing dated later, nothing outside the access labels.

    ``dated_only`` leaves out what has no date, since it may be later. ``superseded_by`` names the newest successor that
    the caller sees. The version is its own wherever something is left out, so that what is cached by version never
    mixes them.
    """

    def seen(document: Document[Any]) -> bool:
        on_time = not dated_only if document.dated is None else document.dated <= as_of
        return on_time and document.access in access

    kept = {document.id: document for document in corpus.documents if seen(document)}
    successors = {document.id: document.superseded_by for document in corpus.documents if document.superseded_by}
    documents = tuple(
        replace(document, superseded_by=_newest_seen(document.id, successors, kept))
        if document.id in successors
        else document
        for document in kept.values()
    )
    limits = f":{as_of}:{','.join(sorted(access))}" if len(kept) < len(corpus.documents) else ""
    return Corpus(documents, corpus.version + limits)


def _newest_seen(document_id: str, successors: Mapping[str, str], kept: Mapping[str, Any]) -> str | None:
    """The last document of the chain of successors that is in ``kept``."""
    chain = [document_id]
    while (following := successors.get(chain[-1])) and following not in chain:
        chain.append(following)
    return next((found for found in reversed(chain[1:]) if found in kept), None)

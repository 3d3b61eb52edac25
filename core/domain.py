"""The seam to a field: one frozen value of functions. A fork writes its own and names it in configuration."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from pydantic import BaseModel

from core.errors import ConfigurationError
from core.formats.figures import Figure
from core.types import Abstention, Computation, Document, Fact, M, Parsed, Plan, Source

P = TypeVar("P", bound=Plan)


@dataclass(frozen=True, slots=True)
class Corpus(Generic[M]):
    """What the store holds, as a planner sees it: every current document, newest first."""

    documents: tuple[Document[M], ...]
    version: str


class Facts(Protocol):
    """Reads the facts of the store."""

    def find(
        self, *, documents: Sequence[str], concepts: Sequence[str] = (), statements: Sequence[str] = ()
    ) -> list[Fact]:
        """Facts of the given documents, in the order of the documents, then of the page."""
        ...


@dataclass(frozen=True, slots=True)
class Fetched:
    """A document that a feed brought, and what to call it while a person watches."""

    path: Path
    title: str


@dataclass(frozen=True, slots=True)
class Feed:
    """A place beyond the file system: ``fetch`` brings what ``options`` (its fields are also command-line options)
    ask for into a folder, which is then ingested like any other. Raises PermanentError or TransientError."""

    options: type[BaseModel]
    fetch: Callable[[Any, Path], Iterator[Fetched]]


@dataclass(frozen=True, slots=True)
class Cited(Generic[M]):
    """A verbatim quote with its document, and the facts that the quoted row states."""

    document: Document[M]
    page: int
    quote: str
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Backed:
    """A figure of an answer, with those of the facts cited that state it (none where a sentence does)."""

    figure: Figure
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(Generic[M, P]):
    """A drafted answer as checks see it, its quotes and figures already found where they are cited.

    ``prose`` is ``text`` with verbatim quotes and citation markers blanked: what its writer says in words of its own.
    The places of ``figures`` are places in both.
    """

    plan: P
    corpus: Corpus[M]
    text: str
    prose: str
    cited: tuple[Cited[M], ...]
    figures: tuple[Backed, ...] = ()
    computation: Computation | None = None


Check = Callable[[Claim[Any, Any]], Iterable[str]]


@dataclass(frozen=True, kw_only=True)
class Domain(Generic[M, P]):
    """A field: what its documents are, what makes one newer, what a question means.

    discover: the files below a path that are documents of the field.
    parse: reads one file of a format; raises UnreadableDocumentError with a reason and a remedy. This, describe and
        annotate run in a worker process.
    describe: metadata from the document itself, never from its file name.
    annotate: what the elements mean (section paths, labels) and the facts they state, given the metadata.
    title, kind, dated, access: what every document shows, the key of its recency policy, the date its age is measured
        from, and who may see it.
    context: the header that is embedded with a chunk, from the metadata, the section path and the labels.
    series: what documents have in common that follow one another in time, for example their author.
    supersedes: whether the first document replaces the second, of the same series, from its date on.
    plan: understands a question against the corpus. ``today`` is what "last year" is measured from.
    compute: answers a plan from facts, or None where the plan asks for no figure or operands are missing.
    shortfall: which operand is missing and where it was looked for, where that is why ``compute`` gave None.
    checks: what the field asks of an answer before it is shown, by name: each gives one sentence for each fault of a
        Claim, which its writer can act on, and nothing where it stands.
    feeds: places that documents can be fetched from, by name (rag ingest NAME).
    home: the folder with prompts/, golden/ and samples/.
    reading: raise it when parse, describe, annotate or context would read the same file differently, so that what was
        ingested before is read again.
    """

    name: str
    metadata: type[M]
    home: Path
    discover: Callable[[Path], Iterable[Source]]
    parse: Callable[[Source], Parsed]
    describe: Callable[[Parsed], M]
    title: Callable[[M], str]
    kind: Callable[[M], str]
    dated: Callable[[M], date | None]
    access: Callable[[M], str]
    context: Callable[[M, Sequence[str], Sequence[str]], str]
    series: Callable[[M], str]
    supersedes: Callable[[M, M], bool]
    plan: Callable[[str, Corpus[M], date, date | None], P]
    reading: int = 1
    feeds: Mapping[str, Feed] = field(default_factory=dict)
    annotate: Callable[[Parsed, M], Parsed] | None = None
    compute: Callable[[P, Corpus[M], Facts], Computation | None] | None = None
    shortfall: Callable[[P, Corpus[M], Facts], Abstention | None] | None = None
    checks: Mapping[str, Check] = field(default_factory=dict)


def load_domain(name: str) -> Domain[Any, Any]:
    """The domain that configuration names: ``DOMAIN`` of the module ``name`` (for example ``domains.sec_filings``).

    Raises ConfigurationError where the module or its DOMAIN is missing; an import that fails inside it is let through.
    """
    try:
        module = import_module(name)
    except ModuleNotFoundError as error:
        if not error.name or not f"{name}.".startswith(f"{error.name}."):
            raise  # the package is there, and something that it imports is not
        raise ConfigurationError(
            f"The domain '{name}' cannot be imported ({error}).",
            remedy="Set 'domain:' in configs/base.yaml to a package that defines DOMAIN.",
        ) from error
    domain = getattr(module, "DOMAIN", None)
    if not isinstance(domain, Domain):
        raise ConfigurationError(f"'{name}' defines no DOMAIN.", remedy="End its __init__.py with DOMAIN = Domain(…).")
    return domain

"""The values that cross every boundary, in the order in which data flows.

    Source -> Parsed (pages, elements, facts) -> Document -> Chunk -> index -> Plan -> Passage -> Answer

All are frozen. Pages count from 1. Lengths are points (1/72 inch) from the top left corner of the page.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in points from the top left corner."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Span:
    """The smallest piece that can be quoted: one printed line, or one row of a table.

    ``text`` is what is printed, word by word in reading order, with single spaces between words. ``box`` is None
    where the format has no geometry (HTML).
    """

    text: str
    page: int
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table; currency signs, parentheses and per cent signs are joined to their number."""

    text: str
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: a cell for every column of the grid (empty text where nothing is printed) and its span."""

    cells: tuple[Cell, ...]
    span: Span
    indent: float = 0.0
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A rectangular grid. Column 0 holds the row labels; the first ``header_rows`` rows head the columns."""

    rows: tuple[Row, ...]
    header_rows: int = 0

    @property
    def body(self) -> tuple[Row, ...]:
        return self.rows[self.header_rows :]

    def heading(self, column: int) -> str:
        """The header text over ``column``, its lines joined with a space."""
        texts = (row.cells[column].text for row in self.rows[: self.header_rows])
        return " ".join(text for text in texts if text)


class ElementKind(StrEnum):
    TITLE = "title"
    TEXT = "text"
    LIST_ITEM = "list_item"
    TABLE = "table"
    FURNITURE = "furniture"  # running headers and footers, page numbers, tables of contents: never content


STATEMENT_LABEL = "statement:"  # before the name, as in ``Fact.statement``, of the statement that an element is of


def statement_names(labels: Iterable[str]) -> tuple[str, ...]:
    """The statements that labels name."""
    return tuple(label.removeprefix(STATEMENT_LABEL) for label in labels if label.startswith(STATEMENT_LABEL))


@dataclass(frozen=True, slots=True)
class Element:
    """One block of a document in reading order.

    A reader of a format fills what is printed (kind, spans, table, bold, size); the domain adds what it means:
    ``section``, the path of headings it stands under, and ``labels``, the domain's names for what it is
    (for example STATEMENT_LABEL + ``cash_flow``), which retrieval can prefer.
    """

    kind: ElementKind
    spans: tuple[Span, ...]
    table: Table | None = None
    bold: bool = False
    size: float | None = None
    section: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()

    @property
    def page(self) -> int:
        return self.spans[0].page

    @property
    def text(self) -> str:
        """What is printed: table rows on lines of their own, lines of prose joined with spaces."""
        return ("\n" if self.kind is ElementKind.TABLE else " ").join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class Page:
    """One page as printed, furniture included: what quotes are verified against."""

    number: int
    text: str
    width: float | None = None
    height: float | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """An instant (``start`` is None) or a duration, both ends included, with the fiscal period it belongs to."""

    end: date
    start: date | None = None
    fiscal_year: int | None = None
    fiscal_quarter: int | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure as a document states it.

    ``concept`` is the domain's canonical name (None where the catalogue has none), ``tag`` the name in the source's
    own markup, ``label`` what is printed. ``value`` has its scale and sign applied: 1,577 in a table headed
    "(Millions)" is 1577000000 with ``scale`` 6. ``unit`` is an ISO 4217 code, "shares", "USD/shares", "pure" ….
    ``value`` is None only for a fact tagged nil.
    """

    label: str
    value: Decimal | None
    unit: str
    period: Period
    page: int
    concept: str | None = None
    tag: str | None = None
    scale: int = 0
    statement: str | None = None
    dimensions: tuple[tuple[str, str], ...] = ()
    quote: str = ""
    box: Box | None = None
    origin: Literal["markup", "table", "text"] = "table"
    document_id: str = ""


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a format's reader and then the domain made of one file."""

    pages: tuple[Page, ...]
    elements: tuple[Element, ...]
    facts: tuple[Fact, ...] = ()
    properties: dict[str, str] = field(default_factory=dict)  # document-level markup: dei:* facts, PDF info
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A file to ingest, as the domain's discovery found it."""

    path: Path
    size: int
    media_type: str

    @property
    def name(self) -> str:
        return self.path.name


class Metadata(BaseModel):
    """Base of a domain's own metadata: flat, frozen, JSON-serialisable; every field can be filtered on."""

    model_config = ConfigDict(frozen=True, extra="forbid")


M = TypeVar("M", bound=Metadata)


@dataclass(frozen=True, slots=True)
class Document(Generic[M]):
    """A document in the store. ``id`` is derived from its content, so the same bytes are the same document;
    ``revision`` says how it was read, and only chunks of that revision answer for it.

    ``superseded_by`` is the id of the document that replaces it: the store names the first that does, and what a caller
    may see as of a day the newest of those visible (``core.corpus.limit_to``).
    """

    id: str
    source: str
    media_type: str
    pages: int
    title: str
    kind: str
    dated: date | None
    metadata: M
    access: str = "public"
    warnings: tuple[str, ...] = ()
    superseded_by: str | None = None
    revision: str = ""


@dataclass(frozen=True, slots=True)
class Chunk:
    """What is indexed: spans of one section with the context header that places them, and the facts that they state.

    ``gist`` is embedded in place of ``text`` where that says less: of a table the labels, since figures are noise to a
    dense model. BM25 reads all of ``text``.
    """

    id: str
    document_id: str
    ordinal: int
    header: str
    text: str
    spans: tuple[Span, ...]
    kind: ElementKind
    section: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    gist: str = ""
    facts: tuple[Fact, ...] = ()

    @property
    def page(self) -> int:
        return self.spans[0].page

    @property
    def dense_text(self) -> str:
        return "\n".join(part for part in (self.header, self.gist or self.text) if part)

    @property
    def sparse_text(self) -> str:
        return "\n".join(part for part in (self.header, self.text) if part)


class PeriodIntent(StrEnum):
    EXPLICIT = "explicit"  # the question names a period: filter, no decay
    LATEST = "latest"  # it asks for the newest: strong decay
    NONE = "none"  # it says nothing: mild decay


@dataclass(frozen=True, slots=True)
class Condition:
    """A metadata field, ``labels`` or ``document_id``, that must equal one of the values."""

    name: str
    any_of: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Boost:
    """Chunks that carry ``label`` gain ``weight`` times the best fused score.

    ``essential``: of a succession, a document without any such chunk does not carry the answer.
    """

    label: str
    weight: float
    essential: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SubQuery:
    """A search of its own in the same round trip: its best pages stand among the first, in proportion to ``weight``.

    ``filters`` are in addition to the plan's own. The weight of the plan's own search is 1.
    """

    search: str
    boosts: tuple[Boost, ...] = ()
    filters: tuple[Condition, ...] = ()
    weight: float = 1.0


class Wanted(StrEnum):
    """What kind of text answers a question."""

    FIGURE = "figure"  # a number: a row of a table under its header, or a sentence that states it
    CAUSE = "cause"  # sentences that explain
    LIST = "list"  # the items of a list, or a sentence that names them
    STATEMENT = "statement"  # a sentence that says whether it is so
    PROSE = "prose"  # a paragraph


@dataclass(frozen=True, slots=True)
class Hints:
    """What the text that answers looks like, for whoever quotes without a model.

    ``names`` are the field's names for what is asked: documents may state it without printing them. ``marks`` are how
    the periods asked are printed: of two rows or sentences alike, the one that carries a mark is meant.
    """

    wanted: Wanted = Wanted.PROSE
    names: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a question asks for, in terms of the store. A domain may subclass it with what its ``compute`` needs.

    ``search`` holds the texts to retrieve with (at least one). ``sub_queries`` are for a question that needs several
    places: two statements, two companies, the paragraphs that explain a change. ``decline`` is a reason to abstain at
    once, for example that no document covers the company. ``notes`` explain the plan to a person, one line each.
    ``successions`` hold ids of documents that follow one another, each newest first: the newest of a succession that
    carries the answer comes before the rest.
    """

    question: str
    search: tuple[str, ...]
    filters: tuple[Condition, ...] = ()
    boosts: tuple[Boost, ...] = ()
    sub_queries: tuple[SubQuery, ...] = ()
    period: PeriodIntent = PeriodIntent.NONE
    as_of: date | None = None
    successions: tuple[tuple[str, ...], ...] = ()
    decline: "Abstention | None" = None
    notes: tuple[str, ...] = ()
    hints: Hints = Hints()


@dataclass(frozen=True, slots=True)
class Abstention:
    """Why a question is not answered: a code for machines and a sentence, with a next step, for people."""

    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class ListRank:
    """A hit's 1-based rank in one list of candidates, and the share of the fused score that comes of it.

    ``name`` is "dense" or "bm25", with the number of the text where several are searched with ("dense 2") and what the
    list is limited to ("dense, preferred labels", "bm25, newest document").
    """

    name: str
    rank: int
    share: float


@dataclass(frozen=True, slots=True)
class Scores:
    """How a hit came to its place: final = fused x recency + boost, and fused is the sum of the shares of ``lists``.

    ``dense_rank`` and ``sparse_rank`` are the best 1-based ranks in the lists over everything that the filters let
    through (None: in none of them). ``boost`` is added for labels, and for the newest document of a succession.

    ``similarity`` and ``bm25`` are the scores behind the ranks, the best over the texts searched with.
    """

    final: float
    fused: float | None = None
    dense_rank: int | None = None
    sparse_rank: int | None = None
    similarity: float | None = None
    bm25: float | None = None
    recency: float | None = None
    boost: float | None = None
    lists: tuple[ListRank, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A retrieved chunk with its document and the explanation of its rank."""

    chunk: Chunk
    document: Document[Any]
    scores: Scores


@dataclass(frozen=True, slots=True)
class Computation:
    """A figure worked out from facts, the steps for people, and the facts it rests on.

    ``value`` is in ``unit`` as asked, and where no scale was asked in whole units: the 1,577 of a table in millions is
    1577000000. ``answer`` says it in the scale that people read.
    """

    value: Decimal
    unit: str
    answer: str
    steps: tuple[str, ...]
    operands: tuple[Fact, ...]

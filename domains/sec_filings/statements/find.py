"""Finds the financial statements among a filing's tables and labels them, and the titles over them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from core.types import STATEMENT_LABEL, Element, ElementKind, statement_names
from domains.sec_filings.catalogue.concepts import load_catalogue
from domains.sec_filings.filing import (
    LABEL_PARENT_ONLY,
    LABEL_PRO_FORMA,
    LABEL_REGISTRANT,
    FilingMetadata,
    Form,
    Statement,
)
from domains.sec_filings.statements.captions import OWN, caption_above
from domains.sec_filings.statements.content import Content, contents_of
from domains.sec_filings.statements.registrants import co_registrant_tables
from domains.sec_filings.statements.titles import (
    Title,
    is_parent_only,
    is_pro_forma,
    is_secondary,
    names_segments,
    read_title,
)

Captions = Mapping[int, list[tuple[int, str]]]

_WINDOW = 14  # pages
_CLEARLY = 1.15  # times better than what stands before it
_LEAST_SCORE = 4.0
_TITLED = 2.0  # what a title of its own is worth to a candidate, at the least
_REACH = 8  # elements between the parts of one statement
_RELEASES = (Form.EARNINGS, Form.CURRENT, Form.EXHIBIT, Form.OTHER)


@dataclass(frozen=True, slots=True)
class _Run:
    """One or more tables that are one statement together, from ``page`` on."""

    content: Content
    places: tuple[int, ...]
    page: int
    score: float
    title: int | None


def find_statements(elements: Sequence[Element], metadata: FilingMetadata) -> tuple[Element, ...]:
    """The elements, with labels: ``statement:<name>`` on the tables (and titles) of the primary statements and on
    tables of segments, ``parent_only`` and ``pro_forma`` on tables that state a parent alone or what might have been.

    A document has one of each primary statement; of several that could be it, the one with the statement's title and
    the most complete content is. In releases, which print a quarter and a year apart, every complete one counts. In a
    combined filing each co-registrant has statements of its own, labelled ``registrant:<name>`` too.
    """
    labels: dict[int, list[str]] = {}
    places = [place for place, element in enumerate(elements) if element.kind is ElementKind.TABLE]
    captions = {place: caption_above(elements, place) for place in places}
    for place in places:
        labels[place] = list(_qualifying_labels(captions[place]))
    ordinary = [place for place in places if not labels[place]]
    owners = co_registrant_tables(elements, captions, metadata)
    for owner in (None, *metadata.co_registrants):
        own = [place for place in ordinary if owners.get(place) == owner]
        whose = [f"{LABEL_REGISTRANT}{owner}"] if owner else []
        for run in _primary_runs(elements, own, captions, metadata):
            for place in (*run.places, *([run.title] if run.title is not None else [])):
                labels.setdefault(place, []).extend([f"{STATEMENT_LABEL}{run.content.statement}", *whose])
    for place in ordinary:
        if not labels[place] and _is_segment_table(elements[place], captions[place]):
            labels[place].append(f"{STATEMENT_LABEL}{Statement.SEGMENTS}")
    return tuple(_with_labels(element, labels.get(place, ())) for place, element in enumerate(elements))


def statement_of(element: Element) -> Statement | None:
    """The statement that find_statements labelled the element with (the first, where one table is two)."""
    return next(map(Statement, statement_names(element.labels)), None)


def _with_labels(element: Element, labels: Iterable[str]) -> Element:
    new = [label for label in dict.fromkeys(labels) if label not in element.labels]
    return replace(element, labels=(*element.labels, *new)) if new else element


def _qualifying_labels(caption: Sequence[tuple[int, str]]) -> Iterator[str]:
    texts = [text for _, text in caption]
    if any(is_parent_only(text) for text in texts):
        yield LABEL_PARENT_ONLY
    if any(is_pro_forma(text) for text in texts[:3]):
        yield LABEL_PRO_FORMA


def _primary_runs(
    elements: Sequence[Element],
    places: Sequence[int],
    captions: Captions,
    metadata: FilingMetadata,
) -> Iterator[_Run]:
    catalogue = load_catalogue()
    contents = {
        place: {content.statement: content for content in contents_of(elements[place], catalogue)} for place in places
    }
    candidates: dict[Statement, list[_Run]] = {
        statement: [
            run
            for places_of_run, content in _runs(elements, places, contents, captions, statement)
            if (run := _scored(elements, places_of_run, content, captions)).score >= _LEAST_SCORE
        ]
        for statement in Statement
        if statement is not Statement.SEGMENTS
    }
    together = _window(candidates)
    for runs in candidates.values():
        yield from _chosen(runs, together, several=metadata.form in _RELEASES)


def _window(candidates: Mapping[Statement, Sequence[_Run]]) -> range:
    """The first pages on which the candidates are good together: a registrant's statements follow one another, and
    those of an affiliate, which some filings append, stand behind them. Pages that begin too early, at a table of the
    discussion, give way to later ones that hold better candidates."""
    best, most = range(0), 0.0
    for page in sorted({run.page for runs in candidates.values() for run in runs}):
        window = range(page, page + _WINDOW)
        total = sum(max((run.score for run in runs if run.page in window), default=0.0) for runs in candidates.values())
        if total > most * _CLEARLY or (page in best and total > most + _TITLED):
            best, most = window, total
    return best


def _chosen(runs: Sequence[_Run], together: range, *, several: bool) -> Iterator[_Run]:
    if not runs:
        return
    best = max(runs, key=lambda run: (run.page in together, run.score, -run.places[0]))
    for run in runs:
        alike = several and run.title is not None and run.content.convincing and run.score >= best.score - 2
        if run is best or alike:
            yield run


def _runs(
    elements: Sequence[Element],
    places: Sequence[int],
    contents: dict[int, dict[Statement, Content]],
    captions: Captions,
    statement: Statement,
) -> Iterator[tuple[tuple[int, ...], Content]]:
    """Tables with the statement's content, those that continue one another joined."""
    run: tuple[int, ...] = ()
    total: Content | None = None
    for place in places:
        content = contents[place].get(statement)
        if total is not None and content is not None and _continues(elements, run, total, place, content, captions):
            run, total = (*run, place), total.plus(content)
            continue
        if total is not None:
            yield run, total
        begins = content is not None and _may_be(statement, captions[place])
        run, total = ((place,), content) if begins else ((), None)
    if total is not None:
        yield run, total


def _may_be(statement: Statement, caption: Sequence[tuple[int, str]]) -> bool:
    """Whether no title says that the table is another statement."""
    title = _nearest_title(caption)
    return title is None or statement in title[1].statements


def _continues(
    elements: Sequence[Element],
    run: tuple[int, ...],
    total: Content,
    place: int,
    content: Content,
    captions: Captions,
) -> bool:
    """Whether the table at ``place`` goes on where the run stopped: near, untitled or titled alike, adding to it."""
    last = run[-1]
    between = [element for element in elements[last + 1 : place] if element.kind is not ElementKind.FURNITURE]
    pages = elements[place].page - elements[last].page
    if len(between) > _REACH or pages > 3 or (pages > 1 and between):
        return False
    title = _nearest_title(captions[place])
    if title is not None and total.statement not in title[1].statements:
        return False
    if total.statement is Statement.EQUITY:
        return title is not None or elements[place].page != elements[last].page or not between
    if total.parts & content.parts:
        return False
    return not total.whole or (title is None and elements[place].page == elements[last].page)


def _scored(
    elements: Sequence[Element],
    places: tuple[int, ...],
    content: Content,
    captions: Captions,
) -> _Run:
    first = elements[places[0]]
    caption = captions[places[0]]
    nearest = _nearest_title(caption)
    named = nearest is not None and content.statement in nearest[1].statements
    score = _content_score(content)
    if nearest is not None:
        score += _title_score(nearest[1], named=named)
    score -= 3 * any(is_secondary(text) for text in _texts_above(caption))
    score -= 1.5 * _compares(first)
    score += _section_score(first)
    return _Run(content, places, first.page, score, nearest[0] if nearest and named and nearest[0] >= 0 else None)


def _content_score(content: Content) -> float:
    if content.statement is Statement.EQUITY:
        return min(content.rows, 20) / 10 + len(content.concepts) / 4
    known = min(len(content.concepts), 20) / 5
    return (1.0 if content.convincing else -1.0) + len(content.parts) * 0.8 + known + min(content.rows, 40) / 20


def _title_score(title: Title, *, named: bool) -> float:
    if not named:
        return -2.0
    return 3.0 + title.consolidated - 3.0 * title.secondary - 3.0 * title.parent_only


def _section_score(element: Element) -> float:
    path = " ".join(element.section).lower()
    if "financial statements" in path or "item 8" in path:
        return 1.0
    return -1.0 if "item 7" in path or "item 6" in path or "discussion and analysis" in path else 0.0


def _compares(element: Element) -> bool:
    """Whether the table has columns of changes or percentages, as discussions do and statements do not."""
    table = element.table
    if table is None:
        return False
    head = " ".join(cell.text for row in table.rows[: table.header_rows] for cell in row.cells[1:]).lower()
    return "%" in head or "change" in head or "percent" in head or "variance" in head


def _nearest_title(caption: Sequence[tuple[int, str]]) -> tuple[int, Title] | None:
    return next(((place, title) for place, text in caption if (title := read_title(text))), None)


def _is_segment_table(element: Element, caption: Sequence[tuple[int, str]]) -> bool:
    table = element.table
    if table is None or not table.header_rows or len(table.body) < 3 or len(table.rows[0].cells) < 2:
        return False
    above = _texts_above(caption)
    texts = [*above, *(row.cells[0].text for row in table.rows)]
    return any(names_segments(text) for text in texts) and not any(is_secondary(text) for text in above[:1])


def _texts_above(caption: Sequence[tuple[int, str]]) -> list[str]:
    """The two lines right above the table."""
    return [text for place, text in caption if place != OWN][:2]

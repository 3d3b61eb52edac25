"""What a reading means for retrieval and for people: search texts, labels to prefer, and notes."""

from collections.abc import Iterator, Mapping, Sequence

from core.types import Boost, Hints, PeriodIntent, Wanted
from domains.sec_filings.catalogue.concepts import Concept
from domains.sec_filings.catalogue.metrics import Metric, MetricCatalogue
from domains.sec_filings.filing import Statement
from domains.sec_filings.questions.quantities_operation import Operation
from domains.sec_filings.questions.reading import QuestionKind, Reading
from domains.sec_filings.questions.selection import Filing, Selection, is_annual
from domains.sec_filings.questions.topics import load_topics
from domains.sec_filings.questions.words import QuestionWords

MAX_STATEMENTS = 3
MAX_STATEMENT_SEARCHES = 2
MAX_LABELS = 4
MAX_NAMES_SHOWN = 12


def statements_of(reading: Reading, metrics: MetricCatalogue) -> tuple[Statement, ...]:
    """Those the question names, else the own statements of the line items that it asks for or mentions."""
    if reading.named:
        return reading.named
    concepts = _operands(reading, metrics) or reading.terms.concepts
    return tuple(dict.fromkeys(concept.statement for concept in concepts))[:MAX_STATEMENTS]


def _operands(reading: Reading, metrics: MetricCatalogue) -> tuple[Concept, ...]:
    names = metrics.direct_items(reading.figure.formula) if reading.figure else ()
    return tuple(concept for concept in map(metrics.catalogue.get, names) if concept)


def search_texts(reading: Reading, words: QuestionWords, metrics: MetricCatalogue) -> tuple[str, ...]:
    """The question's own words without companies and periods, which are filters and stand in every chunk's header;
    then, for each statement that carries an operand, its title with the labels of the line items there."""
    topics = [topic.search for topic in load_topics().of(reading.bare) if topic.search]
    texts = [" ".join((reading.bare, *topics)).strip() or reading.wording.asked]
    operands = _operands(reading, metrics)
    for statement in statements_of(reading, metrics)[:MAX_STATEMENT_SEARCHES] if operands else ():
        labels = [concept.label for concept in operands if statement in concept.statements][:MAX_LABELS]
        texts.append(": ".join(part for part in (words.statements[statement].title, ", ".join(labels)) if part))
    return tuple(dict.fromkeys(texts))


def boosts(reading: Reading, words: QuestionWords, metrics: MetricCatalogue) -> tuple[Boost, ...]:
    """The statements that the question names, or those that carry the figure it asks for: of a succession, a filing
    without them does not carry the answer."""
    weight = words.boosts.statement_named if reading.named else words.boosts.statement_implied
    if (not reading.named and not reading.figure) or reading.kind is QuestionKind.CAUSE:
        return ()  # a question that asks why is answered in prose
    return tuple(
        Boost(f"statement:{statement}", weight, essential=True) for statement in statements_of(reading, metrics)
    )


_WANTED = {
    QuestionKind.FIGURE: Wanted.FIGURE,
    QuestionKind.CHANGE: Wanted.FIGURE,
    QuestionKind.COMPARISON: Wanted.FIGURE,
    QuestionKind.CAUSE: Wanted.CAUSE,
    QuestionKind.LIST: Wanted.LIST,
    QuestionKind.YES_NO: Wanted.STATEMENT,
}


def hints(reading: Reading, metrics: MetricCatalogue) -> Hints:
    """How the answer is printed: its kind, the metrics and line items asked or mentioned, the years asked."""
    mentioned: tuple[Metric | Concept, ...] = (*reading.terms.metrics, *reading.terms.concepts)
    terms = (*mentioned, *_operands(reading, metrics))
    return Hints(
        wanted=_WANTED.get(reading.kind, Wanted.PROSE),
        names=tuple(dict.fromkeys(term.label for term in terms)),
        marks=tuple(dict.fromkeys(str(period.year) for period in reading.periods.periods)),
    )


def notes(
    reading: Reading,
    names: Mapping[str, str],
    selections: Mapping[str, Selection],
    words: QuestionWords,
    metrics: MetricCatalogue,
) -> tuple[str, ...]:
    """The plan for a person, one line each."""
    lines = [f"Company: {names[company]}" for company in reading.companies]
    lines.append(_period_note(reading, selections))
    for selection in selections.values() if len(selections) <= MAX_NAMES_SHOWN else ():
        lines.extend(selection.notes)
    lines.extend(_figure_notes(reading))
    lines.extend(f"Looks in: {words.statements[name].title}" for name in statements_of(reading, metrics))
    return tuple(dict.fromkeys(lines))


def _figure_notes(reading: Reading) -> Iterator[str]:
    quantity = reading.quantity
    if quantity is None:
        return
    if not reading.figure:
        why = (
            f"'{quantity.unread[0]}' may narrow it" if not quantity.defined and quantity.unread else quantity.unread[0]
        )
        yield f"Not computed: {quantity.label}: {why}"
        return
    formula = "" if quantity.formula.isidentifier() else f" = {quantity.formula}"
    operation = "" if quantity.operation is Operation.VALUE else f" ({quantity.operation})"
    yield f"Figure: {quantity.label}{operation}{formula}"


def _period_note(reading: Reading, selections: Mapping[str, Selection]) -> str:
    words = reading.periods
    if words.intent is PeriodIntent.LATEST:
        return "Period: the latest; the newest filing that carries the answer comes first"
    if words.intent is PeriodIntent.NONE:
        return "Period: none named; newer filings come first"
    asked = (words.anchor,) if words.anchor else words.periods
    days = [day.day.isoformat() for day in words.days]
    shown = ", ".join([*map(str, asked), *days]) or f"Q{words.quarter}"
    chosen = [filing for selection in selections.values() for filing in selection.filings]
    titles = [filing_name(filing) for filing in chosen[:MAX_LABELS]] + (["…"] if len(chosen) > MAX_LABELS else [])
    return f"Period: {shown} -> {', '.join(titles) or 'no filing'}"


def filing_name(filing: Filing) -> str:
    """ "10-K FY2018", "10-Q Q2 FY2023", "8-K 2023-08-30"."""
    metadata = filing.metadata
    if metadata.items and metadata.period_end:
        return f"{metadata.form_name} {metadata.period_end.isoformat()}"
    quarter = f" Q{metadata.fiscal_quarter}" if metadata.fiscal_quarter and not is_annual(filing) else ""
    return f"{metadata.form_name}{quarter} FY{metadata.fiscal_year}" if metadata.fiscal_year else metadata.form_name


def listed(names: Sequence[str]) -> str:
    """ "A, B and 3 more"."""
    more = len(names) - MAX_NAMES_SHOWN
    return ", ".join(names[:MAX_NAMES_SHOWN]) + (f" and {more} more" if more > 0 else "")

"""From a question to a plan: which companies, periods, filings, statements and figures it means, by rules and data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from core.domain import Corpus
from core.types import Abstention, Condition, PeriodIntent, Plan, SubQuery
from domains.sec_filings.catalogue.metrics import load_metrics
from domains.sec_filings.filing import FilingMetadata, Form, Statement
from domains.sec_filings.questions import telling
from domains.sec_filings.questions.companies import CompanyIndex, index_companies
from domains.sec_filings.questions.periods import FiscalPeriod, PeriodWords
from domains.sec_filings.questions.quantities import Quantity
from domains.sec_filings.questions.reading import QuestionKind, Reader, Reading
from domains.sec_filings.questions.scope import out_of_scope
from domains.sec_filings.questions.selection import Filing, Selection, Wanted, conditions, select
from domains.sec_filings.questions.succession import successions
from domains.sec_filings.questions.topics import load_topics, sub_queries
from domains.sec_filings.questions.units import UnitAsked
from domains.sec_filings.questions.words import known_words, question_words

PLANNERS_KEPT = 4
FILING, MAX_FILINGS = 0.3, 3  # weight of each further filing's own pages, where a few are of the period asked


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingPlan(Plan):
    """A plan with what ``compute`` needs.

    ``companies`` are the company keys to search, former names included; ``subjects`` has, for each company named, its
    keys. ``periods`` are oldest first, and a range holds every year of it; they are empty where the question names
    none. ``trailing`` is N in "the last N years". ``documents`` are the ids of the filings meant, the best first.
    ``quantity`` is the figure asked, or None where the question asks for none that line items alone tell.
    """

    kind: QuestionKind = QuestionKind.DESCRIPTION
    companies: tuple[str, ...] = ()
    subjects: tuple[tuple[str, ...], ...] = ()
    periods: tuple[FiscalPeriod, ...] = ()
    is_range: bool = False
    annual: bool = False
    quarterly: bool = False
    trailing: int | None = None
    forms: tuple[Form, ...] = ()
    statements: tuple[Statement, ...] = ()
    concepts: tuple[str, ...] = ()
    quantity: Quantity | None = None
    unit: UnitAsked = field(default_factory=UnitAsked)
    documents: tuple[str, ...] = ()


class Planner:
    """Plans questions against one version of the store. Building it costs milliseconds; keep it for the version."""

    def __init__(self, corpus: Corpus[FilingMetadata]) -> None:
        # Newest first, and what an amendment replaced after everything else.
        self._filings = sorted(corpus.documents, key=lambda filing: filing.superseded_by is not None)
        self._words = question_words()
        self._metrics = load_metrics()
        metadata = (filing.metadata for filing in corpus.documents)
        self._companies = index_companies(metadata, known_words(), self._metrics.is_term)
        normalise = self._metrics.normalise
        fillers = frozenset(word for filler in self._words.fillers for word in normalise(filler).split())
        self._reader = Reader(self._words, self._metrics, self._companies, fillers)

    @property
    def companies(self) -> CompanyIndex:
        return self._companies

    def plan(self, question: str, today: date, as_of: date | None) -> FilingPlan:
        reading = self._reader.read(question, as_of or today)
        subjects = tuple(self._companies.members[company] for company in reading.companies)
        keys = tuple(key for subject in subjects for key in subject)
        filings = [filing for filing in self._filings if _visible(filing, as_of)]
        pool = [filing for filing in filings if not keys or filing.metadata.company_key in keys]
        selections = self._select(reading, pool)
        chosen = tuple(filing for selection in selections.values() for filing in selection.filings)
        decline = self._decline(reading, pool, selections)
        texts = telling.search_texts(reading, self._words, self._metrics)
        boosts = telling.boosts(reading, self._words, self._metrics)
        own = SubQuery(search=texts[0], boosts=boosts)
        lines = replace(own, search=texts[-1])  # the last text names line items where there are any
        looks = sub_queries(reading, load_topics(), self._metrics, lines if len(subjects) > 1 else own, subjects)
        return FilingPlan(
            question=question,
            search=texts,
            filters=() if decline else _filters(reading.periods, reading.forms, keys, chosen, filings),
            boosts=boosts,
            sub_queries=(*looks, *_of_filings(own, reading.periods, subjects, chosen)),
            period=reading.periods.intent,
            as_of=as_of,
            successions=successions(reading, selections),
            decline=decline,
            hints=telling.hints(reading, self._metrics),
            notes=telling.notes(reading, self._companies.names, selections, self._words, self._metrics),
            kind=reading.kind,
            companies=keys,
            subjects=subjects,
            periods=_all_periods(reading.periods, selections),
            is_range=reading.periods.is_range,
            annual=reading.periods.annual,
            quarterly=reading.periods.quarterly,
            trailing=reading.periods.trailing,
            forms=reading.forms,
            statements=telling.statements_of(reading, self._metrics),
            concepts=tuple(concept.name for concept in reading.terms.concepts),
            quantity=reading.figure,
            unit=reading.unit,
            documents=tuple(filing.id for filing in chosen),
        )

    def _select(self, reading: Reading, pool: Sequence[Filing]) -> Mapping[str, Selection]:
        """The filings meant of each company; where none is named, of those that have filings of the period itself."""
        wanted = Wanted(
            forms=reading.forms,
            figures=reading.figure is not None,
            outlook=bool(self._words.outlook.search(reading.wording.asked)) and reading.periods.anchor is None,
            scheduled=bool(self._words.scheduled.search(reading.wording.asked)),
        )
        by_company: dict[str, list[Filing]] = {}
        owner = {key: company for company, keys in self._companies.members.items() for key in keys}
        for filing in pool:
            by_company.setdefault(owner[filing.metadata.company_key], []).append(filing)
        selections = {company: select(filings, reading.periods, wanted) for company, filings in by_company.items()}
        if reading.companies:
            return selections
        exact = {company: selection for company, selection in selections.items() if not selection.notes}
        return exact if any(selection.filings for selection in exact.values()) else selections

    def _decline(
        self, reading: Reading, pool: Sequence[Filing], selections: Mapping[str, Selection]
    ) -> Abstention | None:
        scope = out_of_scope(reading.without_names, self._words.scope, bool(reading.mentions))
        if scope:
            return scope
        if reading.strangers:
            return self._unknown_company([stranger.name for stranger in reading.strangers])
        if not pool:
            return Abstention("no_filings", "The store holds no filing that answers this, as of the date asked.")
        return self._uncovered(reading, pool, selections)

    def _unknown_company(self, names: Sequence[str]) -> Abstention:
        held = telling.listed(sorted(self._companies.names.values(), key=str.lower)) or "no company yet"
        return Abstention(
            "unknown_company",
            f"The store holds no filing of {' or '.join(names[:3])}. It holds filings of {held}."
            " Ask about one of these, or ingest the filings.",
        )

    def _uncovered(
        self, reading: Reading, pool: Sequence[Filing], selections: Mapping[str, Selection]
    ) -> Abstention | None:
        """Declines where no filing covers the period, or where none covers one that a figure is to be made of."""
        if reading.periods.intent is not PeriodIntent.EXPLICIT:
            return None
        found = any(selection.filings for selection in selections.values())
        lacking = reading.figure is not None and all(selection.uncovered for selection in selections.values())
        if found and not lacking:
            return None
        missing = sorted({str(period) for selection in selections.values() for period in selection.uncovered})
        held = sorted({filing.metadata.fiscal_year for filing in pool if filing.metadata.fiscal_year})
        who = self._companies.names[reading.companies[0]] if len(reading.companies) == 1 else "these companies"
        return Abstention(
            "period_not_covered",
            f"No filing of {who} in the store covers {', '.join(missing) or 'the period asked'};"
            f" the fiscal years held are {', '.join(map(str, held)) or 'not known'}. Ask about one of these.",
        )


def _visible(filing: Filing, as_of: date | None) -> bool:
    return as_of is None or filing.dated is None or filing.dated <= as_of


def _filters(
    periods: PeriodWords,
    forms: Sequence[Form],
    keys: tuple[str, ...],
    chosen: Sequence[Filing],
    filings: Sequence[Filing],
) -> tuple[Condition, ...]:
    """Where period, form or kind of filing is asked, the filings chosen; else every filing of the companies."""
    of_a_kind = periods.intent is PeriodIntent.LATEST and periods.annual != periods.quarterly
    narrowed = periods.intent is PeriodIntent.EXPLICIT or forms or of_a_kind
    if narrowed and chosen:
        return conditions(chosen, filings, exact=bool(keys))
    return (Condition("company_key", keys),) if keys else ()


def _of_filings(
    own: SubQuery, periods: PeriodWords, subjects: Sequence[tuple[str, ...]], chosen: Sequence[Filing]
) -> tuple[SubQuery, ...]:
    """A year's report and its earnings release tell the same in other words: each has a page among the first."""
    if periods.intent is not PeriodIntent.EXPLICIT or len(subjects) > 1 or len(chosen) > MAX_FILINGS:
        return ()
    return tuple(
        replace(own, filters=(Condition("document_id", (filing.id,)),), weight=FILING) for filing in chosen[1:]
    )


def _all_periods(words: PeriodWords, selections: Mapping[str, Selection]) -> tuple[FiscalPeriod, ...]:
    """Those named, and those that the days and quarters named turned out to be; none after what it is "as of"."""
    resolved = {period for selection in selections.values() for period in selection.periods}
    last = words.anchor.order if words.anchor else (9999, 4)
    found = [period for period in {*words.periods, *resolved} if period.order <= last]
    return tuple(sorted(found, key=lambda period: (period.order, period.cumulative)))


@dataclass(frozen=True, slots=True, eq=False)
class _Version:
    """A corpus as a key: equal where its version and its documents are."""

    corpus: Corpus[FilingMetadata]

    @property
    def _key(self) -> tuple[str, tuple[str, ...]]:
        return self.corpus.version, tuple(document.id for document in self.corpus.documents)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Version) and (self.corpus is other.corpus or self._key == other._key)

    def __hash__(self) -> int:
        return hash(self.corpus.version)


@lru_cache(maxsize=PLANNERS_KEPT)
def _planner(version: _Version) -> Planner:
    return Planner(version.corpus)


def plan(question: str, corpus: Corpus[FilingMetadata], today: date, as_of: date | None) -> FilingPlan:
    """What ``question`` asks of the store. Never raises; ``decline`` says why it is not to be answered."""
    return _planner(_Version(corpus)).plan(question, today, as_of)


def company_index(corpus: Corpus[FilingMetadata]) -> CompanyIndex:
    """The companies of the store, as questions name them."""
    return _planner(_Version(corpus)).companies

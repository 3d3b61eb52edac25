"""A question read word by word, before the filings are looked at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.types import PeriodIntent
from domains.sec_filings.catalogue.metrics import MetricCatalogue, Terms
from domains.sec_filings.filing import Form, Statement
from domains.sec_filings.questions.companies import CompanyIndex, CompanyMention
from domains.sec_filings.questions.periods import PeriodWords, read_periods
from domains.sec_filings.questions.quantities import Quantity, read_quantity
from domains.sec_filings.questions.strangers import Stranger, strangers
from domains.sec_filings.questions.units import UnitAsked, read_units
from domains.sec_filings.questions.wording import Wording, take_apart, tidy, without, without_dangling
from domains.sec_filings.questions.words import QuestionWords

MAX_QUESTION = 10_000
MASK = "\u25a1"  # stands for a company, so that the grammar around it stays


class QuestionKind(StrEnum):
    FIGURE = "figure"
    CHANGE = "change"
    CAUSE = "cause"
    YES_NO = "yes_no"
    LIST = "list"
    COMPARISON = "comparison"
    EVENT = "event"
    DESCRIPTION = "description"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """``masked`` is the question with a mask for each company; ``bare`` is what is asked, without companies, periods
    and instructions; ``named`` are the statements that the question names; ``quantity`` the figure it may ask."""

    masked: str
    wording: Wording
    mentions: tuple[CompanyMention, ...]
    bare: str
    periods: PeriodWords
    terms: Terms
    kind: QuestionKind
    forms: tuple[Form, ...]
    named: tuple[Statement, ...]
    quantity: Quantity | None
    unit: UnitAsked
    strangers: tuple[Stranger, ...]

    @property
    def figure(self) -> Quantity | None:
        """The quantity asked, where every word of the question is accounted for."""
        return self.quantity if self.quantity and self.quantity.formula and not self.quantity.unread else None

    @property
    def without_names(self) -> str:
        """The question with a mask for every company, known or not."""
        return _masked(self.masked, self.strangers)

    @property
    def companies(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(mention.company for mention in self.mentions))


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads questions about the companies of one store. ``fillers`` are normalised as the catalogues are."""

    words: QuestionWords
    metrics: MetricCatalogue
    companies: CompanyIndex
    fillers: frozenset[str]

    def read(self, question: str, today: date) -> Reading:
        """The reading of any text; what is longer than MAX_QUESTION characters is cut."""
        whole = tidy(question[:MAX_QUESTION])
        mentions = tuple(self.companies.find(whole))
        masked = _masked(whole, mentions)
        wording = take_apart(masked, self.words)
        periods, spans = _periods(wording.asked, masked, today)
        bare = without_dangling(without(without(wording.asked, spans).replace(MASK, " "), ()))
        unit = read_units(whole)
        terms, quantity = read_quantity(bare, wording, unit, self.metrics, self.fillers)
        return Reading(
            masked=masked,
            wording=wording,
            mentions=mentions,
            bare=bare,
            periods=periods,
            terms=terms,
            kind=self._kind(wording.asked),
            forms=_forms(masked, self.words),
            named=tuple(name for name, entry in self.words.statements.items() if entry.pattern.search(masked)),
            quantity=quantity,
            unit=unit,
            strangers=() if mentions else tuple(strangers(whole, self.companies.known, self.metrics.is_term)),
        )

    def _kind(self, asked: str) -> QuestionKind:
        for name, pattern in self.words.kinds:
            if pattern.search(asked):
                return QuestionKind(name)
        return QuestionKind.FIGURE if self.metrics.is_term(asked) else QuestionKind.DESCRIPTION


def _periods(asked: str, whole: str, today: date) -> tuple[PeriodWords, tuple[tuple[int, int], ...]]:
    """The periods of what is asked; those of the definitions and instructions only where it names none itself."""
    periods = read_periods(asked, today)
    if periods.intent is PeriodIntent.EXPLICIT:
        return periods, periods.spans
    everywhere = read_periods(whole, today)
    return (periods if everywhere.intent is PeriodIntent.NONE else everywhere), periods.spans


def _masked(question: str, mentions: Sequence[CompanyMention | Stranger]) -> str:
    parts: list[str] = []
    last = 0
    for mention in mentions:
        parts.extend((question[last : mention.start], MASK))
        last = mention.end
    return "".join((*parts, question[last:]))


def _forms(question: str, words: QuestionWords) -> tuple[Form, ...]:
    found = (form for entry in words.forms if entry.pattern.search(question) for form in entry.forms)
    return tuple(dict.fromkeys(found))

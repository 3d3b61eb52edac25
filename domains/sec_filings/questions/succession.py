"""Which filings follow one another in what is asked, so that the newest that carries the answer can come first."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby

from core.types import PeriodIntent
from domains.sec_filings.filing import LABEL_PRESS_RELEASE, Form
from domains.sec_filings.questions.reading import QuestionKind, Reading
from domains.sec_filings.questions.selection import ANNUAL_FORMS, Filing, Selection
from domains.sec_filings.questions.topics import load_topics

REPORTS = (*ANNUAL_FORMS, Form.QUARTERLY)
PERIODIC = (*REPORTS, Form.EARNINGS)


def successions(reading: Reading, selections: Mapping[str, Selection]) -> tuple[tuple[str, ...], ...]:
    """The ids, newest first, of filings that follow one another.

    Without a period those are a company's filings of the forms that have what is asked; with one, an amendment and
    what it amends. None where no company is named in a store of several: newer is then no reason to prefer another.
    """
    if reading.periods.intent is PeriodIntent.EXPLICIT:
        found = [line for selection in selections.values() for line in _amended(selection.filings)]
    elif reading.companies or len(selections) == 1:
        forms = _forms(reading)
        found = [_of_forms(selection.filings, forms) for selection in selections.values() if len(selection.filings) > 1]
    else:
        found = []
    lines = (sorted(line, key=lambda filing: filing.dated or date.min, reverse=True) for line in found)
    return tuple(tuple(filing.id for filing in line) for line in lines)


def _forms(reading: Reading) -> tuple[Form, ...]:
    """The forms that can have what is asked; empty where any can.

    Of a line item any filing with its statement can, as an 8-K with a release for exhibit; a release has little of the
    topics.
    """
    figure = bool(reading.quantity or reading.terms.concepts or reading.named)
    if reading.forms or reading.kind is QuestionKind.EVENT or (figure and reading.kind is not QuestionKind.CAUSE):
        return ()
    topics = load_topics().of(reading.bare)
    if figure or any(LABEL_PRESS_RELEASE in look.labels for topic in topics for look in topic.looks):
        return PERIODIC
    if topics and all(topic.forms for topic in topics):
        return tuple(form for topic in topics for form in topic.forms)
    return REPORTS if topics else ()


def _of_forms(filings: Sequence[Filing], forms: tuple[Form, ...]) -> Sequence[Filing]:
    return [filing for filing in filings if filing.metadata.form in forms] or filings


def _amended(filings: Sequence[Filing]) -> Iterator[Sequence[Filing]]:
    """Filings of one form for one period, where one of them is an amendment."""

    def same(filing: Filing) -> tuple[str, str, date]:
        return filing.metadata.company_key, filing.metadata.form, filing.metadata.period_end or date.min

    for _, group in groupby(sorted(filings, key=same), same):
        line = list(group)
        if any(filing.metadata.amendment for filing in line):
            yield line

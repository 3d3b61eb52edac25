"""Questions that a store does not answer, and ones that it does: the templates of the domain's golden set, filled in.

Nothing is drawn at random: template after template takes the next company of the store, its newest covered year, and
years that lie clear of all that it covers.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import cycle

import yaml

from core.domain import Corpus
from domains.sec_filings import DOMAIN
from domains.sec_filings.filing import FilingMetadata
from domains.sec_filings.metadata.describe import UNKNOWN_COMPANY

GAP = 8  # years between what a store covers (annual reports show up to five earlier ones) and what it does not
ANSWERABLE, STRANGERS = "answerable", "strangers"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and the kind of reason for which it has no answer; ANSWERABLE where it has one."""

    kind: str
    question: str


def questions(corpus: Corpus[FilingMetadata], *, rounds: int = 1) -> list[Asked]:
    """Every template, ``rounds`` times over, each time of other companies."""
    return list(_questions(corpus, rounds))


def _questions(corpus: Corpus[FilingMetadata], rounds: int) -> Iterator[Asked]:
    templates = dict(_templates())
    years = _years(corpus)
    held = " ".join(years).lower()
    strangers = cycle(name for name in templates.pop(STRANGERS) if name.lower() not in held)
    companies = cycle(years.items())
    before = min(map(min, years.values())) - GAP  # a company renamed has filings under its other name
    for _ in range(rounds):
        for kind, texts in templates.items():
            for text in texts:
                company, covered = next(companies)
                yield Asked(
                    kind,
                    text.format(
                        company=company,
                        stranger=next(strangers) if "{stranger}" in text else "",
                        year=max(covered),
                        before=before,
                        after=max(covered) + GAP,
                    ),
                )


def _years(corpus: Corpus[FilingMetadata]) -> dict[str, set[int]]:
    """The fiscal years of the annual reports of each company that the store knows by name."""
    years: dict[str, set[int]] = {}
    for document in corpus.documents:
        metadata = document.metadata
        if metadata.fiscal_year and metadata.form_name.startswith("10-K") and metadata.company != UNKNOWN_COMPANY:
            years.setdefault(metadata.company, set()).add(metadata.fiscal_year)
    return years


@cache
def _templates() -> dict[str, list[str]]:
    text = (DOMAIN.home / "golden" / "unanswerable.yaml").read_text(encoding="utf-8")
    return {kind: [str(item) for item in items] for kind, items in yaml.safe_load(text).items()}

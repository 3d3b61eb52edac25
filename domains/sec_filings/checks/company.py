"""Whether an answer speaks of the companies asked, and gives each figure to the company whose filing states it."""

import re
from collections.abc import Iterator, Sequence

from core.domain import Claim
from domains.sec_filings.catalogue.metrics import load_metrics
from domains.sec_filings.checks.sentences import sentence_around
from domains.sec_filings.filing import FilingMetadata
from domains.sec_filings.metadata.describe import UNKNOWN_COMPANY
from domains.sec_filings.questions.companies import CompanyIndex, CompanyMention
from domains.sec_filings.questions.plan import FilingPlan, company_index
from domains.sec_filings.questions.strangers import strangers
from domains.sec_filings.questions.words import known_words

_LEGAL_FORM = re.compile(r"\b(?:Inc|Corp|Corporation|Ltd|plc|PLC|Company|Co|N\.?V|S\.?A|AG|SE)\.?$")
FilingClaim = Claim[FilingMetadata, FilingPlan]


def company(claim: FilingClaim) -> Iterator[str]:
    """One sentence for each company that is cited, named or credited where another one is meant."""
    index = company_index(claim.corpus)
    owner = {key: name for name, keys in index.members.items() for key in keys}
    asked = {owner.get(key, key) for key in claim.plan.companies}
    cited = {owner.get(piece.document.metadata.company_key, "") for piece in claim.cited}
    for stranger in sorted(cited - asked if asked else ()):
        names = _listed(index, asked)
        yield f"{index.names.get(stranger, stranger)} is cited, and {names} is asked: cite the filings of {names}."
    quoted = "\n".join(piece.quote for piece in claim.cited)
    named = index.find(claim.prose)
    meant = asked or cited
    for mention in named:
        if mention.company not in meant and mention.text not in quoted:
            yield f"“{mention.text}” is named, and the evidence is of {_listed(index, meant)}: name that company."
    if not any(mention.company in meant for mention in named):
        yield from _not_named(claim, index, meant, quoted)
    yield from _wrongly_credited(claim, owner, named, index)


def _not_named(claim: FilingClaim, index: CompanyIndex, meant: set[str], quoted: str) -> Iterator[str]:
    """A computed figure names its company; other answers need not, unless they name one that nobody knows."""
    known = {name for name in meant if index.names.get(name, UNKNOWN_COMPANY) != UNKNOWN_COMPANY}
    if claim.computation:
        if known:
            yield f"The answer does not name {_listed(index, known)}, whose figures it states: name it."
        return
    titles = " ".join(piece.document.title for piece in claim.cited)
    for stranger in strangers(claim.prose.strip(), known_words(), load_metrics().is_term):
        unknown = stranger.name not in quoted or (claim.plan.companies and _LEGAL_FORM.search(stranger.name))
        if unknown and stranger.name not in titles:
            yield f"“{stranger.name}” is named, and not the company asked: name {_listed(index, meant)}."


def _wrongly_credited(
    claim: FilingClaim, owner: dict[str, str], named: Sequence[CompanyMention], index: CompanyIndex
) -> Iterator[str]:
    for backed in claim.figures:
        start, end = sentence_around(claim.prose, backed.figure.start)
        here = {mention.company for mention in named if start <= mention.start < end}
        documents = {piece.document.id: piece.document for piece in claim.cited}
        whose = {
            owner.get(documents[fact.document_id].metadata.company_key, "")
            for fact in backed.facts
            if fact.document_id in documents
        }
        if len(here) == 1 and whose and not here & whose:
            yield (
                f"“{backed.figure.text}” is given to {_listed(index, here)}, and it is a figure of"
                f" {_listed(index, whose)}: name the company that it is of."
            )


def _listed(index: CompanyIndex, companies: set[str]) -> str:
    return ", ".join(sorted(index.names.get(name, name) for name in companies)) or "no company known"

"""What an answer about filings does not say in words of its own."""

from typing import Any

import pytest

from core.domain import Check, Cited, Claim, Corpus
from core.types import Document, Metadata, Plan
from domains.sec_filings.checks.tone import advice, certainty, promise

DOCUMENT: Document[Any] = Document("d", "d.htm", "text/html", 1, "Title", "10-K", None, Metadata())


def claim(prose: str, quote: str = "as printed") -> Claim[Any, Any]:
    plan = Plan(question="?", search=("?",))
    return Claim(plan=plan, corpus=Corpus((), "0"), text=prose, prose=prose, cited=(Cited(DOCUMENT, 1, quote),))


@pytest.mark.parametrize(
    ("check", "prose"),
    [
        (advice, "Investors should buy the shares now."),
        (advice, "The stock is undervalued."),
        (promise, "Revenue will double next year."),
        (certainty, "The dividend is guaranteed."),
    ],
)
def test_it_is_a_fault_that_says_what_to_do(check: Check, prose: str) -> None:
    (fault,) = check(claim(prose))
    assert "leave it out" in fault or "recommend nothing" in fault


@pytest.mark.parametrize(
    ("check", "prose"),
    [
        (advice, "The company sold shares of its subsidiary and holds bonds."),
        (promise, "The company expects that revenue will increase."),
        (promise, "Revenue rose and will be reported by segment."),
        (certainty, "The parent guaranteed the notes."),
    ],
)
def test_a_report_of_what_is_stated_is_none(check: Check, prose: str) -> None:
    assert not list(check(claim(prose, "The parent guaranteed the notes.")))

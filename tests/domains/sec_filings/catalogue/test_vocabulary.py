"""Normalised words and the pattern language of the catalogues."""

import re

import pytest

from domains.sec_filings.catalogue.vocabulary import Vocabulary, literal_words, regex_of

WORDS = Vocabulary.of(
    {"stockholder": "shareholder", "earning": "income", "income loss": "income"},
    ["the", "of", "and"],
    [r"\(note\s*\d+\)"],
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Stockholders’ Equity", "shareholder equity"),
        ("PROPERTY, PLANT & EQUIPMENT", "property plant equipment"),
        ("Net earnings (loss)", "net income"),
        ("Taxes, losses and inventories", "tax loss inventory"),
        ("Crédit-lease", "credit lease"),
    ],
)
def test_texts_that_mean_the_same_are_the_same_words(text: str, words: str) -> None:
    assert WORDS.normalise(text) == words


def test_remarks_are_cut_from_a_label() -> None:
    assert WORDS.label("Goodwill (Note 5)") == "goodwill"
    assert WORDS.label("(Note 5)") == "note 5"


@pytest.mark.parametrize(
    ("pattern", "label", "matches"),
    [
        ("total [net] (sales|revenues)", "Total net sales", True),
        ("total [net] (sales|revenues)", "Total revenue", True),
        ("total [net] (sales|revenues)", "Total sales tax", False),
        ("net cash * operating activities", "Net cash provided by (used in) operating activities", True),
        ("* write*", "Inventory writedowns", True),
    ],
)
def test_a_pattern_matches_whole_labels(pattern: str, label: str, matches: bool) -> None:
    found = re.fullmatch(regex_of(pattern, WORDS), f" {WORDS.normalise(label)}")

    assert (found is not None) is matches


def test_counts_the_words_that_a_pattern_asks_for() -> None:
    assert literal_words("total [consolidated] (net sales|revenue) *", WORDS) == 3

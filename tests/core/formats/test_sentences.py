"""Where sentences end."""

import pytest

from core.formats.sentences import sentences


@pytest.mark.parametrize(
    "expected",
    [
        ["Sales grew.", "Costs fell!", "Why?", "We do not know."],
        ["Mr. Doe of Acme Inc. left.", "U.S. sales grew (see Note 5).", "“Cash” means cash."],
        ["In Sept. 2024 No. 5 was sold vs. none before.", "(A remark.)", "1,500 people work here."],
        ["It costs $1.5 million, e.g. in Ohio."],
    ],
)
def test_sentences_end_after_marks_but_not_after_abbreviations(expected: list[str]) -> None:
    assert sentences(" ".join(expected)) == expected

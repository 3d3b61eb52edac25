"""Secrets and personal data never reach a handler, whoever logs them."""

import logging
from collections.abc import Iterator

import pytest

from core.guard.redact import install_redaction, redacted


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("postgresql://user:hunter2@db/x", "postgresql://[password]@db/x"),
        ("Authorization: Bearer abcdef123456", "Authorization: Bearer [token]"),
        ("RAG_SERVER__API_KEY=abcdef123456 next", "RAG_SERVER__API_KEY=[secret] next"),
        ('{"password": "hunter22"}', '{"password": "[secret]"}'),
        ("used sk-proj-abcdefghijklmnop1234 for it", "used [key] for it"),
        ("mail jane.roe@example.com", "mail [e-mail]"),
        ("ssn 078-05-1120", "ssn [ssn]"),
        ("card 4111 1111 1111 1111", "card [card]"),
    ],
)
def test_what_is_secret_or_personal_is_replaced_by_its_kind(text: str, expected: str) -> None:
    assert redacted(text) == expected


@pytest.mark.parametrize(
    "text",
    ["4111 1111 1111 1112", "revenue of 1,577,000,000 on 2018-12-31", "input_tokens=300", "commission file 001-99999"],
)
def test_figures_dates_and_numbers_that_are_no_cards_stay(text: str) -> None:
    assert redacted(text) == text


@pytest.fixture
def installed() -> Iterator[None]:
    before = logging.getLogRecordFactory()
    install_redaction()
    yield
    logging.setLogRecordFactory(before)


def test_every_record_is_redacted_arguments_and_traceback_included(
    installed: None, caplog: pytest.LogCaptureFixture
) -> None:
    try:
        raise ValueError("api_key=abcdef123456")
    except ValueError:
        logging.getLogger("some.library").exception("for %s: %d", "jane.roe@example.com", 7)
    shown = logging.Formatter().format(caplog.records[-1])
    assert "for [e-mail]: 7" in shown and "abcdef123456" not in shown and "jane.roe" not in shown


def test_installing_twice_redacts_once(installed: None) -> None:
    factory = logging.getLogRecordFactory()
    install_redaction()
    assert logging.getLogRecordFactory() is factory

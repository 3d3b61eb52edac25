"""Secrets and personal data, kept out of logs and traces. Installed once, before anything logs."""

import logging
import re
from collections.abc import Callable
from functools import partial
from typing import Any

_LUHN_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)


def _is_card(match: re.Match[str]) -> bool:
    """ISO/IEC 7812: the check digit of a card number, by Luhn's formula."""
    digits = [int(digit) for digit in match.group() if digit.isdigit()]
    total = sum(_LUHN_DOUBLED[digit] if place % 2 else digit for place, digit in enumerate(reversed(digits)))
    return len(set(digits)) > 1 and total % 10 == 0


def _always(match: re.Match[str]) -> bool:
    return True


# In this order: what names itself first, then what is told by its form.
_RULES: tuple[tuple[str, re.Pattern[str], Callable[[re.Match[str]], bool]], ...] = tuple(
    (name, re.compile(pattern, re.IGNORECASE), check)
    for name, pattern, check in (
        ("key", r"-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)", _always),
        ("password", r"(?<=://)[^\s/:@]*:[^\s/@]+(?=@)", _always),
        ("token", r"(?<=\bbearer )[\w.~+/=-]{6,}|(?<=\bbasic )[\w+/]{8,}={0,2}", _always),
        (
            "secret",
            r"(?P<name>(?<![^\W_])(?:(?:api|access|secret|private|client|auth)[_-]?(?:key|token|secret)|token|secret|passw(?:or)?d"
            r"|pwd|authorization|x-api-key|rag_[a-z_]*key)[\"']?\s{0,2}[:=]\s{0,2}[\"']?)(?!\[|bearer\b|basic\b)[^\s\"',;&<>()\[\]{}]{4,}",
            _always,
        ),
        (
            "key",
            r"\b(?:sk|pk|rk)[-_](?:[a-z]+[-_])*[a-z0-9_-]{16,}\b|\bgh[pousr]_[a-z0-9]{20,}\b|\bglpat-[\w-]{20,}\b"
            r"|\bxox[abprs]-[\w-]{10,}\b|\bA[KS]IA[0-9A-Z]{16}\b|\bAIza[\w-]{30,}\b|\bhf_[a-z0-9]{20,}\b",
            _always,
        ),
        ("token", r"\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*", _always),
        ("e-mail", r"\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}\b", _always),
        ("ssn", r"(?<![\d-])(?!000|666|9\d\d)\d{3}-(?!00)\d\d-(?!0000)\d{4}(?![\d-])", _always),
        ("card", r"(?<![\d.,-])(?:\d[ -]?){12,18}\d(?![\d,-])", _is_card),
    )
)


def redacted(text: str) -> str:
    """``text`` with each secret and each piece of personal data replaced by its kind: "[e-mail]"."""
    for kind, pattern, is_one in _RULES:
        text = pattern.sub(partial(_replaced, kind, is_one), text)
    return text


def _replaced(kind: str, is_one: Callable[[re.Match[str]], bool], match: re.Match[str]) -> str:
    kept = match.groupdict().get("name") or ""
    return f"{kept}[{kind}]" if is_one(match) else match.group()


def _redact(record: logging.LogRecord) -> None:
    """The message, its arguments and the traceback."""
    if record.args:
        record.args = _of_arguments(record.args)
    if isinstance(record.msg, str):
        record.msg = redacted(record.msg)
    if record.exc_info:
        record.exc_text = redacted(logging.Formatter().formatException(record.exc_info))


def _of_arguments(arguments: Any) -> Any:
    """Arguments keep their number and order, which formatters such as that of access logs unpack."""
    if isinstance(arguments, dict):
        return {name: _of_argument(value) for name, value in arguments.items()}
    return tuple(_of_argument(value) for value in arguments)


def _of_argument(value: Any) -> Any:
    return value if isinstance(value, int | float | None) else redacted(str(value))


def install_redaction() -> None:
    """Redacts every record of the process, whoever logs it and whatever handles it; a second call changes nothing.

    Records are redacted where they are made: a filter of a logger does not see those of the loggers below it.
    """
    make = logging.getLogRecordFactory()
    if not (isinstance(make, partial) and make.func is _made):
        logging.setLogRecordFactory(partial(_made, make))


def _made(make: Callable[..., logging.LogRecord], *args: Any, **kwargs: Any) -> logging.LogRecord:
    record = make(*args, **kwargs)
    _redact(record)
    return record

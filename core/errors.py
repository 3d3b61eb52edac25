"""Errors that carry the decision (retry or not, which status) and say what to do next.

GroundworkError
├── ConfigurationError      settings are missing, contradictory or unsafe; nothing starts
├── PermanentError          this input will never work: report it, go on
│   └── UnreadableDocumentError  a file that cannot be read as what it claims to be
├── TransientError          the same call may work later: retry with backoff
└── StoreInUseError              another process holds the embedded store
"""


class GroundworkError(Exception):
    """Base of all errors of this application. ``remedy`` is one sentence on what to do next."""

    def __init__(self, message: str, *, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".strip()


class ConfigurationError(GroundworkError):
    pass


class PermanentError(GroundworkError):
    pass


class UnreadableDocumentError(PermanentError):
    pass


class TransientError(GroundworkError):
    pass


class StoreInUseError(GroundworkError):
    pass

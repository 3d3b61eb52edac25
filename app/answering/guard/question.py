"""Questions that are attacks: blocked with a reason. What is merely out of scope, the domain's plan declines."""

from core.guard.patterns import findings
from core.types import Abstention

BLOCKED = "blocked_"
_INSTRUCTIONS = Abstention(
    f"{BLOCKED}instructions",
    "The question tells this service to set its rules aside or to show them. Ask what you want to know of the"
    " documents, without instructions to the machine.",
)
_REASONS = {
    "exfiltration": Abstention(
        f"{BLOCKED}exfiltration",
        "The question asks to send data elsewhere, which this service does not do. Ask for the answer itself.",
    ),
    "others": Abstention(
        f"{BLOCKED}personal_data",
        "The question asks for other people's data. Ask about what the documents publish.",
    ),
    "secrets": Abstention(
        f"{BLOCKED}secrets",
        "The question asks for secrets or files of the machine. Ask about what the documents publish.",
    ),
    "injection": Abstention(
        f"{BLOCKED}injection",
        "The question holds code (SQL, HTML or a template). Ask in plain words.",
    ),
}


def screen(question: str) -> Abstention | None:
    """Why ``question`` is blocked, or None. Encoded and dressed-up text is read as what it says."""
    found = next(findings(question, "questions"), None)
    return _REASONS.get(found.group, _INSTRUCTIONS) if found else None

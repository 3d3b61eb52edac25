"""The domain's example questions: what ``rag demo`` answers and the first page offers."""

from pathlib import Path

import yaml

EXAMPLES = "examples.yaml"  # in the domain's home: a list of questions that show what it does


def example_questions(home: Path) -> list[str]:
    """The questions of the domain whose folder is ``home``; none where it has no file of them."""
    file = home / EXAMPLES
    return list(yaml.safe_load(file.read_text(encoding="utf-8"))) if file.is_file() else []

"""Runs the console script as a process of its own, without relying on where it was installed."""

import subprocess
import sys

from tests.conftest import REPOSITORY

_ENTRY = "import sys; from app.cli import main; sys.argv[0] = 'rag'; sys.exit(main())"


def rag(*arguments: str, prelude: str = "") -> subprocess.CompletedProcess[str]:
    """The finished process; ``prelude`` is code that runs before the command line is imported."""
    return subprocess.run(
        [sys.executable, "-c", prelude + _ENTRY, *arguments],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def accepts(*command: str) -> bool:
    """Whether the command line knows this command and its options."""
    words = [word for word in command if not word.startswith("-")]
    options = {word.partition("=")[0] for word in command if word.startswith("-")}
    process = rag(*words, "--help")
    return process.returncode == 0 and all(option in process.stdout for option in options)

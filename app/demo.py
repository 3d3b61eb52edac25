"""What ``rag demo`` shows once the samples are in: example questions answered, and what it all cost."""

import resource
import sys
from pathlib import Path

from rich.console import Console

from app.answering.asking import Asked
from app.answering.examples import example_questions
from app.terminal import show_answer
from app.wiring import build
from core.settings import Settings


def answer_examples(settings: Settings, home: Path) -> None:
    console = Console(soft_wrap=True, highlight=False)
    with build(settings) as application:
        for question in example_questions(home):
            console.print(f"\n[bold cyan]? {question}[/]")
            show_answer(application.answerer.ask(Asked(question)), console)


def print_cost(seconds: float) -> None:
    """Wall time, and the peak memory of this process and of its largest child."""
    unit = 1024 if sys.platform == "darwin" else 1  # bytes on macOS, kilobytes elsewhere
    peak = sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(f"\nTook {seconds:.0f} s and {peak / unit / 1024:.0f} MB of memory.")

"""What is kept out: hostile questions, passages that instruct their reader, active content in what a model writes."""

from app.answering.guard.output import neutralise
from app.answering.guard.passages import is_clean, quarantine
from app.answering.guard.question import screen

__all__ = ["is_clean", "neutralise", "quarantine", "screen"]

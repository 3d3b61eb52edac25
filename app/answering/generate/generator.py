"""What the answerer asks of whoever writes."""

from typing import Protocol

from app.answering.asking import Material
from app.answering.draft import Draft


class Generator(Protocol):
    """Writes a draft from pages. ``name`` is what an answer says wrote it."""

    @property
    def name(self) -> str: ...

    @property
    def recipe(self) -> str:
        """What its drafts depend on beside the material: the model, its settings, its prompts."""
        ...

    @property
    def attempts(self) -> int:
        """How often it is worth asking: more than once only where it makes use of ``Material.faults``."""
        ...

    def generate(self, material: Material) -> Draft | None:
        """A draft, or None where the pages do not answer the question: then nobody else is asked.

        Raises TransientError where it cannot be reached or gave nothing usable in time, ConfigurationError where its
        settings are at fault; either way the next generator is asked.
        """
        ...

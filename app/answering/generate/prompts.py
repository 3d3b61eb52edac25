"""Prompts are files in the domain's home: ``prompts/system.md``, ``prompts/question.md`` and ``prompts/examples.yaml``.

They are Jinja templates. ``system.md`` is given ``examples`` (each with question, passages and reply) and ``tools``
(whether the model may compute and search); ``question.md`` is given ``question``, ``as_of``, ``notes`` (how it was
understood), ``passages`` (fenced already) and ``faults`` (what was wrong with the first attempt).
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from app.answering.generate.reply import Reply
from core.errors import ConfigurationError

if TYPE_CHECKING:
    from jinja2 import Template

SYSTEM, QUESTION, EXAMPLES = "system.md", "question.md", "examples.yaml"
VERSION_CHARACTERS = 12


class Example(BaseModel):
    """A question, passages and the reply that we should have liked."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    question: str
    passages: list[str]
    reply: Reply


@dataclass(frozen=True, slots=True)
class Prompts:
    """Templates that were tried once. ``version`` is a hash of the files: a change of a prompt is another version."""

    version: str
    _system: "Template"
    _question: "Template"
    _examples: tuple[Example, ...]

    def system(self, *, tools: bool) -> str:
        return self._system.render(examples=self._examples, tools=tools)

    def question(
        self, question: str, *, as_of: date, notes: Sequence[str], passages: Sequence[str], faults: Sequence[str]
    ) -> str:
        return self._question.render(question=question, as_of=as_of, notes=notes, passages=passages, faults=faults)


def load_prompts(home: Path) -> Prompts:
    """Raises ConfigurationError that names the file and what is wrong: missing, no template, an unknown variable, an
    example that is no reply, or a question.md that leaves out the question, the passages or the faults."""
    folder = home / "prompts"
    texts = {name: _read(folder / name) for name in (SYSTEM, QUESTION)}
    if (folder / EXAMPLES).exists():
        texts[EXAMPLES] = _read(folder / EXAMPLES)
    prompts = Prompts(
        version=hashlib.sha256("\0".join(texts.values()).encode()).hexdigest()[:VERSION_CHARACTERS],
        _system=_template(folder / SYSTEM, texts[SYSTEM]),
        _question=_template(folder / QUESTION, texts[QUESTION]),
        _examples=_examples(folder / EXAMPLES, texts.get(EXAMPLES, "[]")),
    )
    _try(prompts, folder)
    return prompts


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(
            f"The prompt {file} cannot be read: {error}.", remedy="Write it as UTF-8 text; see docs/models.md."
        ) from error


def _template(file: Path, text: str) -> "Template":
    from jinja2 import Environment, StrictUndefined, TemplateSyntaxError

    environment = Environment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    try:
        return environment.from_string(text)
    except TemplateSyntaxError as error:
        raise ConfigurationError(
            f"The prompt {file} is no template: {error.message}, line {error.lineno}.", remedy="Correct that line."
        ) from error


def _examples(file: Path, text: str) -> tuple[Example, ...]:
    try:
        return tuple(TypeAdapter(list[Example]).validate_python(yaml.safe_load(text) or []))
    except (yaml.YAMLError, ValidationError) as error:
        raise ConfigurationError(
            f"{file} holds something that is no example: {error}", remedy="Give each question, passages and reply."
        ) from error


def _try(prompts: Prompts, folder: Path) -> None:
    from jinja2 import TemplateError

    probes = ("the-question", "the-note", "the-passage", "the-fault")
    question, *lists = probes
    notes, passages, faults = ([probe] for probe in lists)
    file = folder / SYSTEM
    try:
        for tools in (True, False):
            prompts.system(tools=tools)
        file = folder / QUESTION
        said = prompts.question(question, as_of=date.min, notes=notes, passages=passages, faults=faults)
    except TemplateError as error:
        raise ConfigurationError(
            f"The prompt {file} asks for something that it is not given: {error}.",
            remedy="docs/models.md lists what each prompt is given.",
        ) from error
    missing = [probe for probe in (question, *passages, *faults) if probe not in said]
    if missing:
        raise ConfigurationError(
            f"The prompt {file} leaves out {', '.join(missing).replace('-', ' ')}.",
            remedy="Use {{ question }}, {{ passages }} and {{ faults }} in it.",
        )

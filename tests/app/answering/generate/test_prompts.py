"""Prompts are files that are tried at the start: what is wrong with one is said by its name."""

import shutil
from pathlib import Path

import pytest

from app.answering.generate.prompts import load_prompts
from app.wiring import build
from core.errors import ConfigurationError
from core.settings import Settings, load_settings
from tests.fakes import ScriptedLLM
from tests.toy_domain import HOME


@pytest.fixture
def home(tmp_path: Path) -> Path:
    shutil.copytree(HOME / "prompts", tmp_path / "prompts")
    return tmp_path


def test_the_prompts_of_the_installed_field_are_complete() -> None:
    from core.domain import load_domain

    prompts = load_prompts(load_domain(load_settings().domain).home)
    assert "compute_figure" in prompts.system(tools=True) and "compute_figure" not in prompts.system(tools=False)
    assert "Example question" in prompts.system(tools=False)


def test_the_version_changes_with_any_of_the_files(home: Path) -> None:
    versions = {load_prompts(home).version}
    for name in ("system.md", "question.md", "examples.yaml"):
        with (home / "prompts" / name).open("a") as file:
            file.write("# more\n")
        versions.add(load_prompts(home).version)
    assert len(versions) == 4


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("system.md", None, "cannot be read"),
        ("question.md", b"\xff\xfe", "cannot be read"),
        ("system.md", b"{% if tools %}", "no template"),
        ("system.md", b"{{ toools }}", "'toools' is undefined"),
        ("question.md", b"{{ question }} {{ faults }}", "leaves out the passage"),
        ("question.md", b"{{ question }} {{ passages }}", "leaves out the fault"),
        ("examples.yaml", b"- question: What?", "no example"),
        ("examples.yaml", b"- {", "no example"),
    ],
)
def test_a_prompt_that_cannot_be_used_is_named_with_what_to_do(
    home: Path, name: str, text: bytes | None, said: str
) -> None:
    file = home / "prompts" / name
    file.unlink(missing_ok=True)
    if text is not None:
        file.write_bytes(text)
    with pytest.raises(ConfigurationError, match=said) as raised:
        load_prompts(home)
    assert name in raised.value.message and raised.value.remedy


def test_prompts_are_tried_when_the_application_is_built_with_a_model(
    toy_settings: Settings, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests import toy_domain

    (home / "prompts" / "system.md").unlink()
    monkeypatch.setattr(toy_domain, "DOMAIN", _at(home))
    llm = toy_settings.llm.model_copy(update={"primary": load_settings(llm=OLLAMA).llm.primary})
    with (
        pytest.raises(ConfigurationError, match=r"system\.md"),
        build(toy_settings.model_copy(update={"llm": llm}), model=lambda _: ScriptedLLM("")),
    ):
        pass


OLLAMA = {"primary": {"provider": "ollama", "model": "m"}}


def _at(home: Path) -> object:
    from dataclasses import replace

    from tests.toy_domain import DOMAIN

    return replace(DOMAIN, home=home)

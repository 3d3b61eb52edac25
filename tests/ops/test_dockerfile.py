"""The image, as far as a file can be judged without an engine: two stages, from the lock, without root."""

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from core.settings import Settings
from tests.conftest import REPOSITORY
from tests.ops.rag import accepts


@dataclass(frozen=True)
class Instruction:
    name: str
    value: str


def instructions() -> list[Instruction]:
    text = (REPOSITORY / "Dockerfile").read_text(encoding="utf-8")
    text = re.sub(r"^#.*\n", "", text, flags=re.MULTILINE)
    joined = re.sub(r"\s*\\\n\s*", " ", text)
    return [Instruction(*line.split(maxsplit=1)) for line in joined.splitlines() if line.strip()]


def stages() -> list[list[Instruction]]:
    found: list[list[Instruction]] = []
    for instruction in instructions():
        if instruction.name == "FROM":
            found.append([])
        found[-1].append(instruction)
    return found


def values(name: str, stage: int) -> list[str]:
    return [each.value for each in stages()[stage] if each.name == name]


def copied() -> Iterator[str]:
    """What the build takes from the repository."""
    for value in values("COPY", 0):
        yield from value.split()[:-1]


def test_has_a_stage_that_builds_and_one_that_runs() -> None:
    build, run = stages()
    assert build[0].value.endswith("AS build")
    assert [each.value for each in run if each.name == "COPY"] == [
        "--from=build /venv /venv",
        "--from=build /app /app",
    ]
    assert not [each for each in run if "pip" in each.value and each.name == "RUN"]


def test_bases_are_pinned_slim_images_of_a_python_that_we_support() -> None:
    for stage in (0, 1):
        (base,) = values("FROM", stage)
        assert re.fullmatch(r"python:3\.1[123](\.\d+)?-slim-\w+ AS \w+", base)
    assert values("FROM", 0)[0].split()[0] == values("FROM", 1)[0].split()[0]


def test_installs_only_what_the_lock_names() -> None:
    installs = [part for value in values("RUN", 0) for part in value.split("&&") if "pip install" in part]
    build, packages, project = installs
    assert "--no-deps --require-hashes -r requirements/build.txt" in build
    assert "--no-deps --require-hashes --no-build-isolation -r requirements/runtime.txt" in packages
    assert "--no-deps --no-build-isolation --editable ." in project


def test_runs_as_a_user_who_is_not_root_and_owns_only_the_data() -> None:
    (user,) = values("USER", 1)
    assert all(int(part) >= 1000 for part in user.split(":"))
    assert values("VOLUME", 1) == ['["/data"]']
    assert "--chown" not in " ".join(values("COPY", 1))


def test_the_health_check_asks_whether_the_application_is_ready() -> None:
    (check,) = values("HEALTHCHECK", 1)
    command = json.loads(check.partition("CMD ")[2])
    assert command[0] == "python"
    assert "/health/ready" in command[2]
    compile(command[2], "healthcheck", "exec")


def test_starts_a_command_that_exists() -> None:
    assert json.loads(values("ENTRYPOINT", 1)[0]) == ["rag"]
    assert accepts(*json.loads(values("CMD", 1)[0]))


def test_sets_only_settings_that_exist() -> None:
    names = re.findall(r"RAG_(\w+)=", " ".join(values("ENV", 1)))
    assert "PROFILE" in names
    for name in names:
        section, _, field = name.lower().partition("__")
        assert section in Settings.model_fields
        if field:
            assert field in getattr(Settings.model_fields[section].annotation, "model_fields", {})


def test_copies_every_package_and_nothing_that_is_not_there() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    packages = {pattern.rstrip("*") for pattern in project["tool"]["setuptools"]["packages"]["find"]["include"]}
    assert packages | {"configs"} <= set(copied())
    for path in copied():
        assert (REPOSITORY / path).exists(), path


@pytest.mark.parametrize("secret", [".env", ".git", "data", "tests"])
def test_the_builder_never_sees(secret: str) -> None:
    lines = (REPOSITORY / ".dockerignore").read_text(encoding="utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    assert rules[0] == "*"
    assert f"!{secret}" not in rules

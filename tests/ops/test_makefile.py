"""The commands that the README promises, as make itself would run them."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY
from tests.ops.rag import accepts

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="needs make")


def make(*arguments: str, cwd: Path = REPOSITORY) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", "--no-print-directory", *arguments], cwd=cwd, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    """What make looks at, in a place where nothing is installed yet."""
    for name in ("Makefile", "pyproject.toml", "requirements"):
        source = REPOSITORY / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, tmp_path / name)
    return tmp_path


def test_make_alone_lists_every_command() -> None:
    text = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    commands = set(re.findall(r"^\.PHONY: (.*)", text, re.MULTILINE)[0].split())
    listed = re.findall(r"make ([a-z-]+) +\w", make().stdout)
    assert set(listed) == commands
    assert {"demo", "serve", "test", "check"} <= commands


def test_running_installs_the_runtime_lock_and_nothing_else(fresh: Path) -> None:
    plan = make("-n", "demo", cwd=fresh).stdout
    assert "--require-hashes -r requirements/runtime.txt" in plan
    assert "dev.txt" not in plan
    assert plan.rstrip().endswith("rag demo")


def test_testing_installs_the_second_lock_on_top(fresh: Path) -> None:
    plan = make("-n", "test", cwd=fresh).stdout
    assert plan.index("-r requirements/runtime.txt") < plan.index("-r requirements/dev.txt") < plan.index("pytest")


def test_every_install_is_of_locked_packages_only(fresh: Path) -> None:
    installs = [line for line in make("-n", "test", cwd=fresh).stdout.splitlines() if "pip install" in line]
    assert len(installs) == 4
    assert "requirements/build.txt" in installs[0]
    for line in installs:
        assert "--no-deps --no-build-isolation" in line
        assert "--require-hashes" in line or line.endswith("-e .")


@pytest.mark.parametrize("python", ["", "/nowhere/python3", "false"])
def test_an_unsuitable_python_is_refused_with_what_to_do(fresh: Path, python: str) -> None:
    process = make("demo", f"PYTHON={python}", cwd=fresh)
    assert process.returncode != 0
    assert "Python 3.11, 3.12 or 3.13" in process.stderr
    assert not (fresh / ".venv").exists()


@pytest.mark.parametrize("target", ["demo", "serve", "evals"])
def test_the_commands_that_make_runs_exist(fresh: Path, target: str) -> None:
    command = make("-n", target, cwd=fresh).stdout.splitlines()[-1].partition("rag ")[2]
    assert accepts(*command.split())


def test_ci_calls_exactly_these_commands() -> None:
    script = REPOSITORY / ".ci" / "run"
    assert os.access(script, os.X_OK)
    text = script.read_text(encoding="utf-8")
    assert "set -euo pipefail" in text
    assert re.findall(r"^make (.*)$", text, re.MULTILINE) == ["check", "test"]

"""The lock is whole, agrees with pyproject.toml, names no place to download from, and leaves out what it says."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, packages_distributions, requires
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conftest import REPOSITORY

LOCKS = ("runtime.txt", "postgres.txt", "dev.txt")
OURS = ("app", "core", "domains", "evals", "ingest")
# What follows from the exclusions: packages that only an excluded one would have brought.
BROUGHT = {
    "llvmlite",
    "thinc",
    "blis",
    "scipy",
    "transformers",
    "weasel",
    "botocore",
    "s3transfer",
    "jmespath",
    "pyasn1",
}


def pyproject() -> dict[str, Any]:
    project: dict[str, Any] = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return project


def lines(name: str) -> list[str]:
    """The requirements of a file, continuation lines joined, comments left out."""
    text = (REPOSITORY / "requirements" / name).read_text(encoding="utf-8").replace("\\\n", " ")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def pins(*names: str) -> dict[str, str]:
    """Locked versions by package name."""
    found = (Requirement(line.partition(" --hash=")[0]) for name in names for line in lines(name))
    return {canonicalize_name(each.name): str(each.specifier).removeprefix("==") for each in found}


def excluded() -> set[str]:
    return {canonicalize_name(line) for line in lines("excluded.txt")}


def declared(*extras: str) -> list[Requirement]:
    project = pyproject()
    texts = [*project["dependencies"], *(each for extra in extras for each in project["optional-dependencies"][extra])]
    return [Requirement(text) for text in texts]


@pytest.mark.parametrize("name", LOCKS)
def test_pins_every_package_to_one_version_and_the_hashes_of_its_files(name: str) -> None:
    locked = lines(name)
    assert locked
    for line in locked:
        assert re.match(r"[a-z0-9-]+==[^ ]+ .*--hash=sha256:[0-9a-f]{64}", line), line[:80]


@pytest.mark.parametrize("name", [*LOCKS, "build.txt", "excluded.txt", "compile.sh"])
def test_names_no_place_to_download_from(name: str) -> None:
    text = (REPOSITORY / "requirements" / name).read_text(encoding="utf-8")
    assert not re.search(r"://|--(extra-)?index-url|--find-links|--trusted-host|file:", text)


def test_no_lock_of_another_tool_is_committed() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=REPOSITORY, capture_output=True, text=True, check=False).stdout
    assert not {"uv.lock", "poetry.lock", "pylock.toml", "Pipfile.lock"} & {Path(file).name for file in tracked.split()}


@pytest.mark.parametrize(
    ("files", "extras"),
    [
        (("runtime.txt",), ()),
        (("runtime.txt", "postgres.txt"), ("postgres",)),
        (LOCKS[::2], ("evals", "postgres", "dev")),
    ],
)
def test_holds_what_pyproject_asks_for(files: tuple[str, ...], extras: tuple[str, ...]) -> None:
    locked = pins(*files)
    for wanted in declared(*extras):
        version = locked.get(canonicalize_name(wanted.name))
        assert version is not None, f"{wanted.name} is not locked: make lock"
        assert wanted.specifier.contains(version, prereleases=True), f"{wanted}, locked {version}: make lock"


def test_the_locks_on_top_repeat_nothing_of_the_runtime() -> None:
    runtime = pins("runtime.txt").keys()
    assert not runtime & pins("postgres.txt").keys()
    assert not runtime & pins("dev.txt").keys()
    assert pins("postgres.txt").items() <= pins("dev.txt").items()


@pytest.mark.parametrize("names", [("runtime.txt",), LOCKS[::2]])
def test_lacks_only_what_is_excluded_on_purpose(names: tuple[str, ...]) -> None:
    """What pip would have resolved: each locked package's own requirements are locked too, or excluded."""
    locked = pins(*names)
    missing = {f"{package} wants {wanted}" for package in locked for wanted in wants(package) if wanted not in locked}
    assert {each.rpartition(" ")[2] for each in missing} <= excluded(), missing


def wants(package: str) -> Iterator[str]:
    try:
        texts = requires(package) or ()
    except PackageNotFoundError:  # of another platform, or not installed in this environment
        return
    for requirement in map(Requirement, texts):
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            yield canonicalize_name(requirement.name)


def test_locks_what_builds_packages_from_source() -> None:
    assert pins("build.txt") == {"setuptools": pins("runtime.txt")["setuptools"]}


def test_leaves_out_what_is_excluded_and_what_that_would_bring() -> None:
    assert excluded()
    assert not pins(*LOCKS).keys() & (excluded() | BROUGHT)


@pytest.mark.parametrize(
    "code",
    [
        """
from ragas.dataset_schema import SingleTurnSample
from ragas.metrics import IDBasedContextPrecision, NonLLMContextRecall, NonLLMStringSimilarity
""",
        """
from pathlib import Path
from core.formats.partition import read_with_unstructured
assert read_with_unstructured(Path("CHANGELOG.md")).elements
from unstructured.partition import docx, email, html, text
from unstructured.chunking.title import chunk_by_title
""",
        """
import fastembed
from llama_index.core.node_parser import SentenceSplitter
""",
    ],
    ids=["ragas", "unstructured", "llama-index"],
)
def test_what_we_use_works_without_the_excluded_packages(code: str) -> None:
    # A module that is None in sys.modules cannot be imported, installed or not.
    barred = [*sorted(name.replace("-", "_") for name in excluded() | BROUGHT), "sknetwork"]
    process = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", f"import sys; sys.modules.update(dict.fromkeys({barred!r}))\n{code}"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    assert process.returncode == 0, process.stderr


def imported(package: str) -> Iterator[tuple[Path, str]]:
    """Every module that a package of ours imports, by the name of its top level."""
    for path in sorted((REPOSITORY / package).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names: list[str] = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names = [node.module]
            yield from ((path, name.partition(".")[0]) for name in names)


@pytest.mark.parametrize("package", OURS)
def test_declares_every_package_that_it_imports(package: str) -> None:
    """A package that comes only because another one wants it can go with that one's next version."""
    distributions = packages_distributions()
    for path, module in imported(package):
        if module in OURS or module in sys.stdlib_module_names:
            continue
        # The samples are drawn by a script of ours, which runs where development does.
        extras = ["dev"] if "samples" in path.parts else ["evals"] if package == "evals" else ["postgres", "redis"]
        allowed = {canonicalize_name(requirement.name) for requirement in declared(*extras)}
        providers = {canonicalize_name(name) for name in distributions.get(module, ())}
        assert providers & allowed, f"{path.relative_to(REPOSITORY)} imports {module}: declare it in pyproject.toml"

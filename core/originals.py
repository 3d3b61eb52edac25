"""The files themselves, kept beside the store so that a page can be shown after its source has moved."""

import shutil
from pathlib import Path
from typing import IO


class Originals:
    """A folder with one file a document, named by its id and the suffix of its source."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, document_id: str, source: Path) -> None:
        name = f"{document_id}{source.suffix.lower()}"
        if not (self._folder / name).exists():
            with source.open("rb") as stream:
                self.put(name, stream)

    def put(self, name: str, content: IO[bytes]) -> None:
        """Writes one file, whole or not at all."""
        self._folder.mkdir(parents=True, exist_ok=True)
        partial = self._folder / f"{name}.partial"
        with partial.open("wb") as stream:
            shutil.copyfileobj(content, stream)
        partial.replace(self._folder / name)

    def find(self, document_id: str) -> Path | None:
        return next((path for path in self._folder.glob(f"{document_id}.*") if path.suffix != ".partial"), None)

    def remove(self, document_id: str) -> None:
        for path in self._folder.glob(f"{document_id}.*"):
            path.unlink(missing_ok=True)

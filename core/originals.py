"""The files themselves, kept beside the store so that a page can be shown after its source has moved."""

import shutil
from pathlib import Path


class Originals:
    """A folder with one file a document, named by its id and the suffix of its source."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, document_id: str, source: Path) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        target = self._folder / f"{document_id}{source.suffix.lower()}"
        if not target.exists():
            partial = target.with_suffix(f"{target.suffix}.partial")
            shutil.copyfile(source, partial)
            partial.replace(target)

    def find(self, document_id: str) -> Path | None:
        return next((path for path in self._folder.glob(f"{document_id}.*") if path.suffix != ".partial"), None)

    def remove(self, document_id: str) -> None:
        for path in self._folder.glob(f"{document_id}.*"):
            path.unlink(missing_ok=True)

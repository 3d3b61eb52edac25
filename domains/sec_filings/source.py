"""Where filings are: the PDF and HTML files of a folder."""

import os
from collections.abc import Iterator
from pathlib import Path

from core.errors import PermanentError
from core.types import Source

MEDIA_TYPES = {".pdf": "application/pdf", ".htm": "text/html", ".html": "text/html"}


def discover(root: Path) -> Iterator[Source]:
    """The filings at ``root``, a folder (searched with its subfolders) or a single file, in the order of their paths.

    The extension decides the media type and readers check the content. Hidden files and folders and everything with
    another extension are passed over. Raises PermanentError, at the call, where ``root`` does not exist or is a single
    file of another kind.
    """
    if root.is_file():
        return iter((_single(root),))
    if root.is_dir():
        return _walk(root)
    raise PermanentError(
        f"There is no file or folder '{root}'.", remedy="Check the path, or create the folder and put filings in it."
    )


def _single(path: Path) -> Source:
    if path.suffix.lower() not in MEDIA_TYPES:
        raise PermanentError(
            f"'{path.name}' is not a kind of file that filings come in.",
            remedy=f"Give a file that ends with one of {', '.join(MEDIA_TYPES)}.",
        )
    return _source(path)


def _walk(root: Path) -> Iterator[Source]:
    paths = []
    for folder, subfolders, names in os.walk(root):
        subfolders[:] = [name for name in subfolders if not name.startswith(".")]
        paths += [Path(folder, name) for name in names if not name.startswith(".")]
    for path in sorted(paths):
        if path.suffix.lower() in MEDIA_TYPES and path.is_file():
            yield _source(path)


def _source(path: Path) -> Source:
    return Source(path, path.stat().st_size, MEDIA_TYPES[path.suffix.lower()])

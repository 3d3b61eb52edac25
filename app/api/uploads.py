"""Documents that come over the API, kept until they are ingested, under the name that their sender gave them."""

import hashlib
import re
import shutil
from pathlib import Path, PurePath
from tempfile import NamedTemporaryFile
from typing import IO

from core.settings import Settings

FOLDER = "uploads"
_UNSAFE = re.compile(r"[^\w.() -]")
NAME_CHARACTERS = 120


def keep(content: IO[bytes], name: str, settings: Settings) -> Path:
    """Where the document now lies: below the data directory, in a folder named by its content."""
    folder = settings.data_dir.absolute() / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=folder, delete=False) as stream:
        shutil.copyfileobj(content, stream)
    with Path(stream.name).open("rb") as written:
        digest = hashlib.file_digest(written, "sha256").hexdigest()
    target = folder / digest[:16] / _safe(name)
    target.parent.mkdir(exist_ok=True)
    Path(stream.name).replace(target)
    return target


def _safe(name: str) -> str:
    """The last part of the name without what a path or a shell could make something of."""
    plain = _UNSAFE.sub("_", PurePath(name.replace("\\", "/")).name).lstrip(".")
    return plain[-NAME_CHARACTERS:] or "document"

"""What EDGAR says of a file, kept beside it, so that reading it needs no network."""

from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

SUFFIX = ".edgar.json"


class Sidecar(BaseModel):
    model_config = ConfigDict(frozen=True)

    cik: str
    accession: str
    form: str
    filed_at: date


def write_sidecar(document: Path, told: Sidecar) -> None:
    path = _beside(document)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(told.model_dump_json(), encoding="utf-8")


def read_sidecar(document: Path) -> Sidecar | None:
    """What was said of the document, or None: a file that did not come from EDGAR, or whose note is damaged."""
    path = _beside(document)
    try:
        return Sidecar.model_validate_json(path.read_text(encoding="utf-8")) if path.exists() else None
    except (ValidationError, OSError):
        return None


def _beside(document: Path) -> Path:
    return document.with_name(f".{document.name}{SUFFIX}")

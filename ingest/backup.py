"""The whole store in one ZIP file, and back: rows as JSON lines, points with their vectors, the originals.

It fits any combination of databases and vector engines, so that it also moves a store from one machine's SQLite and
embedded index to Postgres and a Qdrant server.
"""

import base64
import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import numpy as np
import sqlalchemy as sa
from qdrant_client import models

from core.errors import PermanentError
from core.index import Engine, Point
from core.ledger import Jobs
from core.store import schema
from core.workspace import Workspace
from ingest.digest import corpus_digest

FORMAT = 1
BATCH = 500
MANIFEST = "manifest.json"
POINTS = "points.jsonl"


def back_up(workspace: Workspace, target: Path) -> str:
    """Writes ``target`` and returns the digest of what it holds. Raises PermanentError where it exists already, or
    where a job is at work."""
    if target.exists():
        raise PermanentError(f"{target} is there already.", remedy="Name another file, or remove it.")
    if Jobs(workspace.database).running():
        raise PermanentError("An ingestion job is at work.", remedy="Wait for it, or cancel it: rag ingest status.")
    digest = corpus_digest(workspace.store, workspace.index)
    part = target.with_name(f"{target.name}.part")
    with ZipFile(part, "w", ZIP_DEFLATED, compresslevel=1) as archive:
        _write_tables(workspace.database, archive)
        _write_lines(archive, POINTS, _points(workspace))
        for document in workspace.store.corpus().documents:
            if original := workspace.originals.find(document.id):
                archive.write(original, f"originals/{original.name}")
        manifest = {"format": FORMAT, "domain": workspace.domain.name, "digest": digest}
        archive.writestr(MANIFEST, json.dumps(manifest))
    part.replace(target)
    return digest


def restore(workspace: Workspace, source: Path) -> str:
    """Fills an empty store from the file and returns its digest, which is the one it was written with.

    Raises PermanentError where the store is not empty, or the file is not a whole back-up of this domain.
    """
    if workspace.store.corpus().documents:
        raise PermanentError("The store is not empty.", remedy="Restore into an empty RAG_DATA_DIR or database.")
    with ZipFile(source) as archive:
        manifest = _manifest(archive, workspace, source)
        _read_points(archive, workspace.index)
        for name in archive.namelist():
            if name.startswith("originals/"):
                with archive.open(name) as stream:
                    workspace.originals.put(Path(name).name, stream)
        _read_tables(archive, workspace.database)
    digest = corpus_digest(workspace.store, workspace.index)
    if digest != manifest["digest"]:
        raise PermanentError(
            f"What {source.name} restored to ({digest[:12]}) is not what was backed up ({manifest['digest'][:12]}).",
            remedy="Empty the store and restore an earlier back-up.",
        )
    return digest


def _manifest(archive: ZipFile, workspace: Workspace, source: Path) -> dict[str, Any]:
    if MANIFEST not in archive.namelist():
        raise PermanentError(f"{source.name} is no whole back-up.", remedy="Choose a file that rag backup finished.")
    manifest: dict[str, Any] = json.loads(archive.read(MANIFEST))
    if (manifest["format"], manifest["domain"]) != (FORMAT, workspace.domain.name):
        raise PermanentError(
            f"{source.name} is of the domain {manifest['domain']}, format {manifest['format']}.",
            remedy=f"This store takes format {FORMAT} of {workspace.domain.name}.",
        )
    return manifest


def _write_tables(database: sa.Engine, archive: ZipFile) -> None:
    with database.connect() as connection:
        for table in schema.sorted_tables:
            rows = connection.execute(sa.select(table)).mappings()
            _write_lines(archive, f"tables/{table.name}.jsonl", (_plain(dict(row)) for row in rows))


def _read_tables(archive: ZipFile, database: sa.Engine) -> None:
    """In one transaction, so that documents are visible all at once, after their points."""
    with database.begin() as connection:
        for table in schema.sorted_tables:
            name = f"tables/{table.name}.jsonl"
            if name not in archive.namelist():
                continue
            connection.execute(table.delete())
            with archive.open(name) as stream:
                for batch in _batches(_typed(table, json.loads(line)) for line in stream):
                    connection.execute(table.insert(), batch)


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat()
        if isinstance(value, date)
        else base64.b64encode(value).decode()
        if isinstance(value, bytes)
        else value
        for name, value in row.items()
    }


def _typed(table: sa.Table, row: dict[str, Any]) -> dict[str, Any]:
    return {name: _value(table.c[name].type, value) for name, value in row.items()}


def _value(kind: sa.types.TypeEngine[Any], value: Any) -> Any:
    match kind:
        case _ if value is None:
            return None
        case sa.DateTime():
            return datetime.fromisoformat(value)
        case sa.Date():
            return date.fromisoformat(value)
        case sa.LargeBinary():
            return base64.b64decode(value)
    return value


def _points(workspace: Workspace) -> Iterator[dict[str, Any]]:
    for document in workspace.store.corpus().documents:
        for point in workspace.index.scroll(document.id):
            if point.payload["revision"] == document.revision:
                yield {
                    "id": point.id,
                    "dense": base64.b64encode(np.asarray(point.dense, dtype="<f4").tobytes()).decode(),
                    "sparse": [point.sparse.indices, point.sparse.values],
                    "payload": dict(point.payload),
                }


def _read_points(archive: ZipFile, index: Engine) -> None:
    with archive.open(POINTS) as stream:
        for batch in _batches(_point(json.loads(line)) for line in stream):
            index.upsert(batch)
    index.flush()


def _point(row: dict[str, Any]) -> Point:
    indices, values = row["sparse"]
    dense = np.frombuffer(base64.b64decode(row["dense"]), dtype="<f4").tolist()
    return Point(row["id"], dense, models.SparseVector(indices=indices, values=values), row["payload"])


def _write_lines(archive: ZipFile, name: str, rows: Iterable[dict[str, Any]]) -> None:
    with archive.open(name, "w", force_zip64=True) as stream:
        for row in rows:
            stream.write(json.dumps(row).encode() + b"\n")


def _batches(rows: Iterable[Any]) -> Iterator[list[Any]]:
    remaining = iter(rows)
    while batch := list(islice(remaining, BATCH)):
        yield batch

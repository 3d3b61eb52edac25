"""The application as a real server on loopback, over a small store."""

import shutil
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Literal

import uvicorn
from fastapi import FastAPI

from app.main import create_app
from app.wiring import build
from core.domain import load_domain
from core.settings import Settings
from ingest.build import ingestion
from ingest.pipeline import Scope

TODAY = date(2026, 11, 24)


@contextmanager
def serving(settings: Settings, *, today: date = TODAY) -> Iterator[str]:
    """The address of the application over the store of ``settings``."""
    with running(create_app(settings, today=lambda: today)) as address:
        yield address


@contextmanager
def running(app: FastAPI, *, lifespan: Literal["auto", "off"] = "auto") -> Iterator[str]:
    """The address of ``app``, served from a thread on a free port."""
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning", lifespan=lifespan))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


def ingest(settings: Settings, folder: Path) -> None:
    with build(settings) as application:
        list(ingestion(application.workspace).run(Scope(folder)))


def sample_filings(folder: Path, names: Sequence[str]) -> Path:
    """``folder`` with the named ones of the samples."""
    for name in names:
        shutil.copy(load_domain("domains.sec_filings").home / "samples" / "filings" / name, folder)
    return folder

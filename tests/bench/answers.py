"""The bars of answering, measured over a store of real filings.

    python -m tests.bench.answers [FOLDER] [--section NAME]… [--misses]

FOLDER defaults to RAG_FILINGS_DIR (../shared/filings). The store is that of the settings (RAG_DATA_DIR) and must hold
the filings: ``rag ingest run FOLDER`` first. A section NAME is the module ``answers_NAME`` beside this one, whose
``measure(application, folder, misses=…)`` prints its table and tells whether its bars are met; the exit status is 1
where one is not.
"""

import argparse
import os
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from app.wiring import Application, build
from core.errors import ConfigurationError
from core.settings import load_settings

SECTIONS = ("figures", "evidence", "unanswerable", "confidence")
Measure = Callable[..., bool]


def main() -> int:
    arguments = _arguments()
    met = True
    with build(load_settings()) as application:
        _require_filings(application)
        for name in arguments.section or SECTIONS:
            measure: Measure = import_module(f"tests.bench.answers_{name}").measure
            met = measure(application, arguments.folder, misses=arguments.misses) and met
    return 0 if met else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "folder", nargs="?", type=Path, default=Path(os.environ.get("RAG_FILINGS_DIR", "../shared/filings"))
    )
    parser.add_argument("--section", action="append", choices=SECTIONS)
    parser.add_argument("--misses", action="store_true", help="list what is not right")
    return parser.parse_args()


def _require_filings(application: Application) -> None:
    if not application.workspace.store.corpus().documents:
        raise ConfigurationError("The store is empty.", remedy="Run: rag ingest run FOLDER")


if __name__ == "__main__":
    raise SystemExit(main())

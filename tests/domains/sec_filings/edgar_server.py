"""A stand-in for EDGAR on loopback: lists, folders and documents of a company of ours, and a log of what was asked."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from json import dumps

MODIFIED = "Mon, 02 Feb 2026 10:00:00 GMT"
CIK, NAME, TICKER = 1999001, "Halloran Mills Inc", "HLSM"


@dataclass
class Edgar:
    """``faults`` are statuses to answer with before anything else, by path, in order."""

    url: str = ""
    asked: list[tuple[str, float]] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    not_modified: int = 0
    faults: dict[str, list[int]] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]

    def file_filing(self, accession: str, form: str, day: str, documents: dict[str, bytes]) -> None:
        """Adds a filing; the first document is the primary one."""
        recent = self._lists().setdefault(
            "recent", {"accessionNumber": [], "form": [], "filingDate": [], "primaryDocument": []}
        )
        row = (accession, form, day, next(iter(documents)))
        for column, value in zip(recent.values(), row, strict=True):
            column.insert(0, value)
        folder = f"/Archives/edgar/data/{CIK}/{accession.replace('-', '')}"
        self.files |= {f"{folder}/{name}": content for name, content in documents.items()}
        index = {"directory": {"item": [{"name": name} for name in (*documents, "../../evil.htm")]}}
        self.files[f"{folder}/index.json"] = dumps(index).encode()
        told = {"name": NAME, "filings": {"recent": recent, "files": []}}
        self.files[f"/submissions/CIK{CIK:010d}.json"] = dumps(told).encode()

    def _lists(self) -> dict[str, dict[str, list[str]]]:
        self.__dict__.setdefault("_recent", {})
        lists: dict[str, dict[str, list[str]]] = self.__dict__["_recent"]
        return lists


@contextmanager
def edgar_server() -> Iterator[Edgar]:
    edgar = Edgar()
    edgar.files["/files/company_tickers.json"] = dumps(
        {"0": {"cik_str": CIK, "ticker": TICKER, "title": NAME}}
    ).encode()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            edgar.asked.append((self.path, time.monotonic()))
            edgar.agents.add(self.headers.get("User-Agent", ""))
            faults = edgar.faults.get(self.path, [])
            if faults:
                self._answer(faults.pop(0), b"", {"Retry-After": "0"})
            elif self.path not in edgar.files:
                self._answer(404, b"")
            elif self.headers.get("If-Modified-Since") == MODIFIED:
                edgar.not_modified += 1
                self._answer(304, b"")
            else:
                self._answer(200, edgar.files[self.path], {"Last-Modified": MODIFIED})

        def _answer(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
            self.send_response(status)
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    edgar.url = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield edgar
    finally:
        server.shutdown()
        server.server_close()

"""The watch on the sockets: it would be worth nothing if it let something through."""

import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.conftest import REPOSITORY
from tests.offline import sitecustomize as offline

ELSEWHERE = "192.0.2.1"  # reserved for documentation (RFC 5737): nobody answers there


def attempts_of(code: str, log: Path) -> tuple[subprocess.CompletedProcess[str], list[str]]:
    environment = os.environ | {offline.LOG_VARIABLE: str(log)}
    process = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=30, check=False
    )
    return process, log.read_text(encoding="utf-8").splitlines() if log.exists() else []


@pytest.mark.parametrize(
    "code",
    [
        f"import socket; socket.create_connection(('{ELSEWHERE}', 443), timeout=1)",
        f"import socket; socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('{ELSEWHERE}', 53))",
        "import socket; socket.getaddrinfo('example.org', 443)",
        "import urllib.request; urllib.request.urlopen('https://example.org/')",
        "import asyncio; asyncio.run(asyncio.open_connection('example.org', 443))",
        "import httpx; httpx.get('https://example.org/')",
    ],
)
def test_refuses_and_records_a_child_process_that_reaches_for_another_machine(code: str, tmp_path: Path) -> None:
    process, attempts = attempts_of(code, tmp_path / "attempts.log")
    assert process.returncode != 0
    assert "the tests allow no network" in process.stderr
    assert attempts


def test_records_an_attempt_that_the_program_swallows(tmp_path: Path) -> None:
    code = f"""
import socket
try:
    socket.create_connection(('{ELSEWHERE}', 443), timeout=1)
except OSError:
    pass
"""
    process, attempts = attempts_of(code, tmp_path / "attempts.log")
    assert process.returncode == 0
    assert len(attempts) == 1


def test_lets_this_machine_talk_to_itself() -> None:
    class Hello(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Hello) as server:
        threading.Thread(target=server.handle_request, daemon=True).start()
        with urlopen(f"http://localhost:{server.server_port}/", timeout=5) as response:
            assert response.status == 200


def test_fails_the_test_in_which_a_library_swallows_the_refusal(tmp_path: Path) -> None:
    (tmp_path / "test_careless.py").write_text(
        f"""
import socket

def test_careless():
    try:
        socket.create_connection(('{ELSEWHERE}', 443), timeout=1)
    except OSError:
        pass
""",
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-c", os.devnull, "--rootdir", str(tmp_path)]
    process = subprocess.run(
        [*command, str(tmp_path)], cwd=REPOSITORY, capture_output=True, text=True, timeout=60, check=False
    )
    assert process.returncode == pytest.ExitCode.TESTS_FAILED
    assert f"socket.getaddrinfo {ELSEWHERE}" in process.stdout

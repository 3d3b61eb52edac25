"""A real model behind an OpenAI-compatible server on this machine, started once."""

import os
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from core.settings import ModelSettings
from tests.app.local_model.weights import INSTALL, find_weights

# Read when the server's Python starts; without them the engine's threads spin and starve each other on few cores.
THREADS = {"OMP_WAIT_POLICY": "passive", "GOMP_SPINCOUNT": "0"}


@pytest.fixture(scope="session")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if find_spec("xllamacpp") is None:
        pytest.skip(f"needs the package xllamacpp: {INSTALL}")
    try:
        return find_weights(tmp_path_factory.mktemp("weights"))
    except FileNotFoundError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def local_model(weights: Path) -> Iterator[ModelSettings]:
    """The settings with which the server is reached."""
    command = [sys.executable, str(Path(__file__).with_name("server.py")), str(weights)]
    server = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=os.environ | THREADS,
    )
    assert server.stdin and server.stdout
    address = server.stdout.readline().strip()
    assert address, "the server of the local model did not start"
    yield ModelSettings(
        provider="openai_compatible",
        model="local",
        base_url=f"{address}/v1",
        output="json_schema",
        context_tokens=4096,
        pages_tokens=400,
        answer_tokens=300,
        timeout_seconds=300,
        deadline_seconds=900,
        retries=0,
    )
    server.kill()
    server.wait()

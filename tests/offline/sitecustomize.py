"""Keeps a Python process on this machine: every attempt to reach another one is refused and written down.

Python imports a module of this name at start-up, so a child process is watched as soon as this folder is on its
``PYTHONPATH`` and ``OFFLINE_LOG`` names a file; the test process installs the same watch itself (tests/conftest.py).
It sees what goes through Python's ``socket`` module, names looked up included; native code with sockets of its own
is out of its sight.
"""

import ipaddress
import os
import socket
import sys
from typing import Any

LOG_VARIABLE = "OFFLINE_LOG"
_CALLS = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})
_LOOKUPS = frozenset({"socket.getaddrinfo", "socket.gethostbyname"})


class LeavesThisMachineError(ConnectionRefusedError):
    """An attempt to reach an address that is not loopback. An OSError, as a missing network would raise."""


def _is_local(host: str) -> bool:
    if host in ("", "localhost", "testserver", socket.gethostname()):
        return True
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def _target(event: str, args: tuple[Any, ...]) -> str | None:
    """The host that an audited call is about to use, or None where the call stays off the network."""
    if event in _CALLS and args[0].family in (socket.AF_INET, socket.AF_INET6):
        host = args[1][0] if args[1] else None
    elif event in _LOOKUPS:
        host = args[0]
    else:
        return None
    return host.decode(errors="replace") if isinstance(host, bytes) else host


def _watch(event: str, args: tuple[Any, ...]) -> None:
    host = _target(event, args) if event.startswith("socket.") else None
    if host is None or _is_local(host):
        return
    line = f"{event} {host} (process {os.getpid()}: {' '.join(sys.argv[:3])})"
    with open(os.environ[LOG_VARIABLE], "a", encoding="utf-8") as log:  # noqa: PTH123 -- start-up stays light
        log.write(line + "\n")
    raise LeavesThisMachineError(f"the tests allow no network: {line}")


def install() -> None:
    """Watch this process until it ends (an audit hook cannot be removed)."""
    sys.addaudithook(_watch)


if __name__ == "sitecustomize" and LOG_VARIABLE in os.environ:
    install()

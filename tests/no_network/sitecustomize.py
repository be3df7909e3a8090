"""Forbid every connection but to this machine, in this process and (as sitecustomize) its children.

Python imports a module of this name at its start; with this folder on PYTHONPATH a process that
looks up or connects to any other machine fails, and says to which.
"""

from __future__ import annotations

import ipaddress
import sys
from typing import Any

AT_HOME = {"localhost", "", "0.0.0.0", "::"}


class NetworkError(RuntimeError):
    """Something tried to reach another machine."""


def is_home(host: object) -> bool:
    """Tell whether `host` is this machine."""
    name = host.decode() if isinstance(host, bytes) else str(host or "")
    if name in AT_HOME:
        return True
    try:
        return ipaddress.ip_address(name.partition("%")[0]).is_loopback
    except ValueError:
        return False


def watch(event: str, arguments: tuple[Any, ...]) -> None:
    """Raise NetworkError for a look-up of, or a connection to, another machine."""
    if event == "socket.getaddrinfo" and not is_home(arguments[0]):
        raise NetworkError(f"looked up {arguments[0]!r}")
    if event in ("socket.connect", "socket.sendto"):
        address = arguments[1]
        if isinstance(address, tuple) and not is_home(address[0]):
            raise NetworkError(f"connected to {address!r}")


def forbid_network() -> None:
    """Watch this process from now on; it cannot be undone."""
    sys.addaudithook(watch)


if __name__ == "sitecustomize":
    forbid_network()

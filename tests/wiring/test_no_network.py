"""No run and no test uses the network but loopback, and nothing is told to anybody."""

from __future__ import annotations

import socket

import pytest

from tests.conftest import Run
from tests.no_network.sitecustomize import NetworkError, is_home


def test_the_guard_stops_a_connection_to_another_machine() -> None:
    with socket.socket() as one, pytest.raises(NetworkError):
        one.connect(("192.0.2.1", 80))


def test_the_guard_stops_a_look_up() -> None:
    with pytest.raises(NetworkError):
        socket.getaddrinfo("telemetry.example", 443)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "::1", b"127.0.0.1", ""])
def test_loopback_is_home(host: object) -> None:
    assert is_home(host)


def test_a_whole_run_needs_no_network(seed_run: Run) -> None:
    """The run's process and its children are guarded: see `tests.conftest.parquetry`."""
    assert seed_run.code == 0
    assert "NetworkError" not in seed_run.err + seed_run.out

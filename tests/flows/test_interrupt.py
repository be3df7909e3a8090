"""Ctrl-C in the terminal: exit code 130, one line, the last snapshot as it was."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.flows.documents import landing
from tests.flows.server import ROOT, Server

WAITS = 240.0


def test_an_interrupted_run_says_so_and_the_next_goes_on(server: Server, tmp_path: Path) -> None:
    folder, data = landing(tmp_path / "landing", range(8)), tmp_path / "data"
    arguments = ["run", str(folder), "--data", str(data), "--batch-size", "1"]
    command = [sys.executable, "-c", "from flows.command_line import main; main()", *arguments]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=server.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    ends = time.monotonic() + WAITS
    while not list(data.glob("staging/remove-boilerplate/*")):
        assert process.poll() is None
        assert time.monotonic() < ends
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does
    out, err = process.communicate(timeout=WAITS)
    assert process.returncode == 130, err
    assert "Traceback" not in err + out
    assert "interrupted; the last snapshot is as it was" in err
    assert not (data / "current").exists()

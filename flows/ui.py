"""Server, work pool, deployments, alerts and a worker, on this machine: `make ui`.

Everything is Prefect's own commands, one after the other; Ctrl-C stops what was started. The
server keeps its database in PREFECT_HOME, or where PREFECT_SERVER_DATABASE_CONNECTION_URL says.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

STARTS_WITHIN = 900.0  # seconds: the first start makes the database, machines may be busy
STOPS_WITHIN = 30.0
POOL = "parquetry"
READY = """
The UI is at {url}. Put documents into landing/: they are processed at the next full hour, or now by
  Deployments → process → Run → Quick run, or, in another terminal,
  PREFECT_API_URL={url}/api .venv/bin/prefect deployment run process/process
The tables are in data/current/. Ctrl-C stops all of it.
"""


def main() -> int:
    """Start everything, wait for Ctrl-C (or SIGTERM), stop everything."""
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, _interrupt)
    port = os.environ.setdefault("PREFECT_SERVER_API_PORT", "4200")
    _refuse_taken(int(port))
    url = f"http://127.0.0.1:{port}"
    environment = {
        "PREFECT_API_URL": f"{url}/api",
        "PREFECT_HOME": str(Path(".prefect").absolute()),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
        "DO_NOT_TRACK": "1",
    }
    for name, value in environment.items():
        os.environ.setdefault(name, value)
    os.environ["PWD"] = str(Path.cwd())  # prefect.yaml asks for it; make -C leaves it wrong
    Path("landing").mkdir(exist_ok=True)
    started: list[subprocess.Popen[bytes]] = []
    log = Path(os.environ["PREFECT_HOME"], "server.log")
    log.parent.mkdir(parents=True, exist_ok=True)
    try:
        _say(f"starting the server; the first time it makes its database (its log: {log})")
        server = _start("server", "start", "--host", "127.0.0.1", "--port", port, log=log)
        started.append(server)
        _wait_for(f"{url}/api/health", server)
        _say("making the work pool, the deployments and the alerts")
        _run("prefect", "work-pool", "create", POOL, "--type", "process", "--overwrite")
        _run("prefect", "--no-prompt", "deploy", "--all")
        _run("flows.alerts")
        _say("starting the worker; what it does is told below")
        started.append(_start("worker", "start", "--pool", POOL))
        print(READY.format(url=url), flush=True)
        started[-1].wait()
    except KeyboardInterrupt:
        print("\nstopping", flush=True)
    finally:
        for process in reversed(started):
            _stop(process)
    return 0


def _refuse_taken(port: int) -> None:
    """Stop where something listens already: it may be another server, of another database."""
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            raise SystemExit(
                f"port {port} is taken; stop what listens there, or choose another: "
                "PREFECT_SERVER_API_PORT=4300 make ui"
            )


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _start(*arguments: str, log: Path | None = None) -> subprocess.Popen[bytes]:
    """Start a command in a session of its own: Ctrl-C reaches us alone, and we stop it in order."""
    command = [sys.executable, "-m", "prefect", *arguments]
    if log is None:
        return subprocess.Popen(command, start_new_session=True)
    with log.open("ab") as told:
        return subprocess.Popen(
            command, stdout=told, stderr=subprocess.STDOUT, start_new_session=True
        )


def _run(module: str, *arguments: str) -> None:
    """Run a command; what it says is of interest only where it fails."""
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{done.stdout}{done.stderr}\n`{' '.join(command)}` failed")


def _say(line: str) -> None:
    print(f"· {line}", flush=True)


def _wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while server.poll() is None and time.monotonic() < until:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    raise SystemExit(f"the server does not answer at {url}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
    try:
        process.wait(timeout=STOPS_WITHIN)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


if __name__ == "__main__":
    sys.exit(main())

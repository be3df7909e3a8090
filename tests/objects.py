"""A real S3 API server on loopback, for tests: moto's, which keeps objects in memory."""

from __future__ import annotations

import logging
import threading
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

BUCKET = "news"


@contextmanager
def object_store() -> Iterator[dict[str, str]]:
    """Have a server with one empty bucket, `BUCKET`; give the environment that leads there."""
    from werkzeug.serving import make_server

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, _one_at_a_time(), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        url = f"http://127.0.0.1:{server.server_port}"
        # moto's objects are the process's own, whatever server they came by.
        urllib.request.urlopen(f"{url}/moto-api/reset", data=b"").close()
        urllib.request.urlopen(urllib.request.Request(f"{url}/{BUCKET}", method="PUT")).close()
        yield {
            "AWS_ENDPOINT_URL": url,
            "AWS_ALLOW_HTTP": "true",  # for Polars
            "AWS_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "anybody",
            "AWS_SECRET_ACCESS_KEY": "anything",
        }
    finally:
        server.shutdown()
        thread.join()


def _one_at_a_time() -> Any:
    """Return moto's application: a condition is checked and acted on in one, as S3 does it."""
    from moto.server import DomainDispatcherApplication, create_backend_app

    application = DomainDispatcherApplication(create_backend_app)
    lock = threading.Lock()

    def answer(environment: dict[str, Any], start: Any) -> Iterable[bytes]:
        with lock:
            return list(application(environment, start))

    return answer

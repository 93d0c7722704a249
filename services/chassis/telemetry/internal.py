"""The internal port of a process: /metrics, /healthz, /readyz, for who watches the platform. Not for the world."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import orjson
from prometheus_client import make_wsgi_app

_TAKEN_SECONDS = 0.5
NotReady = Callable[[], dict[str, str]]


class _Silent(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """A request to the internal port is not worth a line."""


def serve(host: str, port: int, not_ready: NotReady = dict, *, processes: int = 1) -> None:
    """Answer at `host` and `port` on a thread until the process ends; port 0 means not at all.

    Of several `processes` of one service each takes the first port from `port` on that is free, as soon as one is: a
    process that takes the place of another, which is still finishing its work, waits for that one's.
    """

    def answer() -> None:
        while True:
            for candidate in range(port, port + processes):
                with suppress(OSError):
                    make_server(host, candidate, application(not_ready), handler_class=_Silent).serve_forever()
            time.sleep(_TAKEN_SECONDS)

    if port:
        threading.Thread(target=answer, name="internal", daemon=True).start()


def application(not_ready: NotReady) -> Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]:
    """The WSGI application of the internal port."""
    figures = make_wsgi_app()

    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/metrics":
            return figures(environ, start)  # type: ignore[no-any-return]
        if environ["PATH_INFO"] not in ("/healthz", "/readyz"):
            start("404 Not Found", [])
            return []
        wrong = not_ready() if environ["PATH_INFO"] == "/readyz" else {}
        start("503 Service Unavailable" if wrong else "200 OK", [("Content-Type", "application/json")])
        return [orjson.dumps({"status": "not ready" if wrong else "ready", "dependencies": wrong})]

    return answer

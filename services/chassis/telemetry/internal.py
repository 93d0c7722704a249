"""The internal port of a worker: /metrics, /healthz, /readyz on the loopback address. Not for the world."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import orjson
from prometheus_client import make_wsgi_app

NotReady = Callable[[], dict[str, str]]


class _Silent(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """A request to the internal port is not worth a line."""


def serve(port: int, not_ready: NotReady) -> None:
    """Answer at `port` on a thread until the process ends; port 0 means not at all."""
    if port:
        server = make_server("127.0.0.1", port, application(not_ready), handler_class=_Silent)
        threading.Thread(target=server.serve_forever, name="internal", daemon=True).start()


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

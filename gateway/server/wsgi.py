"""Asking a WSGI application (PEP 3333) and holding its whole answer, so that no thread ever waits for a client.

For the gateway's own pages and API, whose bodies and answers are small; what is long flows through the door instead.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from io import BytesIO
from typing import Any, Final

from gateway.server.heads import framing_free
from gateway.server.messages import Answer, Headers, Request

Environ = dict[str, Any]
WsgiApplication = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

_ALREADY_APPLIED: Final = frozenset({"content-length", "transfer-encoding", "expect"})


def environ_of(request: Request, headers: Mapping[str, str], body: bytes) -> Environ:
    """The environ for a request with these headers and this body."""
    host, _colon, port = headers.get("host", "").rpartition(":")
    environ: Environ = {
        "REQUEST_METHOD": request.method, "SCRIPT_NAME": "", "PATH_INFO": request.path, "QUERY_STRING": request.query,
        "RAW_URI": request.target, "REQUEST_URI": request.target, "SERVER_PROTOCOL": f"HTTP/{request.version}",
        "SERVER_NAME": host or "localhost", "SERVER_PORT": port if host and port.isdigit() else "80",
        "REMOTE_ADDR": request.peer, "CONTENT_LENGTH": str(len(body)), "CONTENT_TYPE": headers.get("content-type", ""),
        "wsgi.version": (1, 0), "wsgi.url_scheme": request.scheme, "wsgi.input": BytesIO(body),
        "wsgi.errors": sys.stderr, "wsgi.multithread": True, "wsgi.multiprocess": True, "wsgi.run_once": False,
    }  # fmt: skip
    for name, value in headers.items():
        if name not in _ALREADY_APPLIED:
            environ["HTTP_" + name.upper().replace("-", "_")] = value
    return environ


def ask(application: WsgiApplication, environ: Environ) -> Answer:
    """The whole answer of `application`. What it raises before its answer is whole is raised."""
    said: list[tuple[str, Headers]] = []
    pieces: list[bytes] = []

    def start(status: str, headers: Headers, error: Any = None) -> Callable[[bytes], None]:
        said[:] = [(status, list(headers))]
        return pieces.append

    result = application(environ, start)
    try:
        pieces.extend(result)
    finally:
        close = getattr(result, "close", None)
        if close is not None:
            close()
    status, headers = said[0]
    kept, length = framing_free(headers)
    body = b"".join(pieces)
    return Answer(int(status[:3]), kept, body, length if environ["REQUEST_METHOD"] == "HEAD" else len(body))

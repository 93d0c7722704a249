"""The door on a real server in this process, and a way for Werkzeug's test client to talk to it over a socket."""

from __future__ import annotations

import asyncio
import http.client
import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import quote

import uvloop

from gateway.proxy.door import Door
from gateway.server.bounds import Bounds
from gateway.server.server import Server
from services.chassis.local.ports import LOOPBACK


class Served:
    """Serves the door on a free port, on a loop in a thread of its own, until stopped."""

    def __init__(self, door: Door, bounds: Bounds | None = None) -> None:
        self._door, self._bounds = door, bounds or Bounds()
        self._socket = socket.create_server((LOOPBACK, 0))
        self.port = int(self._socket.getsockname()[1])
        self.url = f"http://{LOOPBACK}:{self.port}"
        self._loop = uvloop.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        assert self._ready.wait(10), "the server did not start"

    def _run(self) -> None:
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self) -> None:
        self._over = asyncio.Event()
        self._door.start(threads=4)
        server = Server(self._door, self._bounds, [LOOPBACK])
        await server.start([self._socket])
        self._ready.set()
        await self._over.wait()
        await server.stop(0)
        self._door.stop()

    def stop(self) -> None:
        """Stop, cutting off who is still there. Safe to repeat."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._over.set)
            self._thread.join(10)


class Relay:
    """A WSGI application that sends each request on over a new connection, as it came, and brings the answer back."""

    def __init__(self, port: int) -> None:
        self._port = port

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        connection = http.client.HTTPConnection(LOOPBACK, self._port, timeout=30)
        connection.putrequest(environ["REQUEST_METHOD"], _target(environ), skip_host=True, skip_accept_encoding=True)
        for name, value in _headers(environ):
            connection.putheader(name, value)
        connection.endheaders()
        _send_body(connection, environ)
        answer = connection.getresponse()
        hop_by_hop = {"connection", "transfer-encoding", "date"}
        headers = [(name, value) for name, value in answer.getheaders() if name.lower() not in hop_by_hop]
        start(f"{answer.status} {answer.reason}", headers)
        return Pieces(connection, answer)


class Pieces:
    """The body of an answer, as it comes; closing it early is a client that leaves."""

    def __init__(self, connection: http.client.HTTPConnection, answer: http.client.HTTPResponse) -> None:
        self._connection, self._answer = connection, answer

    def __iter__(self) -> Iterator[bytes]:
        while piece := self._answer.read1(65536):
            yield piece

    def close(self) -> None:
        """Hang up."""
        self._answer.close()
        self._connection.close()


def _target(environ: dict[str, Any]) -> str:
    """What the test asked for, in ASCII as a browser sends it."""
    target, query = environ["RAW_URI"], environ["QUERY_STRING"]
    whole = target if "?" in target or not query else f"{target}?{query}"
    return quote(whole.encode("latin-1"), safe="%/:@!$&'()*+,;=~-._?[]")


def _headers(environ: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for key, value in environ.items():
        if key.startswith("HTTP_"):
            yield key[5:].replace("_", "-").title(), value
    for key in ("CONTENT_TYPE", "CONTENT_LENGTH"):
        if environ.get(key) and (key == "CONTENT_TYPE" or environ[key] != "0" or environ["REQUEST_METHOD"] != "GET"):
            yield key.replace("_", "-").title(), environ[key]
    if environ["wsgi.url_scheme"] == "https":
        yield "X-Forwarded-Proto", "https"


def _send_body(connection: http.client.HTTPConnection, environ: dict[str, Any]) -> None:
    """What the headers promise; a server that answers before the end need not take the rest."""
    length = environ.get("CONTENT_LENGTH") or "0"
    left = int(length) if length.isdigit() else 0
    try:
        while left and (piece := environ["wsgi.input"].read(min(left, 65536))):
            connection.send(piece)
            left -= len(piece)
    except (BrokenPipeError, ConnectionResetError):
        return

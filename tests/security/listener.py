"""A real server on loopback that counts who calls, and a guarded post to try on it."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from services.chassis.client import Answer, Reach, guarded_post

BODY = b'{"specversion": "1.0"}'
PUBLIC = "93.184.215.14"
OK = b"HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n"

Talk = Callable[[socket.socket], None]


def whole_request(connection: socket.socket) -> bytes:
    heard = b""
    while not heard.endswith(BODY) and (more := connection.recv(65536)):
        heard += more
    return heard


class Listener:
    """A real server on loopback that counts who calls and lets `talk` have the connection."""

    def __init__(self, talk: Talk, reads_first: bool) -> None:
        self._reads_first = reads_first
        self.calls = 0
        self.heard = b""
        self._talk = talk
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _address = self._socket.accept()
            except OSError:
                return
            self.calls += 1
            with connection:
                try:
                    if self._reads_first:
                        self.heard = whole_request(connection)
                    self._talk(connection)
                except OSError:
                    continue

    def stop(self) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join(5)


@contextmanager
def listening(
    talk: Talk = lambda connection: connection.sendall(OK), *, reads_first: bool = True
) -> Iterator[Listener]:
    listener = Listener(talk, reads_first)
    try:
        yield listener
    finally:
        listener.stop()


def post(url: str, *, reach: Reach = Reach.PUBLIC, timeout: float = 5.0, **options: Any) -> Answer:
    return guarded_post(
        url,
        BODY,
        {"Content-Type": "application/json"},
        reach=reach,
        timeout=timeout,
        **options,
    )

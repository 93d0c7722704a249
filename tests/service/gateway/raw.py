"""A client on a bare socket, for what a well-behaved one cannot do; and a service that says what a test tells it to."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from services.chassis.local.ports import LOOPBACK

GET = "GET /api/v1/registry/x HTTP/1.1\r\nHost: x\r\n"
LAST = f"{GET}Connection: close\r\n\r\n"


class Raw:
    """A connection that sends what it is given and reads as the test says."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection((LOOPBACK, port), timeout=20)
        self._rest = b""

    def send(self, text: str) -> None:
        """As it is, each character a byte."""
        self.socket.sendall(text.encode("latin-1"))

    def until(self, mark: str) -> str:
        """What comes up to and with `mark`."""
        wanted = mark.encode("latin-1")
        while wanted not in self._rest:
            piece = self.socket.recv(65536)
            assert piece, f"closed before {mark!r}: {self._rest[:500]!r}"
            self._rest += piece
        said, mark_, self._rest = self._rest.partition(wanted)
        return (said + mark_).decode("latin-1")

    def answer(self) -> str:
        """One answer with its body, by Content-Length."""
        head = self.until("\r\n\r\n")
        left = int(head.lower().partition("content-length: ")[2].partition("\r\n")[0] or 0)
        while len(self._rest) < left:
            piece = self.socket.recv(65536)
            assert piece, "closed in the middle of a body"
            self._rest += piece
        body, self._rest = self._rest[:left], self._rest[left:]
        return head + body.decode("latin-1")

    def rest(self) -> str:
        """All until the other side closes; a reset ends it too."""
        said = self._rest
        try:
            while piece := self.socket.recv(65536):
                said += piece
        except ConnectionResetError:
            pass
        return said.decode("latin-1")

    def is_closed(self) -> bool:
        """Whether the other side closes without a word, waiting for it."""
        return self.rest() == ""

    def __enter__(self) -> Raw:
        return self

    def __exit__(self, *_error: object) -> None:
        self.socket.close()


@contextmanager
def saying(talk: Callable[[socket.socket], None]) -> Iterator[str]:
    """A service that hears the head of a request and then does what `talk` does; its address."""
    listening = socket.create_server((LOOPBACK, 0))
    over = threading.Event()

    def serve() -> None:
        while not over.is_set():
            try:
                connection, _address = listening.accept()
            except OSError:
                return
            with connection:
                heard = b""
                while b"\r\n\r\n" not in heard and (piece := connection.recv(65536)):
                    heard += piece
                talk(connection)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://{LOOPBACK}:{listening.getsockname()[1]}"
    finally:
        over.set()
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(5)

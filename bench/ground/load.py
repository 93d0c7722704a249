"""A client that asks as fast as it is answered, over kept connections and plain sockets, so it costs little."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Mapping
from statistics import quantiles


def request(method: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> bytes:
    """The bytes of a request; sent again and again they are the same request."""
    lines = [f"{method} {path} HTTP/1.1", "Host: bench", *(f"{name}: {value}" for name, value in headers.items())]
    if body:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + body


class Connection:
    """One kept connection."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), 30)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, message: bytes) -> bytes:
        """Send and read one answer, whose body is returned. Any status but 2xx is an error, for it would not count."""
        self._socket.sendall(message)
        received = b""
        while (end := received.find(b"\r\n\r\n")) < 0:
            received += self._more()
        head = received[:end].lower()
        if not head.startswith(b"http/1.1 2"):
            raise RuntimeError(received[:2000].decode(errors="replace"))
        body = [received[end + 4 :]]
        if b"transfer-encoding: chunked" in head:
            while not body[-1].endswith(b"0\r\n\r\n"):
                body.append(self._more())
            return b"".join(body)
        left = int(head.partition(b"content-length:")[2].partition(b"\r\n")[0]) - len(body[0])
        while left > 0:
            body.append(self._more())
            left -= len(body[-1])
        return b"".join(body)

    def _more(self) -> bytes:
        received = self._socket.recv(262_144)
        if not received:
            raise ConnectionError("closed in the middle of an answer")
        return received

    def close(self) -> None:
        """Hang up."""
        self._socket.close()


def rate(port: int, message: bytes, clients: int = 4, seconds: float = 2.0) -> float:
    """Answers a second to `clients` at once."""
    counts: list[int] = []
    end = time.perf_counter() + seconds

    def client() -> None:
        connection, count = Connection(port), 0
        while time.perf_counter() < end:
            connection.ask(message)
            count += 1
        counts.append(count)
        connection.close()

    threads = [threading.Thread(target=client) for _number in range(clients)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if len(counts) < clients:
        raise RuntimeError("a client was not answered")
    return sum(counts) / (time.perf_counter() - began)


def latency(port: int, message: bytes, times: int = 200) -> float:
    """The median of the milliseconds that one client waits."""
    connection, waited = Connection(port), []
    for _time in range(times):
        began = time.perf_counter()
        connection.ask(message)
        waited.append(1000 * (time.perf_counter() - began))
    connection.close()
    return quantiles(waited, n=100)[49]

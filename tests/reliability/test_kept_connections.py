"""Threads that stay with a busy connection starve no other one, and a process that stops answers what has begun."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from statistics import mean

from services.chassis.local.ports import LOOPBACK, answers, assign

THREADS = 2
CLIENTS = 4 * THREADS


@contextmanager
def served() -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """A web process as it is deployed, with few threads."""
    [port] = assign(["service"], {}).values()
    settings = {"BIND": f"{LOOPBACK}:{port}", "WEB_THREADS": str(THREADS), "PYTHONPATH": os.getcwd()}
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "-c",
        "python:deploy.gunicorn",
        "tests.reliability.answering:application",
    ]
    process = subprocess.Popen(command, env={**os.environ, **settings})
    try:
        while not answers(port):
            assert process.poll() is None, "gunicorn did not start"
        yield process, port
    finally:
        process.terminate()
        process.wait(15)


def _asked(connection: socket.socket, target: str) -> str:
    """The whole answer to a request; what there is of it when the connection ends before."""
    connection.sendall(f"GET {target} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    answer = b""
    while not answer.endswith(target.partition("?")[0].encode()):
        piece = connection.recv(65536)
        if not piece:
            break
        answer += piece
    return answer.decode()


def _at_once(port: int, client: Callable[[socket.socket], int]) -> list[int]:
    def run(_number: int) -> int:
        with socket.create_connection((LOOPBACK, port), timeout=15) as connection:
            return client(connection)

    with ThreadPoolExecutor(CLIENTS) as pool:
        return list(pool.map(run, range(CLIENTS)))


def test_more_busy_connections_than_threads_all_get_their_turn() -> None:
    with served() as (_process, port):
        end = time.monotonic() + 1.5

        def ask_on(connection: socket.socket) -> int:
            count = 0
            while time.monotonic() < end:
                assert "200 OK" in _asked(connection, "/busy")
                count += 1
            return count

        counts = _at_once(port, ask_on)
    assert min(counts) > mean(counts) / 5, counts


def test_a_busy_connection_is_answered_on_and_then_told_to_close_when_the_process_stops() -> None:
    with served() as (process, port):

        def ask_until_told_to_close(connection: socket.socket) -> int:
            for count in range(1, 10_000):
                answer = _asked(connection, "/slow?0.02")
                assert answer.endswith("/slow"), f"lost after {count} requests: {answer!r}"
                if count == 5:
                    process.terminate()
                if "Connection: close" in answer:
                    return count
            return 0

        assert all(_at_once(port, ask_until_told_to_close))
        assert process.wait(15) == 0


def test_requests_sent_in_one_piece_are_answered_in_order() -> None:
    with served() as (_process, port), socket.create_connection((LOOPBACK, port), timeout=15) as connection:
        connection.sendall("".join(f"GET /{number} HTTP/1.1\r\nHost: x\r\n\r\n" for number in range(3)).encode())
        answer = b""
        while not answer.endswith(b"/2"):
            answer += connection.recv(65536) or b"closed /2"
    assert [part.partition(b"HTTP")[0] for part in answer.split(b"\r\n\r\n")[1:]] == [b"/0", b"/1", b"/2"]

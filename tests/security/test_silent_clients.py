"""Clients that fall silent in the middle of a request do not keep the others out (security list 8; fault 21)."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from services.chassis.local.ports import LOOPBACK, answers, assign

THREADS = 2
BEGUN = b"GET / HTTP/1.1\r\nHost: x\r\nX-"
WHOLE = b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """A web process as it is deployed, with few threads and little patience, around an application that greets."""
    [port] = assign(["gateway"], {}).values()
    settings = {"BIND": f"{LOOPBACK}:{port}", "WEB_THREADS": str(THREADS), "WEB_SILENCE_SECONDS": "1"}
    command = [sys.executable, "-m", "gunicorn", "-c", "python:deploy.gunicorn", "wsgiref.simple_server:demo_app"]
    process = subprocess.Popen(command, env={**os.environ, **settings}, stderr=subprocess.DEVNULL)
    try:
        while not answers(port):
            assert process.poll() is None, "gunicorn did not start"
        yield port
    finally:
        process.terminate()
        process.wait(15)


def test_a_request_is_answered_while_others_fall_silent_in_theirs(port: int) -> None:
    with ExitStack() as silent:
        for _each in range(2 * THREADS):
            silent.enter_context(socket.create_connection((LOOPBACK, port))).sendall(BEGUN)
        with socket.create_connection((LOOPBACK, port), timeout=15) as honest:
            honest.sendall(WHOLE)
            assert honest.recv(15) == b"HTTP/1.1 200 OK"

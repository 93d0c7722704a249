"""The embedded broker: a Valkey or Redis server that keeps what it takes. Production runs RabbitMQ."""

from __future__ import annotations

import socket
from contextlib import suppress
from pathlib import Path

from services.chassis.local.ports import LOOPBACK
from services.chassis.local.process import Process


def broker_url(port: int) -> str:
    """The address for kombu."""
    return f"redis://{LOOPBACK}:{port}/0"


def broker_process(program: Path, data: Path, port: int) -> Process:
    """A server with its log in `data`, reachable from this machine alone; without its data it begins anew."""
    command = (
        str(program), "--bind", LOOPBACK, "--port", str(port), "--dir", str(data), "--daemonize", "no",
        "--appendonly", "yes", "--appendfsync", "everysec", "--save", "", "--maxmemory-policy", "noeviction",
        # It would write its title over its environment, where our mark is.
        "--set-proc-title", "no",
    )  # fmt: skip
    return Process("broker", command, ready=lambda: answers_ping(port), patience=20, expendable=data)


def answers_ping(port: int) -> bool:
    """Whether the server has read its log and takes commands."""
    with suppress(OSError), socket.create_connection((LOOPBACK, port), 1) as connection:
        connection.settimeout(1)
        connection.sendall(b"PING\r\n")
        return connection.recv(16).startswith(b"+PONG")
    return False

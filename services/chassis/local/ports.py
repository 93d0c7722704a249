"""Ports of this machine: which are free, which are taken. Addresses of other machines do not occur here."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterable
from contextlib import ExitStack, suppress
from random import SystemRandom

from services.chassis.local.problem import PORT_IN_USE, LocalProblem

LOOPBACK = "127.0.0.1"
_LISTENING = range(20_000, 32_768)
_WAITING = 512


def is_free(port: int) -> bool:
    """Whether a server could listen on `port` of the loopback address now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
        return True


def answers(port: int, seconds: float = 0.5) -> bool:
    """Whether something accepts connections on `port`."""
    try:
        socket.create_connection((LOOPBACK, port), seconds).close()
    except OSError:
        return False
    return True


def require_free(port: int, advice: str) -> None:
    """LocalProblem with `advice` when `port` is taken, or is not for us to take."""
    if not is_free(port):
        why = "may be used by root alone" if port < 1024 and os.geteuid() else "is already in use"
        raise LocalProblem(f"Port {port} {why} on this machine.", advice, PORT_IN_USE)


def assign(names: Iterable[str], earlier: dict[str, int]) -> dict[str, int]:
    """A free port for each name: the one it had earlier where that is free, so that addresses stay."""
    assigned = {name: earlier[name] for name in names if name in earlier and is_free(earlier[name])}
    missing = [name for name in names if name not in assigned]
    return assigned | dict(zip(missing, _unused(len(missing)), strict=True))


def listen(port: int) -> socket.socket:
    """A socket that listens on `port`, for a process to take over. OSError when the port is taken."""
    listening = socket.socket()
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((LOOPBACK, port))
        listening.listen(_WAITING)
    except OSError:
        listening.close()
        raise
    return listening


def _unused(count: int) -> list[int]:
    """Ports below those that the system gives to outgoing calls, one of which could else take a port before its owner.

    All are held until the last is known, so that none comes twice.
    """
    with ExitStack() as held:
        found: list[int] = []
        for port in SystemRandom().sample(_LISTENING, len(_LISTENING)):
            if len(found) == count:
                break
            with suppress(OSError):
                probe = held.enter_context(socket.socket())
                probe.bind((LOOPBACK, port))
                found.append(port)
        return found

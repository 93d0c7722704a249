"""How a process comes to life: as a new interpreter, or forked by the fork server, which spares it the imports.

What the supervisor then holds is the same either way: a child with an id, a signal, and an exit code.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, Protocol

FORK_SERVER: Final = "fork-server"
MODULE: Final = "services.chassis.local.fork_server"
_IMPORT_SECONDS = 20
_ANSWER_SECONDS = 3
_PR_SET_CHILD_SUBREAPER: Final = 36


@dataclass(frozen=True)
class Order:
    """What to run, and what it inherits: the pipe of its log, and where it has them, two more descriptors."""

    command: tuple[str, ...]
    environment: Mapping[str, str]
    log: int
    ready: int | None = None
    """Where it tells that it does its work from now on; it finds the number in READY_FD."""
    listening: int | None = None
    """The socket it takes connections from; BIND names it as fd://N."""

    @property
    def descriptors(self) -> list[int]:
        """Those that there are; the log first."""
        return [one for one in (self.log, self.ready, self.listening) if one is not None]


class Child(Protocol):
    """What `subprocess.Popen` has of it."""

    @property
    def pid(self) -> int:
        """Its process id."""

    def poll(self) -> int | None:
        """How it ended; None while it runs."""

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end. Raises `subprocess.TimeoutExpired`."""

    def send_signal(self, sig: int) -> None:
        """Send a signal, unless it has ended."""


def told_of(environment: Mapping[str, str], ready: int | None, listening: int | None) -> dict[str, str]:
    """The environment with the numbers that the descriptors have in the process itself."""
    numbers = {} if ready is None else {"READY_FD": str(ready)}
    return {**environment, **numbers, **({} if listening is None else {"BIND": f"fd://{listening}"})}


def start_plainly(order: Order) -> Child:
    """Run the command as a new program, leading a session of its own. OSError where it cannot be run."""
    return subprocess.Popen(
        order.command,
        env=told_of(order.environment, order.ready, order.listening),
        stdin=subprocess.DEVNULL,
        stdout=order.log,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        pass_fds=order.descriptors[1:],
    )


class Forked:
    """A process that the fork server forked. Its parent has ended, so that it became ours to wait for."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._code: int | None = None

    def poll(self) -> int | None:
        """How it ended; None while it runs."""
        if self._code is None:
            found, status = os.waitpid(self.pid, os.WNOHANG)
            self._code = os.waitstatus_to_exitcode(status) if found else None
        return self._code

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end. Raises `subprocess.TimeoutExpired`."""
        deadline = None if timeout is None else time.monotonic() + timeout
        while (code := self.poll()) is None:
            if deadline is not None and time.monotonic() > deadline:
                raise subprocess.TimeoutExpired(str(self.pid), timeout or 0)
            time.sleep(0.01)
        return code

    def send_signal(self, sig: int) -> None:
        """Send a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, sig)


class ForkServer:
    """The supervisor's end of the fork server, which has `modules` imported and is a process like any other here."""

    def __init__(self, modules: tuple[str, ...]) -> None:
        self._modules = modules
        self._control: socket.socket | None = None
        adopt_orphans()

    def start(self, order: Order) -> Child:
        """Start the server itself, on a new connection."""
        self.close()
        self._control, its_end = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control.settimeout(_IMPORT_SECONDS)
        with its_end:
            command = (sys.executable, "-m", MODULE, str(its_end.fileno()), *self._modules)
            return subprocess.Popen(
                command, env=dict(order.environment), stdin=subprocess.DEVNULL, stdout=order.log,
                stderr=subprocess.STDOUT, start_new_session=True, pass_fds=[its_end.fileno()],
            )  # fmt: skip

    def fork(self, order: Order) -> Child:
        """Have the order's module run in a fork of the server; while there is no server, in a new interpreter."""
        if order.command[:2] != (sys.executable, "-m"):
            return start_plainly(order)
        try:
            return Forked(self._ask(order))
        except (OSError, ValueError):  # it has ended, or hangs: without its connection it will end
            self.close()
            return start_plainly(order)

    def _ask(self, order: Order) -> int:
        """The id of the forked process, which runs only when we have it: of one that comes too late nothing is left."""
        if self._control is None:
            raise ConnectionError("there is no fork server")
        given = {"words": order.command[2:], "environment": dict(order.environment),
                 "has_ready": order.ready is not None, "has_listening": order.listening is not None}  # fmt: skip
        waits, go = os.pipe()
        try:
            socket.send_fds(self._control, [json.dumps(given).encode()], [waits, *order.descriptors])
            pid = int(self._control.recv(32))
            self._control.settimeout(_ANSWER_SECONDS)
            os.write(go, b"1")
        finally:
            os.close(waits)
            os.close(go)
        return pid

    def close(self) -> None:
        """Close the connection: the server then ends."""
        if self._control:
            self._control.close()
        self._control = None


def adopt_orphans() -> None:
    """Become the parent of whatever our children leave behind when they end (Linux), so that its end is seen."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_CHILD_SUBREAPER)")


def collect(group: int) -> None:
    """Take note of the end of every child in process group `group`, so that none stays as a zombie."""
    with suppress(ChildProcessError):
        while os.waitpid(-group, os.WNOHANG) != (0, 0):
            pass


def how_it_ended(code: int | None) -> str:
    """An exit code in words for a message."""
    if code is not None and code < 0:
        with suppress(ValueError):
            return signal.Signals(-code).name
    return f"exit code {code}"

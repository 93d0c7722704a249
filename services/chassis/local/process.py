"""One supervised process: started, logged, asked to stop, made to stop. No order, no restarts."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from logging import INFO, LogRecord
from logging.handlers import RotatingFileHandler
from pathlib import Path
from select import select

from services.chassis.local.folder import DataFolder
from services.chassis.local.launch import Child, Order, collect, start_plainly
from services.chassis.local.orphans import MARK, group_members, signal_group

_LOG_BYTES = 5_000_000
_LOG_FILES = 3
LEAVING = ".leaving"
"""What is added to the name of a process that has a successor already."""


def _always() -> bool:
    return True


@dataclass(frozen=True)
class Process:
    """What to run. `ready` is asked until it says yes; a stop may take `patience` seconds.

    `expendable` is a folder that is made before each start where it is missing: what it held can be lost.
    `tells` is for one that says itself when it does its work (READY_FD): before that `ready` is not asked.
    `port` of loopback is listened on for it: who asks while it is away for a moment waits instead of being refused.
    """

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    ready: Callable[[], bool] = _always
    patience: float = 20
    expendable: Path | None = None
    tells: bool = False
    port: int | None = None


class _LogFile(RotatingFileHandler):
    """The log of one process."""

    def handleError(self, record: LogRecord) -> None:
        """A line that a full disk has no room for is lost; the process whose line it is goes on."""


class Running:
    """A process that was started. It leads its own process group, so that its children go with it."""

    def __init__(
        self, process: Process, folder: DataFolder, echo: bool, *,
        start: Callable[[Order], Child] = start_plainly, listening: socket.socket | None = None,
    ) -> None:  # fmt: skip
        self.process = process
        self._folder = folder
        self._pid_file = folder.pid_file(process.name)
        if process.expendable:
            process.expendable.mkdir(parents=True, exist_ok=True)
        lines, log = os.pipe()
        ready: int | None = None
        self._told: int | None = None
        if process.tells:
            self._told, ready = os.pipe()
        environment = os.environ | process.environment | {MARK: str(folder.path)}
        try:
            order = Order(process.command, environment, log, ready, listening.fileno() if listening else None)
            self._child = start(order)
        finally:
            os.close(log)
            if ready is not None:
                os.close(ready)
        self.started_at = time.monotonic()
        self._pid_file.write_text(f"{self._child.pid}\n")
        self._log = threading.Thread(target=self._keep_log, args=(lines, echo), daemon=True)
        self._log.start()

    @property
    def pid(self) -> int:
        """Its process id, which is also the id of its group."""
        return self._child.pid

    @property
    def exit_code(self) -> int | None:
        """How it ended; None while it runs."""
        return self._child.poll()

    @property
    def does_its_work(self) -> bool:
        """Whether it has said so; of one that does not tell, nothing else is known."""
        if self._told is None:
            return True
        if not select([self._told], [], [], 0)[0]:
            return False
        told = os.read(self._told, 1) == b"1"  # nothing at all when it ended before
        if told:
            self._forget_told()
        return told

    def _forget_told(self) -> None:
        if self._told is not None:
            os.close(self._told)
        self._told = None

    def step_aside(self) -> None:
        """Leave the name to a successor that is started beside it."""
        self._pid_file = self._pid_file.rename(self._folder.pid_file(f"{self.process.name}{LEAVING}"))

    def step_back(self) -> None:
        """Take the name again: the successor has failed."""
        self._pid_file = self._pid_file.rename(self._folder.pid_file(self.process.name))

    def ask_to_stop(self) -> None:
        """Ask the process itself; it tells its children in its own way."""
        self._child.send_signal(signal.SIGTERM)

    def wait_for_end(self, deadline: float) -> None:
        """Wait for its end until `deadline` (monotonic), then end by force what is left of its group."""
        with suppress(subprocess.TimeoutExpired):
            self._child.wait(max(0.0, deadline - time.monotonic()))
        self.clear()

    def clear(self) -> None:
        """End by force whatever is left of the group, and forget its id."""
        while group_members(self._child.pid, self._folder.path):
            signal_group(self._child.pid, self._folder.path, signal.SIGKILL)
            time.sleep(0.01)
        self._child.wait()
        collect(self._child.pid)
        self._log.join(5)
        self._forget_told()
        self._pid_file.unlink(missing_ok=True)

    def last_lines(self, count: int = 12) -> str:
        """The end of the log, for a message."""
        with suppress(OSError):
            lines = self._log_path.read_text(encoding="utf-8", errors="replace").splitlines()
            return "\n".join(lines[-count:])
        return ""

    @property
    def _log_path(self) -> Path:
        return self._folder.logs / f"{self.process.name}.log"

    def _keep_log(self, lines: int, echo: bool) -> None:
        file = _LogFile(self._log_path, "a", _LOG_BYTES, _LOG_FILES, "utf-8")
        with closing(file), os.fdopen(lines, "rb") as said:
            for line in said:
                text = line.decode("utf-8", "replace").rstrip("\n")
                file.emit(LogRecord(self.process.name, INFO, "", 0, text, None, None))
                if echo:
                    print(f"{self.process.name:>22} | {text}", file=sys.stderr, flush=True)

"""One supervised process: started, logged, asked to stop, made to stop. No order, no restarts."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import closing, nullcontext, suppress
from dataclasses import dataclass, field
from logging import INFO, LogRecord
from logging.handlers import RotatingFileHandler
from pathlib import Path

from services.chassis.local.folder import DataFolder
from services.chassis.local.orphans import MARK, group_members, signal_group

_LOG_BYTES = 5_000_000
_LOG_FILES = 3


def _always() -> bool:
    return True


@dataclass(frozen=True)
class Process:
    """What to run. `ready` is asked until it says yes; a stop may take `patience` seconds.

    `expendable` is a folder that is made before each start where it is missing: what it held can be lost.
    """

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    ready: Callable[[], bool] = _always
    patience: float = 20
    expendable: Path | None = None


class _LogFile(RotatingFileHandler):
    """The log of one process."""

    def handleError(self, record: LogRecord) -> None:
        """A line that a full disk has no room for is lost; the process whose line it is goes on."""


class Running:
    """A process that was started. It leads its own process group, so that its children go with it."""

    def __init__(self, process: Process, folder: DataFolder, echo: bool) -> None:
        self.process = process
        self._folder = folder
        if process.expendable:
            process.expendable.mkdir(parents=True, exist_ok=True)
        self._child = subprocess.Popen(
            process.command,
            env=os.environ | process.environment | {MARK: str(folder.path)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self.started_at = time.monotonic()
        folder.pid_file(process.name).write_text(f"{self._child.pid}\n")
        self._log = threading.Thread(target=self._keep_log, args=(echo,), daemon=True)
        self._log.start()

    @property
    def pid(self) -> int:
        """Its process id, which is also the id of its group."""
        return self._child.pid

    @property
    def exit_code(self) -> int | None:
        """How it ended; None while it runs."""
        return self._child.poll()

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
        self._log.join(5)
        self._folder.pid_file(self.process.name).unlink(missing_ok=True)

    def last_lines(self, count: int = 12) -> str:
        """The end of the log, for a message."""
        with suppress(OSError):
            lines = self._log_path.read_text(encoding="utf-8", errors="replace").splitlines()
            return "\n".join(lines[-count:])
        return ""

    @property
    def _log_path(self) -> Path:
        return self._folder.logs / f"{self.process.name}.log"

    def _keep_log(self, echo: bool) -> None:
        file = _LogFile(self._log_path, "a", _LOG_BYTES, _LOG_FILES, "utf-8")
        with closing(file), self._child.stdout or nullcontext() as lines:
            for line in lines or ():
                text = line.decode("utf-8", "replace").rstrip("\n")
                file.emit(LogRecord(self.process.name, INFO, "", 0, text, None, None))
                if echo:
                    print(f"{self.process.name:>22} | {text}", file=sys.stderr, flush=True)

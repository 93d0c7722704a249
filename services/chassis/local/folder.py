"""The data folder of a platform on one machine: layout, owner, version. No process is started here."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from services.chassis.local.problem import ALREADY_RUNNING, NO_SPACE, OTHER_VERSION, LocalProblem

_STAMP = "VERSION.json"
LEAST_FREE_BYTES = 1 << 30


class DataFolder:
    """A folder with all that one platform keeps: run/ (pids, ports), logs/, keys/, and the data."""

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()
        self.run = self.path / "run"
        self.logs = self.path / "logs"
        self.keys = self.path / "keys"
        self.replaced = self.run / "replaced.json"
        """What came of the newest restart of all processes."""

    def prepare(self, product: str, version: str, least_free: int = LEAST_FREE_BYTES) -> None:
        """Make it ready for `product` in `version` ("1.4.2"). LocalProblem if it is another's or full."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            self._require_space(least_free)
            self._stamp(product, version)
        except OSError as error:
            advice = "Choose a folder that you may write to with --data."
            code = NO_SPACE if error.errno == errno.ENOSPC else 1
            raise LocalProblem(f"{self.path} cannot be used: {error.strerror}.", advice, code) from error

    def _require_space(self, least_free: int) -> None:
        free = shutil.disk_usage(self.path).free
        if free < least_free:
            raise LocalProblem(
                f"There is too little space for {self.path}: "
                f"{free >> 20} MiB are free, {least_free >> 20} MiB are needed.",
                "Free some space, or choose a folder on another disk with --data.",
                NO_SPACE,
            )

    def require_usable(self, product: str, version: str) -> None:
        """Change nothing. LocalProblem if there is something in the folder that is not ours or of another version."""
        stamp = read_json(self.path / _STAMP)
        if stamp is None and self.path.exists() and any(self.path.iterdir()):
            advice = "Choose an empty folder, or one that an earlier start has made, with --data."
            raise LocalProblem(f"{self.path} holds other files.", advice, OTHER_VERSION)
        if stamp is not None:
            self._check_stamp(stamp, product, version)

    def _stamp(self, product: str, version: str) -> None:
        """Make the folder ours and of this version."""
        self.require_usable(product, version)
        write_json(self.path / _STAMP, {"product": product, "version": version})
        for folder in (self.run, self.logs, self.keys):
            folder.mkdir(exist_ok=True)
        for private in (self.path, self.keys):  # mails and their links are in there too
            private.chmod(0o700)

    def _check_stamp(self, stamp: dict[str, Any], product: str, version: str) -> None:
        found = str(stamp.get("version"))
        if stamp.get("product") == product and found.split(".")[0] == version.split(".")[0]:
            return
        raise LocalProblem(
            f"The data in {self.path} were written by {stamp.get('product')} {found}; this is {product} {version}.",
            f"Start version {found.split('.')[0]} of it, or choose another folder with --data.",
            OTHER_VERSION,
        )

    @contextmanager
    def owned(self) -> Iterator[None]:
        """Be the folder's only owner; LocalProblem while another process is. It ends with the process."""
        with open(self.run / "lock", "a+") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                lock.seek(0)
                owner = lock.read().strip() or "unknown"
                raise LocalProblem(
                    f"The platform in {self.path} is already running (process {owner}).",
                    "Use that one, stop it with Ctrl-C, or choose another --data and another --port.",
                    ALREADY_RUNNING,
                ) from error
            lock.truncate(0)
            lock.write(str(os.getpid()))
            lock.flush()
            yield

    def owner(self) -> int | None:
        """The id of the running process that owns the folder."""
        return int((self.run / "lock").read_text()) if self.is_owned() else None

    def is_owned(self) -> bool:
        """Whether a running process owns the folder at this moment."""
        try:
            with self.owned():
                return False
        except (LocalProblem, FileNotFoundError):
            return (self.run / "lock").exists()

    def ports(self) -> dict[str, int]:
        """The ports of the processes of the newest start, by process name."""
        return read_json(self.run / "ports.json") or {}

    def keep_ports(self, ports: dict[str, int]) -> None:
        """Write down the ports, for the other commands and for the next start."""
        write_json(self.run / "ports.json", ports)

    def pid_file(self, name: str) -> Path:
        """Where the process `name` has its id."""
        return self.run / f"{name}.pid"

    def pids(self) -> dict[str, int]:
        """The process ids written down, by name; a damaged file is passed over."""
        found = {}
        for path in self.run.glob("*.pid"):
            with suppress(ValueError, OSError):
                found[path.stem] = int(path.read_text())
        return found


def read_json(path: Path) -> dict[str, Any] | None:
    """The object in the JSON file; None where there is no file."""
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except (TypeError, ValueError) as error:
        raise LocalProblem(f"{path} is damaged.", "Restore it from a backup, or remove it.") from error


def write_json(path: Path, content: Any, mode: int = 0o644) -> None:
    """Write whole or not at all: into a new file that then takes the place of the old one."""
    new = path.with_name(path.name + ".new")
    new.unlink(missing_ok=True)
    try:
        with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w", encoding="utf-8") as file:
            json.dump(content, file, indent=2)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)

"""Ending what a killed supervisor left behind: only processes that carry this folder's mark.

A process id alone says nothing, for the system gives it to another after a while. So each process we start
has the folder in its environment, and leads a process group of its own, which its children share.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from services.chassis.local.folder import DataFolder

MARK = "SUPERVISED_IN"
_PROC = Path("/proc")


def group_members(group: int, folder: Path) -> list[int]:
    """The ids of the living processes of process group `group` that were started for `folder`."""
    return [pid for pid in _living() if _group_of(pid) == group and _is_marked(pid, folder)]


def end_orphans(folder: DataFolder, patience: float = 20) -> list[str]:
    """End what the pid files name and is still ours: ask, insist after `patience` seconds. Their names."""
    left = {name: pid for name, pid in folder.pids().items() if group_members(pid, folder.path)}
    for pid in left.values():
        signal_group(pid, folder.path, signal.SIGTERM)
    deadline = time.monotonic() + patience
    while any(group_members(pid, folder.path) for pid in left.values()) and time.monotonic() < deadline:
        time.sleep(0.05)
    for pid in left.values():
        signal_group(pid, folder.path, signal.SIGKILL)
    for path in folder.run.glob("*.pid"):
        path.unlink()
    return sorted(left)


def signal_group(group: int, folder: Path, number: signal.Signals) -> None:
    """Send a signal to each process of the group that is ours."""
    for pid in group_members(group, folder):
        with suppress(ProcessLookupError):
            os.kill(pid, number)


def _living() -> Iterator[int]:
    return (int(entry.name) for entry in _PROC.iterdir() if entry.name.isdigit())


def _group_of(pid: int) -> int | None:
    """The process group; None for one that is gone, or dead and only not yet collected."""
    try:
        after_name = (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    state, _parent, group = after_name[:3]
    return None if state == "Z" else int(group)


def _is_marked(pid: int, folder: Path) -> bool:
    try:
        environment = (_PROC / str(pid) / "environ").read_bytes().split(b"\0")
    except OSError:
        return False
    return f"{MARK}={folder}".encode() in environment

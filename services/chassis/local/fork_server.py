"""The fork server: a process that has imported the platform's modules once and forks itself when it is asked to.

A forked process starts in a tenth of a second instead of one or two, and shares the memory of what was imported. No
thread, connection or client exists in the server; each forked process makes its own. It ends when its supervisor does.
Run by services/chassis/local/launch.py: `python -m services.chassis.local.fork_server DESCRIPTOR MODULE ...`.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import runpy
import signal
import socket
import sys
import warnings
from pathlib import Path
from typing import Any

import uuid_utils

from services.chassis import collector
from services.chassis.local.launch import told_of

_MOST_BYTES = 1 << 18
_MOST_DESCRIPTORS = 4


def main(descriptor: int, modules: list[str]) -> None:
    """Import, then serve orders until the supervisor is gone. Returns in the server; a forked process exits."""
    control = socket.socket(fileno=descriptor)
    collector.rest()
    for module in modules:
        importlib.import_module(module)
    if len(os.listdir("/proc/self/task")) != 1:
        sys.exit(f"One of {', '.join(modules)} starts a thread when it is imported: that cannot be forked.")
    gc.collect()
    collector.settle()  # no collection of a forked process touches, and so copies, what is there now
    while True:
        message, descriptors, _flags, _address = socket.recv_fds(control, _MOST_BYTES, _MOST_DESCRIPTORS)
        if not message:
            return
        order = json.loads(message)
        if (pid := _fork_away()) == 0:
            control.close()
            if (
                os.read(descriptors[0], 1) != b"1"
            ):  # the supervisor has given up waiting; it collects us with the server's group
                os._exit(1)
            _become(order, descriptors[1:])
        for one in descriptors:
            os.close(one)
        control.send(str(pid).encode())


def _fork_away() -> int:
    """Fork a grandchild whose parent is gone, so that the supervisor inherits it: 0 in it, its id in the server."""
    reader, writer = os.pipe()
    if (between := os.fork()) == 0:
        if (pid := os.fork()) == 0:
            os.close(reader)
            os.close(writer)
            return 0
        os.write(writer, str(pid).encode())
        os._exit(0)
    os.close(writer)
    os.waitpid(between, 0)
    with os.fdopen(reader) as told:
        return int(told.read())


def _become(order: dict[str, Any], descriptors: list[int]) -> None:
    """Be the process of the order, as if started by `python -m`: session, descriptors, environment, arguments."""
    os.setsid()
    log, *others = descriptors
    ready = others.pop(0) if order["has_ready"] else None
    listening = others.pop(0) if order["has_listening"] else None
    nothing = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((nothing, 0), (log, 1), (log, 2)):
        os.dup2(source, target)
    os.close(nothing)
    os.close(log)
    os.environ.clear()
    os.environ.update(told_of(order["environment"], ready, listening))
    uuid_utils.reseed_rng()
    module, *arguments = order["words"]
    sys.argv[1:] = arguments
    Path("/proc/self/comm").write_text(f"{module.rpartition('.')[2]} {arguments[-1] if arguments else ''}"[:15])
    # Its module may have been imported already; running it as the main one is meant.
    warnings.filterwarnings("ignore", category=RuntimeWarning, module="runpy")
    runpy.run_module(module, run_name="__main__", alter_sys=True)
    sys.exit()


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    main(int(sys.argv[1]), sys.argv[2:])

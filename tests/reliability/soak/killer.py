"""The killer: SIGKILL, SIGSTOP and SIGCONT of processes chosen by a seed, and brokers robbed of what they hold."""

from __future__ import annotations

import os
import random
import signal
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from services.chassis.local.folder import DataFolder
from services.chassis.local.orphans import group_members
from tests.reliability.soak.brokers import Broker

PAUSE_SECONDS = (0.3, 1.5)
STOPPED_SECONDS = (0.5, 9.0)


class Killer(threading.Thread):
    """Kills until told to finish; `counts` tells what was done to which kind of process."""

    def __init__(self, platform: Path, broker: Broker, seed: int, over: threading.Event) -> None:
        super().__init__(name="killer", daemon=True)
        self._folder = DataFolder(platform)
        self._broker = broker
        self._random = random.Random(f"killer-{seed}")
        self._over = over
        self._stopped: dict[int, threading.Timer] = {}
        self._diary = platform.with_name("harms.log")
        self.counts: Counter[str] = Counter()
        self.faults: list[str] = []

    def run(self) -> None:
        """Do one harm after the other."""
        harms = (self._kill, self._stop_for_a_while, self._kill_broker, self._wipe_broker, self._kill_store)
        while not self._over.wait(self._random.uniform(*PAUSE_SECONDS)):
            try:
                self._random.choices(harms, (80, 9, 4, 2, 2))[0]()
            except OSError as error:
                self.faults.append(str(error))
        for pid, timer in self._stopped.items():
            timer.cancel()
            _continue(pid)

    def _kill(self) -> None:
        """One process of the platform: the leader of its group, or a child that does the work."""
        name = self._random.choice([one for one in sorted(self._folder.pids()) if one not in ("mongod", "broker")])
        for pid in self._one_of(self._folder, name):
            os.kill(pid, signal.SIGKILL)
            self._note("gateway" if name == "gateway" else name.rpartition("-")[2], f"killed {name}")

    def _stop_for_a_while(self) -> None:
        name = self._random.choice([one for one in sorted(self._folder.pids()) if one not in ("mongod", "broker")])
        seconds = self._random.uniform(*STOPPED_SECONDS)
        for pid in self._one_of(self._folder, name):
            os.kill(pid, signal.SIGSTOP)
            self._stopped[pid] = threading.Timer(seconds, _continue, [pid])
            self._stopped[pid].start()
            self._note("stopped", f"stopped {name} for {seconds:.1f} s")

    def _kill_broker(self) -> None:
        for pid in self._one_of(self._broker.folder or self._folder, self._broker.process):
            os.kill(pid, signal.SIGKILL)
            self._note("broker", "killed the broker")

    def _wipe_broker(self) -> None:
        with suppress(Exception):  # it is down just now: then the kill that follows is all
            self._broker.wipe()
            self._note("wiped", "wiped the broker")
        self._kill_broker()

    def _kill_store(self) -> None:
        for pid in self._one_of(self._folder, "mongod"):
            os.kill(pid, signal.SIGKILL)
            self._note("mongod", "killed mongod")

    def _note(self, kind: str, what: str) -> None:
        self.counts[kind] += 1
        with self._diary.open("a") as diary:
            diary.write(f"{datetime.now(UTC):%H:%M:%S.%f} {what}\n")

    def _one_of(self, folder: DataFolder, name: str) -> Iterator[int]:
        """A living process of the group `name` that is marked as that folder's; none while it is away."""
        if leader := folder.pids().get(name):
            members = sorted(group_members(leader, folder.path))
            yield from [self._random.choice(members)] if members else []


def _continue(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGCONT)

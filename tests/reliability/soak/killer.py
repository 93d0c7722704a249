"""The killer: processes killed, stopped, robbed of what they hold, their connections broken; all chosen by a seed."""

from __future__ import annotations

import os
import random
import signal
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from deploy.platform import PARTS
from services.chassis.local.folder import DataFolder
from services.chassis.local.orphans import group_members
from tests.reliability.soak.brokers import Server, Store

MOST_AWAY = 4
"""With so many processes not back yet the killer waits: it is to be as fast as the platform recovers, no faster."""
STOPPED_SECONDS = (0.5, 9.0)
HARMED_SECONDS = (0.5, 5.0)
DELAY_SECONDS = (0.005, 0.2)
# Seconds between two harms of a kind, on average, however fast the killer is: a broker needs some to start.
STOP_EVERY, BROKER_EVERY, WIPE_EVERY, STORE_EVERY, CONNECTIONS_EVERY = 10.0, 20.0, 40.0, 45.0, 12.0
NOT_KILLS = ("stopped", "wiped", "cut", "silent", "slow")


class Killer(threading.Thread):
    """Harms until `over` is set, which it does itself after `most` kills; `counts` tells what was done to whom."""

    def __init__(
        self, platform: Path, broker: Server, store: Store, seed: int, over: threading.Event, *,
        rate: float, most: int = 0,
    ) -> None:  # fmt: skip
        super().__init__(name="killer", daemon=True)
        self._folder = DataFolder(platform)
        self._broker, self._store = broker, store
        self._random = random.Random(f"killer-{seed}")
        self._over, self._rate, self._most = over, rate, most
        self._mending: list[tuple[threading.Timer, Callable[[], None]]] = []
        self._diary = platform.with_name("harms.log")
        self.counts: Counter[str] = Counter()
        self.faults: list[str] = []

    @property
    def kills(self) -> int:
        """How many processes were killed so far."""
        return sum(count for what, count in self.counts.items() if what not in NOT_KILLS)

    def run(self) -> None:
        """Do one harm after the other, then undo those that last."""
        rare = {
            self._stop_for_a_while: STOP_EVERY, self._kill_broker: BROKER_EVERY, self._wipe_broker: WIPE_EVERY,
            self._kill_store: STORE_EVERY, self._break_connections: CONNECTIONS_EVERY,
        }  # fmt: skip
        shares = [1 / (self._rate * seconds) for seconds in rare.values()]
        harms, weights = (self._kill, *rare), (max(0.0, 1 - sum(shares)), *shares)
        while not self._over.wait(self._random.uniform(0, 2 / self._rate)):
            while len(self._folder.pids()) < len(PARTS) + 1 - MOST_AWAY and not self._over.wait(0.05):
                pass
            try:
                self._random.choices(harms, weights)[0]()
            except OSError as error:
                self.faults.append(str(error))
            if self._most and self.kills >= self._most:
                self._over.set()
        for timer, mend in self._mending:
            timer.cancel()
            mend()

    def _kill(self) -> None:
        """One process of the platform: the leader of its group, or a child that does the work."""
        name = self._random.choice(sorted(self._folder.pids()))
        for pid in self._one_of(self._folder, name):
            os.kill(pid, signal.SIGKILL)
            self._note("gateway" if name == "gateway" else name.rpartition("-")[2], f"killed {name}")

    def _stop_for_a_while(self) -> None:
        name = self._random.choice(sorted(self._folder.pids()))
        seconds = self._random.uniform(*STOPPED_SECONDS)
        for pid in self._one_of(self._folder, name):
            os.kill(pid, signal.SIGSTOP)
            self._mend_after(seconds, lambda pid=pid: _continue(pid))
            self._note("stopped", f"stopped {name} for {seconds:.1f} s")

    def _kill_broker(self) -> None:
        for pid in self._one_of(self._broker.folder, self._broker.process):
            os.kill(pid, signal.SIGKILL)
            self._note("broker", "killed the broker")

    def _wipe_broker(self) -> None:
        with suppress(Exception):  # it is down just now: then the kill that follows is all
            self._broker.wipe()
            self._note("wiped", "wiped the broker")
        self._kill_broker()

    def _kill_store(self) -> None:
        for pid in self._one_of(self._store.folder, "mongod"):
            os.kill(pid, signal.SIGKILL)
            self._note("mongod", "killed mongod")

    def _break_connections(self) -> None:
        """Reset some, have all fall silent, or slow them down: those of the store or those of the broker."""
        server = self._random.choice((self._broker, self._store))
        harm, seconds = self._random.choice(("cut", "silent", "slow")), self._random.uniform(*HARMED_SECONDS)
        if harm == "cut":
            count = server.proxy.cut(self._random.random())
            return self._note("cut", f"cut {count} connections of {server.process}")
        if harm == "silent":
            server.proxy.fall_silent()
            self._mend_after(seconds, server.proxy.speak)
        else:
            server.proxy.delay(self._random.uniform(*DELAY_SECONDS))
            self._mend_after(seconds, lambda: server.proxy.delay(0))
        return self._note(harm, f"{server.process} {harm} for {seconds:.1f} s")

    def _mend_after(self, seconds: float, mend: Callable[[], None]) -> None:
        timer = threading.Timer(seconds, mend)
        self._mending.append((timer, mend))
        timer.start()

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

"""Three mongods as a replica set, each on a host of its own, whose primary can be killed, stopped, or cut off."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pymongo import MongoClient
from pymongo.errors import PyMongoError

from services.chassis.local.programs import find_mongod
from tests.reliability.world.namespaces import Network

MEMBERS = ("one", "two", "three")
CLIENT = "client"
PORT = 27017
ELECTION_MILLISECONDS = 1500
PATIENCE_SECONDS = 60


class ReplicaSet:
    """The set on `network`, which has the hosts MEMBERS and CLIENT."""

    def __init__(self, network: Network, folder: Path) -> None:
        self.network = network
        self._folder = folder
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._watching = network.on(CLIENT)

    @property
    def url(self) -> str:
        """The address of the whole set, for a driver on a host of the network."""
        hosts = ",".join(f"{self.network.addresses[name]}:{PORT}" for name in MEMBERS)
        return f"mongodb://{hosts}/?replicaSet=rs0"

    def url_of(self, member: str) -> str:
        """The address of one member alone."""
        return f"mongodb://{self.network.addresses[member]}:{PORT}/?directConnection=true"

    def start(self) -> None:
        """Start all three and wait until there is a primary."""
        for name in MEMBERS:
            self.start_member(name)
        members = [
            {"_id": number, "host": f"{self.network.addresses[name]}:{PORT}"} for number, name in enumerate(MEMBERS)
        ]
        settings = {
            "electionTimeoutMillis": ELECTION_MILLISECONDS,
            "heartbeatIntervalMillis": 300,
            "heartbeatTimeoutSecs": 1,
        }
        configuration = {"_id": "rs0", "version": 1, "members": members, "settings": settings}
        self.until(lambda: self._ask(MEMBERS[0], "ping"), "the first member")
        self.until(lambda: self._ask(MEMBERS[0], "replSetInitiate", configuration), "the set to be made")
        self.until(self.is_whole, "three members")

    def start_member(self, name: str) -> None:
        """Start one member, or start it again."""
        data = self._folder / name
        data.mkdir(exist_ok=True)
        command = [
            str(find_mongod()), "--dbpath", str(data), "--bind_ip", self.network.addresses[name], "--port", str(PORT),
            "--replSet", "rs0", "--wiredTigerCacheSizeGB", "0.25", "--oplogSize", "64", "--nounixsocket", "--quiet",
            "--setParameter", "transactionLifetimeLimitSeconds=5",
            "--setParameter", "oplogNetworkTimeoutBufferSeconds=1",
            "--setParameter", "oplogFetcherSteadyStateMaxFetcherRestarts=0",
            "--setParameter", "diagnosticDataCollectionEnabled=false",
        ]  # fmt: skip
        self._processes[name] = self.network.start(name, command, self._folder / f"{name}.log")

    def primary(self) -> str | None:
        """The member that takes writes with the highest term; None while there is none."""
        found = [(hello["electionId"], name) for name in MEMBERS if (hello := self._hello(name)).get("electionId")]
        return max(found)[1] if found else None

    def is_whole(self) -> bool:
        """Whether there are one primary and two secondaries."""
        states = [self._hello(name) for name in MEMBERS]
        return (
            sum(bool(one.get("isWritablePrimary")) for one in states) == 1
            and sum(bool(one.get("secondary")) for one in states) == 2
        )

    # Faults and their ends

    def kill(self, name: str) -> None:
        """SIGKILL."""
        os.kill(self._processes[name].pid, signal.SIGKILL)
        self._processes[name].wait(20)

    def stop(self, name: str) -> None:
        """SIGSTOP: it says nothing, and its connections stay."""
        os.kill(self._processes[name].pid, signal.SIGSTOP)

    def cut_off(self, name: str) -> None:
        """Part it from the other members only: clients reach it still."""
        self.network.cut(name, [other for other in MEMBERS if other != name])

    def mend(self, name: str) -> None:
        """End whatever was done to it, and wait until the set is whole again."""
        self.network.join(name)
        if self._processes[name].poll() is None:
            os.kill(self._processes[name].pid, signal.SIGCONT)
        else:
            self.start_member(name)
        self.until(self.is_whole, f"{name} to be a member again")
        self.until(self._all_follow, f"{name} to have caught up")

    # Asking

    def _all_follow(self) -> bool:
        """Whether a write reaches all three: a set that still heals from one fault is no place for the next."""
        everywhere = {"w": len(MEMBERS), "wtimeout": 300}
        answer = self._ask(self.primary() or "one", "insert", "probes", documents=[{}], writeConcern=everywhere)
        return bool(answer) and "writeConcernError" not in answer

    def until(self, met: Callable[[], Any], what: str) -> Any:
        """Wait until `met()` gives something true, and give that."""
        end = time.monotonic() + PATIENCE_SECONDS
        while not (found := met()):
            if time.monotonic() > end:
                raise AssertionError(f"waited {PATIENCE_SECONDS} s in vain for {what}")
            time.sleep(0.1)
        return found

    def _hello(self, name: str) -> dict[str, Any]:
        return self._ask(name, "hello")

    def _ask(self, name: str, command: str, value: Any = 1, **more: Any) -> dict[str, Any]:
        return self._watching.submit(self._ask_there, name, command, value, more).result()

    def _ask_there(self, name: str, command: str, value: Any, more: dict[str, Any]) -> dict[str, Any]:
        patience = 10_000 if command == "replSetInitiate" else 400
        client: MongoClient[dict[str, Any]] = MongoClient(
            self.url_of(name), serverSelectionTimeoutMS=patience, socketTimeoutMS=patience, connectTimeoutMS=patience
        )
        with client:
            try:
                return client.admin.command(command, value, **more)
            except PyMongoError:
                return {}

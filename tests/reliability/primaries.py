"""`python -m tests.reliability.primaries --kills 100 --seed 1`: primaries killed, stopped, cut off, under writes.

Three mongods in network namespaces; the writer is the platform's own transaction. Told at the end: how long until a
write that began after the fault was acknowledged, and whether everything that was acknowledged is there.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import uuid_utils
from pymongo.errors import PyMongoError

from services.chassis.actor import Actor
from services.chassis.clock import WallClock
from services.chassis.config import Settings
from services.chassis.errors import Unavailable
from services.chassis.i18n import SOURCE_LANGUAGE
from services.chassis.store import INTERNAL, Collection, Database, UnitOfWork, in_transaction
from tests.reliability.world.namespaces import Network
from tests.reliability.world.replica_set import CLIENT, MEMBERS, ReplicaSet

FAULTS = ("kill", "stop", "cut_off")
COLLECTIONS = [Collection("written", INTERNAL)]


@dataclass
class Writer:
    """Writes one row after the other as the platform does, each once; what was acknowledged, and when it was begun."""

    url: str
    acknowledged: list[tuple[str, float, float]] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Write rows until told to stop; one that failed is not tried again."""
        settings = Settings(service="primaries", mongo_url=self.url)
        database = Database(settings, COLLECTIONS)
        while not self.over.wait(0.005):
            began = time.monotonic()
            with suppress(Unavailable, PyMongoError):
                self.acknowledged.append((write(database, settings), began, time.monotonic()))
        database.close()

    def back_after(self, moment: float) -> float | None:
        """Seconds from `moment` until a write that began after it was acknowledged; None when none was yet."""
        ends = [ended for _id, began, ended in list(self.acknowledged) if began > moment]
        return min(ends) - moment if ends else None


def write(database: Database, settings: Settings, id: str = "") -> str:
    """One row in one transaction of the platform; its id."""
    id = id or str(uuid_utils.uuid7())
    in_transaction(
        database,
        lambda session: UnitOfWork(
            database, settings, Actor.service("primaries"), SOURCE_LANGUAGE, WallClock(), session
        ),
        lambda uow: uow.insert_once("written", {"_id": id}),
    )
    return id


def prepare(url: str) -> None:
    """Make the collections; on a host of the network."""
    database = Database(Settings(service="primaries", mongo_url=url), COLLECTIONS)
    database.prepare()
    database.close()


def rows(url: str) -> set[str]:
    """The ids of all rows that are there; on a host of the network."""
    database = Database(Settings(service="primaries", mongo_url=url), COLLECTIONS)
    found = {str(row["_id"]) for row in database.rows("written").find({}, {"_id": 1})}
    database.close()
    return found


def harm_a_primary(members: ReplicaSet, writer: Writer, fault: str) -> float:
    """Do `fault` to the primary, wait until writes are back, mend it; the seconds without an acknowledged write."""
    primary = str(members.until(members.primary, "a primary"))
    getattr(members, fault)(primary)
    moment = time.monotonic()
    back = members.until(lambda: writer.back_after(moment), f"a write after {fault}")
    members.mend(primary)
    return float(back)


@contextmanager
def writing(host: ThreadPoolExecutor, writer: Writer) -> Iterator[None]:
    """Two threads of `writer` at work for as long as the block lasts."""
    threads = [host.submit(writer.run) for _thread in range(2)]
    try:
        yield
    finally:
        writer.over.set()
    for one in threads:
        one.result()


def main(kills: int, seed: int) -> int:
    """Run, print the figures; 0 when nothing acknowledged is missing."""
    chance = random.Random(seed)
    waits: dict[str, list[float]] = {fault: [] for fault in FAULTS}
    with tempfile.TemporaryDirectory() as folder, Network([*MEMBERS, CLIENT]) as network:
        members = ReplicaSet(network, Path(folder))
        members.start()
        host = network.on(CLIENT, threads=4)
        host.submit(prepare, members.url).result()
        writer = Writer(members.url)
        with writing(host, writer):
            for _number in range(kills):
                time.sleep(chance.uniform(0.2, 1.0))
                fault = chance.choice(FAULTS)
                waits[fault].append(harm_a_primary(members, writer, fault))
        lost = {id for id, _began, _ended in writer.acknowledged} - host.submit(rows, members.url).result()
    for fault, seconds in waits.items():
        if seconds:
            print(
                f"{fault}: {len(seconds)} times, back after p50 {median(seconds):.2f} s, longest {max(seconds):.2f} s"
            )
    print(f"{len(writer.acknowledged)} acknowledged writes, {len(lost)} lost; seed {seed}")
    return 1 if lost else 0


if __name__ == "__main__":
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--kills", type=int, default=100)
    wanted.add_argument("--seed", type=int, default=1)
    given = wanted.parse_args()
    sys.exit(main(given.kills, given.seed))

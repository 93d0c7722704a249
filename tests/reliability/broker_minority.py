"""`python -m tests.reliability.broker_minority`: a node cut off from the other two confirms nothing, they go on.

Three RabbitMQ nodes in network namespaces (root), our own publisher and subscriber; it takes about two minutes.
"""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from services.chassis.events import bus
from tests.reliability.world.namespaces import Network
from tests.reliability.world.rabbit_cluster import CLIENT, NODES, RabbitCluster

PATIENCE_SECONDS = 90
KEY = "eu.learning-cities.notes.note.written.v1"


class Load:
    """A publisher that says numbers until each is confirmed, and a subscriber that keeps what it hears; both ours."""

    def __init__(self, url: str) -> None:
        self.confirmed: list[int] = []
        self.heard: set[int] = set()
        self.failures = 0
        self.over = threading.Event()
        self._url = url
        self._subscriber = bus.Subscriber(url, bus.queue_of("listener", ["notes"], url))

    def publish(self) -> None:
        """Say the next number again and again until the broker confirms it."""
        publisher, number = bus.Publisher(self._url), 0
        while not self.over.wait(0.01):
            try:
                publisher.publish([(KEY, str(number).encode())])
            except bus.BrokerProblem:
                self.failures += 1
                self.over.wait(0.2)
            else:
                self.confirmed.append(number)
                number += 1
        publisher.close()

    def receive(self) -> None:
        """Hear until told to stop."""
        self._subscriber.run(self.over)

    def keep(self) -> None:
        """Keep what was heard, and only then acknowledge it."""
        while not self.over.is_set():
            if deliveries := self._subscriber.batch(100, wait=0.2):
                self.heard |= {int(one.body) for one in deliveries}
                self._subscriber.finished(deliveries)


def main() -> None:
    """Cut the node off to which both are connected, join it again; AssertionError when something confirmed is lost."""
    with tempfile.TemporaryDirectory() as folder, Network([*NODES, CLIENT]) as network:
        cluster = RabbitCluster(network, Path(folder))
        cluster.start()
        load = Load(cluster.url)
        host = network.on(CLIENT, threads=3)
        working = [host.submit(one) for one in (load.receive, load.publish, load.keep)]
        try:
            harm(cluster, load)
        finally:
            load.over.set()
            for one in working:
                one.result()
    print(f"{len(load.confirmed)} confirmed, {load.failures} tries failed, none lost")


def harm(cluster: RabbitCluster, load: Load) -> None:
    """One cut, and its end."""
    wait_for(lambda: len(load.confirmed) > 50 and len(load.heard) > 50, "a cluster that works")
    cluster.cut_off(NODES[0])
    before, began = len(load.confirmed), time.monotonic()
    wait_for(lambda: load.failures and len(load.confirmed) > before + 50, "the majority to go on")
    print(f"the majority confirmed 50 more within {time.monotonic() - began:.1f} s of the cut")
    cluster.network.join(NODES[0])
    wait_for(lambda: len(load.confirmed) > before + 150, "more")
    wait_for(lambda: load.heard >= set(list(load.confirmed)[:-1]), "all that was confirmed")


def wait_for(met: Callable[[], object], what: str) -> None:
    """Wait until `met()`; fails with `what` was waited for."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not met():
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(0.1)


if __name__ == "__main__":
    main()

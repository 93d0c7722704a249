"""A platform, a load, a killer, and the wait until nothing is wrong any more; what was measured on the way."""

from __future__ import annotations

import json
import statistics
import threading
import time
from collections import Counter
from dataclasses import asdict, dataclass
from email.parser import BytesHeaderParser
from importlib import import_module
from pathlib import Path

from deploy.platform import OWNERS
from services.chassis.local.folder import DataFolder
from services.chassis.service import Service
from services.notifications.webhooks.catalogue import event_types
from tests.journeys.running import ApiClient, Platform, Receiver
from tests.reliability.checker import Broken, check, faults
from tests.reliability.facts import EVERYTHING, Facts, Layout
from tests.reliability.signed import checkpoints_in
from tests.reliability.soak.brokers import KINDS, Store
from tests.reliability.soak.killer import Killer
from tests.reliability.soak.load import CitySystem, Ledger
from tests.reliability.soak.rebuilding import projections_equal_the_feeds

CLIENTS = 4
SLOWEST_SHOWN = 5
SETTLE_SECONDS = 180
SCOPES = tuple(f"{service}:{right}" for service in ("registry", "workshops", "transfers", "support", "notifications")
               for right in ("read", "write"))  # fmt: skip
GENEROUS = {
    "GATEWAY_ACCESS_TOKEN_VALID": "86400", "GATEWAY_LIMIT_CLIENT": "100000/minute",
    "GATEWAY_LIMIT_ADDRESS": "100000/minute", "GATEWAY_LIMIT_PUBLIC_POST": "100000/minute",
}  # fmt: skip


@dataclass(frozen=True)
class Figures:
    """What one run did and what was found; times in seconds."""

    broker: str
    seed: int
    seconds: float
    kills: int
    stopped: int
    wiped: int
    broken: int
    writes: int
    repeated: int
    events: int
    effects: int
    webhooks: int
    lost: int
    doubled: int
    p50: float
    p99: float
    longest: float
    settled: float
    harms: dict[str, int]

    def as_json(self) -> str:
        """All of it."""
        return json.dumps(asdict(self))

    def as_line(self) -> str:
        """A row of the table in docs/operators/proof.md."""
        shown = (value for name, value in asdict(self).items() if name != "harms")
        return "| " + " | ".join(str(one) for one in shown) + " |"


class Soak:
    """One run in one folder."""

    def __init__(self, folder: Path, broker: str, seed: int, *, rate: float = 1.0, kills: int = 0) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._kind, self._seed = broker, seed
        self._broker = KINDS[broker](folder / "broker")
        self._store = Store(folder / "store")
        environment = GENEROUS | self._broker.environment | self._store.environment
        self._platform = Platform(folder / "platform", "--demo", **environment)
        self._receiver = Receiver()
        self._ledger = Ledger()
        self._over, self._mercy = threading.Event(), threading.Event()
        self._killer = Killer(
            folder / "platform", self._broker, self._store, seed, self._mercy, rate=rate, most=kills
        )  # fmt: skip
        self._services: dict[str, Service] = {
            name: import_module("gateway.service" if name == "gateway" else f"services.{name}.service").service
            for name in OWNERS
        }

    def run(self, seconds: float) -> Figures:
        """Load and kill for so long or so often, let all settle, check. Raises `Broken` with the first fault."""
        self._platform.start(240)
        client = self._platform.client(*SCOPES)
        types = sorted(type for type, event in event_types().items() if f"{event.service()}:read" in SCOPES)
        client.post("notifications/webhooks", {"url": self._receiver.url, "types": types})
        systems = [self._system(client, number) for number in range(CLIENTS)]
        for thread in (*systems, self._killer):
            thread.start()
        began = time.monotonic()
        self._mercy.wait(seconds)
        self._mercy.set()
        seconds = round(time.monotonic() - began)
        self._killer.join()
        self._over.set()
        for system in systems:
            system.join(150)
        assert not self._ledger.faults, self._ledger.faults
        began = time.monotonic()
        facts = self._settle(began + SETTLE_SECONDS)
        return self._figures(seconds, facts, time.monotonic() - began)

    def _system(self, client: ApiClient, number: int) -> CitySystem:
        own = ApiClient.__new__(ApiClient)
        own.address, own.session = client.address, type(client.session)()
        own.session.headers.update(client.session.headers)
        return CitySystem(own, f"{self._seed}.{number}", self._ledger, self._over)

    def _settle(self, deadline: float) -> Facts:
        """Check until all is right; what is still wrong at the deadline is raised."""
        while True:
            facts = Facts(self._store.url, "lc", self._layout())
            try:
                check(facts)
                break
            except Broken as broken:
                if time.monotonic() > deadline:
                    raise
                print(f"settling, at most {deadline - time.monotonic():.0f} s: {str(broken).splitlines()[1].strip()}")
                time.sleep(1)
        if stale := list(projections_equal_the_feeds(facts, self._services, self._store.url)):
            raise Broken(facts, stale)
        return facts

    def _layout(self) -> Layout:
        subscriptions = {name: service.subscriptions() for name, service in self._services.items()}
        return Layout(
            subscriptions={
                name: EVERYTHING if heard.hears_everything else frozenset(filter(heard.wants, event_types()))
                for name, heard in subscriptions.items()
            },
            webhooks_seen=Counter(headers["webhook-id"] for headers, _body in list(self._receiver.received)),
            mails_seen=self._mails(),
            acknowledged=dict(self._ledger.acknowledged),
            **checkpoints_in(DataFolder(self._platform.folder)),
        )

    def _mails(self) -> dict[str, int]:
        """The Message-IDs in the mailbox, which are the ids of the mails' rows."""
        parse = BytesHeaderParser().parsebytes
        found = (parse(path.read_bytes())["Message-ID"] for path in (self._platform.folder / "mail/new").glob("*"))
        return Counter(str(one).strip("<> ").rpartition("@")[0] for one in found)

    def _figures(self, seconds: float, facts: Facts, settled: float) -> Figures:
        took = sorted(
            ((row["done_at"] - facts.events[id]["time"]).total_seconds(), f"{facts.events[id]['time']:%H:%M:%S} "
             f"{row['type']} in {name} after {row['tries']} tries")
            for name, rows in facts.inbox.items() for id, row in rows.items() if id in facts.events
        )  # fmt: skip
        print(*(f"{seconds:g} s: {what}" for seconds, what in took[: -SLOWEST_SHOWN - 1 : -1]), sep="\n")
        waits = [seconds for seconds, _what in took]
        at = statistics.quantiles(waits, n=100)
        left = Counter(fault.invariant for fault in faults(facts))
        harms = self._killer.counts
        broken = harms["cut"] + harms["silent"] + harms["slow"]
        return Figures(
            self._kind, self._seed, seconds, self._killer.kills, harms["stopped"], harms["wiped"], broken,
            self._ledger.counts["writes"], self._ledger.counts["repeated"], len(facts.events), len(waits),
            len(self._receiver.received), left["I1"] + left["I3"], left["I2"],
            round(at[49], 2), round(at[98], 2), round(waits[-1], 2), round(settled, 1), dict(harms),
        )  # fmt: skip

    def done_so_far(self) -> dict[str, int]:
        """What was done to whom, for a run that failed."""
        return dict(self._killer.counts + self._ledger.counts)

    def stop(self) -> None:
        """Stop everything that was started."""
        self._over.set()
        self._mercy.set()
        if self._killer.is_alive():
            self._killer.join(20)
        self._platform.stop()
        self._receiver.close()
        self._broker.stop()
        self._store.stop()

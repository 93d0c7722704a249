"""What a run has left behind, read with the driver alone from the databases and what the receivers wrote down.

Nothing of the platform's own code is used here, so that its mistakes are not repeated by who looks for them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pymongo import MongoClient
from pymongo.database import Database

Row = dict[str, Any]
OWN_ROWS = frozenset({"outbox", "feed", "inbox", "cursors", "leases", "audit", "audit_chains", "idempotency",
                      "migrations"})  # fmt: skip
EVERYTHING = None


@dataclass(frozen=True)
class Layout:
    """What was declared, and what was written down outside of the store."""

    subscriptions: Mapping[str, frozenset[str] | None]
    """The event types that each service hears; EVERYTHING for who hears all of all others."""
    effects: Mapping[str, str] = field(default_factory=dict)
    """The collection of each service in which every event it hears leaves one row that names it as `event`."""
    projections: Mapping[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    """The event types that a collection of a service is a projection of, by (service, collection)."""
    webhooks_seen: Mapping[str, int] | None = None
    """How often a receiver saw each webhook-id; None where nobody listened."""
    mails_seen: Mapping[str, int] | None = None
    """How often a mailbox holds each mail, by the id of its row; None where nobody looked."""
    checkpoints: Sequence[str] = ()
    """The checkpoints of audit trails that were written down, as they were signed."""
    public_keys: Mapping[str, str] = field(default_factory=dict)
    """The public key of each service (base64url) that has signed them."""
    acknowledged: Mapping[str, str] = field(default_factory=dict)
    """What a client was told exists: the id of the document and its place as "service.collection"."""


class Facts:
    """Everything that the databases with one prefix hold, by service."""

    def __init__(self, mongo_url: str, prefix: str, layout: Layout) -> None:
        self.layout = layout
        self.events: dict[str, Row] = {}
        self.inbox: dict[str, dict[str, Row]] = {}
        self.heads: dict[str, Row] = {}
        self.cursors: dict[str, dict[str, Row]] = {}
        self.audit: dict[str, list[Row]] = {}
        self.chains: dict[str, dict[str, Row]] = {}
        self.documents: dict[tuple[str, str], dict[str, Row]] = {}
        self.effects: dict[str, Counter[str]] = {}
        with MongoClient[Row](mongo_url, tz_aware=True) as client:
            for name in sorted(client.list_database_names()):
                if name.startswith(f"{prefix}_"):
                    self._read(name.removeprefix(f"{prefix}_"), client[name])
            transactions = client.admin.command("serverStatus")["transactions"]
        self.open_transactions = int(transactions["currentOpen"])

    def _read(self, service: str, database: Database[Row]) -> None:
        head = database["leases"].find_one({"_id": "feed"}) or {"head": 0, "epoch": "", "published": 0}
        numbers = _numbers(database)
        for row in database["outbox"].find():
            number = numbers.get(row["_id"], 0)
            numbered = {"sequence": number, "published": 0 < number <= head["published"] and "new" not in row}
            self.events[row["_id"]] = {**row, **numbered, "source": service}
        self.inbox[service] = {row["_id"]: row for row in database["inbox"].find()}
        self.cursors[service] = {row["_id"]: row for row in database["cursors"].find()}
        self.audit[service] = list(database["audit"].find(sort=[("_id", 1)]))
        self.chains[service] = {row["_id"]: row for row in database["audit_chains"].find()}
        self.heads[service] = head
        for collection in sorted(database.list_collection_names()):
            if collection not in OWN_ROWS:
                self.documents[service, collection] = {str(row["_id"]): row for row in database[collection].find()}
        rows = self.documents.get((service, self.layout.effects.get(service, "")), {})
        self.effects[service] = Counter(row["event"] for row in rows.values())

    def hears(self, consumer: str, event: Row) -> bool:
        """Whether `consumer` has declared that it wants `event`."""
        types = self.layout.subscriptions.get(consumer, frozenset())
        return event["source"] != consumer if types is EVERYTHING else event["type"] in types

    def newest(self) -> dict[tuple[str, str], int]:
        """The highest version said of each (type, subject)."""
        versions: dict[tuple[str, str], int] = defaultdict(int)
        for event in self.events.values():
            known = event["type"], event["subject"]
            versions[known] = max(versions[known], event["subjectversion"])
        return versions

    def history(self, id: str) -> list[str]:
        """All that is known of one event, or of one document, in the order of its life."""
        event = self.events.get(id)
        subject = event["subject"] if event else id
        said = [("outbox of", one["source"], one) for one in self.events.values() if one["subject"] == subject]
        heard = [("inbox of", consumer, rows[id]) for consumer, rows in self.inbox.items() if id in rows]
        noted = [("audit of", name, row) for name, rows in self.audit.items() for row in rows
                 if row["subject"] == subject]  # fmt: skip
        kept = [(f"{collection} of", name, row) for (name, collection), rows in self.documents.items()
                for row in rows.values() if row["_id"] == subject or row.get("event") == id]  # fmt: skip
        lines = [f"{where} {name}: {_short(row)}" for where, name, row in (*noted, *said, *heard, *kept)]
        if self.layout.webhooks_seen is not None:
            lines.append(f"receiver: seen {self.layout.webhooks_seen.get(id, 0)} times")
        return lines or ["nothing is known of it anywhere"]


def _numbers(database: Database[Row]) -> dict[str, int]:
    """The number of each event; a later one where blocks of the feed lie over each other, which makes a hole."""
    numbers: dict[str, int] = {}
    for block in database["feed"].find(sort=[("_id", 1)]):
        numbers.update(zip(block["ids"], range(block["_id"] - len(block["ids"]) + 1, block["_id"] + 1), strict=True))
    return numbers


def _short(row: Row) -> str:
    hidden = ("data", "body", "event", "secrets", "words")
    return ", ".join(f"{name}={value}" for name, value in row.items() if name not in hidden)[:600]

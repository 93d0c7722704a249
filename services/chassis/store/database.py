"""The connection to the one database that a service owns, and the making of its indexes.

A client is made per process, after any fork, never at import.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from bson.codec_options import CodecOptions
from pymongo import IndexModel, MongoClient
from pymongo.collection import Collection as DriverCollection
from pymongo.database import Database as DriverDatabase
from pymongo.errors import OperationFailure, PyMongoError
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

from services.chassis.clock import WallClock
from services.chassis.config import Settings
from services.chassis.store.collections import INTERNAL, NETWORK, Collection, Index
from services.chassis.store.memory import HEAD, Memory

Row = dict[str, Any]
Rows = DriverCollection[Row]

_ANOTHER_INDEX_OF_THAT_NAME = (85, 86)
MAJORITY = WriteConcern(w="majority", j=True, wtimeout=5000)


MOST_SECONDS_APART = 60
"""How far a process's clock may be from the store's. The lives of rows, passports and events are told by both."""


class StoreProblem(Exception):
    """The store cannot be used as it is; the message says why and what to do, in a sentence for an operator."""


class ClocksApart(StoreProblem):
    """The clock of this process is not the store's: what it would write could be old before its time."""


def _housekeeping(feed_days: int) -> list[Collection]:
    """What every service keeps besides its own collections."""
    not_done = {"state": {"$in": ["waiting", "dead"]}}
    return [
        Collection("outbox", INTERNAL, [Index("new", "_id", where={"new": True})]),
        Collection("feed", INTERNAL),
        Collection("inbox", INTERNAL, [
            Index("state", "next_at", where=not_done),
            Index("done_at", expires=timedelta(days=2 * feed_days)),
        ]),
        Collection("cursors", INTERNAL),
        Collection("leases", INTERNAL),
        Collection("audit", NETWORK, [
            Index("subject", "_id"),
            Index("seal", "_id", where={"seal": None}),
            Index("city", "seal.place", unique=True, where={"seal.place": {"$gt": 0}}),
        ]),
        Collection("audit_chains", INTERNAL),
        Collection("history", INTERNAL),
        Collection("idempotency", INTERNAL, [Index("subjects"), Index("at", expires=timedelta(days=2))]),
        Collection("migrations", INTERNAL),
        Collection("spellings", INTERNAL, [Index("collection", "lacking")]),
    ]  # fmt: skip


def _haste(address: str) -> dict[str, Any]:
    """A server that says nothing for 1 + 2 s is given up, and what waits for it with it; the address may say otherwise.

    For it each process is told twice a second that all is well: for nothing where there is no other server.
    """
    own = "heartbeatfrequencyms=" in address.lower()
    return {} if own else {"heartbeatFrequencyMS": 1000}


class Database:
    """The database of one service and what is declared of its collections."""

    def __init__(self, settings: Settings, collections: Sequence[Collection] = ()) -> None:
        self.application = f"learning-cities-{settings.service}"
        """What the server calls our connections."""
        self.client: MongoClient[Row] = MongoClient(
            settings.mongo_url,
            appname=self.application,
            tz_aware=True,
            connect=False,
            serverSelectionTimeoutMS=3000,
            connectTimeoutMS=2000,
            socketTimeoutMS=8000,
            **_haste(settings.mongo_url),
            retryWrites=True,
            maxPoolSize=32,
        )
        self.feed_days = settings.feed_days
        declared = [*_housekeeping(settings.feed_days), *collections]
        self.declared: dict[str, Collection] = {collection.name: collection for collection in declared}
        self._database = self.client.get_database(
            settings.database_name, write_concern=MAJORITY, read_concern=ReadConcern("majority")
        )
        self._rows: dict[str, Rows] = {name: self._database[name] for name in self.declared}
        self._memories: dict[tuple[str, tuple[str, ...]], Memory] = defaultdict(Memory)
        self.common_words: dict[tuple[str, tuple[str, ...]], datetime] = {}
        """Until when forms of a word count as common in a collection (finding.py)."""
        unzoned: CodecOptions[Row] = CodecOptions(tz_aware=False)
        self._unzoned = {name: rows.with_options(codec_options=unzoned) for name, rows in self._rows.items()}

    def rows(self, name: str) -> Rows:
        """The driver's collection `name`; a KeyError where the service has declared none."""
        return self._rows[name]

    def rows_without_zone(self, name: str) -> Rows:
        """The same, with instants that do not say that they are in UTC: for what is only shown (see rows.py)."""
        return self._unzoned[name]

    def memory(self, name: str, fields: Sequence[str]) -> Memory | None:
        """What is remembered of lists of `name` that show `fields`; None where nothing may be (remembered.py)."""
        declared = self.declared[name]
        may_be = declared.scope is NETWORK and not declared.personal and {*HEAD} <= {*fields}
        return self._memories[name, tuple(fields)] if may_be else None

    @property
    def whole(self) -> DriverDatabase[Row]:
        """The driver's database, for who takes it as a whole (backup.py)."""
        return self._database

    def ping(self) -> None:
        """Raise `StoreProblem` unless the store answers, can do transactions, and tells our time."""
        try:
            hello = self.client.admin.command("hello")
        except PyMongoError as error:
            raise StoreProblem(f"MongoDB does not answer ({type(error).__name__}).") from error
        if "setName" not in hello and hello.get("msg") != "isdbgrid":
            raise StoreProblem(
                "MongoDB runs as a standalone server, which has no transactions. "
                "Start it as a replica set (one node is enough): mongod --replSet NAME, then rs.initiate()."
            )
        apart = (WallClock().now() - hello["localTime"].replace(tzinfo=UTC)).total_seconds()
        if abs(apart) > MOST_SECONDS_APART:
            raise ClocksApart(f"The clock of this machine is {apart:+.0f} s from the store's. Set both by NTP.")

    def prepare(self) -> None:
        """Make the declared collections and indexes that are not there yet. Safe to repeat and to run twice at once."""
        self.ping()
        existing = set(self._database.list_collection_names())
        for collection in self.declared.values():
            if collection.name not in existing:
                self._create(collection.name)
            if collection.indexes:
                self._index(self.rows(collection.name), [index.model() for index in collection.indexes])

    def _create(self, name: str) -> None:
        try:
            self._database.create_collection(name)
        except PyMongoError as error:
            if "exists" not in str(error):
                raise

    def _index(self, rows: Rows, indexes: list[IndexModel]) -> None:
        try:
            rows.create_indexes(indexes)
        except OperationFailure as error:
            if error.code not in _ANOTHER_INDEX_OF_THAT_NAME:
                raise
            [first, *others] = indexes
            if others:
                for index in indexes:
                    self._index(rows, [index])
            else:
                rows.drop_index(first.document["name"])  # its declaration has changed, a time to live for example
                rows.create_indexes([first])

    def drop(self) -> None:
        """Remove the whole database. For tests and for a data folder that is thrown away."""
        self.client.drop_database(self._database.name)

    def close(self) -> None:
        """Give the connections back."""
        self.client.close()

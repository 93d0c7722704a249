"""The bare pipeline that ours is held against: outbox, confirmed publishing, inbox, projection, by the drivers alone.

`python -m bench.ground.reference relay` and `... consume` are its two processes. Batch sizes and durability are ours
(majority, journaled, a quorum queue, pipelined confirms); no numbers, no feed, no lease, no checks of what arrives.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

import amqp
import orjson
from pymongo import InsertOne, MongoClient
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

DATABASE = "bench_reference"
EXCHANGE, QUEUE = "reference.events", "reference.listener"
RELAYED, TAKEN, PREFETCH = 500, 200, 1000
DURABLE = WriteConcern(w="majority", j=True)


def channel_of(url: str) -> amqp.Channel:
    """A channel of a new connection, with the exchange and the queue declared."""
    parts = urlsplit(url)
    host = f"{parts.hostname}:{parts.port}"
    connection = amqp.Connection(host, parts.username, parts.password, virtual_host=parts.path[1:])
    connection.connect()
    channel = connection.channel()
    channel.exchange_declare(EXCHANGE, "topic", durable=True, auto_delete=False)
    quorum = {"x-queue-type": "quorum"}
    channel.queue_declare(QUEUE, durable=True, auto_delete=False, arguments=quorum)
    channel.queue_bind(QUEUE, EXCHANGE, "#")
    return channel


class Confirmed:
    """Publishes in batches with one wait for all confirms; `batch` 1 is the naive way."""

    def __init__(self, channel: amqp.Channel) -> None:
        self._channel = channel
        channel.confirm_select()
        channel.events["basic_ack"].add(self._note)
        self._sent = self._confirmed = 0

    def _note(self, tag: int, multiple: bool) -> None:
        self._confirmed = max(self._confirmed, tag) if multiple else self._confirmed + 1

    def publish(self, bodies: list[bytes]) -> None:
        """Publish all, then wait for the broker."""
        for body in bodies:
            message = amqp.Message(body, content_type="application/json", delivery_mode=2)
            self._channel._basic_publish(message, EXCHANGE, "organisation.registered", mandatory=True)
        self._sent += len(bodies)
        while self._confirmed < self._sent:
            self._channel.connection.drain_events(timeout=10)


def relay(database: Any, url: str) -> None:
    """Publish the outbox, woken by a change stream."""
    outbox = database["outbox"]
    publisher = Confirmed(channel_of(url))
    bell = threading.Event()
    threading.Thread(target=_ring, args=(outbox, bell), daemon=True).start()
    while True:
        rows = list(outbox.find({"published_at": None}, sort=[("_id", 1)], limit=RELAYED, batch_size=RELAYED))
        if not rows:
            bell.wait(1.0)
            bell.clear()
            continue
        publisher.publish([orjson.dumps(row, option=orjson.OPT_UTC_Z) for row in rows])
        ids = [row["_id"] for row in rows]
        outbox.update_many({"_id": {"$in": ids}}, {"$set": {"published_at": rows[0]["time"]}})


def _ring(outbox: Any, bell: threading.Event) -> None:
    with outbox.watch([{"$match": {"operationType": "insert"}}, {"$project": {"_id": 1}}], batch_size=1000) as stream:
        for _change in stream:
            bell.set()


def consume(database: Any, url: str) -> None:
    """Take in batches: inbox marks and projections in one transaction, then one acknowledgement."""
    channel = channel_of(url)
    channel.basic_qos(0, PREFETCH, False)
    arrived: list[amqp.Message] = []
    channel.basic_consume(QUEUE, callback=arrived.append)
    while True:
        with suppress(TimeoutError):
            channel.connection.drain_events(timeout=None if not arrived else 0.001)
            if len(arrived) < TAKEN:
                continue
        batch, arrived[:] = arrived[:TAKEN], arrived[TAKEN:]
        apply(database, [orjson.loads(message.body) for message in batch])
        channel.basic_ack(batch[-1].delivery_tag, multiple=True)


def apply(database: Any, events: list[dict[str, Any]]) -> None:
    """Inbox marks and projections of `events` in one transaction."""
    with database.client.start_session() as session, session.start_transaction(ReadConcern("snapshot"), DURABLE):
        ids = [event["_id"] for event in events]
        known = {row["_id"] for row in database["inbox"].find({"_id": {"$in": ids}}, {"_id": 1}, session=session)}
        fresh = [event for event in events if event["_id"] not in known]
        if fresh:
            database["inbox"].insert_many([{"_id": one["_id"], "type": one["type"]} for one in fresh], session=session)
            shown = [InsertOne({"_id": one["subject"], **one["data"]}) for one in fresh]
            database["partners"].bulk_write(shown, session=session)


def open_database(url: str) -> Any:
    """The reference's database, its collections and index made."""
    options = {"write_concern": DURABLE, "read_concern": ReadConcern("majority")}  # nothing is published too early
    database = MongoClient(url, tz_aware=True).get_database(DATABASE, **options)
    for name in {"outbox", "inbox", "partners"} - set(database.list_collection_names()):
        with suppress(Exception):  # the other process was faster
            database.create_collection(name)
    unpublished = {"published_at": None}
    database["outbox"].create_index([("published_at", 1), ("_id", 1)], partialFilterExpression=unpublished)
    return database


ROLES: dict[str, Callable[[Any, str], None]] = {"relay": relay, "consume": consume}

if __name__ == "__main__":
    ROLES[sys.argv[1]](open_database(os.environ["MONGO_URL"]), os.environ["BROKER_URL"])

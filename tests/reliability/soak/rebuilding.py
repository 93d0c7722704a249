"""I6: the projections of every service built anew from the feeds alone, held against those that live."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from services.chassis.clock import SettableClock
from services.chassis.config import Settings
from services.chassis.events import envelope
from services.chassis.events.intake import Intake
from services.chassis.events.reactions import Received
from services.chassis.service import Service
from tests.reliability.checker import Wrong
from tests.reliability.facts import Facts

PAGE = 50
VARYING = ("updated_at", "source_epoch")
"""When it was learnt, and from which life of the feed; not what was learnt."""


def projections_equal_the_feeds(facts: Facts, services: Mapping[str, Service], mongo_url: str) -> Iterator[Wrong]:
    """I6: each projection rebuilt from the feeds equals the live one."""
    for name, service in services.items():
        rebuilt = _rebuild(facts, service, Settings(service=name, mongo_url=mongo_url, mongo_prefix="rebuilt"))
        for collection, fresh in rebuilt.items():
            live = facts.documents.get((name, collection), {})
            projected = {id for id, row in live.items() if "source_version" in row}
            for id in sorted(projected | set(fresh)):
                if _told(live.get(id)) != _told(fresh.get(id)):
                    yield Wrong("I6", id, f"{collection} of {name} is not what the feeds tell")


def _rebuild(facts: Facts, service: Service, settings: Settings) -> dict[str, dict[str, dict[str, Any]]]:
    """The projections that the feeds make in an empty database, by collection."""
    database = service.database(settings)
    database.drop()
    try:
        database.prepare()
        clock = SettableClock()
        intake = Intake(service.name, database, settings, service.subscriptions(), clock)
        for events in _feeds(facts, service.name):
            intake.take(events)
        for _round in range(10):
            clock.move(minutes=10)
            intake.retry_due(10_000)
        return {
            name: {row["_id"]: row for row in database.rows(name).find({"source_version": {"$exists": True}})}
            for name in database.declared
        }
    finally:
        database.drop()
        database.close()


def _feeds(facts: Facts, listener: str) -> Iterator[list[Received]]:
    """Every event that a service hears, in the order of each feed, in pages."""
    for source, head in facts.heads.items():
        rows = [row for row in facts.events.values() if row["source"] == source and facts.hears(listener, row)]
        rows.sort(key=lambda row: row["sequence"])
        heard = [envelope.received(orjson.loads(envelope.encode(row, source, head["epoch"]))) for row in rows]
        yield from (heard[start : start + PAGE] for start in range(0, len(heard), PAGE))


def _told(row: Mapping[str, Any] | None) -> dict[str, Any] | None:
    return {name: value for name, value in row.items() if name not in VARYING} if row else None

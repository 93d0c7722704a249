"""The store of a service: indexes that change, scopes that cannot be forgotten, leases, migrations."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import timedelta
from threading import Timer
from typing import Any

import pytest
from pymongo.client_session import ClientSession

from services.chassis.actor import Actor
from services.chassis.clock import WallClock
from services.chassis.config import Settings
from services.chassis.store import INTERNAL, Collection, Database, Index, Migration, Reader, UnitOfWork, in_transaction
from services.chassis.store.leases import Lease
from services.chassis.store.migrations import migrate
from services.chassis.store.orphans import end_orphaned_transactions
from services.chassis.store.reader import ScopeError
from services.chassis.testing import ServiceUnderTest


def test_an_index_whose_declaration_changed_is_made_anew(notes: ServiceUnderTest) -> None:
    for days in (1, 2):
        made = Database(notes.settings, [Collection("effects", INTERNAL, [Index("at", expires=timedelta(days=days))])])
        made.prepare()
        found = made.rows("effects").index_information()["ttl_at"]
        made.close()
    assert found["expireAfterSeconds"] == 2 * 86400


@pytest.mark.parametrize(("asked", "seconds"), [("", 1), ("&heartbeatFrequencyMS=5000", 5)])
def test_the_address_may_say_how_often_to_look_for_another_server(asked: str, seconds: int) -> None:
    settings = Settings(service="notes", mongo_url=f"mongodb://127.0.0.1:9/?replicaSet=main{asked}")
    made = Database(settings)
    assert made.client.options.heartbeat_frequency == seconds
    made.close()


def test_an_internal_collection_is_out_of_reach_for_who_asks(notes: ServiceUnderTest) -> None:
    person = Actor(id="p", kind="person", cities=frozenset({"catania"}))
    reader = Reader(notes.database, notes.settings, person, "en", notes.clock)
    with pytest.raises(ScopeError):
        reader.find("copies", {})
    assert reader.as_system().find("copies", {}) == []


def test_a_citys_collection_needs_a_city(notes: ServiceUnderTest) -> None:
    reader = Reader(notes.database, notes.settings, Actor.anonymous(), "en", notes.clock)
    with pytest.raises(ScopeError):
        reader.count("diaries", {})


def test_a_lease_has_one_holder_and_its_token_rises_with_each_change(notes: ServiceUnderTest) -> None:
    first, second = Lease(notes.database, "one", 60), Lease(notes.database, "one", 60)
    assert (first.take(), second.take(), first.take()) == (True, False, True)
    assert first.token == 1
    first.release()
    assert (second.take(), second.token, first.take()) == (True, 2, False)


def test_a_lease_that_ran_out_is_taken_over_and_the_old_token_is_lower(notes: ServiceUnderTest) -> None:
    first, second = Lease(notes.database, "two", -1), Lease(notes.database, "two", 60)
    assert first.take() and second.take()
    assert (first.token, second.token) == (1, 2)
    assert not first.take()


def test_migrations_run_once_each_in_order(notes: ServiceUnderTest) -> None:
    ran: list[str] = []
    both = [
        Migration("0002-b", lambda _database: ran.append("b")),
        Migration("0001-a", lambda _database: ran.append("a")),
    ]
    assert migrate(notes.database, both, WallClock()) == ["0001-a", "0002-b"]
    assert migrate(notes.database, both, WallClock()) == []
    assert ran == ["a", "b"]


def test_a_lease_is_inherited_by_whoever_takes_the_place_of_its_holder(notes: ServiceUnderTest) -> None:
    killed, other, heir = (Lease(notes.database, "three", 60, place) for place in ("here", "there", "here"))
    assert (killed.take(), other.take(), heir.take()) == (True, False, True)
    assert (killed.token, heir.token) == (1, 2)
    nowhere = Lease(notes.database, "three", 60)
    assert not nowhere.take()


HOLDING = """
import sys, time
from services.chassis.config import Settings
from services.chassis.store import Database
database = Database(Settings(service="notes", mongo_url=sys.argv[1], mongo_prefix=sys.argv[2]))
with database.client.start_session() as session:
    session.start_transaction()
    database.rows("cursors").update_one({"_id": "orphan"}, {"$set": {"by": "the dead"}}, upsert=True, session=session)
    print("holding", flush=True)
    time.sleep(60)
"""


def test_the_transaction_of_a_killed_process_holds_nobody_up(notes: ServiceUnderTest) -> None:
    command = [sys.executable, "-c", HOLDING, notes.settings.mongo_url, notes.settings.mongo_prefix]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as killed:
        assert killed.stdout and killed.stdout.readline() == b"holding\n"
        assert end_orphaned_transactions(notes.database) == 0, "it still lives"
        killed.kill()
    began = time.monotonic()

    def begin(session: ClientSession) -> UnitOfWork:
        return UnitOfWork(notes.database, notes.settings, Actor.service("notes"), "en", notes.clock, session)

    in_transaction(notes.database, begin, lambda uow: uow.put("cursors", {"_id": "orphan", "by": "the living"}))
    assert time.monotonic() - began < 5, "the server itself needs at least 5"
    assert notes.database.rows("cursors").find_one({"_id": "orphan"}) == {"_id": "orphan", "by": "the living"}


_MANY: dict[str, Any] = {"$range": [0, 2000]}
LONG: list[dict[str, Any]] = [
    {"$limit": 1}, {"$project": {"n": _MANY}}, {"$unwind": "$n"}, {"$project": {"n": _MANY}}, {"$unwind": "$n"},
    {"$group": {"_id": None, "sum": {"$sum": "$n"}}},
]  # fmt: skip


def test_work_whose_transaction_was_ended_in_the_middle_of_a_command_is_done_again(notes: ServiceUnderTest) -> None:
    rows, admin, tried = notes.database.rows("cursors"), notes.database.client.admin, []
    rows.insert_one({"_id": "one"})

    def begin(session: ClientSession) -> UnitOfWork:
        return UnitOfWork(notes.database, notes.settings, Actor.service("notes"), "en", notes.clock, session)

    def work(uow: UnitOfWork) -> None:
        tried.append(uow.session)
        uow.put("cursors", {"_id": "two"})
        if len(tried) == 1:
            ending = Timer(0.2, admin.command, ("killSessions", [uow.session.session_id]))
            ending.start()
            list(rows.aggregate(LONG, session=uow.session, allowDiskUse=True))
            pytest.fail("it was to be ended")  # pragma: no cover

    in_transaction(notes.database, begin, work)
    assert (len(tried), rows.count_documents({})) == (2, 2)

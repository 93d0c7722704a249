"""The store of a service: indexes that change, scopes that cannot be forgotten, leases, migrations."""

from __future__ import annotations

from datetime import timedelta

import pytest

from services.chassis.actor import Actor
from services.chassis.clock import WallClock
from services.chassis.store import INTERNAL, Collection, Database, Index, Migration, Reader
from services.chassis.store.leases import Lease
from services.chassis.store.migrations import migrate
from services.chassis.store.reader import ScopeError
from services.chassis.testing import ServiceUnderTest


def test_an_index_whose_declaration_changed_is_made_anew(notes: ServiceUnderTest) -> None:
    for days in (1, 2):
        made = Database(notes.settings, [Collection("effects", INTERNAL, [Index("at", expires=timedelta(days=days))])])
        made.prepare()
        found = made.rows("effects").index_information()["ttl_at"]
        made.close()
    assert found["expireAfterSeconds"] == 2 * 86400


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

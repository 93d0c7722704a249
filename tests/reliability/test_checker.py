"""The checker sees what it is there for: databases as they should be pass; each doctored one is named."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
import uuid_utils
from joserfc.jwk import OKPKey
from pymongo import MongoClient
from pymongo.database import Database

from services.chassis.checkpoints import Checkpoint
from tests.reliability.chains import hash_of
from tests.reliability.checker import Broken, check
from tests.reliability.facts import Facts, Layout

WRITTEN, REWRITTEN = "x.notes.note.written.v1", "x.notes.note.rewritten.v1"
HEARD = frozenset({WRITTEN, REWRITTEN})
LAYOUT = Layout(
    subscriptions={"listener": HEARD, "notifications": None},
    effects={"listener": "effects"},
    projections={("listener", "copies"): HEARD},
    webhooks_seen={"e1": 1, "e2": 2},
    mails_seen={"m1": 1},
    acknowledged={"n1": "notes.notes"},
)
NOW = datetime(2026, 11, 24, tzinfo=UTC)


class Store:
    """The databases of three services after a run in which one note was written and rewritten."""

    def __init__(self, mongo_url: str) -> None:
        self.url = mongo_url
        self.prefix = f"checked_{uuid_utils.uuid7().hex[-12:]}"
        self.client: MongoClient[dict[str, Any]] = MongoClient(mongo_url)
        self._notes()
        self._listener()
        self._notifications()

    def __getitem__(self, service: str) -> Database[dict[str, Any]]:
        return self.client[f"{self.prefix}_{service}"]

    def _notes(self) -> None:
        store = self["notes"]
        store["notes"].insert_one({"_id": "n1", "version": 2})
        store["audit"].insert_many([
            {"_id": f"a{version}", "action": action, "collection": "notes", "subject": "n1", "version": version}
            for version, action in ((1, "added"), (2, "changed"))
        ])  # fmt: skip
        self.seal()
        store["leases"].insert_one({"_id": "feed", "epoch": "E", "head": 2, "published": 2})
        store["feed"].insert_one({"_id": 2, "ids": ["e1", "e2"], "at": NOW})
        store["outbox"].insert_many([
            {"_id": f"e{number}", "type": type, "subject": "n1", "subjectversion": number,
             "time": NOW, "causationid": None}
            for number, type in ((1, WRITTEN), (2, REWRITTEN))
        ])  # fmt: skip

    def seal(self) -> None:
        """Make the trail of the notes one chain, anew."""
        previous, audit = "", self["notes"]["audit"]
        for place, entry in enumerate(audit.find(sort=[("_id", 1)]), start=1):
            seal = {"place": place, "previous": previous, "hash": hash_of("notes", entry, place, previous)}
            audit.update_one({"_id": entry["_id"]}, {"$set": {"seal": seal}})
            previous = seal["hash"]
        self["notes"]["audit_chains"].replace_one({"_id": "*"}, {"place": place, "hash": previous}, upsert=True)

    def _take_in(self, service: str) -> None:
        self[service]["inbox"].insert_many([
            {"_id": id, "source": "notes", "type": WRITTEN, "state": "done", "tries": 0} for id in ("e1", "e2")
        ])  # fmt: skip
        self[service]["cursors"].insert_one({"_id": "notes", "epoch": "E", "sequence": 2})

    def _listener(self) -> None:
        self._take_in("listener")
        self["listener"]["effects"].insert_many([{"event": "e1"}, {"event": "e2"}])
        self["listener"]["copies"].insert_one({"_id": "n1", "source_version": 2})

    def _notifications(self) -> None:
        self._take_in("notifications")
        before = datetime(2026, 11, 23, tzinfo=UTC)
        hook = {"_id": "w1", "types": sorted(HEARD), "status": "active", "city": None, "created_at": before}
        store = self["notifications"]
        store["webhooks"].insert_one(hook)
        store["deliveries"].insert_many([
            {"_id": f"{id}.w1", "event": id, "state": "delivered", "tries": 1} for id in ("e1", "e2")
        ])  # fmt: skip
        store["mails"].insert_one({"_id": "m1", "state": "sent", "tries": 1})

    def faults(self, layout: Layout = LAYOUT) -> list[tuple[str, str]]:
        """The invariants that are broken, with the ids."""
        try:
            check(Facts(self.url, self.prefix, layout))
        except Broken as broken:
            return [(fault.invariant, fault.id) for fault in broken.faults]
        return []


@pytest.fixture
def store(mongo_url: str) -> Iterator[Store]:
    made = Store(mongo_url)
    yield made
    for service in ("notes", "listener", "notifications"):
        made.client.drop_database(made[service].name)
    made.client.close()


def test_what_is_as_it_should_be_passes(store: Store) -> None:
    assert store.faults() == []


def _lose_an_event(store: Store) -> None:
    store["listener"]["inbox"].delete_one({"_id": "e2"})


def _lose_its_effect(store: Store) -> None:
    store["listener"]["effects"].delete_one({"event": "e1"})


def _double_an_effect(store: Store) -> None:
    store["listener"]["effects"].insert_one({"event": "e1"})


def _say_an_answer_twice(store: Store) -> None:
    store["notes"]["outbox"].update_many({}, {"$set": {"causationid": "e0", "type": WRITTEN}})


def _make_a_hole_in_the_feed(store: Store) -> None:
    store["notes"]["feed"].delete_many({})
    store["notes"]["feed"].insert_many([{"_id": 1, "ids": ["e1"]}, {"_id": 3, "ids": ["e2"]}])
    store["notes"]["leases"].update_one({"_id": "feed"}, {"$set": {"head": 3, "published": 3}})
    for service in ("listener", "notifications"):
        store[service]["cursors"].update_one({}, {"$set": {"sequence": 3}})


def _take_in_what_nobody_said(store: Store) -> None:
    store["listener"]["inbox"].insert_one({"_id": "e9", "type": WRITTEN, "state": "done", "tries": 0})


def _show_an_effect_of_nothing(store: Store) -> None:
    store["listener"]["effects"].insert_one({"event": "e9"})


def _lose_what_was_acknowledged(store: Store) -> None:
    store["notes"]["notes"].update_one({}, {"$set": {"version": 2}})
    store["notes"]["notes"].rename("elsewhere")
    store["notes"]["audit"].update_many({}, {"$set": {"collection": "elsewhere"}})
    store.seal()


def _let_a_version_go_back(store: Store) -> None:
    store["listener"]["copies"].update_one({"_id": "n1"}, {"$set": {"source_version": 1}})


def _number_the_newer_version_first(store: Store) -> None:
    store["notes"]["outbox"].update_one({"_id": "e1"}, {"$set": {"subjectversion": 2}})
    store["notes"]["outbox"].update_one({"_id": "e2"}, {"$set": {"subjectversion": 1}})


def _forget_a_delivery(store: Store) -> None:
    store["notifications"]["deliveries"].delete_one({"event": "e1"})


def _note_a_mail_as_sent_that_was_not(store: Store) -> None:
    store["notifications"]["mails"].insert_one({"_id": "m2", "state": "sent", "tries": 1})


def _do_a_change_twice(store: Store) -> None:
    again = {"_id": "a3", "action": "changed", "collection": "notes", "subject": "n1", "version": 2}
    store["notes"]["audit"].insert_one(again)
    store.seal()


def _edit_the_trail(store: Store) -> None:
    store["notes"]["audit"].update_one({"_id": "a1"}, {"$set": {"actor": "somebody-else"}})


def _cut_the_trail_off(store: Store) -> None:
    store["notes"]["audit"].update_one({"_id": "a2"}, {"$set": {"seal.place": 3}})


def _leave_an_entry_without_a_seal(store: Store) -> None:
    store["notes"]["audit"].insert_one({"_id": "a3", "action": "signed-in", "collection": "x", "subject": "n1"})


def _set_the_head_back(store: Store) -> None:
    store["notes"]["audit_chains"].update_one({}, {"$set": {"place": 1}})


def _publish_late(store: Store) -> None:
    store["notes"]["leases"].update_one({"_id": "feed"}, {"$set": {"published": 1}})


def _leave_an_event_waiting(store: Store) -> None:
    store["listener"]["inbox"].update_one({"_id": "e1"}, {"$set": {"state": "waiting"}})


def _leave_a_cursor_behind(store: Store) -> None:
    store["listener"]["cursors"].update_one({}, {"$set": {"sequence": 1}})


def _leave_a_mail_queued(store: Store) -> None:
    store["notifications"]["mails"].update_one({"_id": "m1"}, {"$set": {"state": "queued"}})


@pytest.mark.parametrize(
    ("doctor", "expected"),
    [
        (_lose_an_event, [("I1", "e2")]),
        (_make_a_hole_in_the_feed, [("I1", "e2")]),
        (_lose_its_effect, [("I2", "e1")]),
        (_double_an_effect, [("I2", "e1")]),
        (_say_an_answer_twice, [("I2", "e0")]),
        (_take_in_what_nobody_said, [("I3", "e9")]),
        (_show_an_effect_of_nothing, [("I3", "e9")]),
        (_lose_what_was_acknowledged, [("I3", "n1")]),
        (_let_a_version_go_back, [("I4", "n1")]),
        (_number_the_newer_version_first, [("I4", "e2")]),
        (_forget_a_delivery, [("I5", "e1")]),
        (_note_a_mail_as_sent_that_was_not, [("I5", "m2")]),
        (_do_a_change_twice, [("I7", "n1")]),
        (_edit_the_trail, [("I7", "a1")]),
        (_cut_the_trail_off, [("I7", "notes *")]),
        (_leave_an_entry_without_a_seal, [("I7", "a3")]),
        (_set_the_head_back, [("I7", "notes *")]),
        (_publish_late, [("I8", "e2")]),
        (_leave_an_event_waiting, [("I1", "e1"), ("I8", "e1")]),
        (_leave_a_cursor_behind, [("I8", "listener<-notes")]),
        (_leave_a_mail_queued, [("I8", "m1")]),
    ],
    ids=lambda value: value.__name__.strip("_").replace("_", "-") if callable(value) else "",
)
def test_each_fault_is_named(store: Store, doctor: Callable[[Store], None], expected: list[tuple[str, str]]) -> None:
    doctor(store)
    assert store.faults() == expected


def test_what_the_receiver_saw_is_held_against_what_was_said(store: Store) -> None:
    assert store.faults(replace(LAYOUT, webhooks_seen={"e1": 1})) == [("I5", "e2")]
    assert store.faults(replace(LAYOUT, webhooks_seen={"e1": 1, "e2": 1, "e9": 1})) == [("I5", "e9")]
    assert store.faults(replace(LAYOUT, mails_seen={"m1": 1, "m9": 1})) == [("I5", "m9")]


def test_checkpoints_are_held_against_the_chains(store: Store) -> None:
    key = OKPKey.generate_key("Ed25519", {"kid": "notes"})
    hashes = [row["seal"]["hash"] for row in store["notes"]["audit"].find(sort=[("_id", 1)])]
    right = Checkpoint("notes", "*", 2, hashes[1], NOW).signed(key)
    wrong = Checkpoint("notes", "*", 2, hashes[0], NOW).signed(key)
    signed = replace(LAYOUT, public_keys={"notes": key.as_dict(private=False)["x"]})
    assert store.faults(replace(signed, checkpoints=[right])) == []
    assert store.faults(replace(signed, checkpoints=[right, wrong])) == [("I7", "notes *")]
    assert store.faults(replace(LAYOUT, checkpoints=[right])) == [("I7", "notes *")]
    store["notes"]["audit"].delete_one({"_id": "a2"})
    store["notes"]["audit_chains"].update_one({}, {"$set": {"place": 1, "hash": hashes[0]}})
    store["notes"]["notes"].update_one({}, {"$set": {"version": 1}})
    assert store.faults(replace(signed, checkpoints=[right])) == [("I7", "notes *")]


def test_the_first_fault_is_told_with_its_whole_history(store: Store) -> None:
    _lose_an_event(store)
    with pytest.raises(Broken) as caught:
        check(Facts(store.url, store.prefix, LAYOUT))
    told = str(caught.value).splitlines()
    assert told[0] == f"I1 is broken: {REWRITTEN} is absent in the inbox of listener (e2)"
    places = [line.strip().split(":")[0] for line in told[2:]]
    assert places == ["audit of notes", "audit of notes", "outbox of notes", "outbox of notes",
                      "inbox of notifications", "copies of listener", "effects of listener", "notes of notes",
                      "deliveries of notifications", "receiver"]  # fmt: skip

"""Taking events in, on the toy service: duplicates, disorder, poison, waiting, dead letters, gaps."""

from __future__ import annotations

from dataclasses import replace

from services.chassis.events.reactions import Received
from services.chassis.store import inbox
from services.chassis.testing import ServiceUnderTest
from tests.service.chassis.toy import NoteWritten


def hear(notes: ServiceUnderTest, subject: str, title: str, version: int = 1) -> Received:
    return notes.hears(NoteWritten, subject=subject, version=version, data={"title": title})


def effects(notes: ServiceUnderTest) -> int:
    return notes.database.rows("effects").count_documents({})


def copy_of(notes: ServiceUnderTest, id: str) -> str | None:
    row = notes.database.rows("copies").find_one({"_id": id})
    return row["title"] if row else None


def test_a_duplicate_has_one_effect(notes: ServiceUnderTest) -> None:
    event = hear(notes, "a", "once")
    notes.intake.take([event, event])
    notes.intake.take([event])
    assert effects(notes) == 1


def test_an_older_version_does_no_harm(notes: ServiceUnderTest) -> None:
    hear(notes, "a", "newer", version=2)
    hear(notes, "a", "older", version=1)
    assert copy_of(notes, "a") == "newer"


def test_a_later_epoch_counts_for_more_than_any_version(notes: ServiceUnderTest) -> None:
    event = hear(notes, "a", "before the restore", version=7)
    restored = replace(event, id="restored", epoch="z", subject_version=2, data={"title": "after the restore"})
    notes.intake.take([restored])
    assert copy_of(notes, "a") == "after the restore"


def test_what_was_numbered_before_the_restore_does_not_hide_what_came_after_it(notes: ServiceUnderTest) -> None:
    newest = hear(notes, "a", "newest", version=3)
    lost = replace(newest, id="lost", subject_version=2, data={"title": "older"})
    notes.intake.take([replace(lost, epoch="z", version_epoch=newest.epoch)])
    assert (copy_of(notes, "a"), notes.inbox_state(lost)) == ("newest", "done")


def test_poison_waits_and_dies_while_its_neighbours_flow(notes: ServiceUnderTest) -> None:
    good = hear(notes, "a", "good")
    poison = replace(good, id="poison", subject="p", data={"title": "poison"})
    neighbour = replace(good, id="neighbour", subject="n", data={"title": "neighbour"})
    notes.intake.take([poison, neighbour])
    assert (copy_of(notes, "n"), notes.inbox_state(poison)) == ("neighbour", "waiting")
    for _try in range(7):
        notes.clock.move(hours=1)
        notes.retry()
    assert notes.inbox_state(poison) == "dead"
    notes.clock.move(days=1)
    assert notes.retry() == 0
    [letter] = notes.signed_in("operator").get("/dead-letters")["items"]
    assert (letter["id"], letter["tries"]) == ("poison", 8) and "cannot be copied" in letter["error"]


def test_an_event_that_comes_too_early_waits_without_counting_as_a_failure(notes: ServiceUnderTest) -> None:
    early = hear(notes, "second", "second")
    for _try in range(20):
        notes.clock.move(minutes=10)
        notes.retry()
    assert notes.inbox_state(early) == "waiting"
    hear(notes, "first", "first")
    notes.clock.move(minutes=10)
    notes.retry()
    assert (notes.inbox_state(early), copy_of(notes, "second")) == ("done", "second")


def test_an_operator_replays_and_discards_the_dead_and_the_trail_tells(notes: ServiceUnderTest) -> None:
    hear(notes, "second", "second")
    notes.database.rows("inbox").update_many({"state": "waiting"}, {"$set": {"state": "dead"}})
    hear(notes, "first", "first")
    operator = notes.signed_in("operator")
    [letter] = operator.get("/dead-letters")["items"]
    operator.post(f"/dead-letters/{letter['id']}/replay", status=204)
    notes.clock.move(seconds=1)
    notes.retry()
    assert copy_of(notes, "second") == "second"
    notes.intake.bury(b"\xff\xfe", "not JSON")
    [buried] = operator.get("/dead-letters")["items"]
    operator.post(f"/dead-letters/{buried['id']}/replay", status=422)
    operator.post(f"/dead-letters/{buried['id']}/discard", status=204)
    operator.post(f"/dead-letters/{buried['id']}/discard", status=404)
    assert operator.get("/dead-letters")["items"] == []
    actions = [row["action"] for row in operator.get("/audit")["items"] if row["collection"] == "inbox"]
    assert actions == ["discarded", "replayed"]


def test_the_dead_are_an_operators_alone(notes: ServiceUnderTest) -> None:
    notes.client("notes:*").get("/dead-letters", status=403)
    notes.anonymous().get("/status", status=401)


def test_an_event_that_breaks_its_contract_dies_at_once(notes: ServiceUnderTest) -> None:
    good = hear(notes, "a", "good")
    broken = replace(good, id="broken", data={"title": 5})
    notes.intake.take([broken])
    assert notes.inbox_state(broken) == "dead"


def test_a_field_of_a_newer_sender_does_no_harm(notes: ServiceUnderTest) -> None:
    good = hear(notes, "a", "good")
    notes.intake.take([replace(good, id="newer", subject="b", data={"title": "newer", "colour": "red"})])
    assert copy_of(notes, "b") == "newer"


def test_a_gap_is_seen_and_the_cursor_stays_before_it(notes: ServiceUnderTest) -> None:
    first = replace(hear(notes, "a", "one"), epoch="e", sequence=1, id="one")
    notes.intake.begin_epoch("notes", "e")
    assert notes.intake.take([first]) == set()
    third = replace(first, id="three", sequence=3)
    assert notes.intake.take([third]) == {"notes"}
    assert inbox.cursor(notes.database, "notes") == ("e", 1)
    assert notes.intake.take([replace(first, id="two", sequence=2), third]) == set()
    assert inbox.cursor(notes.database, "notes") == ("e", 3)


def test_another_epoch_is_seen_as_a_gap(notes: ServiceUnderTest) -> None:
    event = replace(hear(notes, "a", "one"), epoch="e", sequence=1)
    notes.intake.begin_epoch("notes", "old")
    assert notes.intake.take([event]) == {"notes"}


def test_a_batch_costs_few_round_trips(notes: ServiceUnderTest) -> None:
    model = hear(notes, "a", "one")
    batch = [replace(model, id=f"event-{n}", subject=f"note-{n}", sequence=n + 2) for n in range(200)]
    notes.intake.take(batch)
    assert effects(notes) == 201

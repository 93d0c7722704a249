"""The feed of a service in its store: numbers in blocks, who may give them, what is dropped, and what came before."""

from __future__ import annotations

from datetime import timedelta

import pytest

from services.chassis.store import feed, outbox
from services.chassis.store.blocks import NUMBERS_IN_BLOCKS
from services.chassis.store.migrations import migrate
from services.chassis.testing import ServiceUnderTest


def say(notes: ServiceUnderTest, *ids: str, **more: object) -> None:
    """Rows of the outbox, as a commit leaves them."""
    rows = [{"_id": id, "new": True, "time": notes.clock.now(), **more} for id in ids]
    notes.database.rows("outbox").insert_many(rows)


def numbered(notes: ServiceUnderTest, after: int = 0, limit: int = 100) -> list[tuple[str, int]]:
    return [(row["_id"], row["sequence"]) for row in feed.read(notes.database, after, limit)]


def number(notes: ServiceUnderTest, token: int, *ids: str, published: int = 0) -> feed.Head:
    """Say, number and settle."""
    say(notes, *ids)
    head = feed.number(notes.database, token, ids, published)
    feed.settle(notes.database, head, notes.clock.now())
    return head


def test_the_feed_is_read_from_any_number_on_across_blocks(notes: ServiceUnderTest) -> None:
    feed.take_over(notes.database, 1)
    number(notes, 1, "a", "b", "c")
    assert number(notes, 1, "d", "e").first == 4
    assert numbered(notes) == [("a", 1), ("b", 2), ("c", 3), ("d", 4), ("e", 5)]
    assert numbered(notes, 1, 3) == [("b", 2), ("c", 3), ("d", 4)]
    assert numbered(notes, 5) == []
    assert outbox.new_rows(notes.database, 10) == []


def test_who_was_taken_over_gives_no_number_and_what_it_had_given_stands(notes: ServiceUnderTest) -> None:
    old = feed.take_over(notes.database, 1)
    say(notes, "a", "b")
    old = feed.number(notes.database, 1, ["a"], 0)
    new = feed.take_over(notes.database, 2)
    assert new.ids == ["a"]
    for holder in (new, old, new):
        feed.settle(notes.database, holder, notes.clock.now())
    with pytest.raises(feed.Fenced):
        feed.number(notes.database, 1, ["b"], 0)
    with pytest.raises(feed.Fenced):
        feed.take_over(notes.database, 1)
    assert [row["_id"] for row in outbox.new_rows(notes.database, 10)] == ["b"]
    assert numbered(notes) == [("a", 1)]


def test_a_number_keeps_the_epoch_that_it_was_given_in(notes: ServiceUnderTest) -> None:
    epoch = feed.take_over(notes.database, 1).epoch
    number(notes, 1, "a")
    say(notes, "b")
    feed.number(notes.database, 1, ["b"], 0)  # not settled before the store is set back
    later = feed.new_epoch(notes.database, notes.clock.now())
    number(notes, 1, "c")
    found = {row["_id"]: row["epoch"] for row in feed.read(notes.database, 0, 10)}
    assert found == {"a": epoch, "b": epoch, "c": later} and epoch < later


def test_a_web_process_tells_of_a_feed_and_begins_none(notes: ServiceUnderTest) -> None:
    say(notes, "a")
    reader = notes.another_service("website")
    assert reader.get("/feed") == {"epoch": "", "head": 0, "items": []}
    assert notes.database.rows("leases").count_documents({}) == 0  # a restore puts the rows of a backup there
    epoch = feed.take_over(notes.database, 1).epoch
    assert reader.get("/feed") == {"epoch": epoch, "head": 0, "items": []}
    reader.get(f"/feed?limit={'9' * 5000}", status=422)


def test_what_waits_for_the_broker_is_counted_once(notes: ServiceUnderTest) -> None:
    feed.take_over(notes.database, 1)
    assert feed.pending(notes.database, notes.clock.now()) == {"pending": 0, "oldest_seconds": 0.0}
    number(notes, 1, "a", "b")
    say(notes, "c", "d", time=notes.clock.now())
    head = feed.number(notes.database, 1, ["c"], 1)  # not settled: its row still looks new
    assert feed.pending(notes.database, notes.clock.now() + timedelta(minutes=1))["pending"] == 3
    feed.settle(notes.database, head, notes.clock.now())
    feed.note_published(notes.database, 1, 2)
    number(notes, 1, "e", published=3)  # waits for the journal, which the note did not
    later = feed.pending(notes.database, notes.clock.now() + timedelta(minutes=1))
    assert later["pending"] == 2 and later["oldest_seconds"] >= 60


def test_old_blocks_are_dropped_when_they_are_published_and_the_newest_stays(notes: ServiceUnderTest) -> None:
    feed.take_over(notes.database, 1)
    for ids in (("a", "b"), ("c",), ("d",)):
        number(notes, 1, *ids)
    assert feed.prune(notes.database, notes.clock.now() - timedelta(days=1), 4) == 0
    assert feed.prune(notes.database, notes.clock.now() + timedelta(days=1), 3) == 1
    assert numbered(notes) == [("c", 3), ("d", 4)]
    assert feed.prune(notes.database, notes.clock.now() + timedelta(days=1), 4) == 1
    assert numbered(notes) == [("d", 4)] and notes.database.rows("outbox").count_documents({}) == 1


def test_numbers_that_stood_in_the_rows_are_kept(notes: ServiceUnderTest) -> None:
    now, rows = notes.clock.now(), notes.database.rows("outbox")
    rows.create_index([("sequence", 1)], name="unique_sequence")
    rows.insert_many([
        {"_id": f"e{number:04}", "sequence": number, "time": now, "published_at": now if number < 1190 else None}
        for number in range(11, 1201)
    ])  # fmt: skip
    rows.insert_one({"_id": "f", "sequence": 0, "time": now, "published_at": None})
    notes.database.rows("leases").insert_one({"_id": feed.HEAD, "epoch": "E", "head": 1200})
    assert migrate(notes.database, [NUMBERS_IN_BLOCKS], notes.clock) == ["0000-numbers-in-blocks"]
    assert numbered(notes, 0, 2000) == [(f"e{number:04}", number) for number in range(11, 1201)]
    assert [row["_id"] for row in outbox.new_rows(notes.database, 10)] == ["f"]
    assert feed.pending(notes.database, now)["pending"] == 12
    assert feed.take_over(notes.database, 1).published == 1189
    assert "unique_sequence" not in rows.index_information()

"""The trail's chains: sealed whatever happens, and every way to tamper with them is found and named."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest
from joserfc.jwk import KeySet
from pymongo.errors import PyMongoError

from services.chassis import checkpoints
from services.chassis.checkpoints import NoCheckpoint
from services.chassis.sealer import Sealer
from services.chassis.store import chain, verifying
from services.chassis.store.leases import Fenced, Lease
from services.chassis.store.verifying import Known
from services.chassis.testing import ServiceUnderTest
from tests.service.chassis import toy

Row = dict[str, Any]


@pytest.fixture
def notes(service_under_test: Callable[..., ServiceUnderTest], tmp_path: Path) -> ServiceUnderTest:
    return service_under_test(toy.service, audit_checkpoints=tmp_path / "elsewhere")


def sealer_of(notes: ServiceUnderTest, key: str = "registry") -> Sealer:
    """A sealer that signs with a key of the tests; the service of notes has none of its own."""
    signing_key = notes.settings.passport_keys.parent / f"{key}.json"
    return Sealer(replace(notes.settings, signing_key=signing_key), notes.database, notes.clock)


def seal(notes: ServiceUnderTest, *, everything: bool = False) -> int:
    """Seal a batch, with all checkpoints where `everything` is to be signed; how many entries were sealed."""
    sealer = sealer_of(notes)
    try:
        return sealer.work(everything=everything)
    finally:
        sealer.lease.release()


def write(notes: ServiceUnderTest, count: int, city: str | None = "catania") -> list[str]:
    """Write notes of a city; their ids."""
    staff = notes.client("notes:write")
    return [str(staff.post("/notes", {"title": f"note {number}", "city": city}, status=201)["id"])
            for number in range(count)]  # fmt: skip


def entries(notes: ServiceUnderTest, city: str | None = "catania") -> list[Row]:
    return list(notes.database.rows("audit").find({"city": city}, sort=[("_id", 1)]))


def findings(notes: ServiceUnderTest, known: Iterable[Known] = ()) -> list[tuple[str | None, str]]:
    found = verifying.verify(notes.database, "notes", known, notes.clock.now())
    return [(one.entry, one.what) for one in found]


def kept(notes: ServiceUnderTest) -> list[Known]:
    """What the newest checkpoints say, as another party keeps them."""
    return [Known(row["chain"], row["place"], row["hash"], "the checkpoint")
            for row in chain.checkpoints(notes.database, "", 100)]  # fmt: skip


def test_entries_are_sealed_in_a_chain_for_each_city(notes: ServiceUnderTest) -> None:
    write(notes, 3)
    write(notes, 2, "viseu")
    write(notes, 1, None)
    assert seal(notes) == 6 and seal(notes) == 0
    assert [one["seal"]["place"] for one in entries(notes)] == [1, 2, 3]
    assert {row["_id"]: row["place"] for row in notes.database.rows("audit_chains").find()} == {
        "catania": 3, "viseu": 2, "*": 1,
    }  # fmt: skip
    assert findings(notes) == []


def test_entries_of_an_earlier_version_are_sealed_as_they_are_in_the_order_of_their_ids(
    notes: ServiceUnderTest,
) -> None:
    write(notes, 4)
    notes.database.rows("audit").update_many({}, {"$unset": {"seal": ""}})
    before = entries(notes)
    seal(notes)
    after = entries(notes)
    assert [one.pop("seal")["place"] for one in after] == [1, 2, 3, 4]
    assert after == before and findings(notes) == []


# Tampering: what is done to the third of five entries, and what is said of which


def _edit(rows: Any, third: Row, fourth: Row) -> None:
    rows.update_one({"_id": third["_id"]}, {"$set": {"actor": "somebody-else"}})


def _edit_and_hash_again(rows: Any, third: Row, fourth: Row) -> None:
    edited = {**third, "actor": "somebody-else"}
    seal = {**third["seal"], "hash": chain.digest("notes", 3, third["seal"]["previous"], edited)}
    rows.replace_one({"_id": third["_id"]}, {**edited, "seal": seal})


def _drop(rows: Any, third: Row, fourth: Row) -> None:
    rows.delete_one({"_id": third["_id"]})


def _drop_and_close_the_gap(rows: Any, third: Row, fourth: Row) -> None:
    rows.delete_one({"_id": third["_id"]})
    rows.update_one({"_id": fourth["_id"]}, {"$set": {"seal.place": 3}})


def _swap(rows: Any, third: Row, fourth: Row) -> None:
    rows.update_one({"_id": third["_id"]}, {"$set": {"seal.place": 9}})
    rows.update_one({"_id": fourth["_id"]}, {"$set": {"seal": third["seal"]}})
    rows.update_one({"_id": third["_id"]}, {"$set": {"seal": fourth["seal"]}})


def _give_to_another_city(rows: Any, third: Row, fourth: Row) -> None:
    rows.update_one({"_id": third["_id"]}, {"$set": {"city": "viseu"}})


def _take_the_seal_off(rows: Any, third: Row, fourth: Row) -> None:
    rows.update_one({"_id": third["_id"]}, {"$set": {"seal": None}})


def _spoil_the_seal(rows: Any, third: Row, fourth: Row) -> None:
    rows.update_one({"_id": third["_id"]}, {"$set": {"seal": "none"}})


CHANGED, MOVED = "is not as it was sealed at place {}", "does not follow on the entry before it (place {})"
GAP = "stands at place 4, but place 3 is missing before it"


@pytest.mark.parametrize(
    ("tamper", "expected"),
    [
        (_edit, [(3, CHANGED.format(3))]),
        (_edit_and_hash_again, [(4, MOVED.format(3))]),
        (_drop, [(4, GAP)]),
        (_drop_and_close_the_gap, [(4, MOVED.format(2)), (4, CHANGED.format(3)), (5, "but place 4 is missing")]),
        (_swap, [(4, CHANGED.format(3)), (3, CHANGED.format(4))]),
        (_give_to_another_city, [(4, GAP), (3, "but places 1 to 2 are missing"), (3, CHANGED.format(3))]),
        (_take_the_seal_off, [(4, GAP), (3, "has no seal, 1 such in all")]),
        (_spoil_the_seal, [(4, GAP), (3, "has a seal without a place")]),
    ],
    ids=lambda value: value.__name__.strip("_").replace("_", "-") if callable(value) else "",
)
def test_a_chain_that_was_tampered_with_says_where(
    notes: ServiceUnderTest, tamper: Callable[..., None], expected: list[tuple[int, str]]
) -> None:
    write(notes, 5)
    seal(notes)
    assert findings(notes) == []
    notes.clock.move(minutes=2)
    chained = entries(notes)
    tamper(notes.database.rows("audit"), chained[2], chained[3])
    found = findings(notes)
    assert [entry for entry, _what in found] == [chained[place - 1]["_id"] for place, _what in expected]
    assert [what for (_, what), (_, said) in zip(found, expected, strict=True) if said not in what] == []


def test_an_end_that_was_cut_off_is_found_by_the_head_and_without_it_by_a_checkpoint(notes: ServiceUnderTest) -> None:
    write(notes, 5)
    seal(notes, everything=True)
    last, before = entries(notes)[4], entries(notes)[3]
    checkpoint = kept(notes)
    notes.database.rows("audit").delete_one({"_id": last["_id"]})
    [(entry, what)] = findings(notes)
    assert entry is None and "ends at place 4, but the head of the chain knows of place 5" in what
    head = {"place": 4, "hash": before["seal"]["hash"]}
    notes.database.rows("audit_chains").update_one({"_id": "catania"}, {"$set": head, "$unset": {"checkpoint": ""}})
    assert findings(notes) == []
    [(entry, what)] = findings(notes, checkpoint)
    assert entry is None and "ends at place 4, but the checkpoint knows of place 5: its end is missing" in what


def test_a_chain_that_was_written_anew_or_thrown_away_is_found_by_a_checkpoint(notes: ServiceUnderTest) -> None:
    write(notes, 3)
    seal(notes, everything=True)
    checkpoint = kept(notes)
    first = entries(notes)[0]["_id"]
    notes.database.rows("audit").update_one({"_id": first}, {"$set": {"actor": "somebody-else"}})
    notes.database.rows("audit").update_many({}, {"$set": {"seal": None}})
    notes.database.rows("audit_chains").delete_many({})
    seal(notes)
    assert findings(notes) == []
    [(entry, what)] = findings(notes, checkpoint)
    assert entry == entries(notes)[2]["_id"] and "is not what the checkpoint had at place 3" in what
    notes.database.rows("audit").delete_many({})
    notes.database.rows("audit_chains").delete_many({})
    [(entry, what)] = findings(notes, checkpoint)
    assert entry is None and "ends at place 0" in what


def test_what_stays_without_a_seal_or_a_checkpoint_is_a_finding(notes: ServiceUnderTest) -> None:
    write(notes, 2)
    assert findings(notes) == []
    notes.clock.move(seconds=61)
    [(entry, what)] = findings(notes)
    assert entry == entries(notes)[0]["_id"] and "has no seal, 2 such in all" in what
    Sealer(replace(notes.settings, signing_key=None), notes.database, notes.clock).work(everything=True)
    assert findings(notes) == []
    notes.clock.move(minutes=11)
    [(entry, what)] = findings(notes)
    assert entry is None and "is under no checkpoint" in what


# Sealing


def test_a_checkpoint_is_due_after_a_minute_and_kept_in_the_file_the_store_and_the_api(
    notes: ServiceUnderTest, tmp_path: Path
) -> None:
    sealer = sealer_of(notes)
    write(notes, 2)
    sealer.work()
    assert kept(notes) == []
    notes.clock.move(seconds=notes.settings.audit_checkpoint_seconds)
    sealer.work()
    notes.clock.move(seconds=notes.settings.audit_checkpoint_seconds)
    sealer.work()  # nothing has come since, so there is nothing to sign
    file = tmp_path / "elsewhere" / "notes.checkpoints"
    [line] = file.read_text().splitlines()
    assert file.stat().st_mode & 0o777 == 0o600
    operator = notes.signed_in("operator")
    [shown] = operator.get("/audit/checkpoints")["items"]
    assert shown["token"] == line and (shown["chain"], shown["place"]) == ("catania", 2)
    assert list(checkpoints.tokens_in(str(shown))) == [line]
    notes.signed_in("coordinator").get("/audit/checkpoints", status=403)


def test_a_place_for_checkpoints_that_cannot_be_written_to_does_not_stop_the_sealing(
    notes: ServiceUnderTest, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere").write_text("in the way")
    write(notes, 2)
    with pytest.raises(FileExistsError):
        seal(notes, everything=True)
    assert findings(notes) == [] and kept(notes) == []
    (tmp_path / "elsewhere").unlink()
    seal(notes, everything=True)
    assert [one.place for one in kept(notes)] == [2]


def test_a_checkpoint_is_believed_of_the_key_of_its_service_alone(notes: ServiceUnderTest, tmp_path: Path) -> None:
    keys = KeySet.import_key_set(orjson.loads(notes.settings.passport_keys.read_bytes()))
    registry = replace(notes.settings, service="registry", audit_checkpoints=tmp_path)
    folder = notes.settings.passport_keys.parent
    for service, key in (("registry", "registry"), ("support", "registry")):
        write(notes, 1)
        own = replace(registry, service=service, signing_key=folder / f"{key}.json")
        sealer = Sealer(own, notes.database, notes.clock)
        sealer.work(everything=True)
        sealer.lease.release()
    [right] = checkpoints.tokens_in((tmp_path / "registry.checkpoints").read_text())
    [forged] = checkpoints.tokens_in((tmp_path / "support.checkpoints").read_text())
    assert checkpoints.read(right, keys).place == 1
    with pytest.raises(NoCheckpoint, match="no checkpoint of the service that it names"):
        checkpoints.read(forged, keys)
    head, _, signature = right.rpartition(".")
    with pytest.raises(NoCheckpoint, match="signature"):
        checkpoints.read(f"{head}.{signature[::-1]}", keys)


def test_two_sealers_at_once_while_others_commit_make_whole_chains(notes: ServiceUnderTest) -> None:
    over = threading.Event()

    def sealing() -> int:
        sealer, count = sealer_of(notes), 0
        sealer.lease = Lease(notes.database, chain.SEALER, 0.02)  # lost again and again
        while not over.is_set():
            with suppress(PyMongoError, Fenced):  # a race that was lost, a lease that was taken over
                count += sealer.work()
        return count

    with ThreadPoolExecutor(6) as pool:
        sealers = [pool.submit(sealing) for _ in range(2)]
        writers = [pool.submit(write, notes, 12, city) for city in ("catania", "viseu", "catania", None)]
        for writer in writers:
            writer.result()
        over.set()
        assert sum(sealer.result() for sealer in sealers) > 0
    while chain.anything_unsealed(notes.database):
        seal(notes)
    assert sorted(one["seal"]["place"] for one in entries(notes)) == list(range(1, 25))
    assert findings(notes) == []


def test_a_sealer_that_slept_through_its_lease_seals_nothing(notes: ServiceUnderTest) -> None:
    write(notes, 1)
    slow, quick = Lease(notes.database, chain.SEALER, 0), sealer_of(notes)
    assert slow.take()
    threading.Event().wait(0.01)
    assert quick.lease.take()
    with pytest.raises(Fenced):
        chain.seal(notes.database, "notes", slow.token, notes.clock.now(), 10)
    assert quick.work() == 1 and findings(notes) == []


def test_erasing_leaves_the_chain_whole_and_nothing_of_what_was_erased(notes: ServiceUnderTest) -> None:
    staff = notes.client("notes:write")
    note = staff.post("/notes", {"title": "Maria Rossi", "city": "catania"}, status=201)["id"]
    seal(notes, everything=True)
    checkpoint = kept(notes)
    staff.delete(f"/notes/{note}")
    seal(notes)
    assert "Maria" not in str(entries(notes)) and [one["action"] for one in entries(notes)] == ["added", "removed"]
    assert findings(notes, checkpoint) == []

"""The audit trail as hash chains: one a city, one for what belongs to no city; sealed after the commit.

A seal is `{"place", "previous", "hash"}` on the entry: its number in its chain, the hash of the entry before it ("" for
the first) and its own. Only the holder of the lease `SEALER` seals. Looking for faults is the business of verifying.py,
signing of services/chassis/sealer.py.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import orjson
from pymongo import UpdateOne
from pymongo.client_session import ClientSession
from pymongo.read_concern import ReadConcern

from services.chassis import failpoints
from services.chassis.store.database import MAJORITY, Database, Row
from services.chassis.store.leases import fence

SEALER: Final = "sealer"
CHAINS: Final = "audit_chains"
NO_CITY: Final = "*"
"""The chain of entries that belong to no city; no city has this name."""


def chain_of(entry: Mapping[str, Any]) -> str:
    """The chain that `entry` belongs to."""
    return entry.get("city") or NO_CITY


def digest(service: str, place: int, previous: str, entry: Mapping[str, Any]) -> str:
    """SHA-256, in hexadecimal, over the canonical JSON of the entry without its seal, and of where it stands.

    Canonical is RFC 8785, which for texts, whole numbers, null and lists is JSON in UTF-8 with sorted keys and no
    spaces; an instant is written as "2026-11-25T08:00:00.000Z".
    """
    sealed = {
        "service": service,
        "place": place,
        "previous": previous,
        "entry": {key: value for key, value in entry.items() if key != "seal"},
    }
    options = orjson.OPT_SORT_KEYS | orjson.OPT_PASSTHROUGH_DATETIME
    return hashlib.sha256(orjson.dumps(sealed, default=_written, option=options)).hexdigest()


def _written(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return str(value)


def anything_unsealed(database: Database) -> bool:
    """Whether an entry waits for its seal."""
    return database.rows("audit").find_one({"seal": None}, {"_id": 1}) is not None


def seal(database: Database, service: str, token: int, now: datetime, limit: int) -> int:
    """Seal up to `limit` entries in one transaction; how many there were. Raises `Fenced` when `token` is no more."""
    with (
        database.client.start_session() as session,
        session.start_transaction(read_concern=ReadConcern("snapshot"), write_concern=MAJORITY),
    ):
        waiting = database.rows("audit").find({"seal": None}, session=session, sort=[("_id", 1)], limit=limit)
        entries = list(waiting)
        if entries:
            fence(database, SEALER, token, session)
            _seal(database, service, entries, now, session)
            failpoints.reached("sealer.seals-written")
    return len(entries)


def _seal(database: Database, service: str, entries: Sequence[Row], now: datetime, session: ClientSession) -> None:
    names = sorted({chain_of(entry) for entry in entries})
    kept = database.rows(CHAINS).find({"_id": {"$in": names}}, session=session)
    heads = dict.fromkeys(names, (0, "")) | {one["_id"]: (one["place"], one["hash"]) for one in kept}
    seals = []
    for entry in entries:
        last, previous = heads[chain_of(entry)]
        heads[chain_of(entry)] = last + 1, digest(service, last + 1, previous, entry)
        given = {"place": last + 1, "previous": previous, "hash": heads[chain_of(entry)][1]}
        seals.append(UpdateOne({"_id": entry["_id"]}, {"$set": {"seal": given}}))
    database.rows("audit").bulk_write(seals, session=session, ordered=False)
    moved = [
        UpdateOne(
            {"_id": name}, [{"$set": {"place": place, "hash": hash, "since": {"$ifNull": ["$since", now]}}}], True
        )
        for name, (place, hash) in heads.items()
    ]
    database.rows(CHAINS).bulk_write(moved, session=session, ordered=False)


def without_checkpoint(database: Database) -> list[Row]:
    """The heads of the chains that went on after their newest checkpoint, at `since` for the first time.

    A head is `{"_id": chain, "place", "hash", "since", "checkpoint"}`, the last one once there is one.
    """
    return list(database.rows(CHAINS).find({"since": {"$type": "date"}}, sort=[("_id", 1)]))


def keep_checkpoint(database: Database, head: Row, token: str, now: datetime) -> None:
    """Note the signed checkpoint `token` of `head`; nothing when the chain went on meanwhile: it then needs another."""
    checkpoint = {"place": head["place"], "hash": head["hash"], "at": now, "token": token}
    unmoved = {"_id": head["_id"], "place": head["place"], "hash": head["hash"]}
    database.rows(CHAINS).update_one(unmoved, {"$set": {"checkpoint": checkpoint, "since": None}})


def checkpoints(database: Database, after: str, limit: int) -> list[Row]:
    """The newest checkpoint of up to `limit` chains, by the name of the chain, from `after` on."""
    signed = {"_id": {"$gt": after}, "checkpoint": {"$type": "object"}}
    rows = database.rows(CHAINS).find(signed, sort=[("_id", 1)], limit=limit)
    return [{"chain": row["_id"], **row["checkpoint"]} for row in rows]

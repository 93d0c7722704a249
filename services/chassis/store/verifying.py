"""Looking for what was done to an audit trail: entries edited, taken out, put in another order, or cut off at the end.

Nothing is changed or mended here, and no signature is checked: what is believed of a chain comes as `Known`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from services.chassis.store import chain
from services.chassis.store.database import Database, Row

SEALED_WITHIN = timedelta(seconds=60)
SIGNED_WITHIN = timedelta(minutes=10)


@dataclass(frozen=True)
class Known:
    """What is known of a chain from elsewhere, `by` whom: the hash of its entry at `place`."""

    chain: str
    place: int
    hash: str
    by: str


@dataclass(frozen=True)
class Finding:
    """Something that is wrong, in a sentence, with the chain and where there is one the entry."""

    chain: str
    entry: str | None
    what: str


def verify(database: Database, service: str, known: Iterable[Known], now: datetime) -> Iterator[Finding]:
    """All that is wrong with the trail of `service`, judged by its chains and by what is `known` of them."""
    heads = list(database.rows(chain.CHAINS).find())  # before the entries: they may go on meanwhile
    points: dict[str, list[Known]] = defaultdict(list)
    for one in (*known, *(Known(row["_id"], row["place"], row["hash"], "the head of the chain") for row in heads)):
        points[one.chain].append(one)
    sealed = database.rows("audit").find({"seal.place": {"$gt": 0}}, sort=[("city", 1), ("seal.place", 1)])
    for name, entries in groupby(sealed, chain.chain_of):
        yield from _walk(service, name, entries, points.pop(name, []))
    for name, left in points.items():
        yield from _walk(service, name, (), left)
    yield from _not_sealed(database, now)
    for row in chain.without_checkpoint(database):
        if row["since"] < now - SIGNED_WITHIN:
            yield Finding(row["_id"], None, f"what was sealed since {_told(row['since'])} is under no checkpoint")


def _walk(service: str, name: str, entries: Iterable[Row], known: list[Known]) -> Iterator[Finding]:
    """What is wrong with one chain. After a fault its walk goes on from what the entry itself says."""
    points: dict[int, list[Known]] = defaultdict(list)
    for one in known:
        points[one.place].append(one)
    place, previous = 0, ""
    for entry in entries:
        faults = [*_faults(service, entry, place, previous), *_against(entry, points.pop(entry["seal"]["place"], []))]
        yield from (Finding(name, str(entry["_id"]), what) for what in faults)
        place, previous = entry["seal"]["place"], str(entry["seal"].get("hash"))
    if beyond := [one for one in known if one.place > place]:
        last = max(beyond, key=lambda one: one.place)
        yield Finding(
            name, None, f"ends at place {place}, but {last.by} knows of place {last.place}: its end is missing"
        )


def _faults(service: str, entry: Row, last: int, previous: str) -> Iterator[str]:
    seal = entry["seal"]
    place = seal["place"]
    if place > last + 1:
        missing = f"place {last + 1} is" if place == last + 2 else f"places {last + 1} to {place - 1} are"
        yield f"stands at place {place}, but {missing} missing before it"
    elif place <= last:
        yield f"stands at place {place}, which another entry has as well"
    elif seal.get("previous") != previous:
        yield f"does not follow on the entry before it (place {last}): one of them was replaced or moved"
    if chain.digest(service, place, str(seal.get("previous")), entry) != seal.get("hash"):
        yield f"is not as it was sealed at place {place}: it was changed or moved"


def _against(entry: Row, known: list[Known]) -> Iterator[str]:
    for one in known:
        if one.hash != entry["seal"].get("hash"):
            yield f"is not what {one.by} had at place {one.place}: the chain was written anew"
            return


def _not_sealed(database: Database, now: datetime) -> Iterator[Finding]:
    waiting = {"seal": None, "at": {"$lt": now - SEALED_WITHIN}}
    if first := database.rows("audit").find_one(waiting, sort=[("_id", 1)]):
        count = database.rows("audit").count_documents(waiting)
        yield Finding(
            chain.chain_of(first), str(first["_id"]),
            f"has no seal, {count} such in all: the sealer has not come to them, or their seals were taken off",
        )  # fmt: skip
    for broken in database.rows("audit").find({"seal": {"$ne": None}, "seal.place": {"$not": {"$gt": 0}}}):
        yield Finding(chain.chain_of(broken), str(broken["_id"]), "has a seal without a place")


def _told(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M UTC")

"""Leases: who alone may do a thing for a while, with a fencing token that rises at each change of holder.

Time is the store's own (`$$NOW`), so that clocks of several machines do not matter.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uuid_utils
from pymongo import ReturnDocument
from pymongo.client_session import ClientSession
from pymongo.errors import DuplicateKeyError, PyMongoError

from services.chassis.store.database import Database, Row


class Fenced(Exception):
    """Somebody else has taken the lease over: who held it must stop at once."""


def fence(database: Database, name: str, token: int, session: ClientSession) -> None:
    """Write the lease in the transaction of `session`, which keeps a rival out. Raises `Fenced` when it is not ours."""
    ours = database.rows("leases").update_one({"_id": name, "token": token}, {"$inc": {"fenced": 1}}, session=session)
    if ours.matched_count == 0:
        raise Fenced()


def is_held(database: Database, name: str) -> bool:
    """Whether somebody holds the lease `name` now."""
    held = {"_id": name, "$expr": {"$gt": ["$until", "$$NOW"]}}
    return database.rows("leases").find_one(held) is not None


class Lease:
    """A lease named `name` in `database`, held by this object for `seconds` at a time.

    `place` names where the holder runs, such that a second holder there means that the first is dead (a supervisor sees
    to that). It then takes the lease over at once; "" promises nothing, and the lease runs out.
    """

    def __init__(self, database: Database, name: str, seconds: float, place: str = "") -> None:
        self.name = name
        self.place = place
        self.holder = str(uuid_utils.uuid7())
        self.token = 0
        self._rows = database.rows("leases")
        self._milliseconds = int(seconds * 1000)

    def take(self) -> bool:
        """Take or renew the lease; False while somebody else holds it. `token` then tells the fencing token."""
        row = self._claim()
        if row is None or row["holder"] != self.holder:
            return False
        self.token = int(row["token"])
        return True

    def _claim(self) -> Row | None:
        mine = {"$eq": ["$holder", self.holder]}
        over = {"$lt": [{"$ifNull": ["$until", "$$NOW"]}, "$$NOW"]}
        inherited = [{"$eq": ["$place", self.place]}] if self.place else []
        free = {"$or": [mine, over, {"$not": ["$holder"]}, *inherited]}
        next_token = {"$cond": [mine, "$token", {"$add": [{"$ifNull": ["$token", 0]}, 1]}]}
        claim = {
            "holder": {"$cond": [free, self.holder, "$holder"]},
            "place": {"$cond": [free, self.place, "$place"]},
            "token": {"$cond": [free, next_token, "$token"]},
            "until": {"$cond": [free, {"$add": ["$$NOW", self._milliseconds]}, "$until"]},
        }
        try:
            return self._rows.find_one_and_update(
                {"_id": self.name}, [{"$set": claim}], upsert=True, return_document=ReturnDocument.AFTER
            )
        except DuplicateKeyError:  # two first claims at once: the other one has it
            return None

    def release(self) -> None:
        """Give the lease back at once, so that the next holder need not wait for its end."""
        self._rows.update_one({"_id": self.name, "holder": self.holder}, {"$set": {"holder": None, "until": None}})

    @contextmanager
    def held(self, stop: threading.Event | None = None) -> Iterator[None]:
        """Wait until the lease is ours, do what is inside, give it back."""
        waiting = stop or threading.Event()
        while not self.take():
            if waiting.wait(0.2):
                raise InterruptedError(f"stopped while waiting for the lease {self.name}")
        try:
            yield
        finally:
            self.release()

    @contextmanager
    def kept_alive(self) -> Iterator[None]:
        """Renew the lease, which is held already, on a thread while what is inside goes on; then give it back."""
        over = threading.Event()

        def renew() -> None:
            while not over.wait(self._milliseconds / 3000):
                try:
                    self.take()
                except PyMongoError:
                    continue

        keeper = threading.Thread(target=renew, name=f"lease-{self.name}", daemon=True)
        keeper.start()
        try:
            yield
        finally:
            over.set()
            keeper.join()
            self.release()

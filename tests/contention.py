"""A race that is lost for certain: another transaction has a document in hand while a test goes on."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Timer
from typing import Any

from services.chassis.testing import ServiceUnderTest

HELD_SECONDS = 0.2


@contextmanager
def contested(service: ServiceUnderTest, collection: str, id: str, **changes: Any) -> Iterator[None]:
    """Somebody else changes the document meanwhile: who writes it in the block loses the race, at first."""
    change = {"$inc": {"version": 1}, "$set": changes}
    with service.database.client.start_session() as session:
        session.start_transaction()
        service.database.rows(collection).update_one({"_id": id}, change, session=session)
        commit = Timer(HELD_SECONDS, session.commit_transaction)
        commit.start()
        yield
        commit.join()

"""A store that is too slow for a long transaction still takes everything in, in smaller parts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from pymongo.errors import OperationFailure

from services.chassis.events import Reactions, Received
from services.chassis.events.intake import FIRST_AT_ONCE
from services.chassis.service import Service
from services.chassis.store import INTERNAL, Collection, UnitOfWork
from services.chassis.testing import ServiceUnderTest
from tests.service.chassis import toy

MANAGEABLE = 4
in_transaction: Counter[UnitOfWork] = Counter()
reactions = Reactions()


@reactions.to(toy.NoteWritten)
def react_slowly(uow: UnitOfWork, event: Received) -> None:
    """Leave one row; the server ends a transaction of more than a few of them, since it took too long."""
    in_transaction[uow] += 1
    if in_transaction[uow] > MANAGEABLE:
        raise OperationFailure("too old", 251, {"errorLabels": ["TransientTransactionError"]})
    uow.put("effects", {"_id": uow.new_id(), "event": event.id})


LISTENER = Service("listener", collections=[Collection("effects", INTERNAL)], reactions=[reactions])


fatal = Reactions()


@fatal.to(toy.NoteWritten)
def die_at_the_hundredth(uow: UnitOfWork, event: Received) -> None:
    """Leave one row; the process ends at event 100."""
    if event.sequence == 100:
        raise SystemExit
    uow.put("effects", {"_id": uow.new_id(), "event": event.id})


MORTAL = Service("listener", collections=[Collection("effects", INTERNAL)], reactions=[fatal])


def backlog(listener: ServiceUnderTest, count: int) -> list[Received]:
    """Events in order."""
    return [
        Received(
            id=f"e{number}", type=toy.NoteWritten.type, source="notes", sequence=number, epoch="E", subject="n1",
            subject_version=number, time=listener.clock.now(), city=None, actor="somebody", data={"title": "a"},
        )
        for number in range(1, count + 1)
    ]  # fmt: skip


def test_a_process_that_dies_in_a_backlog_has_done_a_part_of_it(
    service_under_test: Callable[..., ServiceUnderTest],
) -> None:
    listener = service_under_test(MORTAL)
    listener.intake.begin_epoch("notes", "E")
    with pytest.raises(SystemExit):
        listener.intake.take(backlog(listener, 400))
    assert listener.database.rows("effects").count_documents({}) == FIRST_AT_ONCE


def test_a_batch_that_is_too_much_for_the_store_is_taken_in_by_parts(
    service_under_test: Callable[..., ServiceUnderTest],
) -> None:
    listener = service_under_test(LISTENER)
    events = backlog(listener, 8)
    listener.intake.begin_epoch("notes", "E")
    assert listener.intake.take(events) == set()
    assert sorted(row["event"] for row in listener.database.rows("effects").find()) == sorted(one.id for one in events)

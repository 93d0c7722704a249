"""Running a piece of work in one MongoDB transaction, and again when it lost a race.

Bounded: past the budget the caller is told to come again instead of waiting. A race that does not end soon may be with
the transaction of a killed process, which is ended then.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from pymongo.client_session import ClientSession
from pymongo.errors import (
    BulkWriteError,
    ConnectionFailure,
    DuplicateKeyError,
    ExecutionTimeout,
    OperationFailure,
    PyMongoError,
    WTimeoutError,
)
from pymongo.read_concern import ReadConcern
from pymongo.read_preferences import ReadPreference

from services.chassis import failpoints
from services.chassis.errors import Unavailable
from services.chassis.store.database import MAJORITY, Database
from services.chassis.store.orphans import end_orphaned_transactions
from services.chassis.store.unit_of_work import UnitOfWork, VersionConflict

BUDGET_SECONDS = 5.0
SUSPICIOUS_SECONDS = 0.3
"""A race against somebody who is alive has ended by then."""
_DUPLICATE_KEY, _INTERRUPTED = 11000, 11601

Result = TypeVar("Result")


def in_transaction(
    database: Database,
    begin: Callable[[ClientSession], UnitOfWork],
    work: Callable[[UnitOfWork], Result],
    *,
    budget: float = BUDGET_SECONDS,
) -> Result:
    """Do `work` with the unit of work that `begin` makes, and commit. `work` may run several times: no side effects.

    Raises `Unavailable` when the store does not answer or the races do not end within `budget` seconds.
    """
    deadline = time.monotonic() + budget
    suspicious = time.monotonic() + SUSPICIOUS_SECONDS
    attempt = 0
    while True:
        attempt += 1
        try:
            return _once(database, begin, work)
        except (VersionConflict, PyMongoError) as error:
            if not _worth_another_try(error, attempt) or time.monotonic() > deadline:
                if isinstance(error, VersionConflict) or passing(error):
                    raise Unavailable(retry_after=2) from error
                raise
            if time.monotonic() > suspicious:
                end_orphaned_transactions(database)
                suspicious = time.monotonic() + 1
            time.sleep(random.uniform(0, min(0.25, 0.004 * 2**attempt)))  # noqa: S311  jitter  # nosec B311


def _once(
    database: Database, begin: Callable[[ClientSession], UnitOfWork], work: Callable[[UnitOfWork], Result]
) -> Result:
    with transaction(database) as session:
        unit = begin(session)
        result = work(unit)
        unit.flush()
    return result


@contextmanager
def transaction(database: Database) -> Iterator[ClientSession]:
    """A session in a transaction: committed (majority, journaled) at the end of the block, aborted when it raises."""
    with database.client.start_session() as session:
        session.start_transaction(
            read_concern=ReadConcern("snapshot"), write_concern=MAJORITY, read_preference=ReadPreference.PRIMARY
        )
        try:
            yield session
        except BaseException:
            _abort(session)
            raise
        failpoints.reached("commit.about-to")
        _commit(session)
        failpoints.reached("commit.done")


def _abort(session: ClientSession) -> None:
    try:
        session.abort_transaction()
    except PyMongoError:  # the server ends it by itself after transactionLifetimeLimitSeconds
        return


def _commit(session: ClientSession) -> None:
    """Commit; an unknown result is asked again, which the server answers truly."""
    for attempt in range(4):
        try:
            session.commit_transaction()
            return
        except PyMongoError as error:
            unknown = error.has_error_label("UnknownTransactionCommitResult") or _interrupted(error)
            if not unknown or attempt == 3:
                raise


def _worth_another_try(error: Exception, attempt: int) -> bool:
    """A lost race is; so is a duplicate key, twice: the second look finds what was in the way and says so properly."""
    return isinstance(error, VersionConflict) or _ended(error) or (is_duplicate(error) and attempt < 3)


def _ended(error: Exception) -> bool:
    """Whether the store has ended the transaction, and would do what it was asked to if it were asked again."""
    if not isinstance(error, PyMongoError):
        return False
    return error.has_error_label("TransientTransactionError") or _interrupted(error)


def _interrupted(error: PyMongoError) -> bool:
    """Whether a transaction was ended in the middle of a command, as orphans.py may: the server has no label for it."""
    return isinstance(error, OperationFailure) and error.code == _INTERRUPTED


def is_duplicate(error: Exception) -> bool:
    """Whether a unique index refused the write."""
    if isinstance(error, BulkWriteError):
        return any(one.get("code") == _DUPLICATE_KEY for one in error.details.get("writeErrors", []))
    return isinstance(error, DuplicateKeyError)


def outrun(error: Exception) -> bool:
    """Whether the store is there and has ended the transaction: it took too long, or lost one race after the other."""
    reason = error.__cause__ if isinstance(error, Unavailable) else error
    return isinstance(reason, OperationFailure | VersionConflict)


def passing(error: Exception) -> bool:
    """Whether the store is at fault and may answer again by itself."""
    return isinstance(error, ConnectionFailure | ExecutionTimeout | WTimeoutError) or _ended(error)

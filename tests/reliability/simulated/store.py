"""A database in memory that stands in the place of services.chassis.store.Database: rows, transactions, its own clock.

One schedule at a time, so transactions never race; one that is cut off, as by a kill, leaves nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from pymongo import DeleteOne, InsertOne, ReplaceOne, ReturnDocument, UpdateMany, UpdateOne
from pymongo.errors import DuplicateKeyError

from services.chassis.config import Settings
from services.chassis.service import Service
from services.chassis.store.copies import copied
from tests.reliability.simulated.language import Row, changed, meets


class StoreClock:
    """The store's clock: it goes on when the schedule says so."""

    def __init__(self) -> None:
        self.at = datetime(2026, 1, 1, tzinfo=UTC)

    def now(self) -> datetime:
        """The present instant."""
        return self.at

    def move(self, **parts: float) -> None:
        """Go on by `timedelta(**parts)`."""
        self.at += timedelta(**parts)


@dataclass
class Result:
    """What a write tells."""

    matched_count: int = 0
    inserted_count: int = 0


class Found(list[Row]):
    """What a query found, as a cursor that may be given back."""

    def __enter__(self) -> Found:
        return self

    def __exit__(self, *_error: object) -> None:
        self.clear()


class SimulatedRows:
    """A collection."""

    def __init__(self, clock: StoreClock, session: Session) -> None:
        self.kept: dict[str, Row] = {}
        self._clock, self._session = clock, session

    def with_options(self, **_how: Any) -> SimulatedRows:
        """The same: one schedule at a time sees everything at once."""
        return self

    # Reading

    def find(
        self, filter: Mapping[str, Any] | None = None, projection: Any = None, *, sort: Any = None, limit: int = 0,
        **_how: Any,
    ) -> Found:  # fmt: skip
        """Copies of the rows that meet `filter`, whole."""
        found = self._found(filter or {})
        for key, direction in reversed(sort or []):
            found.sort(key=lambda row: row[key], reverse=direction < 0)
        return Found(copied(row) for row in found[: limit or None])

    def find_one(self, filter: Mapping[str, Any], *_how: Any, **options: Any) -> Row | None:
        """The first of them."""
        return next(iter(self.find(filter, limit=1, sort=options.get("sort"))), None)

    def count_documents(self, filter: Mapping[str, Any], **_how: Any) -> int:
        """How many there are."""
        return len(self._found(filter))

    def _found(self, filter: Mapping[str, Any]) -> list[Row]:
        if isinstance(id := filter.get("_id"), str):
            row = self.kept.get(id)
            return [row] if row is not None and meets(row, filter) else []
        return [row for row in self.kept.values() if meets(row, filter)]

    # Writing

    def insert_one(self, row: Row, **_how: Any) -> Result:
        """Keep a new row."""
        if row["_id"] in self.kept:
            raise DuplicateKeyError(str(row["_id"]), 11000)
        self._put(copied(row))
        return Result(inserted_count=1)

    def insert_many(self, rows: Iterable[Row], **_how: Any) -> Result:
        """Keep new rows."""
        return Result(inserted_count=sum(self.insert_one(row).inserted_count for row in rows))

    def replace_one(self, filter: Mapping[str, Any], row: Row, upsert: bool = False, **_how: Any) -> Result:
        """Put `row` in the place of the first that meets `filter`."""
        found = self._found(filter)
        if found:
            self._put(copied(row))
        elif upsert:
            self.insert_one({"_id": filter["_id"], **row})
        return Result(len(found[:1]))

    def update_one(self, filter: Mapping[str, Any], update: Any, upsert: bool = False, **_how: Any) -> Result:
        """Change the first that meets `filter`."""
        return Result(len(self._change(filter, update, upsert)[:1]))

    def update_many(self, filter: Mapping[str, Any], update: Any, **_how: Any) -> Result:
        """Change all that meet `filter`."""
        for row in (found := self._found(filter)):
            self._put(changed(row, copied(update), self._clock.now(), new=False))
        return Result(len(found))

    def find_one_and_update(
        self, filter: Mapping[str, Any], update: Any, upsert: bool = False,
        return_document: bool = ReturnDocument.BEFORE, **_how: Any,
    ) -> Row | None:  # fmt: skip
        """Change the first that meets `filter`, and give it as it is then."""
        assert return_document is ReturnDocument.AFTER
        found = self._change(filter, update, upsert)
        return self.find_one({"_id": filter["_id"]}) if found or upsert else None

    def delete_one(self, filter: Mapping[str, Any], **_how: Any) -> Result:
        """Take the first away that meets `filter`."""
        for row in (found := self._found(filter)[:1]):
            self._session.note(self, row["_id"])
            del self.kept[row["_id"]]
        return Result(len(found))

    def delete_many(self, filter: Mapping[str, Any], **_how: Any) -> Result:
        """Take all away that meet `filter`."""
        return Result(sum(self.delete_one({"_id": row["_id"]}).matched_count for row in self._found(filter)))

    def bulk_write(self, writes: Sequence[Any], **_how: Any) -> Result:
        """Each in turn."""
        total = Result()
        for one in writes:
            done = self._written(one)
            total.matched_count += done.matched_count
            total.inserted_count += done.inserted_count
        return total

    def _written(self, one: Any) -> Result:
        match one:
            case InsertOne():
                return self.insert_one(one._doc)
            case ReplaceOne():
                return self.replace_one(one._filter, one._doc, bool(one._upsert))
            case UpdateOne():
                return self.update_one(one._filter, one._doc, bool(one._upsert))
            case UpdateMany():
                return self.update_many(one._filter, one._doc)
            case DeleteOne():
                return self.delete_one(one._filter)
        raise NotImplementedError(one)

    def _change(self, filter: Mapping[str, Any], update: Any, upsert: bool) -> list[Row]:
        found = self._found(filter)
        if found or upsert:
            before = found[0] if found else {"_id": filter["_id"]}
            if not found and before["_id"] in self.kept:
                raise DuplicateKeyError(str(before["_id"]), 11000)
            self._put(changed(before, copied(update), self._clock.now(), new=not found))
        return found

    def _put(self, row: Row) -> None:
        self._session.note(self, row["_id"])
        self.kept[row["_id"]] = row


class Session:
    """The one session there is at a time; a transaction notes how everything was, to take it back."""

    def __init__(self) -> None:
        self._before: list[tuple[SimulatedRows, str, Row | None]] | None = None

    def note(self, rows: SimulatedRows, id: str) -> None:
        """`id` is about to change."""
        if self._before is not None:
            self._before.append((rows, id, rows.kept.get(id)))

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        try:
            yield
        except BaseException:
            self.abort_transaction()
            raise
        self.commit_transaction()

    def start_transaction(self, **_how: Any) -> Any:
        """Begin one; used as a block, it is committed at its end."""
        assert self._before is None, "a transaction within another"
        self._before = []
        return self._transaction()

    def commit_transaction(self) -> None:
        """Keep what was done."""
        self._before = None

    def abort_transaction(self) -> None:
        """Take it all back."""
        for rows, id, row in reversed(self._before or []):
            if row is None:
                rows.kept.pop(id, None)
            else:
                rows.kept[id] = row
        self._before = None

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_error: object) -> None:
        self.abort_transaction()


class SimulatedDatabase:
    """The database of one service; `client` only starts sessions."""

    def __init__(self, service: Service, clock: StoreClock) -> None:
        session = Session()
        self.client = type("Client", (), {"start_session": staticmethod(lambda: session)})()
        self.declared = {one.name: one for one in service.database(Settings(service=service.name)).declared.values()}
        self._rows = {name: SimulatedRows(clock, session) for name in self.declared}

    def rows(self, name: str) -> SimulatedRows:
        """A collection."""
        return self._rows[name]


Die = Callable[[str], None]
"""What stands in the place of failpoints.reached."""

"""One transaction of a service: documents with their versions, events for the outbox, the audit trail.

Writes are gathered and sent in bulk before the next read of their collection or at the end, so that a batch of a
hundred reactions costs a few round trips. Everything commits together or not at all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from itertools import groupby
from typing import Any

import uuid_utils
from pymongo import DeleteMany, DeleteOne, InsertOne, ReplaceOne, UpdateMany, UpdateOne

from services.chassis import failpoints, texts
from services.chassis.errors import Forbidden, NotFound, Stale
from services.chassis.events.contract import Event
from services.chassis.store import audit, history, outbox, projections, spelling
from services.chassis.store.collections import INTERNAL
from services.chassis.store.copies import copied
from services.chassis.store.projections import Shown
from services.chassis.store.reader import Document, Reader

Operation = InsertOne[Document] | ReplaceOne[Document] | UpdateOne | UpdateMany | DeleteOne | DeleteMany


class VersionConflict(Exception):
    """Somebody else saved the same document in the meantime; the whole unit of work is done again."""


class UnitOfWork(Reader):
    """A Reader inside a transaction that can also write. Made by `in_transaction`, which commits it."""

    def __init__(self, *args: Any, cause: outbox.Cause | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.if_match: str | None = None
        self.cause = cause
        self.wakes: set[str] = set()
        self._checked: dict[str, list[Document | ReplaceOne[Document]]] = defaultdict(list)
        self._free: dict[str, list[Operation | Shown]] = defaultdict(list)
        self._originals: dict[tuple[str, str], Document] = {}
        self._events: list[Document] = []
        self._audit: list[Document] = []
        self._spelt: list[spelling.Change] = []

    # Reading

    def get(self, name: str, id: str) -> Document:
        """As `Reader.get`; the first one loaded is what `If-Match` speaks of. Raises `Stale` when that differs."""
        document = super().get(name, id)
        if "version" in document:  # a row of the service's own is put, never saved
            self._originals[name, id] = copied(document)
            wanted, self.if_match = self.if_match, None
            if wanted not in (None, "*") and wanted != etag(document):
                raise Stale()
        return document

    def _before_reading(self, name: str) -> None:
        self._flush(name)

    # Writing

    def new_id(self) -> str:
        """A new identifier (UUIDv7: later ones sort after earlier ones)."""
        return str(uuid_utils.uuid7())

    def add(self, name: str, document: Document, *, final: bool = False) -> Document:
        """Keep a new document as its version 1, or itself if it is `final`: if nobody changes it any more.

        Raises `Forbidden` outside the actor's cities.
        """
        self._check_reach(name, document.get("city"))
        now = self.now()
        document.update(version=1, created_at=now, updated_at=now)
        document.setdefault("_id", self.new_id())
        document.setdefault("city", None)
        copy = self._originals[name, document["_id"]] = document if final else copied(document)
        self._checked[name].append(copy)
        self._spell(name, {}, copy)
        self._note("added", name, document, sorted(document))
        return document

    def save(self, name: str, document: Document) -> Document:
        """Keep the changed document as its next version; it must have been loaded or added here."""
        before = self._originals[name, document["_id"]]
        self._check_reach(name, before.get("city"))
        self._check_reach(name, document.get("city"))
        changed = texts.changed(before, document, self.now())
        self._replace(name, document, before["version"])
        self._note("changed", name, document, changed)
        return document

    def remove(self, name: str, document: Document, **pointers: str | list[str]) -> None:
        """Take the document away for good, with the answers kept for a repeated key that still show it.

        A tombstone with its id, city and the time remains for who synchronises, and `pointers` to what took its place.
        """
        before = self._originals[name, document["_id"]]
        self._check_reach(name, before.get("city"))
        kept = {key: document[key] for key in ("_id", "city", "created_at", "version")}
        document.clear()
        document.update(kept, deleted_at=self.now(), **pointers)
        self._replace(name, document, before["version"])
        self._note("removed", name, document, [])
        self.forget_answers(document)

    def revive(self, name: str, document: Document) -> Document:
        """Keep `document` again in the place of its own tombstone, as the next version. Raises `NotFound` without."""
        self._before_reading(name)
        gone = {"_id": document["_id"], "deleted_at": {"$ne": None}}
        tombstone = self.database.rows(name).find_one(gone, session=self.session)
        if tombstone is None:
            raise NotFound()
        self._check_reach(name, document.get("city"))
        self._originals[name, document["_id"]] = tombstone
        self._replace(name, document, tombstone["version"])
        self._note("added", name, document, sorted(document))
        return document

    def forget_answers(self, document: Document) -> None:
        """Blank the answers kept for repeated requests that show `document`: what was personal in it is erased."""
        forgotten = {"$set": {"status": 410, "body": b"", "headers": {}}}
        self._free["idempotency"].append(UpdateMany({"subjects": document["_id"]}, forgotten))

    def forget_history(self, name: str, document: Document) -> None:
        """Take away what the fields of `document` were; who touched them, and when, stays."""
        self._free[history.HISTORY].append(history.forgetting(name, document))

    def touched(self) -> list[str]:
        """The ids of the documents that this unit of work has added, saved or removed so far."""
        return sorted({entry["subject"] for entry in self._audit})

    def _replace(self, name: str, document: Document, version: int) -> None:
        document["version"] = version + 1
        document["updated_at"] = self.now()
        before, copy = self._originals[name, document["_id"]], copied(document)
        self._originals[name, document["_id"]] = copy
        self._spell(name, before, copy)
        self._free[history.HISTORY] += history.writes(self.database.declared[name], before, copy)
        self._checked[name].append(ReplaceOne({"_id": copy["_id"], "version": version}, copy))

    def _spell(self, name: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        if self.database.declared[name].searched:
            self._spelt.append((name, before, after))

    def _check_reach(self, name: str, city: str | None) -> None:
        internal = self.database.declared[name].scope is INTERNAL
        if not self._everything and (internal or not self.actor.reaches(city)):
            raise Forbidden()

    def _keep_entry(self, entry: Document) -> None:
        self._audit.append(entry)

    def _note(self, action: str, name: str, document: Document, fields: list[str]) -> None:
        self._audit.append(audit.entry(self.actor, self.now(), action, name, document, fields))

    # Own rows of the service: no version, no audit

    def put(self, name: str, row: Document) -> None:
        """Keep `row` in an internal collection in place of the one with the same `_id`."""
        self._free[name].append(ReplaceOne({"_id": row["_id"]}, copied(row), upsert=True))

    def insert_once(self, name: str, row: Document) -> None:
        """Keep `row` unless there is one with its `_id`: then the whole unit of work is done again."""
        self._free[name].append(InsertOne(copied(row)))

    def discard(self, name: str, id: str) -> None:
        """Take the row `id` of an internal collection away."""
        self._free[name].append(DeleteOne({"_id": id}))

    def project(self, name: str, id: str, version: int, fields: Mapping[str, Any]) -> None:
        """Merge `fields` into the projection `id` unless it already shows `version` or a newer one of its source."""
        epoch = (self.cause.version_epoch or self.cause.epoch) if self.cause else ""
        kept = {**copied(dict(fields)), "updated_at": self.now()}
        self._free[name].append(Shown(id, epoch, version, kept))
        self._spell(name, {}, kept)

    # Saying things

    def publish(
        self, event: type[Event], document: Mapping[str, Any], *, dataref: str | None = None, **data: Any
    ) -> None:
        """Say `event` about `document` (after `add` or `save`): the fields that its contract names, as the document has
        them or as they are given here. Raises `ContractBroken` when they are not as the contract wants them.
        """
        self.say(event, document, event.said({**event.told_of(document), **data}), dataref)

    def say(
        self, event: type[Event], document: Mapping[str, Any], said: Mapping[str, Any], dataref: str | None = None
    ) -> None:
        """The same with what `event.said` has checked before."""
        row = outbox.row(self.new_id(), event, document, said, self.now(), self.actor.id, self.cause, dataref)
        self._events.append(row)

    def wake(self, job: str) -> None:
        """Have `job` run as soon as this is committed, where the job's process learns of it."""
        self.wakes.add(job)

    # The end

    def flush(self) -> None:
        """Send everything gathered to the store, still inside the transaction."""
        for name in list(self._checked) + list(self._free):
            self._flush(name)
        if self._spelt:
            spelling.learn(self.database, self._spelt, self.session)
            self._spelt.clear()
        failpoints.reached("commit.documents-written")
        self._insert("outbox", self._events)
        failpoints.reached("commit.outbox-written")
        self._insert("audit", self._audit)

    def _flush(self, name: str) -> None:
        checked, free = self._checked.pop(name, []), self._free.pop(name, [])
        rows = self.database.rows(name)
        new = [one for one in checked if isinstance(one, dict)]
        if len(new) == len(checked):
            self._insert(name, new)
        else:
            ordered = [InsertOne(one) if isinstance(one, dict) else one for one in checked]
            result = rows.bulk_write(ordered, session=self.session)
            if result.matched_count + result.inserted_count != len(checked):
                raise VersionConflict(name)
        for _projected, run in groupby(free, lambda one: isinstance(one, Shown)):
            writes = self._written(name, list(run))
            if writes:
                rows.bulk_write(writes, session=self.session)

    def _written(self, name: str, run: list[Operation | Shown]) -> list[Operation]:
        """What is sent for a run of writes, of which all or none are projections."""
        shown = [one for one in run if isinstance(one, Shown)]
        if shown:
            return [*projections.writes(self.database.rows(name), shown, self.session)]
        return [one for one in run if not isinstance(one, Shown)]

    def _insert(self, name: str, documents: list[Document]) -> None:
        """Insert them; a single one by the plain command, for to prepare a bulk takes longer than to insert one."""
        rows = self.database.rows(name)
        if len(documents) == 1:
            rows.insert_one(documents[0], session=self.session)
        elif documents:
            rows.insert_many(documents, session=self.session)
        documents.clear()


def etag(document: Mapping[str, Any]) -> str:
    """The entity tag of a version of a document, as it stands in the ETag and If-Match headers."""
    return f'"{document["version"]}"'

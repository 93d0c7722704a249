"""Projections: what a service keeps of the documents of others, each as new as the newest version heard of.

Which events they are made of is not known here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pymongo import InsertOne, UpdateOne
from pymongo.client_session import ClientSession

from services.chassis.store.database import Row, Rows

_State = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Shown:
    """What is to be merged into the projection `id`, unless that shows `version` of this epoch, or a newer one.

    A later epoch (UUIDv7) always counts for more, since its source was set back in time and counts anew. `epoch` is the
    one in which the event was numbered, not that of the feed now: what was numbered before the source was set back, and
    is read only afterwards, must not hide what came after it.
    """

    id: str
    epoch: str
    version: int
    fields: Mapping[str, Any]


def writes(rows: Rows, shown: Sequence[Shown], session: ClientSession | None) -> list[InsertOne[Row] | UpdateOne]:
    """The writes that merge `shown` in its order, one a projection: reading first costs the store a third of
    comparing in each write. Who changes one in between makes the transaction fail, and it is done again."""
    states = _kept(rows, {one.id for one in shown}, session)
    missing = {one.id for one in shown} - states.keys()
    merged: dict[str, Row] = {}
    for one in shown:
        if states.get(one.id, ("", -1)) < (one.epoch, one.version):
            states[one.id] = (one.epoch, one.version)
            merged.setdefault(one.id, {}).update(one.fields, source_version=one.version, source_epoch=one.epoch)
    made = [InsertOne({"_id": id, **fields}) for id, fields in merged.items() if id in missing]
    return [*made, *(UpdateOne({"_id": id}, {"$set": fields}) for id, fields in merged.items() if id not in missing)]


def _kept(rows: Rows, ids: set[str], session: ClientSession | None) -> dict[str, _State]:
    fields = {"source_epoch": 1, "source_version": 1}
    found = rows.find({"_id": {"$in": sorted(ids)}}, fields, session=session, batch_size=len(ids) + 1)
    return {row["_id"]: (row.get("source_epoch") or "", row.get("source_version", -1)) for row in found}

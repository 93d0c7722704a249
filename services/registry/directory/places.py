"""Each place of each service as a row of its own, for who asks by place. Written with the service, never alone.

What the list of places is narrowed by stands in the row; all else is read from the service.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid5

from services.chassis.store import Database, Document, Migration, UnitOfWork
from services.registry.directory.model import ids_kept

PLACES = "service_places"
_OF_SERVICE = ("organisation", "themes", "target_groups", "policy_areas", "takes_referrals", "free_places", "status")


def place_id(service: str, number: int) -> str:
    """The id of place `number` (from 0) of a service whose places never changed."""
    return str(uuid5(UUID(service), str(number)))


def ids_of(service: Document) -> list[str]:
    """The ids of a service's places, in their order."""
    there = range(len(service.get("places") or ()))
    return service.get("place_ids") or [place_id(service["_id"], number) for number in there]


def with_ids(before: Document, service: Document, new_id: Callable[[], str]) -> Document:
    """`service` with an id for each of its places, which were those of `before`; who synchronises knows them by it."""
    if before.get("places") == service.get("places"):
        return service
    known = list(zip(before.get("places") or (), ids_of(before), strict=True))
    return {**service, "place_ids": [id or new_id() for id in ids_kept(known, service.get("places") or ())]}


def rows_of(service: Document) -> list[Document]:
    """The rows of a service."""
    return [
        {
            **{name: service.get(name) for name in _OF_SERVICE},
            "_id": id,
            "service": service["_id"],
            "number": number,
            "text_words": service.get("text_words"),
            "changed_at": service["updated_at"],
            "postcode": postcode(site.get("postcode")),
            "lat": site.get("lat"),
            "spot": None if site.get("lat") is None else [site["lon"], site["lat"]],
        }
        for number, (site, id) in enumerate(zip(service.get("places") or (), ids_of(service), strict=True))
    ]


def postcode(written: Any) -> str | None:
    """A postcode as it is compared: "sw1a 1aa" is SW1A1AA."""
    return "".join(str(written).split()).upper() if written else None


def keep_places(uow: UnitOfWork, service: Document) -> None:
    """Keep the rows of a service that is kept itself."""
    rows = rows_of(service)
    for row in rows:
        uow.put(PLACES, row)
    if service["version"] > 1:
        forget_places(uow, service["_id"], but=[row["_id"] for row in rows])


def forget_places(uow: UnitOfWork, service: str, but: list[str] | None = None) -> None:
    """Take the rows of a service away, all or all `but` those."""
    for row in uow.as_system().find(PLACES, {"service": service, "_id": {"$nin": but or []}}, fields=["_id"]):
        uow.discard(PLACES, row["_id"])


def _rows_of_what_was_there(database: Database) -> None:
    for service in database.rows("services").find({"deleted_at": None}):
        for row in rows_of(service):
            database.rows(PLACES).replace_one({"_id": row["_id"]}, row, upsert=True)


PLACES_AS_ROWS = Migration("0001-places-as-rows", _rows_of_what_was_there)

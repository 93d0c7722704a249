"""What can be done about an erasure: begin it with a receipt, note that a service is done."""

from __future__ import annotations

from typing import Any, Final

from services.chassis.actor import ALL
from services.chassis.events import Received
from services.chassis.store import Document, UnitOfWork
from services.contracts import gateway, notifications, support, workshops
from services.contracts.registry import ErasureLate
from services.registry.people.channels import addresses
from services.registry.people.erasures import model

CONFIRMATIONS: Final = (
    workshops.PersonErasureDone,
    support.PersonErasureDone,
    notifications.PersonErasureDone,
    gateway.PersonErasureDone,
)
EXPECTED: Final = tuple(event.service() for event in CONFIRMATIONS)
"""The services that keep something of people, beside the registry."""


def begin(uow: UnitOfWork, person: Document) -> str:
    """Open the receipt of a person who is being erased; where others ask by which addresses they knew them.

    It reaches as far as who orders it: in their cities alone, so that nobody can erase what another city keeps. What
    the register erases by a rule of its own goes in the city of the person.
    """
    cities = _reach(uow, person)
    uow.as_system().add(
        "erasures",
        {
            "_id": person["_id"], "city": person["city"], "ordered_by": uow.actor.id, "everywhere": cities is None,
            "confirmed": [], "complete_at": None, "lateness_said": False,
        },
    )  # fmt: skip
    known_by = {"addresses": sorted({address.casefold() for address in addresses(person)}), "cities": cities}
    row = {"_id": person["_id"], "made_at": uow.now(), "ordered_by": uow.actor.id, **known_by}
    uow.as_system().put("erasures_known_by", row)
    return f"/contacts/erasures/{person['_id']}"


def _reach(uow: UnitOfWork, person: Document) -> list[str] | None:
    """The cities in which others are to erase; None is all of them."""
    if uow.actor.kind == "service" and person["city"]:
        return [person["city"]]
    return None if uow.actor.cities is ALL else sorted(uow.actor.cities)


def confirm(uow: UnitOfWork, event: Received) -> None:
    """Note that a service is done; after the last one nothing is left by which anybody could be known."""
    if uow.first("erasures", {"_id": event.subject}) is None:
        return
    receipt: dict[str, Any] = uow.get("erasures", event.subject)
    receipt["confirmed"] = model.confirmed_by(receipt["confirmed"], event.source, event.time, event.data["erased"])
    if receipt["complete_at"] is None and not model.missing(receipt["confirmed"], EXPECTED):
        receipt["complete_at"] = uow.now()
        uow.discard("erasures_known_by", receipt["_id"])
    uow.save("erasures", receipt)


def say_late(uow: UnitOfWork, id: str) -> None:
    """Say, once, that services have not erased yet, so that somebody looks why."""
    receipt = uow.get("erasures", id)
    waits_for = model.missing(receipt["confirmed"], EXPECTED)
    if receipt["complete_at"] is not None or receipt.get("lateness_said"):
        return
    uow.save("erasures", receipt | {"lateness_said": True})
    uow.publish(ErasureLate, receipt, waits_for=waits_for)

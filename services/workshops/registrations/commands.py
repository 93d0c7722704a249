"""What can be done with a registration: make, put right, cancel, erase, forget. The only writers of personal data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.chassis.errors import Conflict, Invalid
from services.chassis.i18n import _
from services.chassis.store import Document, UnitOfWork, search_words
from services.contracts.workshops import RegistrationAccepted, RegistrationCancelled, RegistrationRepeated
from services.workshops.gatherings import facts
from services.workshops.gatherings.checks import check_planned
from services.workshops.registrations import queries
from services.workshops.registrations import roster as rosters
from services.workshops.registrations.model import may_remind
from services.workshops.registrations.telling import MOST
from services.workshops.registrations.waiting_list import move_up

Values = Mapping[str, Any]


def register(uow: UnitOfWork, body: Values, gathering_id: str) -> Document:
    """Staff register somebody: a place, or the waiting list. Raises Invalid for an address that is registered."""
    gathering = uow.get("gatherings", gathering_id)
    status = _status_now(uow, gathering, body["role_group"])
    if _known(uow, gathering, body["email"]) is not None:
        raise Invalid({"email": [_("Somebody with this address is registered already.")]})
    language = body.get("language") or gathering["language"]
    return _enrol(uow, gathering, {**body, "language": language, "status": status})


def register_publicly(uow: UnitOfWork, body: Values, code: str) -> Document:
    """Somebody registers by the link; the answer does not tell whether the address was registered before.

    Whoever a known address belongs to is reminded by mail instead (docs/decisions/0021-registering-without-telling.md).
    """
    uow = uow.as_system()
    gathering = queries.by_code(uow, code)
    status = _status_now(uow, gathering, body["role_group"])
    registration = _known(uow, gathering, body["email"])
    if registration is None:
        language = body.get("language") or uow.language
        id = _enrol(uow, gathering, {**body, "language": language, "group": None, "status": status})["_id"]
    else:
        _remind(uow, gathering, registration["_id"])
        id = uow.new_id()
    return {"_id": id, "gathering": gathering["_id"], "role_group": body["role_group"], "status": status}


def _status_now(uow: UnitOfWork, gathering: Document, role_group: str) -> str:
    """What the next of `role_group` gets: registered or waiting. Raises Conflict where nobody can register."""
    check_planned(gathering)
    offer = queries.offer(gathering, rosters.roster_of(uow, gathering), role_group, uow.now())
    if offer == "closed":
        raise Conflict(_("Registration for this gathering is closed."))
    return "registered" if offer == "places" else "waiting"


def _known(uow: UnitOfWork, gathering: Document, email: str | None) -> Document | None:
    """The registration in force for an address; `roster` keeps two at once from both finding none."""
    if email is None:
        return None
    in_force = {"$in": ["registered", "waiting"]}
    return uow.first(
        "registrations", {"gathering": gathering["_id"], "email_key": email.casefold(), "status": in_force}
    )


def _enrol(uow: UnitOfWork, gathering: Document, values: dict[str, Any]) -> Document:
    roster = rosters.roster_of(uow, gathering)
    status, group = values["status"], values["role_group"]
    roster["last_number"] += 1
    rosters.count(roster, status, group, 1)
    rosters.keep(uow, roster)
    registration = uow.add(
        "registrations",
        {
            **values,
            "city": gathering["city"],
            "gathering": gathering["_id"],
            "number": roster["last_number"],
            **_findable(values),
            "position": roster["waiting"][group] if status == "waiting" else None,
            "reminded_at": None,
        },
    )
    uow.publish(RegistrationAccepted, registration, **_data(gathering, registration))
    return registration


def _findable(values: Values) -> dict[str, Any]:
    """What a registration is found by: the address in one spelling, and the words of name and organisation."""
    email = values["email"]
    words = search_words(values["name"], values["organisation"], email)
    return {"email_key": email.casefold() if email else None, "words": words}


def _data(gathering: Document, registration: Document) -> dict[str, Any]:
    dataref = f"/contacts/registrations/{registration['_id']}"
    return {"dataref": dataref, **facts.of_registration(gathering, registration)}


def _remind(uow: UnitOfWork, gathering: Document, id: str) -> None:
    registration = uow.get("registrations", id)
    if may_remind(registration["reminded_at"], uow.now()):
        registration["reminded_at"] = uow.now()
        uow.save("registrations", registration)
        uow.publish(RegistrationRepeated, registration, **_data(gathering, registration))


def put_right(uow: UnitOfWork, body: Values, gathering_id: str, id: str) -> Document:
    """Correct name, address, language or thematic group. Raises Invalid for an address of somebody else here."""
    registration = queries.one_of(uow, gathering_id, id)
    if body.get("email"):
        other = _known(uow, {"_id": gathering_id}, body["email"])
        if other is not None and other["_id"] != id:
            raise Invalid({"email": [_("Somebody with this address is registered already.")]})
    registration.update(body)
    registration.update(_findable(registration))
    return uow.save("registrations", registration)


def cancel(uow: UnitOfWork, gathering_id: str, id: str) -> Document:
    """Staff cancel a registration; the first on the waiting list who fits moves up."""
    registration = queries.one_of(uow, gathering_id, id)
    return _cancel(uow, uow.get("gatherings", gathering_id), registration)


def cancel_own(uow: UnitOfWork, token: str) -> Document:
    """Somebody cancels by their personal link. Raises NotFound for a link that leads to nobody."""
    uow = uow.as_system()
    registration = uow.get("registrations", queries.id_behind(uow, token))
    gathering = uow.get("gatherings", registration["gathering"])
    _cancel(uow, gathering, registration)
    return queries.as_its_owner_sees(uow, gathering, registration)


def _cancel(uow: UnitOfWork, gathering: Document, registration: Document) -> Document:
    if registration["status"] == "cancelled":
        return registration
    check_planned(gathering)
    roster = rosters.roster_of(uow, gathering)
    rosters.count(roster, registration["status"], registration["role_group"], -1)
    rosters.count(roster, "cancelled", registration["role_group"], 1)
    registration.update(status="cancelled", position=None)
    uow.save("registrations", registration)
    uow.publish(RegistrationCancelled, registration, **_data(gathering, registration))
    move_up(uow, gathering, roster)
    rosters.keep(uow, roster)
    return registration


def erase(uow: UnitOfWork, gathering_id: str, id: str) -> None:
    """Erase a person's registration for good; a place that they had before the gathering becomes free."""
    registration = queries.one_of(uow, gathering_id, id)
    gathering = uow.get("gatherings", gathering_id)
    if gathering["status"] == "planned":
        _cancel(uow, gathering, registration)
    uow.remove("registrations", registration)


def forget_persons(uow: UnitOfWork, gathering_id: str) -> None:
    """Erase every registration of a gathering long past; the counts stay on its roster."""
    gathering = uow.get("gatherings", gathering_id)
    for row in uow.find("registrations", {"gathering": gathering_id}, limit=MOST, fields=("_id",)):
        uow.remove("registrations", uow.get("registrations", row["_id"]))
    gathering["persons_forgotten"] = True
    uow.save("gatherings", gathering)

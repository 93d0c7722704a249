"""What can be read of registrations, by staff, by the public with a link, by a person with theirs. Never writes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from services.chassis.errors import Gone, NotFound
from services.chassis.store import Document, Page, Reader
from services.workshops.codes import typed
from services.workshops.gatherings.model import ROLE_GROUPS, is_over
from services.workshops.registrations import personal
from services.workshops.registrations.model import LONGEST_WAITING_LIST
from services.workshops.registrations.roster import limits_of, roster_of


def list_registrations(read: Reader, query: Mapping[str, Any], gathering_id: str) -> Page:
    """A page of the registrations of a gathering, in the order in which people came."""
    read.get("gatherings", gathering_id)
    filter = {name: query[name] for name in ("status", "role_group") if name in query}
    filter["gathering"] = gathering_id
    return read.page("registrations", query, filter=filter, search=["words"], fields=read.shown, sort_by=("number",))


def one_of(read: Reader, gathering_id: str, id: str) -> Document:
    """The registration `id` of that gathering. Raises NotFound, also when it is another gathering's or city's."""
    registration = read.get("registrations", id)
    if registration["gathering"] != gathering_id:
        raise NotFound()
    return registration


def by_code(read: Reader, code: str) -> Document:
    """The gathering that a registration link leads to. Raises NotFound."""
    gathering = read.as_system().first("gatherings", {"registration_code": typed(code)})
    if gathering is None:
        raise NotFound()
    return gathering


def offer(gathering: Document, roster: Document, role_group: str, now: datetime) -> str:
    """What the next of `role_group` would get: places, waiting_list, or closed for nothing at all."""
    if gathering["status"] != "planned" or is_over(gathering["ends_at"], now):
        return "closed"
    if limits_of(gathering).has_place(roster["registered"], role_group):
        return "places"
    return "waiting_list" if sum(roster["waiting"].values()) < LONGEST_WAITING_LIST else "closed"


def as_the_public_sees(read: Reader, gathering: Document) -> Document:
    """A gathering with what is on offer for each role group; its version moves with the roster's."""
    roster = roster_of(read, gathering)
    availability = {group: offer(gathering, roster, group, read.now()) for group in ROLE_GROUPS}
    version = gathering["version"] + roster["version"]
    return {"_id": gathering["_id"], **public_facts(gathering), "availability": availability, "version": version}


def id_behind(read: Reader, token: str) -> str:
    """The id of the registration that a personal link was made for. Raises NotFound for a false link."""
    id = personal.registration_of(read.settings, token)
    if id is None:
        raise NotFound()
    return id


def own(read: Reader, token: str) -> Document:
    """The registration behind a personal link, as its owner sees it."""
    read = read.as_system()
    registration = read.get("registrations", id_behind(read, token))
    return as_its_owner_sees(read, read.get("gatherings", registration["gathering"]), registration)


def as_its_owner_sees(read: Reader, gathering: Document, registration: Document) -> Document:
    """A registration with the public facts of its gathering inside."""
    shown = ("role_group", "name", "language", "status", "position")
    return {
        "_id": registration["_id"],
        **{name: registration[name] for name in shown},
        "personal_code": _code_to_vote(read, gathering, registration),
        "gathering": public_facts(gathering),
    }


def _code_to_vote(read: Reader, gathering: Document, registration: Document) -> str | None:
    """The personal code of who has a place in a workshop with a vote."""
    if gathering["method"] != "easw" or registration["status"] != "registered":
        return None
    return personal.personal_code(read.settings, registration["_id"])


PUBLIC_FACTS = (
    "city",
    "method",
    "title",
    "description",
    "language",
    "status",
    "starts_at",
    "ends_at",
    "timezone",
    "place",
    "agenda",
    "illustration",
)


def public_facts(gathering: Document) -> dict[str, Any]:
    """What anybody may know of a gathering."""
    return {"id": gathering["_id"], **{name: gathering[name] for name in PUBLIC_FACTS}}


def contact(read: Reader, id: str) -> Document:
    """Whom to write to about the registration `id`. Raises Gone once erased; ids come from our own events only."""
    registration = read.first("registrations", {"_id": id})
    if registration is None:
        raise Gone()
    gathering = read.get("gatherings", registration["gathering"])
    language = registration["language"]
    token = personal.link_token(read.settings, id)
    return {
        "name": registration["name"],
        "email": registration["email"],
        "language": language,
        "link": f"{read.settings.public_url}/{language}/registrations/{token}",
        "personal_code": _code_to_vote(read, gathering, registration),
    }


def code_of(read: Reader, gathering_id: str, id: str) -> Document:
    """The personal code of a registration, for staff to hand over in the room."""
    registration = one_of(read, gathering_id, id)
    return {"registration": registration["_id"], "personal_code": personal.personal_code(read.settings, id)}

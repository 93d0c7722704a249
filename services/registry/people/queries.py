"""What can be read of people. Never writes."""

from typing import Final

from services.chassis.errors import Gone, NotFound
from services.chassis.held import as_shown, told
from services.chassis.i18n import _
from services.chassis.store import Document, Page, Reader, UnitOfWork
from services.chassis.store.audit import READ
from services.registry.people import model, schemas
from services.registry.people.channels import addresses
from services.registry.queries import listed, named

MOST_OF_HISTORY: Final = 1000
EXPORTED: Final = "exported"
"""What the audit trail calls a list of people that was taken away as a file."""
LISTED: Final = "listed"
"""What it calls a page of a list of people; the entry names who was on it."""


def list_people(read: Reader, query: Document) -> Page:
    """A page of the people of the reader's cities, by family name; that somebody looked at them is noted."""
    page = listed(read, "people", query, narrowed_people(query))
    shown = [one for one in page.items if one.get("deleted_at") is None]
    if shown:
        cities = {one["city"] for one in shown}
        whose = cities.pop() if len(cities) == 1 else None
        read.note_reading("people", {"_id": LISTED, "city": whose}, "list", *(one["_id"] for one in shown))
    return page


def narrowed_people(query: Document) -> Document:
    """The condition that a person has the role, in the organisation, that the query says."""
    return named(query, organisation="roles.organisation", role="roles.role")


def person_of(read: Reader, id: str) -> Document:
    """A person of the reader's cities. Raises `Gone`, which tells of the receipt, once erased; `NotFound` otherwise."""
    try:
        return read.get("people", id)
    except NotFound:
        if read.first("erasures", {"_id": id}) is None:
            raise
        raise Gone(_("This person was erased. The receipt of it has the number %(number)s.", number=id)) from None


def show_person(read: Reader, id: str) -> Document:
    """One person; that somebody looked at them is noted."""
    person = person_of(read, id)
    read.note_reading("people", person, "sheet")
    return person


def list_readings(read: Reader, query: Document, id: str) -> Page:
    """A page of who saw the data of a person of the reader's cities, the newest first. Raises `NotFound`."""
    page = read.page("audit", query, filter=_readings(person_of(read, id)), sort_by=("-_id",))
    return Page(items=[_with_way(row) for row in page.items], next=page.next)


def held(uow: UnitOfWork, id: str) -> Document:
    """Everything that the register holds about a person, and by what the other services may know them."""
    person = person_of(uow, id)
    seen = uow.find("audit", _readings(person), sort=[("_id", 1)], limit=MOST_OF_HISTORY)
    past = uow.history("people", id, {"limit": MOST_OF_HISTORY}).items
    [sheet] = told(uow, "people", [person], schemas.PersonShape)
    return {
        "_id": id,
        "person": sheet,
        "addresses": addresses(person),
        "history": as_shown(past, schemas.PastShape),
        "readings": as_shown(map(_with_way, seen), schemas.SeenShape),
    }


def _readings(person: Document) -> Document:
    """The condition that an entry of the trail tells of a look at a person, or at a list with them, also as a file."""
    files = {"subject": EXPORTED, "city": {"$in": [person["city"], None]}, "at": {"$gte": person["created_at"]}}
    lists = {"subject": LISTED, "fields": person["_id"]}
    return {"collection": "people", "action": READ, "$or": [{"subject": person["_id"]}, files, lists]}


def _with_way(entry: Document) -> Document:
    return {**entry, "way": entry["fields"][0]}


def contact_of_person(read: Reader, id: str) -> Document:
    """`{"name", "email", "language"}` of a person. Raises `Gone` once erased, `NotFound` if never known."""
    person = read.first("people", {"_id": id})
    if person is None:
        raise Gone() if read.first("audit", {"collection": "people", "subject": id}) else NotFound()
    read.note_reading("people", person, "contact")
    name = model.full_name(person["given_name"], person["family_name"], person["language"])
    return {"name": name, "email": person["email"], "language": person["language"]}

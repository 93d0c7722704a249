"""What can be read of people. Never writes."""

from typing import Final

from services.chassis.errors import Gone, NotFound
from services.chassis.held import told
from services.chassis.store import Document, Page, Reader, UnitOfWork
from services.chassis.store.audit import READ
from services.registry.people import model
from services.registry.people.channels import addresses
from services.registry.people.schemas import PersonShape
from services.registry.queries import listed, named

MOST_OF_HISTORY: Final = 5000


def list_people(read: Reader, query: Document) -> Page:
    """A page of the people of the reader's cities, by family name."""
    return listed(read, "people", query, narrowed_people(query))


def narrowed_people(query: Document) -> Document:
    """The condition that a person has the role, in the organisation, that the query says."""
    return named(query, organisation="roles.organisation", role="roles.role")


def show_person(read: Reader, id: str) -> Document:
    """One person; that somebody looked at them is noted."""
    person = read.get("people", id)
    read.note_reading("people", person, "sheet")
    return person


def list_readings(read: Reader, query: Document, id: str) -> Page:
    """A page of who saw the data of a person of the reader's cities, the newest first. Raises `NotFound`."""
    read.get("people", id)
    about = {"collection": "people", "subject": id, "action": READ}
    page = read.page("audit", query, filter=about, sort_by=("-_id",))
    return Page(items=[{**row, "way": row["fields"][0]} for row in page.items], next=page.next)


def held(uow: UnitOfWork, id: str) -> Document:
    """Everything that the register holds about a person, and by what the other services may know them."""
    person = uow.get("people", id)
    history = uow.find("audit", {"collection": "people", "subject": id}, sort=[("_id", 1)], limit=MOST_OF_HISTORY)
    [sheet] = told(uow, "people", [person], PersonShape)
    return {"_id": id, "person": sheet, "addresses": addresses(person), "history": [_entry(row) for row in history]}


def _entry(row: Document) -> Document:
    return {"at": row["at"], "actor_kind": row["actor_kind"], "action": row["action"], "changed": row["fields"]}


def contact_of_person(read: Reader, id: str) -> Document:
    """`{"name", "email", "language"}` of a person. Raises `Gone` once erased, `NotFound` if never known."""
    person = read.first("people", {"_id": id})
    if person is None:
        raise Gone() if read.first("audit", {"collection": "people", "subject": id}) else NotFound()
    read.note_reading("people", person, "contact")
    name = model.full_name(person["given_name"], person["family_name"], person["language"])
    return {"name": name, "email": person["email"], "language": person["language"]}

"""What can be read of people. Never writes."""

from services.chassis.errors import Gone, NotFound
from services.chassis.store import Document, Page, Reader
from services.registry.people import model
from services.registry.queries import listed, named


def list_people(read: Reader, query: Document) -> Page:
    """A page of the people of the reader's cities, by family name."""
    return listed(read, "people", query, narrowed_people(query))


def narrowed_people(query: Document) -> Document:
    """The condition that a person has the role, in the organisation, that the query says."""
    return named(query, organisation="roles.organisation", role="roles.role")


def contact_of_person(read: Reader, id: str) -> Document:
    """`{"name", "email", "language"}` of a person. Raises `Gone` once erased, `NotFound` if never known."""
    person = read.first("people", {"_id": id})
    if person is None:
        raise Gone() if read.first("audit", {"collection": "people", "subject": id}) else NotFound()
    name = model.full_name(person["given_name"], person["family_name"], person["language"])
    return {"name": name, "email": person["email"], "language": person["language"]}

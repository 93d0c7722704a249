"""What can be done with a person: note them, change what is noted, erase them."""

from services.chassis.store import Document, UnitOfWork, searchable
from services.contracts import registry as says
from services.registry.commands import apply, check_city, check_organisation, city_for
from services.registry.people import model


def register_person(uow: UnitOfWork, body: Document) -> Document:
    """Note a person of a city, with their roles in organisations. The event tells the id and nothing else."""
    person = {"_id": uow.new_id(), **model.blank_person(), **body, "city": city_for(uow, body)}
    _check_roles(uow, person)
    uow.add("people", _searchable_person(person))
    uow.publish(says.PersonRegistered, person, dataref=_contact(person))
    return person


def change_person(uow: UnitOfWork, id: str, body: Document) -> Document:
    """Change what is noted of a person."""
    person = uow.get("people", id)
    if "city" in body:
        check_city(uow, body["city"])
    if not apply(person, body):
        return person
    _check_roles(uow, person)
    uow.save("people", _searchable_person(person))
    uow.publish(says.PersonChanged, person, dataref=_contact(person))
    return person


def erase_person(uow: UnitOfWork, id: str) -> None:
    """Erase a person (GDPR, Article 17): nothing of them stays, and whoever hears of it erases them too."""
    person = uow.get("people", id)
    uow.remove("people", person)
    uow.publish(says.PersonErased, person)


def _contact(person: Document) -> str:
    return f"/contacts/people/{person['_id']}"


def _check_roles(uow: UnitOfWork, person: Document) -> None:
    for place, role in enumerate(person["roles"]):
        check_organisation(uow, role["organisation"], f"roles.{place}.organisation")


def _searchable_person(person: Document) -> Document:
    names = f"{person['family_name']} {person['given_name']}"
    return searchable(person, names, besides=[person["email"]])

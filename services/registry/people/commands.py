"""What can be done with a person: note them, change what is noted, note what they agree to, erase them."""

from collections.abc import Callable
from datetime import UTC
from functools import partial
from zoneinfo import ZoneInfo

from services.chassis.actor import ALL
from services.chassis.errors import Conflict, Invalid
from services.chassis.i18n import _
from services.chassis.store import Document, Reader, UnitOfWork, searchable
from services.contracts import registry as says
from services.registry.commands import apply, check_city, check_organisation, city_for, settled_city, together
from services.registry.imports.people import forget_person
from services.registry.people import model
from services.registry.people.channels import addresses, checked, faults_anywhere
from services.registry.people.erasures import commands as erasures
from services.registry.people.purposes.queries import check_offered
from services.registry.people.queries import EXPORTED, person_of


def register_person(uow: UnitOfWork, body: Document) -> Document:
    """Note a person of a city, with their roles in organisations. The event tells the id and nothing else."""
    person = {"_id": uow.new_id(), **model.blank_person(), **body, "city": settled_city(uow, body, check_besides)}
    _check(uow, person)
    uow.add("people", _searchable_person(person))
    uow.publish(says.PersonRegistered, person, dataref=_contact(person))
    return person


def change_person(uow: UnitOfWork, id: str, body: Document) -> Document:
    """Change what is noted of a person, who stays with the city that noted them (decision 126)."""
    person = person_of(uow, id)
    city = person["city"]
    if not apply(person, body):
        return person
    together(partial(_check_stays, city, body), partial(_check, uow, person))
    uow.save("people", _searchable_person(person))
    uow.publish(says.PersonChanged, person, dataref=_contact(person))
    return person


def check_besides(read: Reader, body: Document, id: str | None = None) -> None:
    """Raise `Invalid` for what the register has against the parts of a body that have the right form."""
    kept = person_of(read, id) if id else model.blank_person()
    whose = None if id else partial(city_for, read, body)
    together(partial(_check_stays, kept.get("city"), body), partial(_check, read, kept | body, whose))


def give_consent(uow: UnitOfWork, id: str, body: Document) -> Document:
    """Note that somebody agrees to something that can be done without, since today or an earlier day."""
    person = person_of(uow, id)
    check_offered(uow, person["city"], body["purpose"])
    day = _day(uow, person, body.get("given_on"), "given_on")
    try:
        person["consents"] = model.given(person.get("consents") or [], body["purpose"], body["how"], day)
    except model.GivenAlready as given:
        raise Conflict(_("This person agrees to that already.")) from given
    except model.BeforeItBegan as early:
        raise Invalid({"given_on": [_("An earlier consent ended after this day.")]}) from early
    return uow.save("people", person)


def withdraw_consent(uow: UnitOfWork, id: str, purpose: str, body: Document) -> Document:
    """Note that somebody does not agree any longer, from today or an earlier day."""
    person = person_of(uow, id)
    day = _day(uow, person, body.get("withdrawn_on"), "withdrawn_on")
    try:
        person["consents"] = model.withdrawn(person.get("consents") or [], purpose, day)
    except model.NothingToWithdraw as nothing:
        raise Conflict(_("This person does not agree to that: there is nothing to withdraw.")) from nothing
    except model.BeforeItBegan as early:
        raise Invalid({"withdrawn_on": [_("The consent was given after this day.")]}) from early
    return uow.save("people", person)


def note_export(uow: UnitOfWork) -> None:
    """Leave in the audit trail that who asks takes the people of their cities away as a file."""
    for city in [None] if uow.actor.cities is ALL else sorted(uow.actor.cities):
        uow.note_reading("people", {"_id": EXPORTED, "city": city}, "export")


def hold(uow: UnitOfWork, id: str, body: Document) -> Document:
    """Put a person under a legal hold: until it is released nobody and nothing erases them."""
    person = person_of(uow, id)
    person["hold"] = {"since": _day(uow, person, None, "since"), "reason": body["reason"]}
    return uow.save("people", person)


def release(uow: UnitOfWork, id: str) -> Document:
    """End the legal hold of a person. Raises `Conflict` when there is none."""
    person = person_of(uow, id)
    if not person.get("hold"):
        raise Conflict(_("This person is under no legal hold."))
    person["hold"] = None
    return uow.save("people", person)


def _day(uow: UnitOfWork, person: Document, wanted: str | None, field: str) -> str:
    """The wanted day, else today in the person's city. Raises `Invalid` for one to come."""
    zone = ZoneInfo(uow.get("cities", person["city"])["timezone"]) if person["city"] else UTC
    today = uow.now().astimezone(zone).date().isoformat()
    if wanted and wanted > today:
        raise Invalid({field: [_("This day is still to come.")]})
    return wanted or today


def erase_person(uow: UnitOfWork, id: str) -> None:
    """Erase a person (GDPR, Article 17): nothing of them stays, and whoever hears of it erases them too."""
    person = _unheld(uow, id)
    _forget(uow, person, erasures.begin(uow, person))


def take_back_person(uow: UnitOfWork, id: str) -> None:
    """Take somebody out again who was imported by mistake: what other services have from them is theirs and stays."""
    _forget(uow, _unheld(uow, id), None)


def _unheld(uow: UnitOfWork, id: str) -> Document:
    person = person_of(uow, id)
    if person.get("hold"):
        raise Conflict(_("This person is under a legal hold. Release it before you erase them."))
    return person


def _forget(uow: UnitOfWork, person: Document, known_by: str | None) -> None:
    """Nothing of the person stays here; others are told where to ask by which addresses they are known, if at all."""
    uow.remove("people", person)
    forget_person(uow, person["_id"])
    uow.publish(says.PersonErased, person, dataref=known_by)


def _contact(person: Document) -> str:
    return f"/contacts/people/{person['_id']}"


def _check(read: Reader, person: Document, whose: Callable[[], str | None] | None = None) -> None:
    """Check what needs the rest of the register: the roles, and the numbers by the country of the city, which is that
    of the person unless `whose` has to settle it first."""
    together(partial(_check_channels, read, person, whose), partial(_check_roles, read, person))


def _check_stays(city: str | None, body: Document) -> None:
    if city is not None and body.get("city", city) != city:
        raise Invalid({"city": [_("A person stays with the city that noted them. Let the other city note them anew.")]})


def _check_channels(read: Reader, person: Document, whose: Callable[[], str | None] | None) -> None:
    """Bring addresses and numbers into their one form; where the city is wrong those are judged that need none."""
    channels = person.get("channels") or []
    try:
        city = check_city(read, whose() if whose else person["city"])
    except Invalid as wrong:
        raise Invalid({**wrong.errors, **faults_anywhere(channels)}) from wrong
    person["channels"] = checked(channels, city["country"] if city else None)


def _check_roles(read: Reader, person: Document) -> None:
    together(*(
        partial(check_organisation, read, role["organisation"], f"roles.{place}.organisation")
        for place, role in enumerate(person["roles"])
    ))  # fmt: skip


def _searchable_person(person: Document) -> Document:
    names = f"{person['family_name']} {person['given_name']}"
    return searchable(person, names, besides=addresses(person))

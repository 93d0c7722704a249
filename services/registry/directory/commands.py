"""What can be done with a service of the directory: list it, change it, confirm that it is right, remove it."""

from functools import partial

from services.chassis.errors import Invalid
from services.chassis.formats import NETWORK_ZONE
from services.chassis.i18n import _
from services.chassis.store import Document, Reader, UnitOfWork, searchable
from services.contracts import registry as says
from services.registry import model as register
from services.registry.commands import (
    check_city,
    check_organisation,
    check_whose,
    note_move,
    settled_city,
    together,
    traces,
)
from services.registry.directory import model
from services.registry.directory.places import forget_places, keep_places, with_ids
from services.registry.directory.texts import text_words
from services.registry.partnerships.model import today


def list_service(uow: UnitOfWork, body: Document) -> Document:
    """Enter a service into the directory, confirmed today."""
    return enter_service(uow, {**body, "city": settled_city(uow, body, check_besides)})


def enter_service(uow: UnitOfWork, facts: Document) -> Document:
    """Enter a service whose `city` is settled; `origin` and maybe `reviewed_on` if it comes from another directory."""
    service = {"_id": uow.new_id(), **model.blank_service(), **facts}
    service.setdefault("reviewed_on", _today(uow, service))
    uow.add("services", _checked(uow, service))
    keep_places(uow, service)
    uow.publish(says.ServiceListed, service)
    return service


def change_service(uow: UnitOfWork, id: str, body: Document) -> Document:
    """Change a service, which confirms it too; a change that changes nothing makes no new version."""
    service = uow.get("services", id)
    wanted = register.changes(service, body)
    if not wanted:
        return service
    together(partial(check_city, uow, body.get("city")), partial(_check, uow, service | wanted))
    former, changed = service["city"], with_ids(service, service | wanted, uow.new_id)
    note_move(changed, former)
    return _kept(uow, changed)


def take_over_service(uow: UnitOfWork, id: str, facts: Document) -> Document:
    """Change a service as the directory that it came from has it now.

    That is a confirmation only where that directory says when it was assured: `reviewed_on`.
    """
    service = uow.get("services", id)
    return _saved(uow, with_ids(service, service | register.changes(service, facts), uow.new_id))


def confirm_service(uow: UnitOfWork, id: str) -> Document:
    """Say that everything about the service is still right."""
    return _kept(uow, uow.get("services", id))


def remove_service(uow: UnitOfWork, id: str) -> None:
    """Take a service out of the directory."""
    service = uow.get("services", id)
    forget_places(uow, id)
    uow.remove("services", service, **traces(service))
    uow.publish(says.ServiceRemoved, service)


def say_review_due(uow: UnitOfWork, id: str) -> None:
    """Say once that a service is to be confirmed; nothing where it was confirmed in the meantime."""
    service = uow.first("services", {"_id": id, "review_asked": False})
    if service is not None and service["review_due_on"] <= _today(uow, service):
        uow.save("services", uow.get("services", id) | {"review_asked": True})
        uow.publish(says.ServiceReviewDue, service)


def _kept(uow: UnitOfWork, service: Document) -> Document:
    return _saved(uow, service | {"reviewed_on": _today(uow, service)})


def _saved(uow: UnitOfWork, service: Document) -> Document:
    uow.save("services", _checked(uow, service))
    keep_places(uow, service)
    uow.publish(says.ServiceChanged, service)
    return service


def _checked(uow: UnitOfWork, service: Document) -> Document:
    """The service, found to be in order, ready to be kept and searched."""
    _check(uow, service)
    service["review_due_on"] = model.review_due(service["reviewed_on"], service["review_months"])
    service["review_asked"] = False
    service["text_words"] = text_words(service)
    names = [one["text"] for one in service["name"].values()]
    return searchable(service, *names, besides=[place["town"] for place in service["places"]])


def check_besides(read: Reader, body: Document, id: str | None = None) -> None:
    """Raise `Invalid` for what the register has against the parts of a body that have the right form."""
    kept = read.get("services", id) if id else model.blank_service()
    together(partial(check_whose, read, body, id), partial(_check, read, kept | body))


def _check(read: Reader, service: Document) -> None:
    checks = [partial(_check_assurer, read, service["assurer"]), partial(_check_free_places, service)]
    if "organisation" in service:  # not where its form was wrong
        checks.append(partial(check_organisation, read, service["organisation"], "organisation"))
    together(*checks)


def _check_assurer(read: Reader, assurer: str | None) -> None:
    if assurer and read.first("people", {"_id": assurer}) is None:
        raise Invalid({"assurer": [_("There is no such person in the register of your city.")]})


def _check_free_places(service: Document) -> None:
    if not model.free_places_fit(service):
        raise Invalid({"free_places": [_("Free places are told only of a service that takes referrals.")]})


def _today(uow: UnitOfWork, service: Document) -> str:
    """The day it is in the service's city; a service of the whole network goes by its zone."""
    zone = uow.get("cities", service["city"])["timezone"] if service["city"] else NETWORK_ZONE
    return today(uow.now(), zone)

"""What can be done with a purpose of consent: add one, change its words, retire it, remove one that nobody knows."""

from __future__ import annotations

import re

from services.chassis.errors import Conflict, Forbidden, Stale
from services.chassis.i18n import _
from services.chassis.store import Document, UnitOfWork, fold
from services.chassis.store.unit_of_work import etag
from services.registry.commands import city_for
from services.registry.people.purposes import model, queries

LONGEST_CODE = 60


def add_purpose(uow: UnitOfWork, body: Document) -> Document:
    """Add a purpose of a city; its code is made of its words. Raises `Conflict` when there are too many."""
    city = city_for(uow, body)
    if len(queries.purposes_of(uow, city)) >= model.MOST:
        raise Conflict(_("There are %(most)s purposes already. Remove or change one.", most=model.MOST))
    code = next(code for code in model.codes(_code_of(body["title"])) if _is_free(uow, model.id_of(city, code)))
    kept = {"_id": model.id_of(city, code), "city": city, "code": code, "title": body["title"], "retired": False}
    return uow.add("consent_purposes", kept)


def _is_free(uow: UnitOfWork, id: str) -> bool:
    """Whether no purpose has this id, nor had it: who synchronises knows that one as gone."""
    return uow.alive_or_gone("consent_purposes", id) is None


def change_purpose(uow: UnitOfWork, id: str, body: Document) -> Document:
    """Change the words of a purpose, retire it, or offer it again. Consents that were given stay what they are."""
    purpose = queries.show_purpose(uow, id)
    if purpose["version"] == 0:
        if uow.if_match not in ("*", etag(purpose)):
            raise Stale()
        return uow.add("consent_purposes", {**purpose, **body})
    return uow.save("consent_purposes", {**uow.get("consent_purposes", id), **body})


def remove_purpose(uow: UnitOfWork, id: str) -> None:
    """Remove a purpose that nobody ever agreed to. Raises `Conflict` for another, which can be retired."""
    purpose = queries.show_purpose(uow, id)
    if not uow.actor.reaches(purpose["city"]):
        raise Forbidden()
    if purpose["code"] in model.TITLES:
        raise Conflict(_("Every city begins with this purpose. Retire it instead: it is then offered to nobody."))
    if uow.as_system().count("people", {"consents.purpose": purpose["code"]}, most=1):
        raise Conflict(_("Somebody has agreed to this. Retire it instead: it is then offered to nobody."))
    uow.remove("consent_purposes", uow.get("consent_purposes", id))


def _code_of(title: Document) -> str:
    """A code that says what the purpose is: of the original words, else of the first."""
    texts = sorted(title.values(), key=lambda one: one["status"] != "original")
    code = re.sub(r"[^a-z0-9]+", "-", fold(texts[0]["text"])).strip("-")[:LONGEST_CODE].rstrip("-")
    return code or "purpose"

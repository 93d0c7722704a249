"""What a row of an import can make: where that is kept, how it is checked, and the commands that write it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from marshmallow import ValidationError

from services.chassis.errors import Invalid
from services.chassis.events.checks import Load, compiled
from services.chassis.http.problems import body_of
from services.chassis.http.schema import Body, instance
from services.chassis.store import Document, Reader, UnitOfWork
from services.registry.directory.commands import enter_service, remove_service, take_over_service
from services.registry.directory.schemas import ServiceBody
from services.registry.imports import model
from services.registry.imports.people import people_of_address
from services.registry.model import position_is_whole
from services.registry.organisations.commands import change_organisation, enter_organisation, remove_organisation
from services.registry.organisations.entering import enter_ready, made_ready
from services.registry.organisations.schemas import OrganisationBody
from services.registry.people.commands import change_person, register_person, take_back_person
from services.registry.people.schemas import PersonBody

LOOKED_UP_AT_ONCE = 1000
LENGTH_OF_OUR_IDS = 36


@dataclass(frozen=True)
class Maker:
    """One kind of thing; `collection` keeps it, with its `origin` in the directory that it came from.

    `in_order` is what the rules of `body` over several fields ask for, as a plain function.
    """

    collection: str
    body: type[Body]
    in_order: Callable[[Document], bool]
    enter: Callable[[UnitOfWork, Document], Document]
    change: Callable[[UnitOfWork, str, Document], Document]
    remove: Callable[[UnitOfWork, str], None]
    by_email: bool = False
    made_ready: Callable[[Document], Document] | None = None
    """What can be found out of a new one before it is entered, where that takes most of the time."""
    enter_ready: Callable[[UnitOfWork, Document, Document], Document] | None = None

    def existing(
        self, read: Reader, source: str, city: str | None, rows: Mapping[str, Document]
    ) -> dict[str, Document]:
        """Those that came from this directory, by their identifier there; what is ours and comes back, by our own.

        `rows` are the fields that the directory tells, by identifier. People are known by their e-mail address too.
        """
        found = self._from_there(read, source, sorted(rows))
        if self.by_email:
            others = {identifier: fields for identifier, fields in rows.items() if identifier not in found}
            found |= people_of_address(read, city, others)
        return found

    def _from_there(self, read: Reader, source: str, wanted: list[str]) -> dict[str, Document]:
        found: dict[str, Document] = {}
        for start in range(0, len(wanted), LOOKED_UP_AT_ONCE):
            some = wanted[start : start + LOOKED_UP_AT_ONCE]
            origin = {"origin.source": source, "origin.identifier": {"$in": some}}
            for one in read.find(self.collection, origin, limit=LOOKED_UP_AT_ONCE):
                found[one["origin"]["identifier"]] = one
            ours = [one for one in some if len(one) == LENGTH_OF_OUR_IDS and one not in found]
            if ours:
                found |= {
                    one["_id"]: one for one in read.find(self.collection, {"_id": {"$in": ours}}, limit=len(ours))
                }
        return found

    def ready(self, found: Document | None, facts: Document) -> Document:
        """What a row of a preview keeps of the new thing that it will make; nothing for one that is there."""
        return {"ready": self.made_ready(facts)} if self.made_ready and found is None else {}

    @cached_property
    def _load(self) -> Load:
        return compiled(instance(self.body), without_hooks=True)

    def checked(self, fields: Document) -> tuple[Document, list[dict[str, Any]]]:
        """The fields as the register keeps them, and what is wrong: `[{"path", "message"}]`.

        What is certainly right is found so by plain functions; the schema judges the rest and says what is wrong.
        """
        if self.in_order(fields) and (loaded := self._load(fields)) is not None:
            return loaded, []
        try:
            return instance(self.body).load(fields), []
        except ValidationError as error:
            return fields, body_of(Invalid(error.messages_dict))["errors"]


MAKERS: Final = {
    model.ORGANISATIONS: Maker(
        "organisations", OrganisationBody, position_is_whole,
        enter_organisation, change_organisation, remove_organisation, made_ready=made_ready, enter_ready=enter_ready,
    ),
    model.SERVICES: Maker(
        "services", ServiceBody, lambda _fields: True, enter_service, take_over_service, remove_service
    ),
    model.PEOPLE: Maker(
        "people", PersonBody, lambda _fields: True, register_person, change_person, take_back_person, by_email=True
    ),
}  # fmt: skip

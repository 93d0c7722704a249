"""What can be searched: how each list is narrowed, and what is shown of a find. Never writes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from marshmallow import ValidationError

from services.chassis.errors import Invalid
from services.chassis.http.schema import Filters, instance
from services.chassis.store import Document
from services.registry.directory.queries import narrowed_services
from services.registry.directory.schemas import ServiceFilters
from services.registry.organisations.queries import narrowed_organisations
from services.registry.organisations.schemas import OrganisationFilters
from services.registry.partnerships.queries import narrowed_partnerships
from services.registry.partnerships.schemas import PartnershipFilters
from services.registry.people.model import full_name
from services.registry.people.queries import narrowed_people
from services.registry.people.schemas import PersonFilters
from services.registry.stakeholders.queries import narrowed_stakeholders
from services.registry.stakeholders.schemas import StakeholderFilters


@dataclass(frozen=True)
class Kind:
    """One kind of thing: its filters, the condition they make, and the name and a second line of a find."""

    filters: type[Filters]
    narrowed: Callable[[Document], Document]
    fields: tuple[str, ...]
    name: Callable[[Document, str], str]
    detail: Callable[[Document], str | None] = lambda _found: None


def _plain(found: Document, _language: str) -> str:
    return str(found["name"])


def _translated(found: Document, language: str) -> str:
    texts: Mapping[str, Any] = found["name"]
    best = texts.get(language) or texts.get("en") or next(iter(texts.values()))
    return str(best["text"])


def _person(found: Document, _language: str) -> str:
    return full_name(found["given_name"], found["family_name"], found["language"])


def _town(found: Document) -> str | None:
    return next((str(place["town"]) for place in found.get("places") or []), None)


KINDS = {
    "organisations": Kind(
        OrganisationFilters, narrowed_organisations, ("name", "seat", "city"), _plain, lambda found: found.get("seat")
    ),
    "services": Kind(ServiceFilters, narrowed_services, ("name", "places.town", "city"), _translated, _town),
    "partnerships": Kind(PartnershipFilters, narrowed_partnerships, ("name", "city"), _plain),
    "people": Kind(PersonFilters, narrowed_people, ("given_name", "family_name", "language", "city"), _person),
    "stakeholders": Kind(StakeholderFilters, narrowed_stakeholders, ("name", "city"), _plain),
}

FILTERS_OF_ALL = {name for kind in KINDS.values() for name in kind.filters().fields} - {
    "limit", "after", "sort", "modified_after"
}  # fmt: skip
"""The names of the filters that some list has; a page or an order is none."""


def checked_query(of: str, query: Mapping[str, Any], path: str = "") -> Document:
    """The query as the list of `of` takes it. Raises `Invalid` with `path` before the name of what is wrong."""
    try:
        checked: Document = instance(KINDS[of].filters).load(dict(query))
    except ValidationError as error:
        raise Invalid({f"{path}{name}": told for name, told in error.messages_dict.items()}) from error
    return checked

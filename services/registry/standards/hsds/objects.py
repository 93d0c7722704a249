"""From our records to HSDS objects, in the reader's language. Plain data in, plain data out: nothing is read here.

Each object has a flat form, with what is one to one, and a full form, with all that belongs to it. What is not known
is left out, but where the schema requires a text: there it is empty.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.chassis.formats import language_name
from services.chassis.i18n import SOURCE_LANGUAGE, current_language
from services.registry.directory.places import ids_of
from services.registry.organisations.model import public_identifiers
from services.registry.standards.hsds.identifiers import uuid_of
from services.registry.standards.hsds.terms import attributes

Record = dict[str, Any]


@dataclass(frozen=True)
class Teller:
    """Tells records to one reader; `at` is the address of the API, e-mail addresses are for an `insider` only."""

    at: str
    insider: bool = False

    # Organisations

    def organization(self, record: Record) -> Record:
        """The flat form."""
        return _known({
            "id": record["_id"],
            "name": record["name"],
            "alternate_name": record.get("short_name"),
            "description": in_words(record.get("description")) or "",
            "email": record.get("email") if self.insider else None,
            "website": record.get("website"),
            "parent_organization_id": record.get("parent"),
            "uri": f"{self.at}/organizations/{record['_id']}",
        })  # fmt: skip

    def whole_organization(self, record: Record) -> Record:
        """The full form without its services: the main site first, the seat where no site says as much.

        Tax numbers are for an insider only.
        """
        sites = sorted(record.get("sites") or [], key=lambda site: not site.get("main"))
        locations = [*(self.whole_location(site) for site in sites), *self._seat(record, sites)]
        locations[0]["languages"] = _languages(record["_id"], record)
        numbers = record.get("identifiers") or [] if self.insider else public_identifiers(record)
        return self.organization(record) | {
            "locations": locations,
            "organization_identifiers": [_identifier(record["_id"], one) for one in numbers],
            "attributes": attributes(record, "organization", self.at),
        }

    def _seat(self, record: Record, sites: list[Record]) -> list[Record]:
        """The seat as a location: alone, or after sites by an identifier that says what it is."""
        seat = {"town": record.get("seat") or "", "country": record["country"],
                "lat": record.get("lat"), "lon": record.get("lon")}  # fmt: skip
        if not sites:
            return [self.whole_location(seat)]
        told = all(sites[0].get(part) == value for part, value in seat.items() if value not in ("", None))
        return [] if told else [self.whole_location(seat) | {"id": seat_id(record["_id"])}]

    # Services

    def service(self, record: Record, organisation: Record | None) -> Record:
        """The flat form, with the flat form of its organisation."""
        return _known({
            "id": record["_id"],
            "name": in_words(record["name"]),
            "description": in_words(record.get("description")),
            "url": record.get("website"),
            "email": record.get("email") if self.insider else None,
            "status": record["status"].replace("_", " "),
            "application_process": in_words(record.get("how_to_apply")),
            "fees_description": in_words(record.get("cost")),
            "eligibility_description": in_words(record.get("eligibility")),
            "assured_date": record["reviewed_on"],
            "last_modified": record["updated_at"].isoformat(),
            "organization": self.organization(organisation) if organisation else None,
        })  # fmt: skip

    def whole_service(self, record: Record, organisation: Record | None, *, with_places: bool = True) -> Record:
        """The full form; a service that belongs to a place is told without its places."""
        ours = self.service(record, None)
        if organisation:
            ours["organization"] = self.whole_organization(organisation)
        if with_places:
            ours["service_at_locations"] = [
                {"id": id, "location": self.whole_location(place)}
                for id, place in zip(ids_of(record), record.get("places") or (), strict=True)
            ]
        return ours | {
            "phones": _each(record["_id"], "phone", number=record.get("phone")),
            "schedules": _each(record["_id"], "schedule", description=in_words(record.get("hours"))),
            "languages": _languages(record["_id"], record),
            "required_documents": _each(record["_id"], "document", document=in_words(record.get("documents"))),
            "attributes": attributes(record, "service", self.at),
        }

    # Places

    def location(self, place: Record) -> Record:
        """The flat form of a place of a service."""
        return _known({
            "id": location_id(place),
            "location_type": "physical",
            "name": place.get("name"),
            "latitude": place.get("lat"),
            "longitude": place.get("lon"),
        })  # fmt: skip

    def whole_location(self, place: Record) -> Record:
        """The full form: the place with its address."""
        id = location_id(place)
        address = {
            "id": uuid_of(id, "address"),
            "address_1": place.get("address") or "",
            "city": place["town"],
            "state_province": "",
            "postal_code": place.get("postcode") or "",
            "country": place["country"],
            "address_type": "physical",
        }
        return self.location(place) | {"addresses": [address]}


def _identifier(organisation: str, one: Record) -> Record:
    """A number by which a register knows an organisation; the scheme of a national one names its country."""
    return _known({
        "id": uuid_of(organisation, "identifier", one["scheme"], one["value"]),
        "organization_id": organisation,
        "identifier_scheme": one.get("country"),
        "identifier_type": one["scheme"],
        "identifier": one["value"],
    })  # fmt: skip


def seat_id(organisation: str) -> str:
    """The identifier of the location that is the seat of an organisation with sites."""
    return uuid_of(organisation, "seat")


def location_id(place: Mapping[str, Any]) -> str:
    """The identifier of a place: services given at the same place share it."""
    return uuid_of("location", *(place.get(part) for part in ("name", "address", "postcode", "town", "country")),
                   place.get("lat"), place.get("lon"))  # fmt: skip


def in_words(text: Mapping[str, Mapping[str, Any]] | None) -> str | None:
    """A text in the reader's language, else in its own, else in English, else in any; None where there is none."""
    spoken = {tag: one for tag, one in (text or {}).items() if one.get("text")}
    own = (tag for tag, one in spoken.items() if one.get("status") == "original")
    chosen = next((tag for tag in (current_language(), *own, SOURCE_LANGUAGE, *spoken) if tag in spoken), None)
    return None if chosen is None else str(spoken[chosen]["text"])


def _languages(owner: str, record: Record) -> list[Record]:
    return [
        {"id": uuid_of(owner, "language", tag), "code": tag, "name": language_name(tag)}
        for tag in record.get("languages") or ()
    ]


def _each(owner: str, what: str, **said: str | None) -> list[Record]:
    """The one object of a kind that holds what we say in a single text; none where we say nothing."""
    return [{"id": uuid_of(owner, what), **said}] if all(said.values()) else []


def _known(record: Mapping[str, Any]) -> Record:
    return {name: value for name, value in record.items() if value is not None}

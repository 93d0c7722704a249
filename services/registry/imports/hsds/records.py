"""What HSDS objects are in our words: fields of an organisation and of a service, and what could not be read.

A text is of the language that the import says. What is empty says nothing. A detail that cannot be read (a telephone
number, a web address) is left out and named; the record itself is judged by the register's own rules later.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from marshmallow import ValidationError
from marshmallow.fields import Field

from services.chassis.http import fields as checked
from services.chassis.i18n import _
from services.registry.directory.schemas import MOST_PLACES
from services.registry.imports.cells import with_scheme
from services.registry.imports.hsds import spellings
from services.registry.imports.hsds.schedules import hours_of
from services.registry.standards.hsds import terms

Object = dict[str, Any]


@dataclass
class Record:
    """The fields that an object gives, and `(our field, why)` for what was left out."""

    fields: Object = field(default_factory=dict)
    left_out: list[tuple[str, str]] = field(default_factory=list)

    def say(self, **values: Any) -> None:
        """Take over what is not empty."""
        self.fields |= {name: value for name, value in values.items() if value not in (None, "", [], {})}

    def say_if_right(self, name: str, kind: Field[Any], value: Any) -> None:
        """Take over a detail that its field accepts; name it as left out otherwise."""
        if value in (None, ""):
            return
        try:
            self.fields[name] = kind.deserialize(value)
        except ValidationError as error:
            self.left_out.append((name, " ".join(error.messages)))


@dataclass(frozen=True)
class Reading:
    """How a directory is read: the language of its texts, and what is so where it does not say."""

    language: str
    kind: str
    country: str

    def organisation(self, said: Object) -> Record:
        """An organisation."""
        record = Record()
        places = [place for place in map(_site, _many(said, "locations")) if place]
        seat = places[0] if places else {}
        record.say(
            name=_line(said.get("name")), short_name=_line(said.get("alternate_name")),
            description=self._text(said.get("description"), lines=True),
            kind=next(_codes(said, terms.KINDS), self.kind), country=seat.get("country") or self.country,
            seat=seat.get("town"), lat=seat.get("lat"), lon=seat.get("lon"),
            policy_areas=[*_codes(said, "policy_areas")],
        )  # fmt: skip
        self._positions(record, "lat", _many(said, "locations")[:1])
        spoken = [one for location in _many(said, "locations") for one in _many(location, "languages")]
        self._languages(record, spoken)
        self._addresses(record, said.get("website"), said.get("email"))
        return record

    def service(self, said: Object) -> Record:
        """A service; whose it is stands elsewhere."""
        record = Record()
        record.say(
            name=self._text(said.get("name")), description=self._text(said.get("description"), lines=True),
            eligibility=self._text(_eligibility(said)), how_to_apply=self._text(said.get("application_process")),
            cost=self._text(_cost(said)), documents=self._text(_joined(_many(said, "required_documents"), "document")),
            hours=self._text(hours_of(_many(said, "schedules"), self.language)),
            **{name: [*_codes(said, name)] for name in terms.LISTS},
        )  # fmt: skip
        record.fields["status"] = str(said.get("status") or "active").strip().lower().replace(" ", "_")
        self._places(record, said)
        self._languages(record, _many(said, "languages"))
        self._addresses(record, said.get("url"), said.get("email"))
        self._phone(record, said)
        self._referrals(record, said)
        record.say_if_right("reviewed_on", checked.IsoDate(), _line(said.get("assured_date")))
        return record

    def _text(self, said: Any, *, lines: bool = False) -> Object | None:
        text = str(said or "").strip() if lines else _line(said)
        return {self.language: {"text": text, "status": "original"}} if text else None

    def _places(self, record: Record, said: Object) -> None:
        whole = [
            one["location"] for one in _many(said, "service_at_locations") if isinstance(one.get("location"), dict)
        ]
        found = [_site(one) for one in whole]
        self._positions(record, "places", whole)
        places = [place for place in found if place and place["town"] and place["country"]]
        if len(places) < len(whole):
            record.left_out.append(("places", _("A place without a town and a country is left out.")))
        if len(places) > MOST_PLACES:
            message = _("There are more than %(most)s places; the others are left out.", most=MOST_PLACES)
            record.left_out.append(("places", message))
        record.say(places=places[:MOST_PLACES])

    def _positions(self, record: Record, name: str, locations: Iterable[Object]) -> None:
        """Name positions that are none."""
        sites = [(one, _site(one)) for one in locations if one.get("latitude") not in (None, "")]
        if any(site and site["lat"] is None for _one, site in sites):
            record.left_out.append((name, _("Latitude and longitude are no place on the earth; they are left out.")))

    def _languages(self, record: Record, said: Iterable[Object]) -> None:
        names = [str(one.get("code") or one.get("name") or "").strip() for one in said]
        read = {name: spellings.language(name) for name in names if name}
        for name in (name for name, tag in read.items() if tag is None):
            record.left_out.append(("languages", _("“%(name)s” is no language that we know.", name=name)))
        record.say(languages=list(dict.fromkeys(tag for tag in read.values() if tag)))

    def _addresses(self, record: Record, website: Any, email: Any) -> None:
        record.say_if_right("website", checked.WebAddress(), with_scheme(_line(website)) if website else None)
        record.say_if_right("email", checked.Email(), _line(email))

    def _phone(self, record: Record, said: Object) -> None:
        first = next((str(one["number"]) for one in _many(said, "phones") if one.get("number")), None)
        country = next((place["country"] for place in record.fields.get("places", ())), self.country)
        record.say_if_right("phone", checked.Phone(), spellings.telephone(first, country) if first else None)

    def _referrals(self, record: Record, said: Object) -> None:
        values = {term.code: one.get("value") for one, term in _ours(said) if term.taxonomy == terms.REFERRALS}
        if terms.TAKES_REFERRALS in values:
            record.fields["takes_referrals"] = True
        number = str(values.get(terms.FREE_PLACES) or "")
        if number.isdecimal() and terms.TAKES_REFERRALS in values:
            record.fields["free_places"] = int(number)


def _site(location: Object) -> Object | None:
    """A place as we keep it, of its first address; None for one that is nowhere."""
    address = next(iter(_many(location, "addresses")), None)
    if address is None:
        return None
    lines = [_line(address.get(name)) for name in ("address_1", "address_2", "address_3", "address_4")]
    lat, lon = spellings.degrees(location.get("latitude"), 90), spellings.degrees(location.get("longitude"), 180)
    known = lat is not None and lon is not None
    return {
        "name": _line(location.get("name")) or None,
        "address": ", ".join(line for line in lines if line) or None,
        "postcode": _line(address.get("postal_code")) or None,
        "town": _line(address.get("city")),
        "country": spellings.country(_line(address.get("country"))),
        "lat": lat if known else None,
        "lon": lon if known else None,
    }


def _ours(said: Object) -> Iterator[tuple[Object, terms.Term]]:
    """The attributes of an object whose terms are ours."""
    for one in _many(said, "attributes"):
        term = one.get("taxonomy_term")
        found = terms.terms().get(str(term.get("id") if isinstance(term, Mapping) else one.get("taxonomy_term_id")))
        if found is not None:
            yield one, found


def _codes(said: Object, taxonomy: str) -> Iterator[str]:
    return (term.code for _one, term in _ours(said) if term.taxonomy == taxonomy)


def _eligibility(said: Object) -> str:
    return _line(said.get("eligibility_description")) or _joined(_many(said, "eligibilitys"), "eligibility")


def _cost(said: Object) -> str:
    """What is said of fees, then each option with its price."""
    options = [_price(one) for one in _many(said, "cost_options")]
    told = [_line(said.get("fees_description")) or _line(said.get("fees")), *options]
    return "; ".join([*(text for text in told if text), *_texts(_many(said, "payments"), "payment")])


def _price(option: Object) -> str:
    """A price in a line: Adults: 5 EUR an hour."""
    parts = [_line(option.get(name)) for name in ("option", "amount", "currency", "amount_description")]
    parts[0], parts[2] = f"{parts[0]}:" if parts[0] else "", parts[2].upper()
    return " ".join(part for part in parts if part)


def _joined(objects: Iterable[Object], name: str) -> str:
    return "; ".join(_texts(objects, name))


def _texts(objects: Iterable[Object], name: str) -> list[str]:
    return [text for text in (_line(one.get(name)) for one in objects) if text]


def _line(said: Any) -> str:
    """A text on one line."""
    return " ".join(str(said).split()) if said is not None else ""


def _many(said: Object, name: str) -> list[Object]:
    found = said.get(name)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []

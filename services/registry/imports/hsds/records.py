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

from services.chassis.errors import Invalid
from services.chassis.http import fields as checked
from services.chassis.http.problems import body_of
from services.chassis.http.schema import instance
from services.chassis.i18n import _
from services.registry.directory.schemas import MOST_PLACES
from services.registry.imports.cells import whole_number, with_scheme
from services.registry.imports.hsds import spellings
from services.registry.imports.hsds.schedules import hours_of
from services.registry.imports.hsds.sites import is_whole, line, site, whereabouts
from services.registry.organisations.model import SCHEMES
from services.registry.organisations.schemas import IdentifierBody
from services.registry.standards.hsds import terms

Object = dict[str, Any]


@dataclass
class Record:
    """The fields that an object gives, and `(our field, why)` for what was left out.

    What is `supposed` is for an object that is new: nothing that is known gives way to it.
    """

    fields: Object = field(default_factory=dict)
    supposed: Object = field(default_factory=dict)
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
        record.say(
            name=line(said.get("name")), short_name=line(said.get("alternate_name")),
            description=self._text(said.get("description"), lines=True),
            kind=next(_codes(said, terms.KINDS), self.kind),
            policy_areas=[*_codes(said, "policy_areas")], target_groups=[*_codes(said, "target_groups")],
        )  # fmt: skip
        self._whereabouts(record, said)
        self._numbers(record, said)
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
        record.say_if_right("reviewed_on", checked.IsoDate(), line(said.get("assured_date")))
        return record

    def _text(self, said: Any, *, lines: bool = False) -> Object | None:
        text = str(said or "").strip() if lines else line(said)
        return {self.language: {"text": text, "status": "original"}} if text else None

    def _places(self, record: Record, said: Object) -> None:
        whole = [
            one["location"] for one in _many(said, "service_at_locations") if isinstance(one.get("location"), dict)
        ]
        found = [site(one) for one in whole]
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
        found = [site(one) for one in locations if one.get("latitude") not in (None, "")]
        if any(place and place["lat"] is None for place in found):
            record.left_out.append((name, _("Latitude and longitude are no place on the earth; they are left out.")))

    def _whereabouts(self, record: Record, said: Object) -> None:
        locations = _many(said, "locations")
        found = whereabouts(line(said.get("id")), locations)
        record.say(**{"sites": found.sites, **found.seat})
        record.supposed = {name: value for name, value in found.supposed.items() if value not in (None, "")}
        if not found.seat.get("country"):
            record.supposed.setdefault("country", self.country)
        self._positions(record, "lat", locations[:1])
        if any(place and not is_whole(place) for place in map(site, locations[1:])):
            record.left_out.append(("sites", _("A place without a town and a country is left out.")))

    def _numbers(self, record: Record, said: Object) -> None:
        """The numbers of registers that we know; a wrong one is named."""
        numbers = []
        for one in _many(said, "organization_identifiers"):
            if (scheme := line(one.get("identifier_type"))) in SCHEMES:
                country = spellings.country(line(one.get("identifier_scheme"))) or self.country
                number = {"scheme": scheme, "country": country, "value": line(one.get("identifier"))}
                try:
                    numbers.append(instance(IdentifierBody).load(number))
                except ValidationError as error:
                    told = body_of(Invalid({"identifiers": error.normalized_messages()}))["errors"]
                    record.left_out += [("identifiers", f"{number['value']}: {each['message']}") for each in told]
        record.say(identifiers=numbers)

    def _languages(self, record: Record, said: Iterable[Object]) -> None:
        names = [str(one.get("code") or one.get("name") or "").strip() for one in said]
        read = {name: spellings.language(name) for name in names if name}
        for name in (name for name, tag in read.items() if tag is None):
            record.left_out.append(("languages", _("“%(name)s” is no language that we know.", name=name)))
        record.say(languages=list(dict.fromkeys(tag for tag in read.values() if tag)))

    def _addresses(self, record: Record, website: Any, email: Any) -> None:
        record.say_if_right("website", checked.WebAddress(), with_scheme(line(website)) if website else None)
        record.say_if_right("email", checked.Email(), line(email))

    def _phone(self, record: Record, said: Object) -> None:
        first = next((str(one["number"]) for one in _many(said, "phones") if one.get("number")), None)
        country = next((place["country"] for place in record.fields.get("places", ())), self.country)
        record.say_if_right("phone", checked.Phone(), spellings.telephone(first, country) if first else None)

    def _referrals(self, record: Record, said: Object) -> None:
        values = {term.code: one.get("value") for one, term in _ours(said) if term.taxonomy == terms.REFERRALS}
        if terms.TAKES_REFERRALS in values:
            record.fields["takes_referrals"] = True
            record.say_if_right("free_places", checked.Integer(), whole_number(line(values.get(terms.FREE_PLACES))))


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
    return line(said.get("eligibility_description")) or _joined(_many(said, "eligibilitys"), "eligibility")


def _cost(said: Object) -> str:
    """What is said of fees, then each option with its price."""
    options = [_price(one) for one in _many(said, "cost_options")]
    told = [line(said.get("fees_description")) or line(said.get("fees")), *options]
    return "; ".join([*(text for text in told if text), *_texts(_many(said, "payments"), "payment")])


def _price(option: Object) -> str:
    """A price in a line: Adults: 5 EUR an hour."""
    parts = [line(option.get(name)) for name in ("option", "amount", "currency", "amount_description")]
    parts[0], parts[2] = f"{parts[0]}:" if parts[0] else "", parts[2].upper()
    return " ".join(part for part in parts if part)


def _joined(objects: Iterable[Object], name: str) -> str:
    return "; ".join(_texts(objects, name))


def _texts(objects: Iterable[Object], name: str) -> list[str]:
    return [text for text in (line(one.get(name)) for one in objects) if text]


def _many(said: Object, name: str) -> list[Object]:
    found = said.get(name)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []

"""What a sheet of each list has: its headings in order, and how the cell below each is made of a row of the API."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from flask import g

from services.chassis.errors import NotFound
from services.chassis.formats import country_name, language_name
from services.chassis.i18n import N_, _
from services.chassis.web.filters import in_language
from services.website.clients import api
from services.website.public.names import SCHEMES
from services.website.staff.cities import city_name
from services.website.staff.words import word

Row = Mapping[str, Any]
Cell = str | int | float | None
Columns = Mapping[str, Callable[[Row], Cell]]


def _plain(name: str) -> Callable[[Row], Cell]:
    return lambda row: row.get(name)


def _coded(name: str, table: str) -> Callable[[Row], Cell]:
    return lambda row: word(table, row[name]) if row.get(name) else None


def _list(name: str, table: str) -> Callable[[Row], Cell]:
    return lambda row: ", ".join(word(table, code) for code in row.get(name) or [])


def _translated(name: str) -> Callable[[Row], Cell]:
    return lambda row: in_language(row[name]) if row.get(name) else None


def _city(row: Row) -> Cell:
    return city_name(row.get("city"))


def _country(row: Row) -> Cell:
    return country_name(row["country"]) if row.get("country") else None


def _languages(row: Row) -> Cell:
    return ", ".join(language_name(tag) for tag in row.get("languages") or [])


def _changed(row: Row) -> Cell:
    return str(row["updated_at"])[:10]


def _organisation(name: str) -> Callable[[Row], Cell]:
    return lambda row: organisation_name(row[name]) if row.get(name) else None


def _roles(row: Row) -> Cell:
    """What somebody is and where: "Trainer, CIOFS; Expert, ZSI"."""
    told = ((word("person_role", one["role"]), organisation_name(one["organisation"])) for one in row["roles"] or [])
    return "; ".join(", ".join(one) for one in told)


def _channels(kind: str) -> Callable[[Row], Cell]:
    return lambda row: ", ".join(one["address"] for one in row.get("channels") or [] if one["kind"] == kind)


def _places(name: str) -> Callable[[Row], Cell]:
    parts = ("name", "address", "postcode", "town")
    return lambda row: "; ".join(
        ", ".join(place[part] for part in parts if place.get(part)) for place in row.get(name) or []
    )


def _numbers(scheme: str) -> Callable[[Row], Cell]:
    """The numbers of a scheme; of which country one is where that is not the organisation's own."""

    def number(row: Row, one: Row) -> str:
        elsewhere = one.get("country") not in (None, row.get("country"))
        return f"{one['value']} ({country_name(one['country'])})" if elsewhere else str(one["value"])

    return lambda row: ", ".join(number(row, one) for one in row.get("identifiers") or [] if one["scheme"] == scheme)


def _publication(row: Row) -> Cell:
    return word("publication", row.get("publication") or "published")


def _verification(row: Row) -> Cell:
    return word("verification", (row.get("verification") or {}).get("status", "unverified"))


def _yes(name: str) -> Callable[[Row], Cell]:
    return lambda row: _("Yes") if row.get(name) else _("No")


def organisation_name(id: str) -> str:
    """An organisation's name, asked once a file; its id where it is gone."""
    names: dict[str, str] = g.setdefault("organisation_names", {})
    if id not in names:
        try:
            names[id] = api("registry").get(f"/organisations/{id}")["name"]
        except NotFound:
            names[id] = id
    return names[id]


COLUMNS: Final[Mapping[str, Columns]] = {
    "organisations": {
        N_("Name"): _plain("name"), N_("Short name"): _plain("short_name"), N_("Legal name"): _plain("legal_name"),
        N_("Kind"): _coded("kind", "kind"), N_("Country"): _country, N_("City"): _city, N_("Seat"): _plain("seat"),
        N_("Description"): _translated("description"), N_("Policy areas"): _list("policy_areas", "policy_area"),
        N_("For whom?"): _list("target_groups", "target_group"), N_("Languages"): _languages,
        N_("Web page"): _plain("website"), N_("E-mail address"): _plain("email"), N_("Sites"): _places("sites"),
        **{SCHEMES[scheme]: _numbers(scheme) for scheme in SCHEMES},
        N_("Part of"): _organisation("parent"), N_("Successor"): _organisation("successor"),
        N_("Verification"): _verification, N_("Publication"): _publication, N_("Changed on"): _changed,
    },
    "people": {
        N_("Family name"): _plain("family_name"), N_("Given name"): _plain("given_name"),
        N_("E-mail address"): _plain("email"), N_("City"): _city, N_("Role in the organisation"): _roles,
        N_("Further e-mail addresses"): _channels("email"), N_("Telephone"): _channels("phone"),
        N_("Languages spoken"): _languages,
        N_("Changed on"): _changed,
    },
    "services": {
        N_("Name of the service"): _translated("name"), N_("Organisation"): _organisation("organisation"),
        N_("City"): _city, N_("State"): _coded("status", "service_status"),
        N_("What is offered?"): _translated("description"),
        N_("What is it?"): _list("themes", "theme"), N_("For whom?"): _list("target_groups", "target_group"),
        N_("Policy areas"): _list("policy_areas", "policy_area"), N_("Languages"): _languages,
        N_("Who can come?"): _translated("eligibility"), N_("How to apply"): _translated("how_to_apply"),
        N_("What to bring"): _translated("documents"), N_("What does it cost?"): _translated("cost"),
        N_("When?"): _translated("hours"), N_("Places"): _places("places"), N_("Telephone"): _plain("phone"),
        N_("E-mail address"): _plain("email"), N_("Web page"): _plain("website"),
        N_("Other organisations may send people here"): _yes("takes_referrals"),
        N_("Free places"): _plain("free_places"), N_("To be confirmed by"): _plain("review_due_on"),
        N_("Changed on"): _changed,
    },
    "stakeholders": {
        N_("Name"): _plain("name"), N_("Organisation"): _organisation("organisation"), N_("City"): _city,
        N_("Role group"): _coded("role_group", "role_group"),
        N_("Policy areas"): _list("policy_areas", "policy_area"),
        N_("Whom does it represent?"): _plain("represents"),
        N_("It is of the people whom the plan concerns"): _yes("people_concerned"),
        N_("Power"): _plain("power"), N_("Interest"): _plain("interest"),
        N_("Attitude"): _coded("attitude", "attitude"),
        N_("How is it involved now?"): _coded("involvement", "involvement"),
        N_("How should it be involved?"): _coded("wanted_involvement", "involvement"),
        N_("Advice"): _coded("strategy", "strategy"), N_("Changed on"): _changed,
    },
}  # fmt: skip
"""What the API does not show to who asks (a restricted field of a person) is an empty cell here."""

"""The records of processing of a city (GDPR, Article 30): a page, and a file for who supervises.

What is done with personal data is told by each service; who is responsible is read off the city's partnerships, who
else gets data off the clients of the API. A service that does not answer is named: nothing is left out in silence.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask import Response, request, url_for

from services.chassis.errors import Problem
from services.chassis.i18n import N_, _
from services.website.clients import api
from services.website.staff.blueprint import staff, who
from services.website.staff.cities import city_name, own_cities, today_in
from services.website.staff.page import Answer, show
from services.website.staff.registry.exports.files import csv_pieces
from services.website.staff.registry.lookups import organisation_names
from services.website.staff.registry.organisations import registry
from services.website.staff.words import word

PARTS: Final = ("registry", "workshops", "support", "notifications", "gateway")
"""The services that keep something of people."""
SHARING: Final = ("lead", "core")
"""The roles of members who decide together what is done (Article 26)."""
PROCESSORS: Final = N_("Whoever operates the platform for the cities, and its mail server (GDPR, Article 28)")
ABROAD: Final = N_("None by the platform itself")
MEASURES: Final = (
    N_("Nothing goes to authorities that enforce immigration law"),
    N_("Access by role and city, and a second factor for who administers accounts"),
    N_("Passwords as hashes; no personal data in events and logs"),
    N_("A sealed audit trail, in which reading of people’s data is noted too"),
    N_("Erasure in every part of the platform, with a receipt; rules on how long records are kept"),
)


@staff.get("/registry/processing")
def processing() -> Answer:
    """All of it, readable."""
    city = _city()
    return show(
        "registry/processing.html", _("Records of processing"), back=(url_for("staff.people"), _("People")),
        city=city, cities=own_cities(), parts=_told(), partnerships=_responsible(city), clients=_clients(city),
        processors=_(PROCESSORS), abroad=_(ABROAD), measures=[_(one) for one in MEASURES],
    )  # fmt: skip


@staff.get("/registry/processing.csv")
def processing_file() -> Answer:
    """The same as a table, a line an activity."""
    city = _city()
    responsible = _responsible(city)
    same = [
        "; ".join(one["lead"] for one in responsible), "; ".join(name for one in responsible for name in one["others"]),
    ]  # fmt: skip
    clients = "; ".join(one["name"] for one in _clients(city) or [])
    also = [_(PROCESSORS), clients, _(ABROAD), "; ".join(_(one) for one in MEASURES)]
    rows = [
        [city_name(city), *same, word("part", part), *activity.values(), *also]
        for part, activities in _told().items()
        for activity in activities or [dict.fromkeys(_ACTIVITY, _("does not answer now; load the page again later"))]
    ]
    headings = [_(one) for one in (*_BEFORE, *_ACTIVITY.values(), *_AFTER)]
    headers = {"Content-Disposition": 'attachment; filename="processing.csv"'}
    return Response(csv_pieces(headings, rows), mimetype="text/csv", headers=headers)


_BEFORE: Final = (N_("City"), N_("Controller"), N_("Joint controllers"), N_("Part of the platform"))
_ACTIVITY: Final = {
    "name": N_("Activity"), "purpose": N_("What for"), "basis": N_("On which legal basis"), "people": N_("Whose data"),
    "data": N_("Which data"), "recipients": N_("Who sees them"), "kept": N_("How long they are kept"),
}  # fmt: skip
_AFTER: Final = (
    N_("Processors"), N_("Clients of the API"), N_("To countries outside of the EU"), N_("How they are protected"),
)  # fmt: skip


def _city() -> str:
    """The city that is asked for, else the first that the person works for."""
    own = [id for id, _name in own_cities()]
    asked = request.args.get("city", "")
    return asked if asked in own else own[0] if own else ""


def _told() -> dict[str, list[dict[str, Any]]]:
    """The activities of each part by its name, in the order of `_ACTIVITY`; none where it does not answer."""
    told: dict[str, list[dict[str, Any]]] = {}
    for part in PARTS:
        try:
            said = api(part).get("/processing")["activities"]
        except Problem:
            said = []
        told[part] = [{name: one[name] for name in _ACTIVITY} for one in said]
    return told


def _responsible(city: str) -> list[dict[str, Any]]:
    """The partnerships of the city that last: who leads, and who decides with them."""
    if not city:
        return []
    found = registry().all("/partnerships", city=city, status="active")
    today = today_in(city)
    deciding = {one["id"]: [row["organisation"] for row in one["members"] if _decides(row, today)] for one in found}
    names = organisation_names(
        [id for ids in deciding.values() for id in ids] + [one["lead_organisation"] for one in found]
    )
    return [
        {
            "id": one["id"], "name": one["name"], "lead": names.get(one["lead_organisation"], ""),
            "others": [
                names[id] for id in dict.fromkeys(deciding[one["id"]]) if id != one["lead_organisation"] and id in names
            ],
        }
        for one in found
    ]  # fmt: skip


def _decides(mandate: Mapping[str, Any], today: str) -> bool:
    return mandate["role"] in SHARING and mandate["since"] <= today <= (mandate["until"] or today)


def _clients(city: str) -> list[dict[str, Any]] | None:
    """The clients of the API that reach the city; None where the person may not know them."""
    if not who().may("gateway:read"):
        return None
    found = api("gateway").all("/clients", status="active")
    return [one for one in found if one["city"] in (None, city)]

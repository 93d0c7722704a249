"""Everything that is held about a person, for when they ask (GDPR, Article 15): a page and a file.

Each service is asked with the rights of who is signed in. One that does not answer is named: nothing is left out in
silence.
"""

from __future__ import annotations

from typing import Any, Final

import orjson
from flask import Response, request, url_for

from services.chassis.errors import Problem
from services.chassis.i18n import _
from services.website.clients import api
from services.website.staff.blueprint import now, staff, who
from services.website.staff.page import Answer, show
from services.website.staff.registry.lookups import organisation_names
from services.website.staff.registry.organisations import registry
from services.website.staff.registry.purposes import purpose_names

ASKED: Final = ("gateway", "workshops", "support", "notifications")
"""The other services that keep something of people, the one that knows it by what is theirs elsewhere last."""
THEIRS: Final = ("accounts", "registrations", "tickets")
"""What in the answers has an id by which others know it."""


@staff.get("/registry/people/<id>/held")
def held(id: str) -> Answer:
    """All of it, readable."""
    found = _gathered(id)
    person = found["held"]["registry"]["person"]
    return show(
        "registry/held.html", _("Everything that is held about this person"),
        back=(url_for("staff.person", id=id), _("Back")), caption=f"{person['given_name']} {person['family_name']}",
        held=found["held"], missing=found["missing"], person=person,
        purposes=purpose_names(person["city"]) if person["consents"] else {},
        names=organisation_names(one["organisation"] for one in person["roles"] or []),
    )  # fmt: skip


@staff.get("/registry/people/<id>/held.json")
def held_file(id: str) -> Answer:
    """The same as a file, to be handed over."""
    headers = {"Content-Disposition": 'attachment; filename="held.json"'}
    text = orjson.dumps(_gathered(id), option=orjson.OPT_INDENT_2)
    return Response(text, mimetype="application/json", headers=headers)


@staff.get("/registry/people/<id>/readings")
def readings(id: str) -> Answer:
    """Who saw the data of a person, the newest first."""
    page = registry().page(f"/people/{id}/readings", after=request.args.get("after"))
    back = url_for("staff.person", id=id), _("Back")
    return show("registry/readings.html", _("Who has seen the data of this person"), page=page, back=back, me=who().id)


def _gathered(id: str) -> dict[str, Any]:
    """What each service holds, by its name; those that do not answer are `missing`."""
    own = registry().post(f"/people/{id}/held")
    held: dict[str, Any] = {"registry": own}
    subjects = [id]
    for name in ASKED:
        body = {"addresses": own["addresses"], "subjects": subjects}
        try:
            held[name] = api(name).post("/held-about", body)
        except Problem:
            continue
        subjects += [one["id"] for kind in THEIRS for one in held[name].get(kind, [])]
    own["searches"] = registry().post("/held-about", {"addresses": [], "subjects": subjects})["searches"]
    return {"made_at": now(), "missing": [name for name in ASKED if name not in held], "held": held}

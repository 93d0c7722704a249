"""The page of what happened to an object: each change with what its fields were and are, the newest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from services.chassis.errors import Gone, NotFound
from services.chassis.i18n import _
from services.chassis.web.filters import in_language
from services.website.clients import Found
from services.website.staff.blueprint import staff
from services.website.staff.cities import zone_of
from services.website.staff.page import Answer, show
from services.website.staff.registry.history.kinds import kind_of, name_of
from services.website.staff.registry.history.said import Said, organisations_in, when_and_who
from services.website.staff.registry.lookups import organisation_names
from services.website.staff.registry.organisations import registry
from services.website.staff.registry.purposes import purpose_names
from services.website.staff.words import word


@dataclass(frozen=True)
class Entry:
    """One change as it is shown: a sentence, the fields before and after, the names of those without values."""

    sentence: str
    changes: list[tuple[str, list[str], list[str]]]
    unknown: list[str]


@staff.get("/registry/<path:of>/history")
def history(of: str) -> Answer:
    """What happened to any object of the registry; one that is gone has a history too."""
    kind, ids = kind_of(of)
    page = registry().page(f"/{of}/history", after=request.args.get("after"), limit=20)
    found = _found(of)
    purposes = purpose_names(found["city"]) if found and of.startswith("people/") else {}
    said = Said(kind, zone_of(found.get("city") or _city_of(of)), _organisations(page["items"]), purposes)
    name = in_language(name_of(found))
    back = (kind.address(ids), name or _("Back")) if found else (url_for(kind.all), _("Back"))
    return show(
        "registry/history/history.html", _("History"), back=back, caption=name, gone=not found, next=page["next"],
        entries=[_entry(one, said) for one in page["items"]],
    )  # fmt: skip


def _found(of: str) -> Found:
    """The object, empty when it is gone; of an assessment the partnership, which has all of them on one page."""
    above, _slash, last = of.rpartition("/")
    try:
        found = registry().get(f"/{above.removesuffix('/assessments')}" if above.endswith("/assessments") else f"/{of}")
    except (NotFound, Gone):
        return Found()
    return found if found["id"] in of.split("/") else Found()  # what was merged leads to what it went into


def _city_of(of: str) -> str | None:
    """The city of the partnership that something is a part of."""
    steps = of.split("/")
    return registry().get("/".join(["", *steps[:2]]))["city"] if steps[0] == "partnerships" and len(steps) > 2 else None


def _organisations(items: list[dict[str, Any]]) -> dict[str, str]:
    values = ((one["field"], one[side]) for item in items for one in item["changes"] for side in ("before", "after"))
    return organisation_names(id for name, value in values for id in organisations_in(name, value))


def _entry(one: dict[str, Any], said: Said) -> Entry:
    sentence = f"{word('action', one['action'])} · {when_and_who(one, said.zone)}"
    known = [each["field"] for each in one["changes"]]
    changes = [
        (said.label(each["field"]), *said.change(each["field"], each["before"], each["after"]))
        for each in one["changes"]
    ]
    changes = [(label, before, after) for label, before, after in changes if before != after]
    lost = [said.label(name) for name in one["changed"] if name not in known] if one["action"] == "changed" else []
    return Entry(sentence, changes, lost)

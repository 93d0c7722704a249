"""What can be done with a gathering: plan, change, cancel, note that it was held. Who comes is another wing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from services.chassis.errors import Invalid
from services.chassis.i18n import _
from services.chassis.store import Document, UnitOfWork, search_words
from services.contracts.workshops import GatheringCancelled, GatheringChanged, GatheringPlanned
from services.workshops.codes import new_code
from services.workshops.easw.model import stages
from services.workshops.gatherings import facts
from services.workshops.gatherings.agenda import default_agenda
from services.workshops.gatherings.checks import check_planned, check_whole
from services.workshops.gatherings.model import DEFAULT_SIZES, ROLE_GROUPS, changes_to_tell
from services.workshops.registrations import roster as rosters
from services.workshops.registrations.telling import inform_all
from services.workshops.registrations.waiting_list import move_up

Values = Mapping[str, Any]

PARTS = ("quotas", "sizes")
"""Objects of which a change names the parts that become different."""


def plan_gathering(uow: UnitOfWork, body: Values) -> Document:
    """Plan a gathering, its registration open by its code. Raises Invalid where the whole does not hold together."""
    gathering = _new(uow, body)
    check_whole(gathering)
    uow.add("gatherings", gathering)
    rosters.open_roster(uow, gathering)
    uow.publish(GatheringPlanned, gathering, **facts.of_gathering(gathering))
    return gathering


def _new(uow: UnitOfWork, body: Values) -> Document:
    easw = body["method"] == "easw"
    agenda = body.get("agenda")
    if agenda is None:
        agenda = default_agenda(body["starts_at"], body["ends_at"]) if easw else []
    gathering = {
        **body,
        **_of_city(uow, body),
        "status": "planned",
        "stage": stages.FIRST if easw else None,
        "sequence": 0,
        "registration_code": new_code(10),
        "quotas": {**dict.fromkeys(ROLE_GROUPS), **body.get("quotas", {})},
        "sizes": {**asdict(DEFAULT_SIZES[body["method"]]), **body.get("sizes", {})},
        "agenda": _in_order(agenda),
    }
    return _with_words(gathering)


def _of_city(uow: UnitOfWork, body: Values) -> dict[str, str]:
    """Time zone and language, the city's own where the body names none."""
    city = uow.as_system().first("cities", {"_id": body["city"]}) or {"timezone": None, "languages": []}
    timezone = body.get("timezone") or city["timezone"]
    if timezone is None:
        raise Invalid({"timezone": [_("Name the time zone: the city's own is not known yet.")]})
    return {"timezone": timezone, "language": body.get("language") or next(iter(city["languages"]), "en")}


def _in_order(agenda: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(agenda, key=lambda item: item["starts_at"])


def _with_words(gathering: Document) -> Document:
    titles = [text["text"] for text in gathering["title"].values()]
    gathering["words"] = search_words(*titles, (gathering["place"] or {}).get("name"))
    return gathering


def change_gathering(uow: UnitOfWork, body: Values, id: str) -> Document:
    """Change what `body` names. Who has a place keeps it, who waits may move up, all learn what concerns them."""
    gathering = uow.get("gatherings", id)
    check_planned(gathering)
    before = dict(gathering)
    _apply(gathering, body)
    check_whole(gathering)
    told = changes_to_tell(before, gathering)
    gathering["sequence"] += bool(told)
    uow.save("gatherings", gathering)
    uow.publish(GatheringChanged, gathering, **facts.of_gathering(gathering))
    _apply_places(uow, gathering)
    if told:
        inform_all(uow, gathering, told)
    return gathering


def _apply(gathering: Document, body: Values) -> None:
    moved_by = body.get("starts_at", gathering["starts_at"]) - gathering["starts_at"]
    for name, value in body.items():
        gathering[name] = {**gathering[name], **value} if name in PARTS else value
    if "agenda" not in body:  # the points move with the start
        gathering["agenda"] = [{**item, "starts_at": item["starts_at"] + moved_by} for item in gathering["agenda"]]
    gathering["agenda"] = _in_order(gathering["agenda"])
    _with_words(gathering)


def _apply_places(uow: UnitOfWork, gathering: Document) -> None:
    roster = rosters.roster_of(uow, gathering)
    if not rosters.limits_of(gathering).are_kept_by(roster["registered"]):
        raise Invalid({"capacity": [_("More people are registered already than these places hold.")]})
    move_up(uow, gathering, roster)
    rosters.keep(uow, roster)


def cancel_gathering(uow: UnitOfWork, id: str) -> Document:
    """Call a gathering off; everybody on its roster is told. Raises Conflict when it is over or cancelled already."""
    gathering = uow.get("gatherings", id)
    check_planned(gathering)
    gathering.update(status="cancelled", sequence=gathering["sequence"] + 1)
    uow.save("gatherings", gathering)
    uow.publish(GatheringCancelled, gathering, **facts.of_gathering(gathering))
    inform_all(uow, gathering, ["cancelled"])
    return gathering


def mark_held(uow: UnitOfWork, id: str) -> None:
    """Note that a planned gathering is over; does nothing when it was moved or cancelled in the meantime."""
    gathering = uow.get("gatherings", id)
    if gathering["status"] != "planned" or gathering["ends_at"] > uow.now():
        return
    gathering["status"] = "held"
    uow.save("gatherings", gathering)
    uow.publish(GatheringChanged, gathering, **facts.of_gathering(gathering))

"""What can be done with a stakeholder: note it, change its sheet, judge it again, remove it."""

from functools import partial

from services.chassis.errors import Conflict, Invalid
from services.chassis.i18n import _
from services.chassis.store import Document, Reader, UnitOfWork, searchable
from services.registry import model as register
from services.registry.commands import check_organisation, own_city, together
from services.registry.partnerships.model import today
from services.registry.stakeholders import model

BLANK: Document = {"organisation": None, "policy_areas": [], "represents": None, "people_concerned": False}


def note_stakeholder(uow: UnitOfWork, body: Document) -> Document:
    """Note a stakeholder of a city with the first judgement."""
    check_besides(uow, body)
    city = _city(uow, body)
    sheet = {name: value for name, value in body.items() if name not in (*model.SCORE, "day")}
    stakeholder = {"_id": uow.new_id(), **BLANK, **sheet, "city": city, "scores": []}
    _name(uow, stakeholder)
    return uow.add("stakeholders", _judged(uow, stakeholder, body))


def check_besides(read: Reader, body: Document, id: str | None = None) -> None:
    """Raise `Invalid` for what the register has against the parts of a body that have the right form."""
    kept = read.get("stakeholders", id) if id else BLANK
    whose = [] if id else [partial(_check_day_of_city, read, body)]
    together(*whose, partial(_check_name, read, kept | body))


def change_stakeholder(uow: UnitOfWork, id: str, body: Document) -> Document:
    """Change the sheet of a stakeholder; a change that changes nothing makes no new version."""
    stakeholder = uow.get("stakeholders", id)
    if wanted := register.changes(stakeholder, body):
        stakeholder.update(wanted)
        _name(uow, stakeholder)
        uow.save("stakeholders", _placed(stakeholder))
    return stakeholder


def judge_stakeholder(uow: UnitOfWork, id: str, body: Document) -> Document:
    """Judge a stakeholder again, today or on a day since the last time."""
    stakeholder = uow.get("stakeholders", id)
    uow.save("stakeholders", _judged(uow, stakeholder, body))
    return stakeholder


def remove_stakeholder(uow: UnitOfWork, id: str) -> None:
    """Take a stakeholder away with everything that was thought of it."""
    uow.remove("stakeholders", uow.get("stakeholders", id))


def _name(uow: UnitOfWork, stakeholder: Document) -> None:
    """Name it, if nobody did, as its organisation is named."""
    _check_name(uow, stakeholder)
    if not stakeholder.get("name"):
        stakeholder["name"] = uow.get("organisations", stakeholder["organisation"])["name"]
    searchable(stakeholder, stakeholder["name"], besides=[stakeholder["represents"]])


def _city(read: Reader, body: Document) -> str:
    """The city of a new stakeholder. Raises `Invalid`."""
    return own_city(read, body, _("A stakeholder belongs to a city."))


def _check_day_of_city(read: Reader, body: Document) -> None:
    """Raise `Invalid` for the city, or for a day that is still to come in it."""
    _day(read, _city(read, body), body)


def _check_name(read: Reader, stakeholder: Document) -> None:
    if stakeholder["organisation"]:
        check_organisation(read, stakeholder["organisation"], "organisation")
    elif not stakeholder.get("name"):
        raise Invalid({"name": [_("Name the stakeholder, or choose its organisation.")]})


def _day(read: Reader, city: str, body: Document) -> str:
    """The day of a judgement, today in the city unless it is given. Raises `Invalid` for one to come."""
    now = today(read.now(), read.get("cities", city)["timezone"])
    if (day := body.get("day") or now) > now:
        raise Invalid({"day": [_("This day is still to come.")]})
    return day


def _judged(uow: UnitOfWork, stakeholder: Document, body: Document) -> Document:
    day = _day(uow, stakeholder["city"], body)
    score = {"day": day, **{name: body.get(name) for name in model.SCORE}}
    try:
        stakeholder["scores"] = model.judged(stakeholder["scores"], score)
    except model.OlderThanTheLast as older:
        raise Conflict(_("It was judged on a later day already. Choose that day or one after it.")) from older
    stakeholder.update((name, score[name]) for name in model.SCORE if name != "note")
    return _placed(stakeholder)


def _placed(stakeholder: Document) -> Document:
    """The stakeholder with its field of the grid, by which lists are narrowed."""
    power, interest = stakeholder["power"], stakeholder["interest"]
    stakeholder["strategy"] = model.strategy(power, interest, stakeholder["people_concerned"])
    return stakeholder

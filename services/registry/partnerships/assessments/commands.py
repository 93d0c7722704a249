"""What can be done with the capacity self-assessment: note that of a moment, or correct it."""

from services.chassis.errors import Invalid
from services.chassis.i18n import _
from services.chassis.store import Document, UnitOfWork
from services.registry.partnerships import commands as partnerships
from services.registry.partnerships.assessments import model


def assess(uow: UnitOfWork, id: str, body: Document) -> Document:
    """Note how able the Lead Organisation is at a moment; a second time corrects the first, which the trail keeps."""
    partnership = partnerships.active(uow, id)
    city = partnership["city"]
    today = partnerships.today_in(uow, city)
    day = body.get("day") or today
    if day > today:
        raise Invalid({"day": [_("This day is still to come.")]})
    known = uow.find("assessments", {"partnership": id})
    _check_order({one["moment"]: one["day"] for one in known} | {body["moment"]: day})
    facts = {"note": None, **body, "day": day, "organisation": partnership["lead_organisation"]}
    same = next((one["_id"] for one in known if one["moment"] == body["moment"]), None)
    if same is None:
        return uow.add("assessments", {"_id": uow.new_id(), "partnership": id, "city": city, **facts})
    return uow.save("assessments", uow.get("assessments", same) | facts)


def _check_order(days: dict[str, str]) -> None:
    try:
        model.check_order(days)
    except model.OutOfOrder as broken:
        raise Invalid({"day": [_("The start comes before the middle, and the middle before the end.")]}) from broken

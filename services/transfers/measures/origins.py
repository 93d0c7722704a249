"""Where a measure comes from, checked when it is added and kept for ever."""

from services.chassis.errors import Invalid
from services.chassis.i18n import _
from services.chassis.store import Document, UnitOfWork
from services.transfers.measures import model

Taken = tuple[Document, Document]
"""An origin as it is kept, and the texts that the measure takes over from it."""


def take_origin(uow: UnitOfWork, city: str, origin: Document) -> Taken:
    """The origin of a measure of `city`, with its texts. Raises `Invalid` at the part that is wrong."""
    return {
        "easw_idea": _from_idea,
        "gopp_activity": _from_activity,
        "practice_component": _from_component,
    }[origin["kind"]](uow, city, origin)


def _from_idea(uow: UnitOfWork, city: str, origin: Document) -> Taken:
    idea = uow.as_system().first("ideas", {"_id": origin["id"], "city": city, "withdrawn": False})
    if idea is None:
        raise Invalid({"origin.id": [_("There is no such idea from a workshop of this city.")]})
    return {**origin, "gathering": idea["gathering"]}, model.taken_from_idea(idea)


def _from_activity(_uow: UnitOfWork, _city: str, origin: Document) -> Taken:
    if not origin["gathering"]:
        raise Invalid({"origin.gathering": [_("Name the workshop that planned this activity.")]})
    return origin, {}


def _from_component(uow: UnitOfWork, _city: str, origin: Document) -> Taken:
    practice_id, _colon, component_id = origin["id"].partition(":")
    practice = uow.first("practices", {"_id": practice_id, "status": "published"}) or {"components": []}
    component = next((one for one in practice["components"] if one["id"] == component_id), None)
    if component is None:
        raise Invalid({"origin.id": [_("There is no published practice with this part.")]})
    return {**origin, "gathering": None}, {"title": component["title"]}

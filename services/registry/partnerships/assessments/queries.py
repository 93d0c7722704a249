"""What can be read of the capacity self-assessment. Never writes."""

from services.chassis.store import Document, Reader
from services.registry.partnerships.assessments import model
from services.registry.partnerships.queries import own

SHOWN = ("moment", "day", "organisation", "levels", "note")


def show_capacity(read: Reader, id: str) -> Document:
    """The assessments in the order of their moments, and what was gained from the first to the last."""
    found = read.find("assessments", {"partnership": own(read, id)["_id"]})
    found.sort(key=lambda one: model.MOMENTS.index(one["moment"]))
    gained = model.progress(found[0]["levels"], found[-1]["levels"]) if len(found) > 1 else None
    shown = [{name: one[name] for name in SHOWN} for one in found]
    return {"_id": id, "assessments": shown, "gained": gained}

"""What can be read of stakeholders. Never writes."""

from services.chassis.errors import NotFound
from services.chassis.store import Document, Page, Reader
from services.registry.model import POLICY_AREAS
from services.registry.queries import listed, named
from services.registry.stakeholders import model

MOST_OF_A_CITY = 2000


def list_stakeholders(read: Reader, query: Document) -> Page:
    """A page of the stakeholders of the reader's cities, by name."""
    return listed(read, "stakeholders", query, narrowed_stakeholders(query))


def narrowed_stakeholders(query: Document) -> Document:
    """The condition that a stakeholder is as the filters of the query say."""
    same = ("city", "role_group", "attitude", "strategy", "organisation")
    return named(query, *same, policy_area="policy_areas")


def gaps(read: Reader, city: str) -> Document:
    """Where nobody in `city` has a high interest. Raises `NotFound` for a city whose stakeholders one may not see."""
    if not read.actor.reaches(city):
        raise NotFound()
    read.get("cities", city)
    known = read.find(
        "stakeholders", {"city": city}, limit=MOST_OF_A_CITY, fields=("role_group", "policy_areas", "interest")
    )
    return {"_id": city, **model.gaps(known, POLICY_AREAS)}

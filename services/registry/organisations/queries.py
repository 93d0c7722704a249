"""What can be read of organisations. Never writes."""

from typing import Final

from services.chassis.store import Document, Page, Reader, near
from services.registry.organisations import model
from services.registry.queries import listed_in_city, named

PUBLISHED: Final[Document] = {"publication": {"$in": [model.PUBLISHED, None]}}
"""The condition that the public may see an organisation; those of before the field are published."""


def list_organisations(read: Reader, query: Document) -> Page:
    """A page of organisations by name; `q` is looked for in its names and seat, misspelt too."""
    return listed_in_city(read, "organisations", query, narrowed_organisations)


def narrowed_organisations(query: Document) -> Document:
    """The condition that an organisation is as the filters of the query say."""
    same = named(
        query, "kind", "country", "city", "parent", policy_area="policy_areas", target_group="target_groups",
        language="languages", identifier="identifiers.value",
    )  # fmt: skip
    same |= _in_publication(query.get("publication")) | _in_verification(query.get("verification"))
    return same | (near(query["near"], query["within"]) if query.get("near") else {})


def _in_verification(wanted: str | None) -> Document:
    if wanted is None:
        return {}
    return {"verification.status": {"$in": [wanted, None]} if wanted == model.UNVERIFIED else wanted}


def _in_publication(wanted: str | None) -> Document:
    if wanted is None:
        return {}
    return PUBLISHED if wanted == model.PUBLISHED else {"publication": wanted}

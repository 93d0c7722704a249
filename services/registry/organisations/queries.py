"""What can be read of organisations. Never writes."""

from services.chassis.store import Document, Page, Reader, near
from services.registry.queries import listed, named


def list_organisations(read: Reader, query: Document) -> Page:
    """A page of organisations by name; `q` is looked for in its names and seat, misspelt too."""
    return listed(read, "organisations", query, narrowed_organisations(query))


def narrowed_organisations(query: Document) -> Document:
    """The condition that an organisation is as the filters of the query say."""
    same = named(
        query, "kind", "country", "city", policy_area="policy_areas", target_group="target_groups",
        language="languages", identifier="identifiers.value",
    )  # fmt: skip
    return same | (near(query["near"], query["within"]) if query.get("near") else {})

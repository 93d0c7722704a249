"""What can be read of ideas: the votes they got and the measures they became. Never writes."""

from collections.abc import Sequence

from services.chassis.store import Document, Page, Reader
from services.transfers.narrowing import narrowed

SHOWN_OF_A_MEASURE = ("plan", "number", "title", "state")


def list_ideas(read: Reader, query: Document) -> Page:
    """A page of the ideas of the reader's cities, those with most votes first."""
    offered = {"withdrawn": False, **narrowed(query, "gathering", "city", "top")}
    page = read.page("ideas", query, filter=offered, sort_by=("-votes", "rank", "_id"))
    return Page(items=_with_measures(read, page.items), next=page.next)


def show_idea(read: Reader, id: str) -> Document:
    """One idea with the measures it became."""
    return _with_measures(read, [read.get("ideas", id)])[0]


def _with_measures(read: Reader, ideas: Sequence[Document]) -> list[Document]:
    origin = {"origin.kind": "easw_idea", "origin.id": {"$in": [idea["_id"] for idea in ideas]}}
    became: dict[str, list[Document]] = {}
    for measure in read.find("measures", origin, sort=[("_id", 1)]):
        shown = {"id": measure["_id"], **{name: measure[name] for name in SHOWN_OF_A_MEASURE}}
        became.setdefault(measure["origin"]["id"], []).append(shown)
    return [{**idea, "measures": became.get(idea["_id"], [])} for idea in ideas]

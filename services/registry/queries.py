"""What can be read of cities, and how the lists of all wings are read. Never writes."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from services.chassis.store import Document, Page, Reader


def list_cities(read: Reader, query: Document) -> Page:
    """A page of cities by name."""
    return listed(read, "cities", query, named(query, "role", "country"))


def listed(read: Reader, name: str, query: Document, filter: Document) -> Page:
    """A page in the order of names, accents ignored, unless the query searches or wishes for another order."""
    wish = (query.get("sort") or "").replace("name", "name_folded") or None
    return read.page(name, {**query, "sort": wish}, filter=filter, sort_by=("name_folded", "_id"), fields=read.shown)


def listed_in_city(read: Reader, name: str, query: Document, narrowed: Callable[[Document], Document]) -> Page:
    """As `listed`; who asks what has changed in one city hears of what is another's by now, as of what is gone.

    `narrowed` makes the filter of a query. Which cities had a document before is noted by `commands.note_move`.
    """
    city = query.get("city")
    if city is None or query.get("modified_after") is None:
        return listed(read, name, query, narrowed(query))
    known_to_it = {"$or": [{"city": city}, {"former_cities": city}]}
    page = listed(read, name, query, {"$and": [narrowed({**query, "city": None}), known_to_it]})
    return replace(page, items=[one if one["city"] == city else _gone(one) for one in page.items])


def _gone(document: Document) -> Document:
    return {"_id": document["_id"], "deleted_at": document["updated_at"]}


def named(query: Document, *same: str, **other: str) -> dict[str, Any]:
    """The filter for what the query names: those called like their field, then the others."""
    columns = {**{name: name for name in same}, **other}
    return {column: query[name] for name, column in columns.items() if query.get(name) is not None}

"""What can be read of cities. Never writes."""

from typing import Any

from services.chassis.store import Document, Page, Reader


def list_cities(read: Reader, query: Document) -> Page:
    """A page of cities by name."""
    return listed(read, "cities", query, named(query, "role", "country"))


def listed(read: Reader, name: str, query: Document, filter: Document) -> Page:
    """A page in the order of names, accents ignored, unless the query searches or wishes for another order."""
    wish = (query.get("sort") or "").replace("name", "name_folded") or None
    return read.page(name, {**query, "sort": wish}, filter=filter, sort_by=("name_folded", "_id"), fields=read.shown)


def named(query: Document, *same: str, **other: str) -> dict[str, Any]:
    """The filter for what the query names: those called like their field, then the others."""
    columns = {**{name: name for name in same}, **other}
    return {column: query[name] for name, column in columns.items() if query.get(name) is not None}

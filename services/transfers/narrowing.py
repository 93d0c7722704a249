"""From the checked query of a list to the filter of the store."""

from services.chassis.store import Document


def narrowed(query: Document, *same: str, **other: str) -> Document:
    """The filter for what the query names: parameters named like their field, then the other ones."""
    columns = {**{name: name for name in same}, **other}
    return {column: query[name] for name, column in columns.items() if name in query}

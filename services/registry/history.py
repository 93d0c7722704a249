"""The addresses of what happened to each object of the registry: one table. What is kept of it says the manifest.

A history stands below its object and is read by whoever may read that; a removed object has one too.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from services.chassis.errors import NotFound
from services.chassis.http.routes import Routes
from services.chassis.http.schema import Pages
from services.chassis.store import Document, Page, Reader
from services.registry.partnerships.queries import own, part
from services.registry.schemas import HistoryShape
from services.registry.searches.queries import own_search

Found = Callable[..., tuple[Reader, str]]
"""Who reads, and the id of the object, for the parts of an address. Raises `NotFound`."""

routes = Routes("history", summary="What happened to each object, with what its fields were and are")


def _itself(read: Reader, id: str) -> tuple[Reader, str]:
    return read, id


def _person(read: Reader, id: str) -> tuple[Reader, str]:
    """That somebody looked is noted: what a person's sheet said before is on it as well."""
    person = read.first("people", {"_id": id})
    if person is not None:
        read.note_reading("people", person, "sheet")
    return read, id


def _part(name: str, read: Reader, id: str, **last: str) -> tuple[Reader, str]:
    [of_part] = last.values()
    return read, part(read, name, id, of_part)["_id"]


def _assessment(read: Reader, id: str, moment: str) -> tuple[Reader, str]:
    found = read.first("assessments", {"partnership": own(read, id)["_id"], "moment": moment})
    if found is None:
        raise NotFound()
    return read, found["_id"]


def _own_search(read: Reader, id: str) -> tuple[Reader, str]:
    return read.as_system(), own_search(read, id)["_id"]


HISTORIES: tuple[tuple[str, str, str, Found], ...] = (
    ("/cities/<id>", "cities", "a city", _itself),
    ("/organisations/<id>", "organisations", "an organisation", _itself),
    ("/people/<id>", "people", "a person", _person),
    ("/partnerships/<id>", "partnerships", "a partnership", _itself),
    ("/partnerships/<id>/agreements/<agreement>", "agreements", "an agreement", partial(_part, "agreements")),
    ("/partnerships/<id>/tables/<table>", "tables", "a table", partial(_part, "tables")),
    ("/partnerships/<id>/meetings/<meeting>", "meetings", "a meeting", partial(_part, "meetings")),
    ("/partnerships/<id>/decisions/<decision>", "decisions", "a decision", partial(_part, "decisions")),
    ("/partnerships/<id>/assessments/<moment>", "assessments", "an assessment", _assessment),
    ("/stakeholders/<id>", "stakeholders", "a stakeholder", _itself),
    ("/services/<id>", "services", "a service", _itself),
    ("/imports/<id>", "imports", "an import", _itself),
    ("/mappings/<id>", "mappings", "a mapping", _itself),
    ("/searches/<id>", "searches", "a search", _own_search),
    ("/duplicates/<id>", "duplicates", "a pair", _itself),
)
"""Each object's address, its collection, what it is called, and how it is found."""


def _add(path: str, name: str, what: str, found: Found) -> None:
    def view(read: Reader, query: Document, **places: str) -> Page:
        reader, id = found(read, **places)
        return reader.history(name, id, query)

    view.__name__ = f"show_{what.split()[-1]}_history"
    view.__doc__ = f"What happened to {what}, the newest first, with what its fields were and are."
    routes.page(f"{path}/history", needs="registry:read", filters=Pages, shows=HistoryShape)(view)


for _history in HISTORIES:
    _add(*_history)

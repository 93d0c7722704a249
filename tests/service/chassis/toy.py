"""A service of notes, as small as a service can be, on which the tests of the chassis stand."""

from __future__ import annotations

from typing import Any

from services.chassis.errors import Invalid
from services.chassis.events import Event, NotYet, Reactions, Received
from services.chassis.http import fields
from services.chassis.http.routes import INTERNAL_ONLY, PUBLIC, Routes
from services.chassis.http.schema import Body, Filters, Shape, facts_of
from services.chassis.service import Service
from services.chassis.store import CITY, INTERNAL, NETWORK, Collection, Index, Page, Reader, UnitOfWork, search_words


class NoteWritten(Event):
    """Said when a note was written."""

    type = "eu.learning-cities.notes.note.written.v1"
    title = fields.Text(required=True)
    stars = fields.Integer()


class NoteBody(Body):
    """What a note is made of."""

    title = fields.Text(required=True, max=20)
    stars = fields.Integer(min=0, max=5, load_default=0)
    when = fields.Instant()
    city = fields.Slug(allow_none=True)


class NoteShape(Shape):
    """What is shown of a note."""

    id = fields.Id()
    title = fields.Text()
    stars = fields.Integer()
    when = fields.Instant()
    city = fields.Slug()


class NoteFilters(Filters):
    """How notes are found."""

    sortable = ("title", "stars")


routes = Routes("notes")
private = Routes("secrets")
reactions = Reactions()


@routes.page("/notes", needs="notes:read", filters=NoteFilters, shows=NoteShape)
def list_notes(read: Reader, query: dict[str, Any]) -> Page:
    return read.page("notes", query, search=["words"], fields=read.shown, sort_by=("title",))


@routes.read("/notes/<id>", needs="notes:read", shows=NoteShape)
def show_note(read: Reader, id: str) -> dict[str, Any]:
    return read.get("notes", id)


@routes.create("/notes", needs="notes:write", body=NoteBody, shows=NoteShape)
def write_note(uow: UnitOfWork, body: dict[str, Any]) -> dict[str, Any]:
    if body["title"] == "forbidden":
        raise Invalid({"title": ["Not this one."]})
    note = uow.add("notes", {"secret": "hidden", "words": search_words(body["title"]), **body})
    uow.publish(NoteWritten, note, title=note["title"], stars=note["stars"])
    return note


@routes.change("/notes/<id>", needs="notes:write", body=NoteBody, shows=NoteShape)
def change_note(uow: UnitOfWork, body: dict[str, Any], id: str) -> dict[str, Any]:
    note = uow.get("notes", id)
    note.update(body)
    return uow.save("notes", note)


@routes.act("/notes/<id>/star", needs="notes:write", shows=NoteShape)
def star_note(uow: UnitOfWork, id: str) -> dict[str, Any]:
    note = uow.get("notes", id)
    note["stars"] += 1
    return uow.save("notes", note)


@routes.remove("/notes/<id>", needs="notes:write")
def remove_note(uow: UnitOfWork, id: str) -> None:
    uow.remove("notes", uow.get("notes", id))


@routes.read("/public", needs=PUBLIC, shows=NoteShape)
def public(read: Reader) -> dict[str, Any]:
    return {"_id": read.actor.kind, "title": read.language}


@routes.read("/internal", needs=INTERNAL_ONLY, shows=NoteShape)
def internal(read: Reader) -> dict[str, Any]:
    return {"_id": read.actor.id}


@private.page("/diaries", needs="notes:read", filters=NoteFilters, shows=NoteShape)
def list_diaries(read: Reader, query: dict[str, Any]) -> Page:
    return read.page("diaries", query)


@private.create("/diaries", needs="notes:write", body=NoteBody, shows=NoteShape)
def write_diary(uow: UnitOfWork, body: dict[str, Any]) -> dict[str, Any]:
    return uow.add("diaries", dict(body))


@private.read("/diaries/<id>", needs="notes:read", shows=NoteShape)
def show_diary(read: Reader, id: str) -> dict[str, Any]:
    return read.get("diaries", id)


@private.page("/copies", needs="notes:read", filters=NoteFilters, shows=NoteShape)
def list_copies(read: Reader, query: dict[str, Any]) -> Page:
    return read.page("copies", query)


@reactions.to(NoteWritten)
def copy_note(uow: UnitOfWork, event: Received) -> None:
    if event.data["title"] == "poison":
        raise RuntimeError("this note cannot be copied")
    if event.data["title"] == "second" and uow.as_system().first("copies", {"_id": "first"}) is None:
        raise NotYet("the first one has not come")
    uow.project("copies", event.subject, event.subject_version, {"title": event.data["title"]})
    uow.put("effects", {"_id": uow.new_id(), "event": event.id})


service = Service(
    name="notes",
    collections=[
        Collection("notes", scope=NETWORK, indexes=[Index("words"), Index("title")], history=("title", "stars")),
        Collection("diaries", scope=CITY, history=facts_of(NoteShape), personal=True),
        Collection("copies", scope=INTERNAL),
        Collection("effects", scope=INTERNAL),
    ],
    routes=[routes, private],
    reactions=[reactions],
)

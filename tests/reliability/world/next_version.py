"""The notes and their listener one version on: an event has a field more, which only the new ones say and hear."""

from __future__ import annotations

from typing import Any

from services.chassis.events import Reactions, Received
from services.chassis.http import fields
from services.chassis.http.routes import Routes
from services.chassis.service import Service
from services.chassis.store import INTERNAL, NETWORK, Collection, Index, UnitOfWork
from tests.service.chassis import toy


class NoteWritten(toy.NoteWritten):
    """Says the mood too."""

    type = toy.NoteWritten.type
    mood = fields.Text()


routes, reactions = Routes("notes"), Reactions()


@routes.create("/notes", needs="notes:write", body=toy.NoteBody, shows=toy.NoteShape)
def write_note(uow: UnitOfWork, body: dict[str, Any]) -> dict[str, Any]:
    """Write a note in a good mood."""
    note = uow.add("notes", {"mood": "good", **body})
    uow.publish(NoteWritten, note)
    return note


@reactions.to(NoteWritten)
def copy_note(uow: UnitOfWork, event: Received) -> None:
    """Copy the note with its mood, where it has one."""
    uow.project(
        "copies", event.subject, event.subject_version,
        {"title": event.data["title"], "mood": event.data.get("mood", "unknown")},
    )  # fmt: skip
    uow.put("effects", {"_id": uow.new_id(), "event": event.id, "by": "new"})


KEPT = [Collection("copies", scope=INTERNAL), Collection("effects", scope=INTERNAL)]
notes = Service(
    name="notes", collections=[Collection("notes", NETWORK, [Index("words"), Index("title")]), *KEPT], routes=[routes]
)
listener = Service(name="listener", collections=KEPT, reactions=[reactions])

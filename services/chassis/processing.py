"""What a service does with personal data, and why: its part of the records of processing (GDPR, Article 30).

Each service says so in its `processing.py`, for every collection that is about people. Who is responsible, and which
clients of the API get data, is not known here: the pages of staff add it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from services.chassis.http import fields
from services.chassis.http.routes import PUBLIC, Routes
from services.chassis.http.schema import Shape
from services.chassis.i18n import N_, _
from services.chassis.store import Document, Reader

PUBLIC_TASK: Final = N_("A task in the public interest (GDPR, Article 6(1)(e))")


@dataclass(frozen=True)
class Activity:
    """One processing activity; its sentences are marked for translation (`N_`), `kept` says one for the moment."""

    collections: tuple[str, ...]
    """The collections about people that it fills."""
    name: str
    purpose: str
    people: str
    """Whose data: the categories of data subjects."""
    data: str
    """Which data: their categories."""
    recipients: str
    """Who sees them."""
    kept: Callable[[Reader], str]
    """Until when."""
    basis: str = PUBLIC_TASK
    """On which legal basis."""


class ActivityShape(Shape):
    """A processing activity in the reader's language."""

    name = fields.Text()
    purpose = fields.Text()
    basis = fields.Text()
    people = fields.Text()
    data = fields.Text()
    recipients = fields.Text()
    kept = fields.Text()


class ProcessingShape(Shape):
    """What a service does with personal data."""

    activities = fields.ListOf(fields.Nested(ActivityShape))


def routes_of(activities: Sequence[Activity]) -> Routes:
    """The address at which a service tells its activities."""
    routes = Routes("processing", summary="What is done with personal data")

    @routes.read("/processing", needs=PUBLIC, shows=ProcessingShape)
    def show_processing(read: Reader) -> Document:
        """What the service does with personal data, and why (GDPR, Article 30), in the reader's language."""
        return {"activities": [_told(one, read) for one in activities]}

    return routes


def _told(activity: Activity, read: Reader) -> Document:
    said = {name: _(getattr(activity, name)) for name in ("name", "purpose", "basis", "people", "data", "recipients")}
    return {**said, "kept": activity.kept(read)}

"""The addresses of gatherings. Views only: what they do is in commands, queries and calendar."""

from __future__ import annotations

from typing import Any

from flask import Response

from services.chassis.http.routes import PUBLIC, Routes
from services.chassis.store import Document, Page, Reader, UnitOfWork
from services.workshops.gatherings import commands, queries
from services.workshops.gatherings.schemas import (
    GatheringBody,
    GatheringChanges,
    GatheringFilters,
    GatheringShape,
    RosterShape,
)

routes = Routes("gatherings", summary="Workshops, seminars and study visits of the network")


@routes.page("/gatherings", needs="workshops:read", filters=GatheringFilters, shows=GatheringShape)
def list_gatherings(read: Reader, query: dict[str, Any]) -> Page:
    """List the gatherings of your cities."""
    return queries.list_gatherings(read, query)


@routes.read("/gatherings/<id>", needs="workshops:read", shows=GatheringShape)
def show_gathering(read: Reader, id: str) -> Document:
    """Show a gathering."""
    return read.get("gatherings", id)


@routes.create("/gatherings", needs="workshops:write", body=GatheringBody, shows=GatheringShape)
def plan_gathering(uow: UnitOfWork, body: dict[str, Any]) -> Document:
    """Plan a gathering; its registration is open at once, by its code."""
    return commands.plan_gathering(uow, body)


@routes.change("/gatherings/<id>", needs="workshops:write", body=GatheringChanges, shows=GatheringShape)
def change_gathering(uow: UnitOfWork, body: dict[str, Any], id: str) -> Document:
    """Change a gathering; participants are told of a new title, time or place."""
    return commands.change_gathering(uow, body, id)


@routes.act("/gatherings/<id>/cancel", needs="workshops:write", shows=GatheringShape)
def cancel_gathering(uow: UnitOfWork, id: str) -> Document:
    """Call a gathering off and tell everybody on its roster."""
    return commands.cancel_gathering(uow, id)


@routes.read("/gatherings/<id>/roster", needs="workshops:read", shows=RosterShape)
def show_roster(read: Reader, id: str) -> Document:
    """Count who comes and who waits, by role group, and say what that means for the method."""
    return queries.roster(read, id)


@routes.raw("/gatherings/<id>/calendar.ics", needs=PUBLIC, produces={"text/calendar": {}})
def show_calendar(read: Reader, id: str) -> Response:
    """Give a published gathering as a calendar entry."""
    gathering = queries.public_or_own(read, id)
    from services.workshops.gatherings.calendar import calendar_of

    return Response(calendar_of(gathering, read.language), mimetype="text/calendar")

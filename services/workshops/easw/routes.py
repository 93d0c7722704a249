"""The addresses of an EASW for staff and facilitators: stages, ideas, votes."""

from __future__ import annotations

from typing import Any

from services.chassis.http.routes import INTERNAL_ONLY, Routes
from services.chassis.store import Document, Page, Reader, UnitOfWork
from services.workshops.easw import queries
from services.workshops.easw.commands import ideas, rounds, stages
from services.workshops.easw.schemas import (
    IdeaBody,
    IdeaFilters,
    IdeaShape,
    RoundBody,
    RoundFilters,
    RoundShape,
    TurnoutShape,
)
from services.workshops.gatherings.schemas import GatheringShape
from services.workshops.registrations.schemas import ContactShape

routes = Routes("easw", summary="Ideas and votes of a European Awareness Scenario Workshop")

READ, WRITE = "workshops:read", "workshops:write"


@routes.act("/gatherings/<gathering>/confirm", needs=WRITE, shows=GatheringShape)
def confirm(uow: UnitOfWork, gathering: str) -> Document:
    """Confirm that a workshop takes place, once enough people of every role group are registered."""
    return stages.confirm(uow, gathering)


@routes.page("/gatherings/<gathering>/ideas", needs=READ, filters=IdeaFilters, shows=IdeaShape)
def list_ideas(read: Reader, query: dict[str, Any], gathering: str) -> Page:
    """List the ideas of a workshop."""
    return queries.list_ideas(read, query, gathering)


@routes.read("/gatherings/<gathering>/ideas/<id>", needs=READ, shows=IdeaShape)
def show_idea(read: Reader, gathering: str, id: str) -> Document:
    """Show an idea."""
    return queries.idea_of(read, gathering, id)


@routes.create("/gatherings/<gathering>/ideas", needs=WRITE, body=IdeaBody, shows=IdeaShape)
def note_idea(uow: UnitOfWork, body: dict[str, Any], gathering: str) -> Document:
    """Note an idea; it goes to the plenary in a second step."""
    return ideas.note(uow, body, gathering)


@routes.change("/gatherings/<gathering>/ideas/<id>", needs=WRITE, body=IdeaBody, shows=IdeaShape)
def change_idea(uow: UnitOfWork, body: dict[str, Any], gathering: str, id: str) -> Document:
    """Change an idea that is not in the plenary."""
    return ideas.change(uow, body, gathering, id)


@routes.remove("/gatherings/<gathering>/ideas/<id>", needs=WRITE)
def throw_idea_away(uow: UnitOfWork, gathering: str, id: str) -> None:
    """Throw an idea away that is not in the plenary."""
    ideas.throw_away(uow, gathering, id)


@routes.act("/gatherings/<gathering>/ideas/<id>/submit", needs=WRITE, shows=IdeaShape)
def submit_idea(uow: UnitOfWork, gathering: str, id: str) -> Document:
    """Bring an idea that says what, how and who to the plenary."""
    return ideas.submit(uow, gathering, id)


@routes.act("/gatherings/<gathering>/ideas/<id>/withdraw", needs=WRITE, shows=IdeaShape)
def withdraw_idea(uow: UnitOfWork, gathering: str, id: str) -> Document:
    """Take an idea back from the plenary before the vote."""
    return ideas.withdraw(uow, gathering, id)


@routes.page("/gatherings/<gathering>/rounds", needs=READ, filters=RoundFilters, shows=RoundShape)
def list_rounds(read: Reader, query: dict[str, Any], gathering: str) -> Page:
    """List the votes of a workshop."""
    return queries.list_rounds(read, query, gathering)


@routes.read("/gatherings/<gathering>/rounds/<id>", needs=READ, shows=RoundShape)
def show_round(read: Reader, gathering: str, id: str) -> Document:
    """Show a vote, with its results once it is closed."""
    return queries.round_of(read, gathering, id)


@routes.create("/gatherings/<gathering>/rounds", needs=WRITE, body=RoundBody, shows=RoundShape)
def open_round(uow: UnitOfWork, body: dict[str, Any], gathering: str) -> Document:
    """Open a vote on the ideas in the plenary."""
    return rounds.open_round(uow, body, gathering)


@routes.act("/gatherings/<gathering>/rounds/<id>/close", needs=WRITE, shows=RoundShape)
def close_round(uow: UnitOfWork, gathering: str, id: str) -> Document:
    """Close a vote and count it; from then on no ballot can be traced to anybody."""
    return rounds.close_round(uow, gathering, id)


@routes.read("/gatherings/<gathering>/rounds/<id>/turnout", needs=READ, shows=TurnoutShape)
def show_turnout(read: Reader, gathering: str, id: str) -> Document:
    """Count who has joined and voted so far."""
    return queries.turnout(read, gathering, id)


@routes.read("/contacts/ideas/<id>", needs=INTERNAL_ONLY, shows=ContactShape)
def show_author_contact(read: Reader, id: str) -> Document:
    """Tell another service whom to tell what became of an idea."""
    return queries.author_contact(read, id)

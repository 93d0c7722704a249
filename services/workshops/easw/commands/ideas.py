"""What can be done with an idea: note, change, bring to the plenary, take back, throw away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.chassis.errors import Conflict, Invalid
from services.chassis.i18n import N_, _
from services.chassis.store import Document, UnitOfWork, search_words
from services.contracts.workshops import IdeaSubmitted, IdeaWithdrawn
from services.workshops.easw.commands.stages import easw_of, take_step
from services.workshops.easw.model.ideas import MOST_A_GROUP, group_is_full, unsaid
from services.workshops.easw.queries import idea_of

Values = Mapping[str, Any]

FACTS = ("gathering", "title", "what", "how", "who", "theme", "group", "language")
QUESTIONS = {
    "what": N_("Say what is to be done."),
    "how": N_("Say how it is realised."),
    "who": N_("Say who takes responsibility."),
}


def note(uow: UnitOfWork, body: Values, gathering_id: str) -> Document:
    """Note an idea as it is said; it may lack HOW and WHO until it goes to the plenary."""
    gathering = easw_of(uow, gathering_id)
    values = dict(body)
    author = _author(uow, gathering, values.pop("registration"))
    idea = {"city": gathering["city"], "gathering": gathering_id, "status": "draft", **values}
    idea["language"] = values.get("language") or gathering["language"]
    uow.add("ideas", _with_words(idea))
    if author:
        uow.put("authors", {"_id": idea["_id"], "registration": author})
    return idea


def _author(uow: UnitOfWork, gathering: Document, registration_id: str | None) -> str | None:
    """The registration that the idea comes from, kept apart from it and shown to nobody."""
    if registration_id is None:
        return None
    if uow.count("registrations", {"_id": registration_id, "gathering": gathering["_id"]}) == 0:
        raise Invalid({"registration": [_("Nobody is registered here by this identifier.")]})
    return registration_id


def _with_words(idea: Document) -> Document:
    idea["words"] = search_words(idea["title"], idea["what"], idea["theme"])
    return idea


def change(uow: UnitOfWork, body: Values, gathering_id: str, id: str) -> Document:
    """Change an idea that is not in the plenary. Raises Conflict for one that is."""
    idea = _draft(uow, gathering_id, id)
    values = dict(body)
    author = _author(uow, {"_id": gathering_id}, values.pop("registration", None))
    idea.update(values)
    uow.save("ideas", _with_words(idea))
    if author:
        uow.put("authors", {"_id": id, "registration": author})
    return idea


def _draft(uow: UnitOfWork, gathering_id: str, id: str) -> Document:
    idea = idea_of(uow, gathering_id, id)
    if idea["status"] != "draft":
        raise Conflict(_("This idea is in the plenary. Take it back first."))
    return idea


def throw_away(uow: UnitOfWork, gathering_id: str, id: str) -> None:
    """Remove an idea that is not in the plenary."""
    idea = _draft(uow, gathering_id, id)
    uow.discard("authors", id)
    uow.remove("ideas", idea)


def submit(uow: UnitOfWork, gathering_id: str, id: str) -> Document:
    """Bring an idea to the plenary. Raises Invalid unless it says WHAT, HOW and WHO, Conflict for a group's sixth."""
    idea = _draft(uow, gathering_id, id)
    if missing := unsaid(idea):
        raise Invalid({name: [_(QUESTIONS[name])] for name in missing})
    gathering = easw_of(uow, gathering_id)
    brought = {"gathering": gathering_id, "group": idea["group"], "status": "submitted"}
    if group_is_full(uow.count("ideas", brought)):
        raise Conflict(_("A thematic group brings %(most)s ideas to the plenary at most.", most=MOST_A_GROUP))
    take_step(uow, gathering, "submit_idea")
    idea["status"] = "submitted"
    uow.save("ideas", idea)
    uow.publish(IdeaSubmitted, idea, dataref=_dataref(uow, id), **{name: idea[name] for name in FACTS})
    return idea


def _dataref(uow: UnitOfWork, id: str) -> str | None:
    author = uow.as_system().first("authors", {"_id": id})
    return f"/contacts/ideas/{id}" if author else None


def withdraw(uow: UnitOfWork, gathering_id: str, id: str) -> Document:
    """Take an idea back from the plenary, so that its group may bring another. Raises Conflict once a vote began."""
    idea = idea_of(uow, gathering_id, id)
    if idea["status"] != "submitted":
        raise Conflict(_("This idea is not in the plenary."))
    take_step(uow, easw_of(uow, gathering_id), "withdraw_idea")
    idea["status"] = "draft"
    uow.save("ideas", idea)
    uow.publish(IdeaWithdrawn, idea, dataref=_dataref(uow, id), **{name: idea[name] for name in FACTS})
    return idea

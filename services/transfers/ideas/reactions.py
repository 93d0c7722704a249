"""How ideas and the votes on them become readable here, whatever order the events come in."""

from datetime import datetime
from typing import Any

from services.chassis.events import NotYet, Reactions, Received
from services.chassis.store import UnitOfWork
from services.contracts.workshops import IdeaSubmitted, IdeaWithdrawn, RoundClosed
from services.transfers.ideas import model

reactions = Reactions()

TEXTS = ("gathering", "title", "what", "how", "who", "theme", "group", "language")


@reactions.to(IdeaSubmitted)
def keep_idea(uow: UnitOfWork, event: Received) -> None:
    """Know an idea that may become a measure."""
    _keep(uow, event, withdrawn=False)


@reactions.to(IdeaWithdrawn)
def withdraw_idea(uow: UnitOfWork, event: Received) -> None:
    """Offer the idea no longer; a measure that came from it keeps its origin."""
    _keep(uow, event, withdrawn=True)


def _keep(uow: UnitOfWork, event: Received, *, withdrawn: bool) -> None:
    texts = {name: event.data[name] for name in TEXTS}
    fields = {**texts, "city": event.city, "withdrawn": withdrawn}
    uow.project("ideas", event.subject, event.subject_version, fields)


@reactions.to(RoundClosed)
def note_votes(uow: UnitOfWork, event: Received) -> None:
    """Know how an idea did in the vote. An idea that has not arrived yet makes the whole result wait."""
    for result in event.data["results"]:
        idea = uow.first("ideas", {"_id": result["idea"]})
        if idea is None:
            raise NotYet(f"idea {result['idea']}")
        uow.put("ideas", {**idea, **_noted(idea, result, event, uow.now())})


def _noted(idea: dict[str, Any], result: dict[str, Any], event: Received, now: datetime) -> dict[str, Any]:
    this = {
        "round": event.subject,
        "version": event.subject_version,
        "ideas": len(event.data["results"]),
    }
    this |= {name: result[name] for name in ("votes", "rank", "top")}
    results = model.with_result(idea.get("results", []), this)
    return {"results": results, **model.standing(results), "updated_at": now}

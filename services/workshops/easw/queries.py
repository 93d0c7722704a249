"""What can be read of ideas and votes, by staff and by whoever has a round's code. Never writes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from services.chassis.errors import Gone, NotFound
from services.chassis.store import Document, Page, Reader
from services.workshops.codes import typed
from services.workshops.easw import results
from services.workshops.easw.model.voting import Rules
from services.workshops.registrations import queries as registrations
from services.workshops.registrations.queries import public_facts


def list_ideas(read: Reader, query: Mapping[str, Any], gathering_id: str) -> Page:
    """A page of the ideas of a workshop, in the order in which they were noted."""
    read.get("gatherings", gathering_id)
    filter = {name: query[name] for name in ("status", "group", "theme") if name in query}
    return read.page("ideas", query, filter={**filter, "gathering": gathering_id}, search=["words"])


def idea_of(read: Reader, gathering_id: str, id: str) -> Document:
    """The idea `id` of that workshop. Raises NotFound, also when it is another one's."""
    return _of(read, "ideas", gathering_id, id)


def round_of(read: Reader, gathering_id: str, id: str) -> Document:
    """The round `id` of that workshop. Raises NotFound, also when it is another one's."""
    return _of(read, "rounds", gathering_id, id)


def _of(read: Reader, name: str, gathering_id: str, id: str) -> Document:
    document = read.get(name, id)
    if document["gathering"] != gathering_id:
        raise NotFound()
    return document


def list_rounds(read: Reader, query: Mapping[str, Any], gathering_id: str) -> Page:
    """A page of the votes of a workshop, in the order in which they were opened."""
    read.get("gatherings", gathering_id)
    return read.page("rounds", query, filter={"gathering": gathering_id})


def round_by_code(read: Reader, code: str) -> Document:
    """The round of a code as somebody typed it. Raises NotFound."""
    round = read.as_system().first("rounds", {"code": typed(code)})
    if round is None:
        raise NotFound()
    return round


def is_open(round: Document, now: datetime) -> bool:
    """Whether ballots are taken: not closed, and its time not over."""
    return round["status"] == "open" and (round["closes_at"] is None or now < round["closes_at"])


def rules_of(read: Reader, round: Document) -> Rules:
    """The rules of a round with the thematic group of each of its ideas."""
    ideas = read.as_system().find("ideas", {"_id": {"$in": round["ideas"]}}, fields=("group",))
    return Rules(
        groups={idea["_id"]: idea["group"] for idea in ideas},
        votes_per_participant=round["votes_per_participant"],
        max_votes_per_idea_per_person=round["max_votes_per_idea_per_person"],
        allow_own_group=round["allow_own_group"],
    )


def turnout(read: Reader, gathering_id: str, id: str) -> Document:
    """How many have joined, by role group, and how many have voted; for the facilitator's screen."""
    round = round_of(read, gathering_id, id)
    read = read.as_system()
    row = read.first("turnouts", {"_id": id}) or {"joined": None, "walk_ins": None}
    ballots = read.count("ballots", {"round": id})
    return {"round": round["_id"], "joined": row["joined"], "walk_ins": row["walk_ins"], "ballots": ballots}


RULES = (
    "code",
    "votes_per_participant",
    "max_votes_per_idea_per_person",
    "allow_own_group",
    "closes_at",
    "voters",
    "run_off",
)
IDEA = ("title", "what", "how", "who", "theme", "group", "language")


def public_round(read: Reader, code: str) -> Document:
    """What a phone in the room shows: the workshop, the ideas, the rules, and once it is counted the result."""
    round = round_by_code(read, code)
    everything = read.as_system()
    ideas = everything.find("ideas", {"_id": {"$in": round["ideas"]}}, sort=[("_id", 1)])
    return {
        **{name: round[name] for name in RULES},
        "status": "open" if is_open(round, read.now()) else "closed",
        "walk_ins": round["walk_in_seats"] > 0,
        "gathering": public_facts(everything.get("gatherings", round["gathering"])),
        "ideas": [{"id": idea["_id"], **{name: idea[name] for name in IDEA}} for idea in ideas],
        "results": results.for_the_public(round["results"]) if round["results"] is not None else None,
    }


def author_contact(read: Reader, id: str) -> Document:
    """Whom to tell what became of the idea `id`. Raises Gone when nobody is named or they were erased."""
    author = read.first("authors", {"_id": id})
    if author is None:
        raise Gone()
    return registrations.contact(read, author["registration"])

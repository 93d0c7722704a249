"""What there is to do for a gathering, in the order of doing it, and how far each step is."""

from __future__ import annotations

from typing import Any

from flask import url_for

from services.chassis.i18n import _, n_

Rows = list[dict[str, Any]]


def tasks_of(gathering: dict[str, Any], roster: dict[str, Any], ideas: Rows, rounds: Rows) -> Rows:
    """The task list: title, address, hint and status of each step."""
    tasks = [_place(gathering), _agenda(gathering), _registrations(gathering, roster)]
    if gathering["method"] == "easw":
        tasks += [_ideas(gathering, ideas), _vote(gathering, ideas, rounds), _plan(gathering, rounds)]
    return tasks


def _place(gathering: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": _("Time, place and seats"),
        "href": url_for("staff.change_gathering", id=gathering["id"]),
        "status": "done" if gathering["place"] else "begun",
        "hint": "" if gathering["place"] else _("The place is missing"),
    }


def _agenda(gathering: dict[str, Any]) -> dict[str, Any]:
    points = len(gathering["agenda"])
    return {
        "title": _("Agenda"),
        "href": url_for("staff.agenda", id=gathering["id"]),
        "status": "done" if points else "not_started",
        "hint": n_("%(n)s point", "%(n)s points", points) if points else "",
    }


def _registrations(gathering: dict[str, Any], roster: dict[str, Any]) -> dict[str, Any]:
    blocked = any(finding["level"] == "block" for finding in roster["findings"])
    nobody = not roster["total_registered"]
    return {
        "title": _("Invitations and registrations"),
        "href": url_for("staff.registrations", id=gathering["id"]),
        "status": "not_started" if nobody else "begun" if blocked else "done",
        "hint": _(
            "%(registered)s of %(capacity)s places taken, %(waiting)s waiting",
            registered=roster["total_registered"], capacity=roster["capacity"], waiting=roster["total_waiting"],
        ),
    }  # fmt: skip


def _ideas(gathering: dict[str, Any], ideas: Rows) -> dict[str, Any]:
    submitted = sum(idea["status"] == "submitted" for idea in ideas)
    finished = gathering["stage"] in ("voting_open", "voting_closed", "reported", "archived")
    return {
        "title": _("Ideas: what, how and who"),
        "href": url_for("staff.ideas", id=gathering["id"]),
        "status": "done" if finished else "begun" if ideas else "not_started",
        "hint": _("%(ideas)s noted, %(submitted)s in the plenary", ideas=len(ideas), submitted=submitted),
    }


def _vote(gathering: dict[str, Any], ideas: Rows, rounds: Rows) -> dict[str, Any]:
    closed = any(round["status"] == "closed" for round in rounds)
    ready = rounds or any(idea["status"] == "submitted" for idea in ideas)
    return {
        "title": _("The vote"),
        "href": url_for("staff.rounds", id=gathering["id"]) if ready else "",
        "status": "done" if closed else "begun" if rounds else "not_started" if ready else "blocked",
        "hint": "" if ready else _("Bring ideas to the plenary first"),
    }


def _plan(gathering: dict[str, Any], rounds: Rows) -> dict[str, Any]:
    closed = any(round["status"] == "closed" for round in rounds)
    return {
        "title": _("From ideas to measures of the Action Plan"),
        "href": url_for("staff.voted_ideas", gathering=gathering["id"]) if closed else "",
        "status": "not_started" if closed else "blocked",
        "hint": "" if closed else _("Close the vote first"),
    }

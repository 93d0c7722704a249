"""Status of every service, and its dead letters: reading, replaying, discarding."""

from __future__ import annotations

import json
from typing import Any

from flask import current_app, url_for

from services.chassis.errors import NotFound, Problem, Unavailable
from services.chassis.i18n import N_, _
from services.chassis.web import confirmation
from services.chassis.web.forms import Form
from services.website.clients import Api, Found, api
from services.website.staff.blueprint import staff
from services.website.staff.page import Answer, done, show
from services.website.staff.words import word

REPLAYED = confirmation(N_("The event is being tried again."))
DISCARDED = confirmation(N_("The event was given up."))


def services() -> list[str]:
    """Every service that the website knows an address of, itself too."""
    return sorted(current_app.extensions["edge"].settings.service_urls)


def known(service: str) -> Api:
    """The API of a service that there is. Raises NotFound for another name."""
    if service not in services():
        raise NotFound()
    return api(service)


@staff.get("/operation")
def operation() -> Answer:
    """Each service: what waits to go out, what waits to be applied, what is dead."""
    rows = [_state_of(service) for service in services()]
    return show("operator/operation.html", _("Operation"), rows=rows, late=_late_erasures())


def _late_erasures() -> list[Found]:
    """The services that are late with an erasure; none while the registry does not answer, which its own row says."""
    try:
        late: list[Found] = api("registry").get("/late-erasures")["services"]
    except Unavailable:
        return []
    return late


def _state_of(service: str) -> dict[str, Any]:
    try:
        status = api(service).get("/status")
    except Problem as problem:
        if problem.type.status == 403:
            raise
        return {"service": service, "state": "down"}
    inbox = status["inbox"].values()
    return {
        "service": service,
        "state": "ok",
        "pending": status["outbox"]["pending"],
        "oldest": status["outbox"]["oldest_seconds"],
        "head": status["feed"]["head"],
        "waiting": sum(source["waiting"] for source in inbox),
        "dead": sum(source["dead"] for source in inbox),
    }


@staff.get("/operation/<service>")
def dead_letters(service: str) -> Answer:
    """The sources that a service follows, and the events that it could not apply."""
    return show(
        "operator/dead_letters.html", word("platform_service", service), service=service,
        back=(url_for("staff.operation"), _("Operation")), fares=known(service).get("/status"),
        letters=known(service).get("/dead-letters")["items"],
    )  # fmt: skip


@staff.get("/operation/<service>/dead-letters/<id>")
def dead_letter(service: str, id: str) -> Answer:
    """One event with what went wrong and what it held."""
    letter = known(service).get(f"/dead-letters/{id}")
    held = letter["event"]
    return show(
        "operator/dead_letter.html",
        letter["type"] if held else _("An event that cannot be read"),
        back=(url_for("staff.dead_letters", service=service), word("platform_service", service)),
        form=Form(),
        service=service,
        letter=letter,
        held=json.dumps(held, indent=2, ensure_ascii=False) if held else "",
    )


@staff.post("/operation/<service>/dead-letters/<id>/<any(replay, discard):what>")
def settle_letter(service: str, id: str, what: str) -> Answer:
    """Try it again, or give it up; both are in the audit trail."""
    known(service).post(f"/dead-letters/{id}/{what}", key=Form().key)
    return done(REPLAYED if what == "replay" else DISCARDED, url_for("staff.dead_letters", service=service))

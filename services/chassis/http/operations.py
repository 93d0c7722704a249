"""What every service tells its operators: alive, ready, status, feed, dead letters, audit trail, its own documents."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask, Response, g, request

from services.chassis.actor import Actor
from services.chassis.errors import Forbidden, Invalid, NotFound, Unauthenticated
from services.chassis.events import envelope
from services.chassis.http.edge import Edge
from services.chassis.http.json import dump
from services.chassis.i18n import _
from services.chassis.store import StoreProblem, audit, chain, feed, inbox

LARGEST_PAGE = 500


def install(app: Flask, edge: Edge) -> None:
    """Add the addresses to `app`: /healthz and /readyz at its root, the rest below /api/v1/<service>."""
    answers = Operations(edge)
    app.add_url_rule("/healthz", "healthz", lambda: _json({"status": "alive"}))
    app.add_url_rule("/readyz", "readyz", answers.ready)
    for path, method, needs, view in (
        ("/status", "GET", "operator:read", answers.status),
        ("/feed", "GET", "operator:read", answers.feed),
        ("/audit", "GET", "operator:read", answers.audit),
        ("/audit/checkpoints", "GET", "operator:read", answers.checkpoints),
        ("/dead-letters", "GET", "operator:read", answers.dead_letters),
        ("/dead-letters/<id>", "GET", "operator:read", answers.dead_letter),
        ("/dead-letters/<id>/replay", "POST", "operator:write", answers.replay),
        ("/dead-letters/<id>/discard", "POST", "operator:write", answers.discard),
    ):
        app.add_url_rule(f"/api/v1/{edge.name}{path}", f"operations.{path}", _permitted(needs, view), methods=[method])


class Operations:
    """The answers to an operator, and to the services that read this one's feed."""

    def __init__(self, edge: Edge) -> None:
        self.edge = edge
        self.database = edge.database

    def ready(self) -> Response:
        """200 when every dependency answers, else 503 that names the one that does not."""
        try:
            self.database.ping()
        except StoreProblem as problem:
            answer = _json({"status": "not ready", "dependencies": {"mongodb": str(problem)}})
            answer.status_code = 503
            answer.headers["Retry-After"] = "2"
            return answer
        return _json({"status": "ready", "dependencies": {"mongodb": "ok"}})

    def status(self) -> Response:
        """How full the outbox is, how far the feed goes, how far every source was followed."""
        now = self.edge.clock.now()
        return _json({
            "outbox": feed.pending(self.database, now),
            "feed": feed.head(self.database),
            "inbox": inbox.summary(self.database),
        })  # fmt: skip

    def feed(self) -> Response:
        """The numbered events after `after`, with the feed's epoch and head: what a consumer heals from."""
        after, limit = _number("after", 0, 2**53), min(_number("limit", 100, LARGEST_PAGE), LARGEST_PAGE)
        head = feed.head(self.database)
        rows = feed.read(self.database, after, limit)
        events = [envelope.cloud_event(row, self.edge.name, head["epoch"]) for row in rows]
        return _json({**head, "items": events})

    def audit(self) -> Response:
        """The audit trail, newest first; of one object with `subject`."""
        rows = audit.trail(self.database, request.args.get("subject"), request.args.get("before"), 100)
        return _json({"items": [{"id": row.pop("_id"), **row} for row in rows]})

    def checkpoints(self) -> Response:
        """The newest signed checkpoint of each chain of the trail, by the name of the chain, to be kept elsewhere."""
        rows = chain.checkpoints(self.database, request.args.get("after", ""), LARGEST_PAGE)
        return _json({"items": rows, "next": rows[-1]["chain"] if len(rows) == LARGEST_PAGE else None})

    def dead_letters(self) -> Response:
        """Dead events by id, a page at a time."""
        rows = inbox.dead(self.database, 100, request.args.get("after", ""))
        return _json({"items": [_letter(row) for row in rows], "next": rows[-1]["_id"] if len(rows) == 100 else None})

    def dead_letter(self, id: str) -> Response:
        """One dead event with what it held."""
        return _json(_letter(self._dead(id)))

    def replay(self, id: str) -> Response:
        """Have a dead event tried again."""
        self._dead(id)
        if not inbox.replay(self.database, id, self.edge.clock.now()):
            raise Invalid({"_": [_("This cannot be read as an event, so it cannot be tried again.")]})
        return self._noted(id, "replayed")

    def discard(self, id: str) -> Response:
        """Give a dead event up."""
        self._dead(id)
        inbox.discard(self.database, id, self.edge.clock.now())
        return self._noted(id, "discarded")

    def _dead(self, id: str) -> dict[str, Any]:
        row = inbox.find_dead(self.database, id)
        if row is None:
            raise NotFound()
        return row

    def _noted(self, id: str, action: str) -> Response:
        audit.write(self.database, audit.entry(g.actor, self.edge.clock.now(), action, "inbox", {"_id": id}, []))
        return Response(status=204)


def _permitted(needs: str, view: Callable[..., Response]) -> Callable[..., Response]:
    def permitted(**path: str) -> Response:
        actor: Actor = g.actor
        if not actor.may(needs) and not (actor.kind == "service" and view.__name__ == "feed"):
            raise Unauthenticated() if actor.kind == "anonymous" else Forbidden()
        return view(**path)

    return permitted


def _number(name: str, default: int, most: int) -> int:
    text = request.args.get(name, str(default))
    if not text.isdecimal() or len(text) > len(str(most)) or int(text) > most:
        raise Invalid({name: [_("This must be a whole number.")]})
    return int(text)


def _letter(row: dict[str, Any]) -> dict[str, Any]:
    shown = {key: row.get(key) for key in ("source", "sequence", "type", "tries", "error", "received_at", "event")}
    raw = row.get("raw")
    return {"id": row["_id"], **shown, "bytes": len(raw) if raw is not None else None}


def _json(body: Any) -> Response:
    return Response(dump(body), mimetype="application/json")

"""`dead-letters`: the events that a service could not take in, to be looked at, tried again or given up."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from deploy.commands import options
from deploy.commands.status import housekeeping
from deploy.platform import OWNERS
from deploy.surroundings import Surroundings
from services.chassis.actor import Actor
from services.chassis.clock import WallClock
from services.chassis.local import LocalProblem
from services.chassis.store import Database, audit, inbox

OPERATOR = Actor.service("command-line")


@click.group("dead-letters")
def dead_letters() -> None:
    """Events that a service could not take in."""


@dead_letters.command("list")
@options.data
@options.as_json
def list_letters(data: Path, as_json: bool) -> None:
    """List the dead letters of all services."""
    place = Surroundings.of(data)
    found: list[tuple[str, dict[str, Any]]] = []
    for owner in OWNERS:
        with housekeeping(place, owner) as database:
            found += [(owner, row) for row in inbox.dead(database, limit=1000)]
    if as_json:
        click.echo(json.dumps([{"service": owner, **_brief(row)} for owner, row in found]))
    else:
        _show(found)


def _brief(row: dict[str, Any]) -> dict[str, Any]:
    kept = {key: row.get(key) for key in ("source", "sequence", "type", "tries", "error")}
    return {"id": row["_id"], **kept}


def _show(found: list[tuple[str, dict[str, Any]]]) -> None:
    table = Table("service", "id", "from", "type", "tries", "error", box=None)
    for owner, row in found:
        brief = {key: str(value) for key, value in _brief(row).items()}
        table.add_row(owner, brief["id"], brief["source"], brief["type"], brief["tries"], brief["error"])
    Console(highlight=False).print(table if found else "There are no dead letters.")


@dead_letters.command("show")
@click.argument("service", type=click.Choice(OWNERS))
@click.argument("id")
@options.data
def show(service: str, id: str, data: Path) -> None:
    """Print the dead letter ID of SERVICE with all it holds."""
    with housekeeping(Surroundings.of(data), service) as database:
        row = _dead(database, service, id)
        click.echo(json.dumps(row, default=_as_text, indent=2, ensure_ascii=False))


@dead_letters.command("replay")
@click.argument("service", type=click.Choice(OWNERS))
@click.argument("id")
@options.data
def replay(service: str, id: str, data: Path) -> None:
    """Have the dead letter ID tried again by SERVICE."""
    with housekeeping(Surroundings.of(data), service) as database:
        _dead(database, service, id)
        if not inbox.replay(database, id, WallClock().now()):
            advice = f"Give it up: learning-cities dead-letters discard {service} {id}"
            raise LocalProblem("This cannot be read as an event, so it cannot be tried again.", advice)
        _note(database, id, "replayed")
    click.echo(f"{service} tries {id} again now.")


@dead_letters.command("discard")
@click.argument("service", type=click.Choice(OWNERS))
@click.argument("id")
@options.data
def discard(service: str, id: str, data: Path) -> None:
    """Give the dead letter ID of SERVICE up; what it held is gone then."""
    with housekeeping(Surroundings.of(data), service) as database:
        _dead(database, service, id)
        inbox.discard(database, id, WallClock().now())
        _note(database, id, "discarded")
    click.echo(f"{service} has given {id} up.")


def _dead(database: Database, service: str, id: str) -> dict[str, Any]:
    row = inbox.find_dead(database, id)
    if row is None:
        advice = "learning-cities dead-letters list shows those there are."
        raise LocalProblem(f"{service} has no dead letter {id}.", advice)
    return row


def _note(database: Database, id: str, action: str) -> None:
    """What an operator does is in the audit trail."""
    audit.write(database, audit.entry(OPERATOR, WallClock().now(), action, "inbox", {"_id": id}, []))


def _as_text(value: Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)

"""`status`: how the platform is: its processes, and what waits in each outbox and inbox."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from deploy.commands import options
from deploy.platform import OWNERS
from deploy.surroundings import Surroundings
from services.chassis.clock import WallClock
from services.chassis.store import Database, feed, inbox


@contextmanager
def housekeeping(place: Surroundings, owner: str) -> Iterator[Database]:
    """The outbox, inbox and audit trail of `owner`, for as long as the block lasts."""
    database = Database(place.settings(owner))
    try:
        database.ping()
        yield database
    finally:
        database.close()


@click.command()
@options.data
@options.as_json
def status(data: Path, as_json: bool) -> None:
    """Show the processes, and for each service what waits to be published and to be taken in."""
    place = Surroundings.of(data)
    state = {
        "processes": {name: _is_alive(pid) for name, pid in sorted(place.folder.pids().items())},
        "services": {owner: _traffic(place, owner) for owner in OWNERS},
    }
    if as_json:
        click.echo(json.dumps(state))
    else:
        _show(state)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # it is somebody else's, so it is there
        return True
    return True


def _traffic(place: Surroundings, owner: str) -> dict[str, Any]:
    """The same as /api/v1/<service>/status answers."""
    with housekeeping(place, owner) as database:
        return {
            "outbox": feed.pending(database, WallClock().now()),
            "feed": feed.head(database),
            "inbox": inbox.summary(database),
        }


def _show(state: dict[str, Any]) -> None:
    console = Console(highlight=False)
    dead = [name for name, alive in state["processes"].items() if not alive]
    if state["processes"]:
        console.print(f"{len(state['processes']) - len(dead)} processes run.")
    if dead:
        console.print(f"Not running: {', '.join(dead)}")
    table = Table("service", "to publish", "oldest", "published", "heard from", "waiting", "dead", box=None)
    for name, traffic in state["services"].items():
        sources = traffic["inbox"].values()
        table.add_row(
            name,
            str(int(traffic["outbox"]["pending"])),
            f"{traffic['outbox']['oldest_seconds']:.1f} s",
            str(traffic["feed"]["head"]),
            ", ".join(f"{source} {row['sequence']}" for source, row in sorted(traffic["inbox"].items())),
            str(sum(row["waiting"] for row in sources)),
            str(sum(row["dead"] for row in sources)),
        )
    console.print(table)

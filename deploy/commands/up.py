"""`up`: start everything on this machine, keep it running, stop it cleanly."""

from __future__ import annotations

import os
import threading
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import click
from rich.console import Console

from deploy.commands import options
from deploy.platform import GATEWAY, OWNERS, PARTS, PRELOADED, PRODUCT, Part
from deploy.surroundings import Surroundings, names_with_ports, own_version
from deploy.telling import told
from services.chassis.local.broker import broker_process
from services.chassis.local.folder import DataFolder
from services.chassis.local.keys import make_keys
from services.chassis.local.mongod import mongod_process
from services.chassis.local.orphans import end_orphans
from services.chassis.local.ports import LOOPBACK, assign, require_free
from services.chassis.local.process import Process
from services.chassis.local.programs import find_broker, find_mongod
from services.chassis.local.supervisor import Supervisor

_console = Console(highlight=False)


@click.command()
@options.data
@click.option("--port", type=click.IntRange(1, 65535), default=8080, show_default=True, help="Its port.")
@click.option("--demo", is_flag=True, help="Load the demonstration network when the store is empty.")
@click.option("--logs", is_flag=True, help="Show the log lines of all processes as well.")
def up(data: Path, port: int, demo: bool, logs: bool) -> None:
    """Start the platform on this machine and keep it running until Ctrl-C.

    MONGO_URL, BROKER_URL and SMTP_URL name servers of yours to use instead of those that are started here.
    """
    folder = DataFolder(data)
    folder.prepare(PRODUCT, own_version())
    with folder.owned():
        _clear_up(folder)
        require_free(port, "Stop what listens there, or choose another port with --port.")
        make_keys(folder.keys, OWNERS)
        ports = assign(names_with_ports(), folder.ports()) | {GATEWAY: port}
        folder.keep_ports(ports)
        place = Surroundings(folder, ports, demonstration=demo)
        _require_given_store(place)
        _run(place, demo, logs)


def _require_given_store(place: Surroundings) -> None:
    """Say at once, not after a long wait, what is wrong with a store that was not started here."""
    if os.environ.get("MONGO_URL"):
        from deploy.commands.status import housekeeping

        with housekeeping(place, GATEWAY):
            pass


def _clear_up(folder: DataFolder) -> None:
    if ended := end_orphans(folder):
        _console.print(f"Ended what an earlier start had left running: {', '.join(ended)}.")


def _run(place: Surroundings, demo: bool, logs: bool) -> None:
    behind = [_process(part, place) for part in PARTS if part.name != GATEWAY]
    door = [_process(part, place) for part in PARTS if part.name == GATEWAY]
    with Supervisor(place.folder, _console.print, echo=logs) as supervisor:
        supervisor.obey_signals()
        _console.print(f"Starting the platform; what its processes say is in {place.folder.logs}")
        supervisor.preload(PRELOADED, place.interpreter)
        supervisor.start(_foundations(place))
        if not supervisor.is_stopping:
            supervisor.start(behind, door)
        if not supervisor.is_stopping:
            _console.print(f"\n{PRODUCT} answers at [bold]{place.public_url}[/bold]")
            threading.Thread(target=_welcome, args=(place, demo, supervisor), daemon=True).start()
        supervisor.watch()
        _console.print("Stopping ...")
    _console.print("Stopped. Everything is kept in", str(place.folder.path))


def _welcome(place: Surroundings, demo: bool, supervisor: Supervisor) -> None:
    """Bring the demonstration in, or say how the first person comes in, while the platform is being watched."""
    try:
        if demo:
            from deploy.demo import bring_in

            bring_in(place, _console)
        elif _has_nobody(place):
            command = f"learning-cities account create --data {place.folder.path} --role coordinator"
            _console.print(f"Nobody can sign in yet. Make the first account: {command}", soft_wrap=True)
        _console.print("Stop it with Ctrl-C.")
    except Exception as error:
        if not supervisor.is_stopping:
            _console.print("[red]It runs, but not everything could be prepared.[/red]", str(told(error)))


def _has_nobody(place: Surroundings) -> bool:
    from deploy.commands.identity import gateway_database

    with gateway_database(place.folder.path) as database:
        return database.rows("accounts").find_one({}, {"_id": 1}) is None


def _foundations(place: Surroundings) -> list[Process]:
    """The store and the broker, as far as they are not given."""
    processes = []
    if not os.environ.get("MONGO_URL"):
        processes.append(mongod_process(find_mongod(), place.folder.path / "mongo", place.ports["mongod"]))
    if not os.environ.get("BROKER_URL"):
        processes.append(broker_process(find_broker(), place.folder.path / "broker", place.ports["broker"]))
    return processes


def _process(part: Part, place: Surroundings) -> Process:
    environment = place.environment(part)
    if not part.is_web:
        return Process(part.name, part.command, environment, tells=True)
    port = place.ports[part.name]
    return Process(part.name, part.command, environment, lambda: _is_ready(port), tells=True, port=port)


def _is_ready(port: int) -> bool:
    """Whether the web process and all it depends on answer."""
    connection = HTTPConnection(LOOPBACK, port, timeout=1)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()

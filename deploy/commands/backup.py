"""`backup` and `restore`: all databases of the platform as of one moment, one file each."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from deploy.commands import options
from deploy.commands.status import housekeeping
from deploy.platform import OWNERS, PRODUCT
from deploy.surroundings import Surroundings, own_version
from services.chassis.local import LocalProblem
from services.chassis.local.folder import DataFolder
from services.chassis.local.mongod import mongod_process
from services.chassis.local.ports import assign
from services.chassis.local.programs import find_mongod
from services.chassis.local.supervisor import Supervisor
from services.chassis.store import Database, leases
from services.chassis.store import backup as files

owners = click.option(
    "--only", type=click.Choice(OWNERS), multiple=True, help="One owner of a database; can be given several times."
)


def file_of(folder: Path, owner: str) -> Path:
    """Where the backup of one owner's database is."""
    return folder / f"{owner}.bson.gz"


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@options.data
def backup(folder: Path, data: Path) -> None:
    """Write all databases to FOLDER, as they are at one moment, while the platform goes on.

    Keep the folder keys/ of the data folder with them: the files hold nothing of it.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    place = Surroundings.of(data)
    with housekeeping(place, OWNERS[0]) as store, store.client.start_session(snapshot=True) as moment:
        for owner in OWNERS:
            count = files.write_backup(moment, place.settings(owner).database_name, file_of(folder, owner))
            click.echo(f"{owner}: {count} documents")


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@options.data
@owners
@click.option("--replace", is_flag=True, help="Throw away what the databases hold now.")
def restore(folder: Path, data: Path, only: Sequence[str], replace: bool) -> None:
    """Bring the databases back from FOLDER. The platform must be stopped; start it again afterwards.

    Every restored feed begins a new epoch, so that who listens reads it anew and takes in what it has not seen.
    """
    wanted = only or OWNERS
    if missing := [str(path) for owner in wanted if not (path := file_of(folder, owner)).exists()]:
        raise LocalProblem(f"There is no {', '.join(missing)}.", "Name the databases that are there with --only.")
    with store_alone(data) as place:
        for owner in wanted:
            _require_stopped(place, owner)
        for owner in wanted:
            with housekeeping(place, owner) as database:
                count = _restored(database, file_of(folder, owner), replace)
                click.echo(f"{owner}: {count} documents")
    click.echo("Throw away what the broker holds, if it is one of yours; then start the platform.")


def _restored(database: Database, file: Path, replace: bool) -> int:
    try:
        return files.restore_backup(database, file, replace=replace)
    except files.DamagedBackup as problem:
        advice = "This database is not whole now: restore another backup with --replace."
        raise LocalProblem(str(problem), advice) from problem


@contextmanager
def store_alone(data: Path) -> Iterator[Surroundings]:
    """The store without the platform: the given one, else ours, started for this alone; our broker's data are gone."""
    folder = DataFolder(data)
    folder.prepare(PRODUCT, own_version())
    with folder.owned():
        if os.environ.get("MONGO_URL"):
            yield Surroundings(folder, folder.ports())
            return
        shutil.rmtree(folder.path / "broker", ignore_errors=True)
        ports = assign(["mongod"], folder.ports())
        with Supervisor(folder) as supervisor:
            supervisor.start([mongod_process(find_mongod(), folder.path / "mongo", ports["mongod"])])
            yield Surroundings(folder, ports)


def _require_stopped(place: Surroundings, owner: str) -> None:
    """LocalProblem while a worker of `owner` holds the lease of its relay."""
    with housekeeping(place, owner) as database:
        held = leases.is_held(database, "relay")
    if held:
        raise LocalProblem(f"The worker of {owner} is running.", "Stop all processes of the platform first.")

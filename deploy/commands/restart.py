"""`restart`: put new processes in the place of the old ones, one after the other, while the platform goes on."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import click
from rich.console import Console

from deploy.commands import options
from deploy.surroundings import Surroundings
from services.chassis.local import LocalProblem
from services.chassis.local.folder import DataFolder, read_json
from services.chassis.local.problem import DID_NOT_START

_PATIENCE_SECONDS = 600


@click.command()
@options.data
def restart(data: Path) -> None:
    """Restart the platform's processes one after the other; nobody's request fails.

    Each new web process takes over before the old one finishes what it has in hand. The store and the broker go on.
    """
    folder = DataFolder(data)
    owner = folder.owner()
    if owner is None:
        raise Surroundings(folder, {}).nothing_runs()
    folder.replaced.unlink(missing_ok=True)
    began = time.monotonic()
    os.kill(owner, signal.SIGUSR1)
    while (found := read_json(folder.replaced)) is None:
        if not folder.is_owned() or time.monotonic() - began > _PATIENCE_SECONDS:
            raise Surroundings(folder, {}).nothing_runs()
        time.sleep(0.1)
    if failed := found["failed"]:
        raise LocalProblem(
            f"{failed} could not be replaced; the old one goes on, and so do those after it.",
            f"See {folder.logs / failed}.log, mend what it says and restart again.",
            DID_NOT_START,
        )
    Console(highlight=False).print(
        f"{len(found['replaced'])} processes were replaced in {time.monotonic() - began:.0f} s."
    )

"""`load`: bring a network from a file into the running platform."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from deploy.commands import options
from deploy.surroundings import Surroundings


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@options.data
def load(file: Path, data: Path) -> None:
    """Load the network in FILE (YAML, as deploy/demo/lecim.yaml) through the API of the running platform.

    The whole file is checked first, and every wrong line is named. Loading it again changes nothing.
    """
    from deploy.network.checks import read_network

    network = read_network(file)
    load_with_progress(network, Surroundings.of(data), Console(highlight=False))


def load_with_progress(network: dict[str, Any], place: Surroundings, console: Console) -> None:
    """Load a checked network, showing what is being written; then say what was made."""
    from deploy.network.api import Api
    from deploy.network.credentials import own_client
    from deploy.network.loader import SECTIONS, Loader

    total = sum(len(network.get(section, ())) for section in SECTIONS)
    columns = (TextColumn("Loading"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("", total=total + 1)
        api = Api(os.environ.get("GATEWAY_URL") or place.gateway_url, *own_client(place))
        loader = Loader(api, network, lambda what: progress.update(task, advance=1, description=what))
        loader.load()
    for note in loader.notes:
        console.print(note)
    console.print(f"Loaded: {loader.counts['made']} new, {loader.counts['there']} there already.")

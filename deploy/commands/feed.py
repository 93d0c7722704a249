"""`feed`: what a service has said, in order."""

from __future__ import annotations

from pathlib import Path

import click

from deploy.commands import options
from deploy.commands.status import housekeeping
from deploy.platform import OWNERS
from deploy.surroundings import Surroundings
from services.chassis.events import envelope
from services.chassis.store.feed import head, read


@click.command()
@click.argument("service", type=click.Choice(OWNERS))
@options.data
@click.option("--after", type=click.IntRange(0), default=0, show_default=True, help="Begin after this number.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=100, show_default=True, help="At most so many.")
def feed(service: str, data: Path, after: int, limit: int) -> None:
    """Print the numbered events of SERVICE as CloudEvents, one JSON object a line."""
    with housekeeping(Surroundings.of(data), service) as database:
        epoch = head(database)["epoch"]
        for row in read(database, after, limit):
            click.echo(envelope.encode(row, service, epoch))

"""`keys`: make the key pairs with which the platform's processes sign their passports."""

from __future__ import annotations

from pathlib import Path

import click

from deploy.platform import OWNERS


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def keys(folder: Path) -> None:
    """Make the missing key pairs in FOLDER: one a service and the gateway's, and the public set for all.

    `up` does this by itself; a deployment on several machines or containers runs it once.
    """
    from services.chassis.local.keys import PUBLIC_SET, make_keys

    make_keys(folder, OWNERS)
    click.echo(f"The keys of {len(OWNERS)} issuers are in {folder}, the public set in {PUBLIC_SET}.")

"""The options that several commands share."""

from __future__ import annotations

from pathlib import Path

import click

data = click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    default="data",
    envvar="DATA_DIR",
    show_default=True,
    help="The folder that holds everything the platform keeps.",
)

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")

"""`check`: whether this machine and these settings can run the platform, said in plain sentences."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import click

from deploy.commands import options
from deploy.platform import PRODUCT
from deploy.surroundings import own_version
from services.chassis.local import LocalProblem
from services.chassis.local.folder import DataFolder
from services.chassis.local.problem import MISSING_PROGRAM
from services.chassis.local.programs import find_broker, find_mongod

Finding = tuple[bool, str]


@click.command()
@options.data
def check(data: Path) -> None:
    """Check that this machine and the settings can run the platform; changes nothing."""
    findings = [*_findings(data)]
    for good, sentence in findings:
        click.secho(f"{'ok     ' if good else 'missing'} {sentence}", fg=None if good else "red")
    if not all(good for good, _ in findings):
        raise LocalProblem("Not everything is there.", "Mend what is named above.", MISSING_PROGRAM)


def _findings(data: Path) -> Iterator[Finding]:
    yield sys.version_info >= (3, 11), f"Python {sys.version.split()[0]} (3.11 or newer is needed)"
    yield _given("MONGO_URL", ("mongodb", "mongodb+srv")) or _program("MongoDB", find_mongod)
    yield _given("BROKER_URL", ("pyamqp", "amqp", "amqps", "redis", "rediss")) or _program("the broker", find_broker)
    yield _given("SMTP_URL", ("smtp", "smtps")) or (True, f"SMTP_URL is not set: mails are kept in {data / 'mail'}")
    yield _folder(data)


def _given(variable: str, schemes: tuple[str, ...]) -> Finding | None:
    """What is to be said of the address in a setting; None where it is not set. Never shown: it may be secret."""
    value = os.environ.get(variable)
    if not value:
        return None
    if urlsplit(value).scheme not in schemes:
        return False, f"{variable} must begin with {' or '.join(f'{scheme}://' for scheme in schemes)}"
    return True, f"{variable} names a server of yours"


def _program(what: str, find: Callable[[], Path]) -> Finding:
    try:
        return True, f"{what}: {find()}"
    except LocalProblem as problem:
        return False, str(problem)


def _folder(data: Path) -> Finding:
    """Whether the folder, or the nearest that exists above it, can be written to, and what is in it is ours."""
    folder = DataFolder(data)
    nearest = next(path for path in (folder.path, *folder.path.parents) if path.exists())
    if not (nearest.is_dir() and os.access(nearest, os.W_OK)):
        return False, f"the data folder {folder.path} cannot be written to"
    try:
        folder.require_usable(PRODUCT, own_version())
    except LocalProblem as problem:
        return False, str(problem)
    return True, f"the data folder {folder.path} can be used"

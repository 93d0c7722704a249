"""`client create` and `account create`: who may come in by the gateway. The rules are the gateway's own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from deploy.commands import options
from deploy.platform import GATEWAY
from deploy.surroundings import Surroundings
from services.chassis.local import LocalProblem
from services.chassis.store import Database


@contextmanager
def gateway_database(data: Path) -> Iterator[Database]:
    """The gateway's database, for as long as the block lasts."""
    from gateway.service import service

    database = service.database(Surroundings.of(data).settings(GATEWAY))
    try:
        database.prepare()
        yield database
    finally:
        database.close()


def _require_city(data: Path, city: str) -> None:
    """LocalProblem for a city that is not in the register, once there is one there at all."""
    from services.registry.service import service

    database = service.database(Surroundings.of(data).settings(service.name))
    try:
        known = sorted(row["_id"] for row in database.rows("cities").find({"deleted_at": None}, {"_id": 1}))
    finally:
        database.close()
    if known and city not in known:
        raise LocalProblem(f"There is no city {city!r} in the register.", f"Name one of: {', '.join(known)}.", 2)


@click.group()
def client() -> None:
    """API clients of city systems."""


@client.command("create")
@options.data
@click.option("--name", required=True, help="What people call it.")
@click.option("--scope", "scopes", multiple=True, required=True, help="As registry:read; may be repeated.")
@click.option("--city", help="The one city it is for, such as catania; without it, the whole network.")
@options.as_json
def create_client(data: Path, name: str, scopes: tuple[str, ...], city: str | None, as_json: bool) -> None:
    """Make an API client. Its secret is shown once, here."""
    from gateway.identity import clients

    if city is not None:
        _require_city(data, city)
    with gateway_database(data) as database:
        id, secret = clients.create_client(database, name, scopes, city)
    if as_json:
        click.echo(json.dumps({"client_id": id, "client_secret": secret}))
    else:
        click.echo(f"client_id      {id}\nclient_secret  {secret}\nThe secret is not kept: note it now.")


@click.group()
def account() -> None:
    """Accounts of people."""


@account.command("create")
@options.data
@click.option("--email", required=True, prompt="E-mail address", help="Asked for where it is not given.")
@click.option("--name", required=True, prompt="Name", help="Asked for where it is not given.")
@click.option("--role", "roles", multiple=True, required=True, help="As coordinator; may be repeated.")
@click.option("--city", "cities", multiple=True, help="As catania; may be repeated.")
@click.option("--language", default="en", show_default=True, help="en, it, de, fr, es or hu.")
@click.password_option(envvar="ACCOUNT_PASSWORD", help="Asked for where it is not given.")
@options.as_json
def create_account(
    data: Path, email: str, name: str, roles: tuple[str, ...], cities: tuple[str, ...],
    language: str, password: str, as_json: bool,
) -> None:  # fmt: skip
    """Make an account for a person."""
    from gateway.identity import accounts

    for city in cities:
        _require_city(data, city)
    with gateway_database(data) as database:
        id = accounts.create_account(database, email, name, password, roles, cities, language)
    click.echo(json.dumps({"id": id}) if as_json else f"{name} can sign in as {email}.")


@account.command("reset-second-factor")
@options.data
@click.argument("email")
def reset_second_factor(data: Path, email: str) -> None:
    """Take the second factors from the account EMAIL: for the last administrator who lost the device."""
    from gateway.identity import accounts

    with gateway_database(data) as database:
        accounts.reset_second_factor_of(database, email)
    click.echo(f"{email} signs in with the password alone, and sets up a second factor again where the role needs one.")

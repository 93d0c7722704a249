"""The demonstration's accounts, one a role, and its API client: made once a data folder, kept in a file there."""

from __future__ import annotations

import secrets
from typing import Any, Final

from rich.console import Console
from rich.table import Table

from deploy.commands.identity import gateway_database
from deploy.surroundings import Surroundings
from services.chassis.errors import Invalid
from services.chassis.local.folder import read_json, write_json
from services.chassis.store import Database

# role, city, language
_PEOPLE: Final = (
    ("coordinator", None, "en"),
    ("lead_staff", "catania", "it"),
    ("partner_staff", "bologna", "it"),
    ("facilitator", "catania", "it"),
    ("funding_authority", "catania", "en"),
    ("operator", None, "en"),
)
_CLIENT_CITY: Final = "catania"
_CLIENT_SCOPES: Final = (
    "registry:read", "workshops:read", "transfers:read", "support:read", "support:write", "notifications:read",
    "notifications:write",
)  # fmt: skip

Accounts = dict[str, Any]


def ensure_accounts(place: Surroundings) -> Accounts:
    """The accounts and the client of this data folder; those that are missing are made.

    No role needs a second factor here: whoever tries the platform out signs in with what is printed.
    """
    from gateway.identity.second_factor import rule

    path = place.folder.path / "demo-accounts.json"
    kept: Accounts = read_json(path) or {"people": [], "client": None}
    made = {person["role"] for person in kept["people"]}
    with gateway_database(place.folder.path) as database:
        rule.let_passwords_do(database)
        for role, city, language in _PEOPLE:
            if role not in made:
                kept["people"].append(_person(database, role, city, language))
                write_json(path, kept, mode=0o600)
        if kept["client"] is None:
            kept["client"] = _client(database)
            write_json(path, kept, mode=0o600)
    return kept


def _person(database: Database, role: str, city: str | None, language: str) -> dict[str, Any]:
    from gateway.identity import accounts
    from gateway.identity.roles import ROLES

    email = f"{role.replace('_', '-')}@example.org"
    password: str | None = secrets.token_urlsafe(12)
    try:
        name = f"{ROLES[role].title} (demonstration)"
        accounts.create_account(database, email, name, str(password), [role], [city] if city else [], language)
    except Invalid:  # it is there already, and what its password is only its owner knows
        password = None
    return {"role": role, "city": city, "email": email, "password": password}


def _client(database: Database) -> dict[str, Any]:
    from gateway.identity import clients

    name = "City system of Catania (demonstration)"
    id, secret = clients.create_client(database, name, _CLIENT_SCOPES, _CLIENT_CITY)
    return {"role": "city_system", "city": _CLIENT_CITY, "client_id": id, "client_secret": secret}


def show_accounts(accounts: Accounts, place: Surroundings, console: Console) -> None:
    """Print who can sign in, and with what."""
    title = f"Demonstration accounts at {place.public_url}"
    table = Table("role", "city", "sign in as", "password", title=title, box=None, padding=(0, 1))
    for person in accounts["people"]:
        password = person["password"] or "(as you have set it)"
        table.add_row(person["role"], person["city"] or "all", person["email"], password)
    console.print(table)
    client = accounts["client"]
    console.print(f"API client of a city system in {client['city']}:")
    console.print(f"  client_id      {client['client_id']}\n  client_secret  {client['client_secret']}", soft_wrap=True)
    console.print("They are kept in", str(place.folder.path / "demo-accounts.json"), soft_wrap=True)

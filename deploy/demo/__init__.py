"""The demonstration: the network in lecim.yaml when the store is empty, and an account for each role."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from deploy.commands.load import load_with_progress
from deploy.demo.accounts import ensure_accounts, show_accounts
from deploy.platform import SERVICES
from deploy.surroundings import Surroundings

NETWORK = Path(__file__).with_name("lecim.yaml")


def bring_in(place: Surroundings, console: Console) -> None:
    """Load the demonstration network unless there is one already, and show who can sign in."""
    accounts = ensure_accounts(place)
    if _is_empty(place):
        from deploy.network.checks import read_network

        load_with_progress(read_network(NETWORK), place, console)
    show_accounts(accounts, place, console)


def _is_empty(place: Surroundings) -> bool:
    from services.registry.service import service

    database = service.database(place.settings(SERVICES[0]))
    try:
        return database.rows("cities").find_one({}, {"_id": 1}) is None
    finally:
        database.close()

"""What the registry's cities are called, so that a message names them in its reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from services.chassis.events import Reactions, Received
from services.chassis.store import UnitOfWork
from services.contracts.registry import CityChanged, CityRegistered

reactions = Reactions()


@reactions.to(CityRegistered, CityChanged)
def remember_city(uow: UnitOfWork, event: Received) -> None:
    """Keep its name, and those by language."""
    names = {"name": event.data["name"], "names": event.data.get("names") or {}}
    uow.project("cities", event.subject, event.subject_version, names)


def called(uow: UnitOfWork, ids: Iterable[str]) -> list[dict[str, Any]]:
    """What each city is called, as a fact of a message."""
    found = {id: uow.first("cities", {"_id": id}) or {} for id in ids}
    return [{"name": city.get("name", _name_in(id)), "names": city.get("names", {})} for id, city in found.items()]


def _name_in(id: str) -> str:
    """What a city is called of which nothing was heard, since it is older than the feed: its id is made of its name."""
    return id.replace("-", " ").title()

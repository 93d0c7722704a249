"""Reading practices and their transfers."""

from typing import Any

from services.chassis.store import Reader
from services.website.projections.network import named

Document = dict[str, Any]


def practices(read: Reader, **only: str) -> list[Document]:
    """The published practices; `city` or `policy_areas` may limit them."""
    return named(read, read.find("practices", {key: value for key, value in only.items() if value}, sort=[("_id", 1)]))


def practice(read: Reader, id: str) -> Document:
    """One published practice. Raises `NotFound`."""
    return named(read, [read.get("practices", id)])[0]


def transfers(read: Reader, **only: str) -> list[Document]:
    """The transfers; `practice` may limit them."""
    return named(read, read.find("transfers", only, sort=[("_id", 1)]))


def transfers_of_city(read: Reader, city: str) -> list[Document]:
    """The transfers that a city gives to or takes from."""
    return named(read, read.find("transfers", {"$or": [{"city": city}, {"from_city": city}]}, sort=[("_id", 1)]))


def transfer(read: Reader, id: str) -> Document:
    """One transfer; `components` carry the titles of the practice's parts. Raises `NotFound`."""
    found = named(read, [read.get("transfers", id)])[0]
    sheet = read.first("practices", {"_id": found["practice"]}) or {"components": []}
    titles = {part["id"]: part["title"] for part in sheet["components"]}
    found["components"] = [{**part, "title": titles.get(part["id"], part["id"])} for part in found["components"]]
    return found


def diary(read: Reader, transfer: str) -> list[Document]:
    """When the diary of a transfer was written, the latest first."""
    return read.find("diary_entries", {"transfer": transfer}, sort=[("dated_on", -1)])

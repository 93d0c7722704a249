"""Reading practices and their transfers."""

from services.chassis.store import Document, Reader
from services.website.projections.network import named


def practices(read: Reader, **only: str) -> list[Document]:
    """The published practices; `city` or `policy_areas` may limit them."""
    return named(read, read.find("practices", only, sort=[("_id", 1)]))


def practice(read: Reader, id: str) -> Document:
    """One published practice. Raises `NotFound`."""
    return named(read, [read.get("practices", id)])[0]


def transfers(read: Reader, **only: str) -> list[Document]:
    """The transfers; `practice` may limit them."""
    return named(read, read.find("transfers", only, sort=[("_id", 1)]))


def transfers_of_city(read: Reader, city: str) -> list[Document]:
    """The transfers that a city gives to or takes from."""
    either_side = {"$or": [{"city": city}, {"from_city": city}]}
    return named(read, read.find("transfers", either_side, sort=[("_id", 1)]))


def transfer(read: Reader, id: str) -> Document:
    """One transfer. Raises `NotFound`."""
    return named(read, [read.get("transfers", id)])[0]


def diary(read: Reader, transfer: str) -> list[Document]:
    """When the diary of a transfer was written, the latest first."""
    return read.find("diary_entries", {"transfer": transfer}, sort=[("dated_on", -1)])

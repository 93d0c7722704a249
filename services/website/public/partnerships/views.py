"""The page of one partnership: who is in it, at which tables it works, what it decided and published."""

from flask import url_for

from services.chassis.store import Reader
from services.website.projections import network
from services.website.public.blueprint import public
from services.website.public.page import Answer, read, show

MOST = 50


@public.get("/partnerships/<id>")
def partnership(id: str) -> Answer:
    """Its partners of today, its tables, and what it published, the newest first."""
    reader = read()
    found = network.with_members(reader, reader.get("partnerships", id))
    city = network.city_if_there(reader, found["city"]) or {"id": found["city"], "name": found["city"]}
    return show(
        "partnerships/partnership.html", found["name"], back=(url_for("public.city", id=city["id"]), city["name"]),
        partnership=found, city=city, tables=_tables(reader, id),
        decisions=reader.find("decisions", {"partnership": id}, sort=[("decided_on", -1)], limit=MOST),
        minutes=reader.find("minutes", {"partnership": id}, sort=[("day", -1)], limit=MOST),
    )  # fmt: skip


def _tables(reader: Reader, id: str) -> list[dict[str, object]]:
    return reader.find("tables", {"partnership": id, "until": None}, sort=[("name", 1)], limit=MOST)

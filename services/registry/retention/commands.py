"""What can be done about keeping records: change a rule, take away what is due by it."""

from __future__ import annotations

from services.chassis.errors import Stale
from services.chassis.store import Document, UnitOfWork
from services.chassis.store.unit_of_work import etag
from services.registry.people.commands import erase_person
from services.registry.retention import model, queries


def change_rule(uow: UnitOfWork, kind: str, body: Document) -> Document:
    """Change a rule: only who serves the whole network reaches it."""
    rule = queries.show_rule(uow, kind)
    if rule["version"] == 0:
        if uow.if_match not in ("*", etag(rule)):
            raise Stale()
        return uow.add("retention_rules", {**rule, **body})
    return uow.save("retention_rules", {**uow.get("retention_rules", kind), **body})


def note_run(uow: UnitOfWork, rule: Document, number: int) -> None:
    """Keep on record that a rule took something away."""
    uow.add("retention_runs", {"kind": rule["_id"], "months": rule["months"], "number": number, "city": None})


def take_away(uow: UnitOfWork, rule: Document, id: str) -> int:
    """Take a record away unless it changed meanwhile so that it stays; how many that were. A person gets a receipt."""
    kind, collection = rule["_id"], model.KINDS[rule["_id"]].collection
    condition = queries.due(kind, model.months_before(uow.now(), rule["months"]))
    if uow.first(collection, {"$and": [{"_id": id}, condition]}) is None:
        return 0
    if collection == "people":
        erase_person(uow, id)
    else:
        uow.remove(collection, uow.get(collection, id))
    return 1

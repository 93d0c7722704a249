"""People whom an import tells of: known by their e-mail address, and held no longer than they are needed.

What an import keeps of them (rows to be applied, what there was before, what its preview shows) goes when it was
applied, when nobody confirms it, and when the person is erased.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from services.chassis.store import Document, Reader, UnitOfWork, fold
from services.registry.imports import model

_AT_ONCE = 500


def people_of_address(read: Reader, city: str | None, rows: Mapping[str, Document]) -> dict[str, Document]:
    """Those of the city that have the e-mail address of a row, by the row's identifier.

    Where the address is not what a row is known by, or several share it, the name has to be the same too.
    """
    addresses = sorted({fields["email"] for fields in rows.values() if fields.get("email")})
    owners = defaultdict(list)
    for start in range(0, len(addresses), _AT_ONCE):
        asked = {"email": {"$in": addresses[start : start + _AT_ONCE]}, "city": city}
        for one in read.find("people", asked, limit=2 * _AT_ONCE):
            owners[one["email"]].append(one)
    found = {}
    for identifier, fields in rows.items():
        candidates = owners.get(fields.get("email"), [])
        if identifier != fields.get("email") or len(candidates) > 1:
            candidates = [one for one in candidates if _name(one) == _name(fields)]
        if len(candidates) == 1:
            found[identifier] = candidates[0]
    return found


def _name(person: Document) -> tuple[str, str]:
    return fold(person.get("family_name") or ""), fold(person.get("given_name") or "")


def forget_person(uow: UnitOfWork, id: str) -> None:
    """Take a person out of all that imports keep of them, since they are erased."""
    for batch in uow.as_system().find("import_batches", {"people": id}):
        rows = [one for one in batch["rows"] if one.get("person") != id]
        done = [one for one in batch["done"] if one["id"] != id]
        people = [one for one in batch["people"] if one != id]
        uow.put("import_batches", {**batch, "rows": rows, "done": done, "people": people})
        _hide(uow.as_system(), batch["_id"].rpartition(":")[0], id)


def _hide(uow: UnitOfWork, import_id: str, person: str) -> None:
    import_ = uow.get("imports", import_id)
    before: dict[str, list[Document]] = import_["preview"]
    shown = {kind: [line for line in lines if line.get("person") != person] for kind, lines in before.items()}
    if shown != before:
        uow.save("imports", import_ | {"preview": shown})
        uow.forget_answers(import_)


def forget_what_was_shown(uow: UnitOfWork, import_: Document) -> None:
    """Let the preview of an import of people go: it was seen, or nobody confirmed it in time."""
    if any(line.get("makes") == model.PEOPLE for lines in import_["preview"].values() for line in lines):
        import_["preview"] = {kind: [] for kind in import_["preview"]}
        uow.forget_answers(import_)

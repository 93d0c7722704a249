"""Whose a service or a person's role is: the organisation that a directory calls by its identifier or its name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from services.chassis.store import Document, Reader, fold
from services.registry.imports import model
from services.registry.imports.makers import MAKERS
from services.registry.imports.targets import TARGETS

STAND_IN = "to-be-found"
"""For an organisation that the same import makes, whose id is known when it is there."""
_AT_ONCE = 500


def organisations_called(read: Reader, source: str, called: Iterable[str]) -> dict[str, str]:
    """The ids of organisations by what they are called: the identifier of the directory, our id, or the whole name.

    A name that several have is none.
    """
    wanted = {*called}
    if not wanted:
        return {}
    known = MAKERS[model.ORGANISATIONS].existing(read, source, None, dict.fromkeys(wanted, {}))
    found = {text: str(one["_id"]) for text, one in known.items()}
    return found | _by_name(read, sorted(wanted - found.keys()))


def _by_name(read: Reader, names: list[str]) -> dict[str, str]:
    ids: dict[str, list[str]] = {}
    folded = sorted({fold(name) for name in names})
    for start in range(0, len(folded), _AT_ONCE):
        asked = {"name_folded": {"$in": folded[start : start + _AT_ONCE]}}
        for one in read.find("organisations", asked, limit=2 * _AT_ONCE, fields=["_id", "name_folded"]):
            ids.setdefault(one["name_folded"], []).append(one["_id"])
    return {name: ids[fold(name)][0] for name in names if len(ids.get(fold(name), ())) == 1}


def organisation_in(makes: str, fields: Document) -> str | None:
    """What the fields of a row call its organisation; None where they say none, or none is asked for."""
    target = TARGETS[makes].belongs_to
    holder = _holder(makes, fields) if target else None
    told = holder.get("organisation") if holder else None
    return told if isinstance(told, str) else None


def with_organisation(makes: str, fields: Document, id: str) -> Document:
    """The fields with the id of the organisation in the place of what it is called."""
    if TARGETS[makes].belongs_to == "organisation":
        return {**fields, "organisation": id}
    first, *others = fields["roles"]
    return {**fields, "roles": [{**first, "organisation": id}, *others]}


def _holder(makes: str, fields: Document) -> dict[str, Any] | None:
    if TARGETS[makes].belongs_to == "organisation":
        return fields
    return fields["roles"][0] if fields.get("roles") else None

"""Entering thousands of organisations: what follows from the sheet of each is found out before, when it is checked.

That is what a search and the look for duplicates find it by, and what is said of it. It is kept until the sheet is
entered, which may be weeks later: if we find things in another way by then, it is found out again.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from typing import Any, Final

import orjson

from services.chassis.store import Document, Reader, UnitOfWork
from services.contracts import registry as says
from services.registry.organisations import model
from services.registry.organisations.commands import enter_organisation, searchable_organisation

AT_ONCE: Final = 500
_EVENT: Final = says.OrganisationRegistered
_FOUND_BY: Final = ("words", "name_folded", "name_length", "match_keys")
_EXAMPLE: Final = {
    "name": "Società Cooperativa Àlfa S.r.l. per l'Istruzione degli Adulti di Catania", "legal_name": "Alfa s.r.l.",
    "short_name": "SCA", "kind": "training_provider", "country": "IT", "city": "catania", "seat": "Acireale",
    "website": "https://www.example.org/it", "email": "info@example.com", "lat": 37.5, "lon": 15.0,
    "identifiers": [{"scheme": model.VAT, "country": None, "value": "IT00743110157"}],
}  # fmt: skip


def made_ready(facts: Document) -> Document:
    """What follows from the facts of a new organisation alone, its city among them.

    Of what is said of it only that is kept which the organisation does not have just so itself.
    """
    organisation, found_by, said = _following(facts)
    besides = {name: value for name, value in said.items() if organisation.get(name, ...) != value}
    return {"way": _way(), "found_by": found_by, "said": besides}


def enter_ready(uow: UnitOfWork, facts: Document, ready: Document) -> Document:
    """Enter an organisation whose facts are in order, and whose numbers nobody has, as it was made ready."""
    if ready["way"] != _way():
        return enter_organisation(uow, facts)
    organisation = {"_id": uow.new_id(), **model.blank_organisation(), **facts, **ready["found_by"]}
    uow.add("organisations", organisation, final=True)
    uow.say(_EVENT, organisation, {**_EVENT.told_of(organisation), **ready["said"]})
    return organisation


def holders(read: Reader, sheets: Iterable[Document]) -> dict[model.Number, Document]:
    """The organisation (`_id`, `name`) that has each of the numbers of these sheets, where there is one."""
    values = sorted({value for sheet in sheets for _scheme, _country, value in model.numbers_of(sheet)})
    held: dict[model.Number, Document] = {}
    for start in range(0, len(values), AT_ONCE):
        asked = {"identifiers.value": {"$in": values[start : start + AT_ONCE]}}
        for one in read.find("organisations", asked, limit=20 * AT_ONCE, fields=["_id", "name", "identifiers"]):
            held |= dict.fromkeys(model.numbers_of(one), one)
    return held


def _following(facts: Document) -> tuple[Document, Document, Document]:
    """The organisation, what it is found by, and what is said of it, checked."""
    organisation = searchable_organisation({**model.blank_organisation(), **facts})
    public: dict[str, Any] = {"identifiers": model.public_identifiers(organisation)}
    said = _EVENT.said({**_EVENT.told_of(organisation), **public})
    return organisation, {name: organisation[name] for name in _FOUND_BY}, said


@cache
def _way() -> str:
    """How things are found out, told by what comes out for an example."""
    return sha256(orjson.dumps(_following(_EXAMPLE), option=orjson.OPT_SORT_KEYS)).hexdigest()[:12]

"""What can be done with pairs: find them, put two together by hand, judge. How two are merged: merging.py."""

from __future__ import annotations

from typing import Final

from services.chassis.errors import Conflict, Forbidden, Invalid
from services.chassis.i18n import _
from services.chassis.store import Document, UnitOfWork
from services.registry.duplicates import model, queries
from services.registry.duplicates.likeness import ALIKE, Likeness, likeness
from services.registry.organisations.commands import register_organisation

UNJUDGED: Final[Document] = {
    "status": model.OPEN, "survivor": None, "merged": None, "merged_at": None, "moved": [],
    "reason": None, "note": None,
}  # fmt: skip
"""How a pair stands of which nobody has said anything yet, or not any more."""


def look_for_duplicates(uow: UnitOfWork, id: str) -> None:
    """Judge anew what stands open of an organisation, and keep as a pair whoever may be the same."""
    organisation = uow.first("organisations", {"_id": id})
    for pair in uow.find("duplicates", {"organisations.id": id, "status": model.OPEN}):
        _judge_again(uow, uow.get("duplicates", pair["_id"]))
    if organisation is None:
        return
    for other, like in queries.candidates(uow, organisation):
        if uow.first("duplicates", {"pair": model.key_of(id, other["_id"])}) is None:
            _keep_pair(uow, organisation, other, like.score, [*like.reasons])


def _judge_again(uow: UnitOfWork, pair: Document) -> None:
    found = [uow.first("organisations", {"_id": one["id"]}) for one in pair["organisations"]]
    sheets = [one for one in found if one]
    like = likeness(sheets[0], sheets[1]) if len(sheets) == 2 else Likeness(0, ())
    if len(sheets) < 2 or (like.score < ALIKE and model.BY_HAND not in pair["reasons"]):
        uow.remove("duplicates", pair)
    elif model.BY_HAND not in pair["reasons"] and like.score != pair["score"]:
        told = [_named(sheet) for sheet in sheets]
        uow.save("duplicates", pair | {"score": like.score, "reasons": [*like.reasons], "organisations": told})


def pair_by_hand(uow: UnitOfWork, body: Document) -> Document:
    """Put two organisations together that somebody takes for one; a pair that is there already is opened again."""
    one, other = (_known(uow, id, place) for place, id in enumerate(body["organisations"]))
    if one["_id"] == other["_id"]:
        raise Invalid({"organisations.1": [_("Choose two different organisations.")]})
    there = uow.first("duplicates", {"pair": model.key_of(one["_id"], other["_id"])})
    if there is None:
        like = likeness(one, other)
        return _keep_pair(uow, one, other, like.score, [model.BY_HAND, *like.reasons])
    pair = own_pair(uow, there["_id"])
    return pair if pair["status"] == model.OPEN else uow.save("duplicates", pair | UNJUDGED)


def register_apart(uow: UnitOfWork, body: Document) -> Document:
    """Register an organisation that is none of those that `not_same_as` names, as who enters it says: the pairs that
    are theirs to judge are kept as judged. One of them that is gone by now is no matter any more."""
    told = body.get("not_same_as", [])
    organisation = register_organisation(uow, {name: body[name] for name in body if name != "not_same_as"})
    for other in uow.find("organisations", {"_id": {"$in": told}}):
        if uow.actor.reaches(_city_of(organisation, other)):
            like = likeness(organisation, other)
            _keep_pair(uow, organisation, other, like.score, [*like.reasons], status=model.NOT_DUPLICATE)
    return organisation


def judge_not_duplicate(uow: UnitOfWork, id: str, body: Document) -> Document:
    """Say that the two are not one, and why: they are not brought up again."""
    return uow.save("duplicates", open_pair(uow, id) | body | {"status": model.NOT_DUPLICATE})


def reopen(uow: UnitOfWork, id: str) -> Document:
    """Take back that the two are not one."""
    pair = own_pair(uow, id)
    if pair["status"] != model.NOT_DUPLICATE:
        raise Conflict(_("This pair was not judged yet, or was merged."))
    return uow.save("duplicates", pair | UNJUDGED)


def _keep_pair(
    uow: UnitOfWork, one: Document, other: Document, score: float, reasons: list[str], **judged: str
) -> Document:
    pair = {
        "_id": uow.new_id(), "pair": model.key_of(one["_id"], other["_id"]), "city": _city_of(one, other),
        "score": score, "organisations": [_named(one), _named(other)], "reasons": reasons, **UNJUDGED, **judged,
    }  # fmt: skip
    return uow.add("duplicates", pair)


def _city_of(one: Document, other: Document) -> str | None:
    """Whose a pair is: the city's of both, or the network's."""
    return one["city"] if one["city"] == other["city"] else None


def _named(organisation: Document) -> Document:
    return {"id": organisation["_id"], **{name: organisation.get(name) for name in ("name", "seat", "city")}}


def own_pair(uow: UnitOfWork, id: str) -> Document:
    """The pair, for who may write what belongs to its city. Raises `Forbidden` before anything else is told."""
    pair = uow.get("duplicates", id)
    if not uow.actor.reaches(pair["city"]):
        raise Forbidden()
    return pair


def open_pair(uow: UnitOfWork, id: str) -> Document:
    """The pair, as `own_pair`, while nobody has judged it. Raises `Conflict`."""
    pair = own_pair(uow, id)
    if pair["status"] != model.OPEN:
        raise Conflict(_("This pair was judged already."))
    return pair


def _known(uow: UnitOfWork, id: str, place: int) -> Document:
    found = uow.first("organisations", {"_id": id})
    if found is None:
        raise Invalid({f"organisations.{place}": [_("There is no such organisation in the register.")]})
    return found

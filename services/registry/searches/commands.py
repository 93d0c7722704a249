"""What can be done with a saved search: keep, change, remove, bring back, and look whether there is something new."""

from __future__ import annotations

from services.chassis.actor import ALL
from services.chassis.errors import Conflict
from services.chassis.i18n import _, n_
from services.chassis.store import Document, UnitOfWork, fold
from services.contracts import registry as says
from services.registry import model as register
from services.registry.searches import model
from services.registry.searches.kinds import checked_query
from services.registry.searches.queries import finds, own_search


def keep_search(uow: UnitOfWork, body: Document) -> Document:
    """Keep a search of who asks. What it finds now is known; an alert tells only of what comes later."""
    owner, own = uow.actor.id, uow.as_system()
    if own.count("searches", {"owner": owner, "removed_at": None}) >= model.MOST_SEARCHES:
        raise Conflict(
            n_("You have %(n)s saved search already. Remove one first.",
               "You have %(n)s saved searches already. Remove one first.", model.MOST_SEARCHES)
        )  # fmt: skip
    reach = None if uow.actor.cities is ALL else sorted(uow.actor.cities)
    search = {"_id": uow.new_id(), "owner": owner, "reach": reach, "removed_at": None, "alert": model.NEVER, **body}
    return own.add("searches", _checked(own, search))


def change_search(uow: UnitOfWork, id: str, body: Document) -> Document:
    """Name it anew, search for something else, be told more or less often."""
    search = _own(uow, id)
    wanted = register.changes(search, body)
    if not wanted:
        return search
    return uow.as_system().save("searches", _checked(uow.as_system(), search | wanted))


def remove_search(uow: UnitOfWork, id: str) -> None:
    """Remove a search; for 30 days it can be brought back."""
    search = _own(uow, id) | {"removed_at": uow.now()}
    uow.as_system().save("searches", search)
    uow.forget_history("searches", search)  # nobody removes that once the 30 days are over


def restore_search(uow: UnitOfWork, id: str) -> Document:
    """Bring a removed search back, as it was. What came in the meantime counts as known."""
    own_search(uow, id)
    own = uow.as_system()
    search = own.get("searches", id)
    if search["removed_at"] is None:
        return search
    return own.save("searches", _looked_at(own, search | {"removed_at": None}))


def look(uow: UnitOfWork, id: str) -> None:
    """Look whether a search finds something that it did not find before, and say so."""
    search = uow.get("searches", id)
    if search["removed_at"] is not None or search["look_at"] is None or search["look_at"] > uow.now():
        return
    changed = finds(uow, search, updated_at={"$gte": search["looked_at"]})
    new = model.new_finds(changed, search["known"])
    known = [*new, *search["known"]][: model.MOST_FINDS]
    looked = {"known": known, "looked_at": uow.now(), "look_at": model.next_look(search["alert"], uow.now())}
    uow.save("searches", search | looked)
    if new:
        uow.publish(says.SearchMatched, search, owner=search["owner"], new=len(new))


def follow_access(uow: UnitOfWork, owner: str, cities: list[str] | None, may_read: bool) -> None:
    """What the owner may see from now on is what their searches find; who may read nothing is told nothing."""
    for one in uow.find("searches", {"owner": owner}):
        search = uow.get("searches", one["_id"])
        look_at = model.next_look(search["alert"], uow.now()) if may_read else None
        uow.save("searches", search | {"reach": cities, "look_at": look_at})


def forget_owner(uow: UnitOfWork, owner: str) -> None:
    """Erase the searches of an account that is gone, those that were removed already too."""
    for search in uow.find("searches", {"owner": owner}):
        uow.discard("searches", search["_id"])
        uow.forget_history("searches", search)
        uow.forget_answers(search)


def _own(uow: UnitOfWork, id: str) -> Document:
    """The search as its owner changes it. Raises `NotFound`, also for a removed one."""
    own_search(uow, id)
    own = uow.as_system()
    own.if_match = uow.if_match
    search = own.get("searches", id)
    uow.if_match = None
    if search["removed_at"] is not None:
        raise Conflict(_("This search was removed. Bring it back first."))
    return search


def _checked(uow: UnitOfWork, search: Document) -> Document:
    """The search, found to be one that its list understands, looked at for the first time."""
    search["query"] = model.asked(search["query"])
    checked_query(search["of"], search["query"], "query.")
    search["name_folded"] = fold(search["name"])
    return _looked_at(uow, search)


def _looked_at(uow: UnitOfWork, search: Document) -> Document:
    looked_at = uow.now()
    known = finds(uow, search)
    return search | {"known": known, "looked_at": looked_at, "look_at": model.next_look(search["alert"], looked_at)}

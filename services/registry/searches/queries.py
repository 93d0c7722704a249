"""What can be read: suggestions for what is being typed, one's own saved searches, those that are due. Never writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from services.chassis.actor import ALL, Actor
from services.chassis.errors import Gone, NotFound
from services.chassis.store import Document, Page, Reader
from services.chassis.store.searching import somewhere
from services.registry.searches import model
from services.registry.searches.kinds import KINDS, checked_query

MOST_AT_ONCE = 500
MOST_TOLD = 1000


def suggestions(read: Reader, query: Document) -> Page:
    """The best finds of each kind for `q`, the better ranks first; the filters that a kind has not are left out."""
    limit, found = query["limit"], []
    for of in [query["of"]] if query.get("of") else model.SEARCHED:
        kind = KINDS[of]
        asked = {name: value for name, value in query.items() if name in kind.filters._declared_fields}
        rows = read.suggest(
            of, query.get("q") or "", filter=kind.narrowed(asked), limit=limit, fields=(*kind.fields, "city")
        )
        found += [
            {"_id": one["_id"], "of": of, "name": kind.name(one, read.language), "detail": kind.detail(one),
             "city": one.get("city"), "rank": model.RANKS[one["rank"]]}
            for one in rows
        ]  # fmt: skip
    found.sort(key=lambda one: model.RANKS.index(one["rank"]))
    return Page(items=found[:limit], next=None)


def list_searches(read: Reader, query: Document) -> Page:
    """A page of one's own searches by name; with `removed` those that can still be brought back."""
    removed = {"removed_at": {"$ne": None}} if query.get("removed") else {"removed_at": None}
    own = {"owner": read.actor.id, **removed}
    return read.as_system().page("searches", query, filter=own, sort_by=("name_folded", "_id"))


def own_search(read: Reader, id: str) -> Document:
    """One's own search `id`. Raises `NotFound`, also for somebody else's."""
    found = read.as_system().first("searches", {"_id": id, "owner": read.actor.id})
    if found is None:
        raise NotFound()
    return found


def search_to_write_of(read: Reader, id: str) -> Document:
    """Search `id`, of which its owner is to be written to. Raises `Gone` for one that they have removed."""
    found = read.first("searches", {"_id": id, "removed_at": None})
    if found is None:
        raise Gone()
    return found


def searches_of(read: Reader, owners: Sequence[str]) -> list[Document]:
    """The searches of these accounts, removed ones too, of those that work in the reader's cities alone."""
    theirs: dict[str, object] = {"owner": {"$in": [*owners]}}
    if read.actor.cities is not ALL:
        theirs["reach"] = {"$nin": [None, []], "$not": {"$elemMatch": {"$nin": sorted(read.actor.cities)}}}
    return read.as_system().find("searches", theirs, limit=MOST_TOLD)


def due(read: Reader) -> list[str]:
    """The ids of the searches that are to be looked at now, those that waited longest first."""
    waiting = {"removed_at": None, "look_at": {"$lte": read.now()}}
    return [one["_id"] for one in read.find("searches", waiting, sort=[("look_at", 1)], limit=MOST_AT_ONCE)]


def finds(read: Reader, search: Document, **more: object) -> list[str]:
    """The ids of what a search finds for its owner, misspelt words aside; up to `MOST_FINDS`."""
    query = checked_query(search["of"], search["query"])
    conditions: list[Mapping[str, object]] = [KINDS[search["of"]].narrowed(query), more]
    if words := somewhere(query.get("q")):
        conditions.append(words)
    rows = _as_owner(read, search).find(
        search["of"], {"$and": conditions}, sort=[("_id", -1)], limit=model.MOST_FINDS, fields=("_id",)
    )
    return [row["_id"] for row in rows]


def _as_owner(read: Reader, search: Document) -> Reader:
    """A reader that reaches what the owner of the search may see."""
    reach = search["reach"]
    cities = ALL if reach is None else frozenset(reach)
    owner = Actor(id=search["owner"], kind="person", cities=cities)
    return Reader(read.database, read.settings, owner, read.language, read._clock, read.session)

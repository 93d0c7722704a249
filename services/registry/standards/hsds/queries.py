"""What can be read of the directory as HSDS lists it. Never writes, knows no HSDS object.

Lists are in the order of ids, which is that of entry: what is changed while somebody reads page after page stays
where it is. The public sees the services that the public pages show, who may read the register sees all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from services.chassis.errors import NotFound
from services.chassis.store import Document, Reader
from services.chassis.store.searching import somewhere
from services.registry.directory.places import PLACES, postcode
from services.registry.directory.texts import says
from services.registry.duplicates.queries import led_on
from services.registry.organisations.queries import PUBLISHED
from services.registry.standards.hsds import terms
from services.registry.standards.offers import SHOWN

AT: Final = "/hsds/v3"
NOTHING: Final[Document] = {"_id": {"$in": []}}
AT_ONCE: Final = 200
EARTH_IN_METRES: Final = 6_371_000
METRES_A_DEGREE: Final = 111_000


def insider(read: Reader) -> bool:
    """Whether who asks may read the register, and so what is not for the public."""
    return read.actor.may("registry:read")


def every(read: Reader, name: str, filter: Document) -> Iterator[list[Document]]:
    """All documents of a collection, some at a time, however many there are."""
    last: Document = {}
    while rows := read.find(name, {"$and": [filter, last]}, sort=[("_id", 1)], limit=AT_ONCE):
        yield rows
        last = {"_id": {"$gt": rows[-1]["_id"]}}


def services(read: Reader, query: Document) -> Document:
    """The filter for the services that are asked for: every parameter narrows further."""
    return {"$and": [*_open(read), *_described(query, "updated_at")]}


def places(read: Reader, query: Document) -> Document:
    """The filter for the places that are asked for."""
    return {"$and": [*_open(read), *_described(query, "changed_at"), *_near(read, query)]}


def organisations(read: Reader, query: Document) -> Document:
    """The filter for the organisations that are asked for."""
    return {"$and": [_published(read), *_words(query)]}


def organisation(read: Reader, id: str) -> Document:
    """One organisation. Raises `NotFound`, also for one that is not for the reader; `Moved` and `Gone` as elsewhere."""
    found = read.first("organisations", {"$and": [{"_id": id}, _published(read)]})
    if found is None:
        raise led_on(read, id, f"{AT}/organizations", _published(read))
    return found


def offering(read: Reader, ids: set[str]) -> dict[str, Document]:
    """The organisations of some services that are for the reader, by their ids."""
    wanted = {"$and": [{"_id": {"$in": sorted(ids)}}, _published(read)]}
    return {one["_id"]: one for one in read.find("organisations", wanted, limit=max(len(ids), 1))}


def service(read: Reader, id: str) -> Document:
    """One service. Raises `NotFound`, also for one that is not for the reader."""
    found = read.first("services", {"$and": [{"_id": id}, *_open(read)]})
    if found is None:
        raise NotFound()
    return found


def place(read: Reader, id: str) -> Document:
    """One place of a service, as its row. Raises `NotFound`."""
    found = read.as_system().first(PLACES, {"$and": [{"_id": id}, *_open(read)]})
    if found is None:
        raise NotFound()
    return found


def of_ids(read: Reader, name: str, ids: set[str]) -> dict[str, Document]:
    """Documents of a collection by their ids."""
    return {one["_id"]: one for one in read.find(name, {"_id": {"$in": sorted(ids)}}, limit=max(len(ids), 1))}


def services_of(read: Reader, organisations: Sequence[Document]) -> dict[str, list[Document]]:
    """The services of some organisations, by organisation."""
    ids = [one["_id"] for one in organisations]
    offered = {"$and": [{"organisation": {"$in": ids}}, *_open(read)]}
    found: dict[str, list[Document]] = {id: [] for id in ids}
    for some in every(read, "services", offered):
        for one in some:
            found[one["organisation"]].append(one)
    return found


# What narrows a list


def _published(read: Reader) -> Document:
    return {} if insider(read) else PUBLISHED


def _open(read: Reader) -> list[Document]:
    return [] if insider(read) else [{"status": {"$in": list(SHOWN)}}]


def _described(query: Document, changed: str) -> list[Document]:
    """The conditions that services and their places share; `changed` names the field with the last change."""
    found = says(query.get("search"))
    if query.get("taxonomy_term_id") is not None:
        found.append(_with_term(terms.terms().get(query["taxonomy_term_id"])))
    if query.get("taxonomy_id") is not None:
        found.append(_with_taxonomy(terms.taxonomy_ids().get(query["taxonomy_id"])))
    if query.get("organization_id") is not None:
        found.append({"organisation": query["organization_id"]})
    if query.get("modified_after") is not None:
        found.append({changed: {"$gte": query["modified_after"]}})
    return found or [{}]


def _words(query: Document) -> list[Document]:
    """Each word that is searched for must begin a word of the name, legal name or seat of an organisation."""
    words = somewhere(query.get("search"))
    return [{**words}] if words else []


def _with_term(term: terms.Term | None) -> Document:
    if term is None or term.taxonomy == terms.KINDS:
        return NOTHING
    if term.code == terms.TAKES_REFERRALS:
        return {term.code: True}
    return {term.code: {"$ne": None}} if term.code == terms.FREE_PLACES else {term.taxonomy: term.code}


def _with_taxonomy(name: str | None) -> Document:
    if name is None or name == terms.KINDS:
        return NOTHING
    return {terms.TAKES_REFERRALS: True} if name == terms.REFERRALS else {name: {"$gt": ""}}


def _near(read: Reader, query: Document) -> list[Document]:
    """In the postcode, or within a distance from the middle of the places in it."""
    if query.get("postcode") is None:
        return []
    within: Document = {"postcode": postcode(query["postcode"])}
    if query.get("proximity") is None:
        return [within]
    known = read.as_system().find(PLACES, {**within, "lat": {"$ne": None}}, fields=["spot"])
    if not known:
        return [NOTHING]
    lon, lat = (sum(one["spot"][axis] for one in known) / len(known) for axis in (0, 1))
    metres: int = query["proximity"]
    reach = metres / METRES_A_DEGREE
    circle: list[Any] = [[lon, lat], metres / EARTH_IN_METRES]
    return [{"lat": {"$gte": lat - reach, "$lte": lat + reach}, "spot": {"$geoWithin": {"$centerSphere": circle}}}]

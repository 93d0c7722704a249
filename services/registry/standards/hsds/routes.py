"""The addresses that HSDS 3.0 gives its API, for anybody. No rule lives here.

`openapi.json` of HSDS has one slip that we do not follow: it says that one service_at_location answers with a service.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from flask import Response

from services.chassis.errors import NotFound
from services.chassis.http.json import dump
from services.chassis.http.routes import PUBLIC, Routes
from services.chassis.http.schema import Asked
from services.chassis.i18n import current_language
from services.chassis.store import Document, Reader
from services.registry.directory.places import PLACES
from services.registry.standards.hsds import queries, terms
from services.registry.standards.hsds.objects import Teller
from services.registry.standards.hsds.pages import Listed, listed
from services.registry.standards.hsds.schemas import (
    PER_PAGE,
    ListFilters,
    OneOrganizationFilters,
    OrganizationFilters,
    ServiceAtLocationFilters,
    ServiceFilters,
    TermFilters,
    one,
    page,
)

PROFILE: Final = "https://docs.openreferral.org/en/3.0/hsds/overview.html"
MOST_ON_A_MINIMAL_PAGE: Final = 100_000

routes = Routes("hsds", summary="Directory of services after HSDS 3.0 (Open Referral)", at=queries.AT)

Tell = Callable[[Sequence[Document]], list[Document]]
_WITH: Final = {PLACES: "services"}
"""The collection with which another one changes that has no versions of its own."""


@routes.raw("/", needs=PUBLIC, filters=Asked, produces={"application/json": {"type": "object"}})
def about(read: Reader, query: Document) -> Response:
    """The version of HSDS, its profile, and where the API is described."""
    described = f"{read.settings.public_url}/api/v1/openapi.json"
    return _json({"version": "3.0", "profile": PROFILE, "openapi_url": described})


@routes.raw("/services", needs=PUBLIC, filters=ServiceFilters, produces=page("compiled/service_list"))
def list_hsds_services(read: Reader, query: Document) -> Response:
    """Services, in the order of entry."""
    asked = queries.services(read, query)
    if query["minimal"]:
        query.setdefault("per_page", MOST_ON_A_MINIMAL_PAGE)
        return _listed(read, query, "services", asked, _ids_and_dates)
    return _listed(read, query, "services", asked, lambda rows: tell_services(read, rows, full=query["full"]))


@routes.raw("/services/<id>", needs=PUBLIC, filters=Asked, produces=one("compiled/service"))
def show_hsds_service(read: Reader, query: Document, id: str) -> Response:
    """One service with all that belongs to it."""
    return _json(tell_services(read, [queries.service(read, id)], full=True)[0])


@routes.raw("/organizations", needs=PUBLIC, filters=OrganizationFilters, produces=page("compiled/organization_list"))
def list_hsds_organizations(read: Reader, query: Document) -> Response:
    """Organizations, in the order of entry."""
    asked = queries.organisations(read, query)
    return _listed(read, query, "organisations", asked, lambda rows: tell_organizations(read, rows, query))


@routes.raw("/organizations/<id>", needs=PUBLIC, filters=OneOrganizationFilters, produces=one("compiled/organization"))
def show_hsds_organization(read: Reader, query: Document, id: str) -> Response:
    """One organization with its services. One that was merged has moved (308); one with a successor is gone (410)."""
    return _json(tell_organizations(read, [queries.organisation(read, id)], {**query, "full": True})[0])


@routes.raw(
    "/service_at_locations",
    needs=PUBLIC,
    filters=ServiceAtLocationFilters,
    produces=page("compiled/service_at_location_list"),
)
def list_service_at_locations(read: Reader, query: Document) -> Response:
    """Services at the places where they are given."""
    asked = queries.places(read, query)
    return _listed(read.as_system(), query, PLACES, asked, lambda rows: tell_places(read, rows, full=query["full"]))


@routes.raw("/service_at_locations/<id>", needs=PUBLIC, filters=Asked, produces=one("compiled/service_at_location"))
def show_service_at_location(read: Reader, query: Document, id: str) -> Response:
    """One service at one place."""
    return _json(tell_places(read, [queries.place(read, id)], full=True)[0])


@routes.raw("/taxonomies", needs=PUBLIC, filters=ListFilters, produces=page("taxonomy"))
def list_taxonomies(read: Reader, query: Document) -> Response:
    """Our lists of codes."""
    return _held(query, [terms.taxonomy(name, _at(read)) for name in terms.TAXONOMIES])


@routes.raw("/taxonomies/<id>", needs=PUBLIC, filters=Asked, produces=one("taxonomy"))
def show_taxonomy(read: Reader, query: Document, id: str) -> Response:
    """One list of codes."""
    name = terms.taxonomy_ids().get(id)
    if name is None:
        raise NotFound()
    return _json(terms.taxonomy(name, _at(read)))


@routes.raw("/taxonomy_terms", needs=PUBLIC, filters=TermFilters, produces=page("taxonomy_term"))
def list_taxonomy_terms(read: Reader, query: Document) -> Response:
    """The codes of our lists, which are flat: none is the parent of another, all are at the bottom."""
    wanted = terms.taxonomy_ids().get(query["taxonomy_id"]) if query.get("taxonomy_id") is not None else ...
    fitting = [one for one in terms.terms().values() if wanted in (..., one.taxonomy)]
    return _held(query, [] if query.get("parent_id") is not None else [terms.told(one, _at(read)) for one in fitting])


@routes.raw("/taxonomy_terms/<id>", needs=PUBLIC, filters=Asked, produces=one("taxonomy_term"))
def show_taxonomy_term(read: Reader, query: Document, id: str) -> Response:
    """One code of a list."""
    term = terms.terms().get(id)
    if term is None:
        raise NotFound()
    return _json(terms.told(term, _at(read)))


# Telling


def tell_services(read: Reader, rows: Sequence[Document], *, full: bool) -> list[Document]:
    """Services of ours as HSDS services."""
    teller = _teller(read)
    tell = teller.whole_service if full else teller.service
    offering = queries.offering(read, {row["organisation"] for row in rows})
    return [tell(row, offering.get(row["organisation"])) for row in rows]


def tell_organizations(read: Reader, rows: Sequence[Document], query: Document) -> list[Document]:
    """Organisations of ours as HSDS organizations, with their services where these are asked for."""
    teller = _teller(read)
    if not query["full"] and not query["full_service"]:
        return [teller.organization(row) for row in rows]
    offered = queries.services_of(read, rows)
    tell = teller.whole_service if query["full_service"] else teller.service
    return [
        teller.whole_organization(row) | {"services": [tell(service, None) for service in offered[row["_id"]]]}
        for row in rows
    ]


def tell_places(read: Reader, rows: Sequence[Document], *, full: bool) -> list[Document]:
    """Rows of places as HSDS services at locations."""
    teller = _teller(read)
    services = queries.of_ids(read, "services", {row["service"] for row in rows})
    offering = queries.offering(read, {one["organisation"] for one in services.values()})
    told = []
    for row in rows:
        service = services.get(row["service"])
        if service is None or row["number"] >= len(service["places"]):
            continue  # it was changed between the two look-ups
        site, organisation = service["places"][row["number"]], offering.get(service["organisation"])
        parts = (
            {"location": teller.whole_location(site),
             "service": teller.whole_service(service, organisation, with_places=False)}
            if full
            else {"location": teller.location(site), "service": teller.service(service, organisation)}
        )  # fmt: skip
        told.append({"id": row["_id"], **parts})
    return told


def _ids_and_dates(rows: Sequence[Document]) -> list[Document]:
    return [{"id": row["_id"], "modified_date": row["updated_at"].isoformat()} for row in rows]


def _teller(read: Reader) -> Teller:
    return Teller(_at(read), queries.insider(read))


def _at(read: Reader) -> str:
    return f"{read.settings.public_url}{queries.AT}"


# Answering


def _listed(read: Reader, query: Document, name: str, asked: Document, tell: Tell) -> Response:
    """A page of documents of a collection, or all of them as lines."""
    if query["format"] == "ndjson":
        return _lines(tell(rows) for rows in queries.every(read, name, asked))
    found = listed(read, name, asked, query["page"], query.get("per_page", PER_PAGE), changing=_WITH.get(name))
    return _json(found.as_page(tell(found.items)))


def _held(query: Document, everything: Sequence[Document]) -> Response:
    """A page of what the program itself holds."""
    word = query.get("search", "").casefold()
    fitting = [one for one in everything if word in one["name"].casefold()]
    if query["format"] == "ndjson":
        return _lines([fitting])
    number, size = query["page"], query.get("per_page", PER_PAGE)
    shown = fitting[(number - 1) * size : number * size]
    return _json(Listed(shown, number, size, len(fitting)).as_page(shown))


def _lines(parts: Any) -> Response:
    def lines() -> Iterator[bytes]:
        for rows in parts:
            yield b"".join(dump(row) + b"\n" for row in rows)

    return _spoken(Response(lines(), mimetype="application/x-ndjson"))


def _json(body: Document) -> Response:
    return _spoken(Response(dump(body), mimetype="application/json"))


def _spoken(response: Response) -> Response:
    response.headers["Content-Language"] = current_language()
    response.headers["Vary"] = "Accept-Language"
    return response

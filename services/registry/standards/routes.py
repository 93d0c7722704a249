"""The directory as CPSV-AP, ELM and data·inclusion, for anybody who gathers it. No rule lives here.

Each list goes page by page in the order of entry: the address of the next page is in the header Link (RFC 8288).
It is there to be gathered whole: these forms have no word for what is gone, so that whatever is missing is gone.
"""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from flask import Response, request

from services.chassis.http import fields
from services.chassis.http.json import dump
from services.chassis.http.routes import PUBLIC, Routes
from services.chassis.http.schema import Pages
from services.chassis.i18n import SOURCE_LANGUAGE
from services.chassis.store import Document, Page, Reader
from services.registry.organisations.queries import PUBLISHED
from services.registry.queries import named
from services.registry.standards import cpsv, data_inclusion, elm
from services.registry.standards.hsds.queries import AT
from services.registry.standards.offers import SHOWN, Offer, offers

LINKED: Final = {"application/ld+json": {"type": "object"}}
ROWS: Final = {"application/json": {"type": "array", "items": {"type": "object"}}}

routes = Routes("exchange", summary="The directory in the forms of European and French standards")


class Offered(Pages):
    """A list of services that can be narrowed to a city or an organisation."""

    city = fields.Slug()
    organisation = fields.Id()


@routes.raw("/exchange/cpsv-ap", needs=PUBLIC, filters=Offered, produces=LINKED)
def list_public_services(read: Reader, query: Document) -> Response:
    """Services as public services of CPSV-AP 3.2.0."""
    found, page = _asked(read, query)
    return _answer(cpsv.catalogue(found, f"{read.settings.public_url}{AT}"), page, "application/ld+json")


@routes.raw("/exchange/elm", needs=PUBLIC, filters=Offered, produces=LINKED)
def list_learning_opportunities(read: Reader, query: Document) -> Response:
    """Courses and the like as learning opportunities of the European Learning Model 3."""
    found, page = _asked(read, query, themes={"$in": [*elm.FIELDS]})
    return _answer(elm.catalogue(found), page, "application/ld+json")


@routes.raw("/exchange/data-inclusion/services", needs=PUBLIC, filters=Offered, produces=ROWS)
def list_data_inclusion_services(read: Reader, query: Document) -> Response:
    """Services as data·inclusion v1 has them: a row for each place."""
    found, page = _asked(read, query)
    return _answer([row for one in found for row in data_inclusion.services_of(one)], page)


@routes.raw("/exchange/data-inclusion/structures", needs=PUBLIC, filters=Pages, produces=ROWS)
def list_data_inclusion_structures(read: Reader, query: Document) -> Response:
    """Organisations as the structures of data·inclusion v1."""
    page = read.page("organisations", query, filter=PUBLISHED)
    site = f"{read.settings.public_url}/{SOURCE_LANGUAGE}/partners"
    rows = [data_inclusion.structure(one, f"{site}/{one['_id']}") for one in page.items if "deleted_at" not in one]
    return _answer(rows, page)


def _asked(read: Reader, query: Document, **narrowed: Any) -> tuple[list[Offer], Page]:
    """The offers of a page of services that the public sees."""
    wanted = named(query, "city", "organisation") | {"status": {"$in": [*SHOWN]}} | narrowed
    page = read.page("services", query, filter=wanted)
    return offers(read, [one for one in page.items if "deleted_at" not in one]), page


def _answer(document: object, page: Page, kind: str = "application/json") -> Response:
    answer = Response(dump(document), mimetype=kind)
    if page.next:
        following = urlencode({**request.args.to_dict(), "after": page.next})
        answer.headers["Link"] = f'<{request.path}?{following}>; rel="next"'
    return answer

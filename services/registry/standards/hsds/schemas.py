"""What the HSDS lists can be asked, and what they answer, for the document of the API. Names are those of HSDS."""

from __future__ import annotations

from typing import Any, Final

from marshmallow import ValidationError, validates_schema

from services.chassis.http import fields
from services.chassis.http.schema import Asked
from services.chassis.i18n import _

PER_PAGE, LARGEST_PAGE = 50, 500
SPECIFICATION: Final = "https://raw.githubusercontent.com/openreferral/specification/3.0/schema"


class ListFilters(Asked):
    """How every HSDS list can be asked; `ndjson` gives all of it, a line each, without pages."""

    search = fields.Text(max=100)
    page = fields.Integer(min=1, max=1_000_000, load_default=1, from_text=True)
    per_page = fields.Integer(min=1, max=LARGEST_PAGE, from_text=True)
    format = fields.OneOf("json", "ndjson", load_default="json")


class OrganizationFilters(ListFilters):
    """How the list of organizations can be asked."""

    full = fields.Boolean(load_default=False)
    full_service = fields.Boolean(load_default=False)


class ServiceAtLocationFilters(ListFilters):
    """How the list of places can be asked; `proximity` is in metres from the middle of `postcode`."""

    taxonomy_term_id = fields.Text(max=100)
    taxonomy_id = fields.Text(max=100)
    organization_id = fields.Text(max=100)
    modified_after = fields.Instant()
    full = fields.Boolean(load_default=False)
    postcode = fields.Text(max=20)
    proximity = fields.Integer(min=1, max=1_000_000, from_text=True)

    @validates_schema
    def is_near_something(self, data: dict[str, Any], **_options: Any) -> None:
        """Refuse a distance from nowhere."""
        if data.get("proximity") and not data.get("postcode"):
            raise ValidationError(_("Say from which postcode."), "postcode")


class ServiceFilters(ListFilters):
    """How the list of services can be asked; `minimal` gives ids and dates only, all on one page."""

    taxonomy_term_id = fields.Text(max=100)
    taxonomy_id = fields.Text(max=100)
    organization_id = fields.Text(max=100)
    modified_after = fields.Instant()
    minimal = fields.Boolean(load_default=False)
    full = fields.Boolean(load_default=False)


class TermFilters(ListFilters):
    """How the list of taxonomy terms can be asked."""

    taxonomy_id = fields.Text(max=100)
    top_only = fields.Boolean(load_default=False)
    parent_id = fields.Text(max=100)


class OneOrganizationFilters(Asked):
    """An organization can be asked for with its services in full."""

    full_service = fields.Boolean(load_default=False)


def one(schema: str) -> dict[str, Any]:
    """What an address of one object produces: the object of the published schema."""
    return {"application/json": _object(schema)}


def page(schema: str) -> dict[str, Any]:
    """What the address of a list produces: a page of objects of the published schema, or all of them, a line each."""
    numbers = {name: {"type": "integer"} for name in ("total_items", "total_pages", "page_number", "size")}
    marks = {name: {"type": "boolean"} for name in ("first_page", "last_page", "empty")}
    properties = {**numbers, **marks, "contents": {"type": "array", "items": _object(schema)}}
    whole = {"type": "object", "required": list(properties), "properties": properties}
    return {"application/json": whole, "application/x-ndjson": {}}


def _object(schema: str) -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["id"],
        "properties": {"id": {"type": "string", "format": "uuid"}},
        "externalDocs": {"description": "The schema of HSDS 3.0", "url": f"{SPECIFICATION}/{schema}.json"},
    }

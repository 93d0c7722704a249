"""Mappings that a city keeps under a name, for the next file of the same kind."""

from __future__ import annotations

from typing import Any

from services.chassis.errors import Conflict
from services.chassis.i18n import _
from services.chassis.store import Document, Page, Reader, UnitOfWork, fold
from services.registry.commands import city_for
from services.registry.imports.tables import tables_of


def list_mappings(read: Reader, query: Document) -> Page:
    """A page of the mappings of the reader's cities by name."""
    narrowed = {"makes": query["makes"]} if query.get("makes") else {}
    return read.page("mappings", query, filter=narrowed, sort_by=("name_folded", "_id"))


def save_mapping(uow: UnitOfWork, body: Document) -> Document:
    """Keep a mapping under a name that is new in the city. Raises `Invalid` for a mapping that is none."""
    mapping = {**body, "city": city_for(uow, body)}
    return uow.add("mappings", _checked(uow, mapping))


def change_mapping(uow: UnitOfWork, id: str, body: Document) -> Document:
    """Give a saved mapping another name, or replace what it says."""
    mapping = uow.get("mappings", id)
    wanted = {name: body[name] for name in ("name", "mapping") if name in body}
    return uow.save("mappings", _checked(uow, mapping | wanted))


def remove_mapping(uow: UnitOfWork, id: str) -> None:
    """Forget a saved mapping; imports that used it stay as they are."""
    uow.remove("mappings", uow.get("mappings", id))


def mapping_of(read: Reader, body: Document) -> Document:
    """The mapping of an import: what it brings, or a saved one, for the one file that was sent with it."""
    if "saved" not in body:
        brought: Document = body["mapping"]
        return brought
    kept: Document = read.get("mappings", body["saved"])["mapping"]
    sent = [*body.get("files", {}), *body.get("uploads", {})]
    if len(kept["tables"]) != 1 or len(sent) != 1:
        return kept
    return {**kept, "tables": [{**kept["tables"][0], "file": sent[0]}]}


def _checked(uow: UnitOfWork, mapping: Document) -> Document:
    """The saved mapping with what it is found by."""
    tables = mapping["mapping"]["tables"]
    read = tables_of(mapping["mapping"], {table["file"]: "" for table in tables}, {})
    folded: dict[str, Any] = {"name_folded": fold(mapping["name"]), "city": mapping["city"]}
    if uow.first("mappings", {**folded, "_id": {"$ne": mapping.get("_id")}}):
        raise Conflict(_("There is a mapping with this name already."))
    columns = sorted({column for table in read for column in table.named_columns().values()})
    return {**mapping, **folded, "makes": tables[0]["makes"], "columns": columns}

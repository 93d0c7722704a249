"""From a file to HSDS objects with the place where each stands. No word of our own records in here."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from services.registry.imports.hsds.packages import NotAPackage, nested, tables_of

Object = dict[str, Any]


class NotHsds(Exception):
    """The file is neither JSON of HSDS nor a data package."""


@dataclass(frozen=True)
class Item:
    """An HSDS object; `row` is its row in a spreadsheet, its line or its place in a JSON document."""

    file: str
    row: int
    said: Object


@dataclass
class Directory:
    """What a file tells: organizations by their identifiers, and services that say whose they are."""

    organizations: dict[str, Item] = field(default_factory=dict)
    services: list[Item] = field(default_factory=list)

    def add_organization(self, item: Item) -> None:
        """Keep an organization; one that is told several times, as whole as it is told, and each that has no identifier
        for itself.
        """
        key = identifier_of(item.said) or f"\n{len(self.organizations)}"  # what no identifier is
        known = self.organizations.get(key)
        if known is None or len(item.said) > len(known.said):
            self.organizations[key] = item

    def add_service(self, item: Item) -> None:
        """Keep a service, with the organization that it tells of."""
        organization = item.said.get("organization")
        if isinstance(organization, dict):
            self.add_organization(Item(item.file, item.row, organization))
        self.services.append(item)


def read_directory(name: str, content: bytes) -> Directory:
    """What the file `name` tells. Raises `NotHsds`."""
    try:
        if content.startswith(b"PK"):
            return _from_package(content)
        return _from_json(name, content)
    except (NotAPackage, ValueError, RecursionError) as error:
        raise NotHsds from error


def identifier_of(said: Object) -> str:
    """The identifier that the directory gives an object; empty when it gives none."""
    return _identifier(said, "id")


def _identifier(said: Object, name: str) -> str:
    """A number may be one, nought too."""
    return "" if said.get(name) is None else str(said[name]).strip()


def organization_of(service: Object) -> str:
    """The identifier of the organization that offers a service; empty when it says none."""
    organization = service.get("organization")
    told = identifier_of(organization) if isinstance(organization, dict) else ""
    return told or _identifier(service, "organization_id")


def parent_of(organization: Object) -> str:
    """The identifier of the organization that one is a part of; empty when it says none."""
    return _identifier(organization, "parent_organization_id")


def parents_first(organizations: dict[str, Item]) -> Iterator[list[Item]]:
    """Organizations in groups: each stands in a later one than the organization that it is a part of.

    Those whose parents go round in a circle come last, together.
    """
    left = dict(organizations)
    while left:
        some = {id: item for id, item in left.items() if parent_of(item.said) not in left} or left
        yield [*some.values()]
        left = {id: item for id, item in left.items() if id not in some}


def _from_package(content: bytes) -> Directory:
    found, tables = Directory(), tables_of(content)
    for file, row, said in nested(tables, "organization"):
        found.add_organization(Item(file, row, said))
    for file, row, said in nested(tables, "service"):
        found.add_service(Item(file, row, said))
    return found


def _from_json(name: str, content: bytes) -> Directory:
    found = Directory()
    for row, said in enumerate(_objects(content.decode("utf-8-sig")), start=1):
        if _is_service(said):
            found.add_service(Item(name, row, said))
            continue
        found.add_organization(Item(name, row, {part: value for part, value in said.items() if part != "services"}))
        for service in _dicts(said.get("services")):
            whose = service.get("organization_id") or said.get("id")
            found.add_service(Item(name, row, {**service, "organization_id": whose}))
    if not found.organizations and not found.services:
        raise NotHsds
    return found


def _objects(text: str) -> Iterator[Object]:
    """The objects of a page, of a list, of a single object, or of lines of JSON. Raises `ValueError`."""
    try:
        whole = json.loads(text)
    except ValueError:
        whole = [json.loads(line) for line in text.splitlines() if line.strip()]
    pages = whole if isinstance(whole, list) else [whole]
    for page in _dicts(pages):
        yield from _dicts(page["contents"]) if "contents" in page else [page]


def _is_service(said: Object) -> bool:
    return "status" in said or "organization" in said or "organization_id" in said


def _dicts(values: Any) -> Iterable[Object]:
    return [one for one in values if isinstance(one, dict)] if isinstance(values, list) else []

"""Data packages: tables in a ZIP, in the names of HSDS 1.1, 2.0 or 3.0, nested as HSDS 3.0 nests them.

The names come from the published `datapackage.json` of each version (github.com/openreferral/specification).
"""

from __future__ import annotations

import io
import json
import lzma
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final

from services.registry.imports.model import NotASheet, read_sheet

Record = dict[str, Any]
Numbered = tuple[str, int, Record]
Tables = dict[str, list[Numbered]]

MOST_BYTES: Final = 64 * 1024 * 1024
MOST_FILES: Final = 200

_TABLES: Final = {
    "physical_address": "address", "postal_address": "address", "regular_schedule": "schedule",
    "holiday_schedule": "schedule", "service_taxonomy": "attribute", "service_attribute": "attribute",
    "other_attribute": "attribute", "accessibility_for_disabilities": "accessibility", "payment_accepted": "payment",
}  # fmt: skip
"""What tables of older versions are called in 3.0; `taxonomy` of 1.1 holds terms."""

_FILES: Final = {
    "organizations": "organization", "programs": "program", "services": "service", "locations": "location",
    "services_taxonomy": "service_taxonomy", "services_at_location": "service_at_location", "phones": "phone",
    "contacts": "contact", "physical_addresses": "physical_address", "postal_addresses": "postal_address",
    "addresses": "address", "regular_schedules": "regular_schedule", "holiday_schedules": "holiday_schedule",
    "schedules": "schedule", "service_areas": "service_area", "required_documents": "required_document",
    "payments_accepted": "payment_accepted", "languages": "language", "service_attributes": "service_attribute",
    "other_attributes": "other_attribute", "attributes": "attribute", "taxonomy_terms": "taxonomy_term",
    "taxonomies": "taxonomy", "cost_options": "cost_option", "organization_identifiers": "organization_identifier",
    "service_at_locations": "service_at_location",
}  # fmt: skip
"""The tables of files in a package without a usable `datapackage.json`; others are called like their file."""

_COLUMNS: Final = {
    "organization": {"url": "website"}, "language": {"language": "name"}, "service_area": {"service_area": "name"},
    "taxonomy_term": {"term": "name", "vocabulary": "taxonomy"},
    "accessibility": {"accessibility": "description"}, "attribute": {"taxonomy_id": "taxonomy_term_id"},
    "schedule": {"start_date": "valid_from", "end_date": "valid_to"},
}  # fmt: skip
"""What columns of older versions are called in 3.0."""

_PARTS: Final = {
    "organization": ("location", "phone", "contact", "program", "funding", "organization_identifier", "url"),
    "service": ("phone", "schedule", "service_area", "service_at_location", "language", "funding", "cost_option",
                "required_document", "contact", "eligibility", "payment", "service_capacity", "url"),
    "service_at_location": ("phone", "contact", "schedule"),
    "location": ("address", "language", "phone", "contact", "accessibility", "schedule"),
    "contact": ("phone",),
    "phone": ("language",),
}  # fmt: skip
"""The tables whose rows belong to a row of another, by its `<name>_id`."""

_PLURALS: Final = {
    "address": "addresses", "accessibility": "accessibility", "funding": "funding", "url": "additional_urls",
    "service_capacity": "capacities",
}  # fmt: skip
_LINKED: Final = frozenset({*_PARTS, *(part for parts in _PARTS.values() for part in parts), "taxonomy_term"})
_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


_UNREADABLE: Final = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotASheet, KeyError, NotImplementedError, RuntimeError,
    OSError,
)  # fmt: skip
"""What reading a ZIP raises that is damaged, locked, or packed in a way that we cannot unpack."""


class NotAPackage(Exception):
    """The file is no ZIP with tables of HSDS, or far larger unpacked than it may be."""


def tables_of(content: bytes) -> Tables:
    """The rows of each table, in the names of HSDS 3.0, with their file and their row in a spreadsheet."""
    found: Tables = defaultdict(list)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            _check_size(package)
            for name, file in _files(package):
                table = "taxonomy_term" if name == "taxonomy" and _is_of_1_1(package) else _TABLES.get(name, name)
                for row in read_sheet(io.StringIO(_text(package.read(file)), newline="")).rows:
                    found[table].append((file.split("/")[-1], row.number, _renamed(name, table, row.cells)))
    except _UNREADABLE as error:
        raise NotAPackage from error
    if not found["organization"] and not found["service"]:
        raise NotAPackage
    return found


def nested(tables: Tables, name: str) -> Iterator[Numbered]:
    """Each row of a table with the rows that belong to it, as HSDS 3.0 nests them."""
    index = _Index(tables)
    for file, row, record in tables[name]:
        yield file, row, index.whole(name, record)


class _Index:
    """The rows of all tables by what they belong to."""

    def __init__(self, tables: Tables) -> None:
        self._by_id = {name: {record.get("id"): record for _f, _r, record in rows} for name, rows in tables.items()}
        self._parts: dict[tuple[str, str], list[Record]] = defaultdict(list)
        for name, rows in tables.items():
            for _file, _row, record in rows:
                for owner in _PARTS:
                    self._parts[f"{name} of {owner}", record.get(f"{owner}_id", "")].append(record)
                if name == "attribute":
                    linked = record.get("link_id") or record.get("service_id", "")
                    self._parts[f"{name} linked to {_linked(record)}", linked].append(record)

    def whole(self, name: str, record: Record) -> Record:
        """A record with what belongs to it; what is called by its id stands in its place."""
        id, made = record.get("id", ""), dict(record)
        for part in _PARTS.get(name, ()):
            rows = self._parts.get((f"{part} of {name}", id), []) if id else []
            if name == "service":  # what is said of the service at one place is not said of the service
                rows = [one for one in rows if part == "service_at_location" or not one.get("service_at_location_id")]
            if rows:
                made[_PLURALS.get(part, f"{part}s")] = [self.whole(part, one) for one in rows]
        if name == "service_at_location":
            made["location"] = self._one("location", record.get("location_id"))
        kinds = (f"attribute linked to {name}", "attribute linked to any")
        attributes = [one for kind in kinds for one in self._parts.get((kind, id), [])] if id else []
        if attributes and name != "attribute":
            made["attributes"] = [
                {**one, "taxonomy_term": self._one("taxonomy_term", one.get("taxonomy_term_id"))} for one in attributes
            ]
        return made

    def _one(self, name: str, id: str | None) -> Record | None:
        found = self._by_id.get(name, {}).get(id) if id else None
        return self.whole(name, found) if found else None


def _linked(attribute: Record) -> str:
    """The table of what an attribute is linked to, since two tables may number alike; `any` where it is not said."""
    if not attribute.get("link_id"):
        return "service"
    said = attribute.get("link_entity") or attribute.get("link_type") or ""
    return said if said in _LINKED else "any"


def _check_size(package: zipfile.ZipFile) -> None:
    entries = package.infolist()
    if len(entries) > MOST_FILES or sum(one.file_size for one in entries) > MOST_BYTES:
        raise NotAPackage


def _files(package: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """The tables of a package and their files: as it describes them, else by the names of the files."""
    described = _described(package)
    for file in package.namelist():
        short = file.split("/")[-1]
        if short.endswith(".csv") and not short.startswith("."):
            stem = short.removesuffix(".csv")
            name = described.get(short) or stem
            yield _FILES.get(name, name), file


def _described(package: zipfile.ZipFile) -> dict[str, str]:
    for file in package.namelist():
        if file.split("/")[-1] == "datapackage.json":
            try:
                resources = json.loads(package.read(file))["resources"]
                return {str(one["path"]).split("/")[-1]: str(one["name"]) for one in resources}
            except (ValueError, KeyError, TypeError):
                return {}
    return {}


def _is_of_1_1(package: zipfile.ZipFile) -> bool:
    return not any(name == "taxonomy_term" for name, _file in _files(package))


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _renamed(name: str, table: str, cells: Any) -> Record:
    """The cells that say something, in the names of 3.0."""
    columns = _COLUMNS.get(table, {})
    record: Record = {
        columns.get(column, column): cell.strip() for column, cell in cells.items() if column and cell.strip()
    }
    if name in ("physical_address", "postal_address"):
        record.setdefault("address_type", name.removesuffix("_address"))
    if table == "schedule" and "weekday" in record:
        record["byday"] = _day(record.pop("weekday"))
    return record


def _day(written: str) -> str:
    """A weekday of 1.1, in English or by number from Monday, in the two letters of iCalendar; several as written."""
    if written.isdecimal() and 1 <= int(written) <= 7:
        return _DAYS[int(written) - 1][:2].upper()
    word = written.casefold().removesuffix(".")
    found = next((day for day in _DAYS if len(word) > 1 and day.startswith(word)), None)
    return found[:2].upper() if found else written

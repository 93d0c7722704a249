"""The columns of a file that was uploaded, with their first values, and the mapping that their headings suggest."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Final

from services.chassis.errors import Invalid, NotFound
from services.chassis.store import Document, Reader
from services.registry.imports import headings, words
from services.registry.imports.model import NOTHING, NotASheet, Row, Sheet
from services.registry.imports.sheets import open_sheet, said_of
from services.registry.imports.targets import TARGETS
from services.registry.imports.templates import LIST_SEPARATOR
from services.registry.imports.uploads import open_upload

LOOKED_AT: Final = 200
SHOWN_VALUES: Final = 5
LONGEST_SHOWN: Final = 80
_SEPARATORS: Final = (";", "|", "/", ",")


def columns_of(read: Reader, id: str, makes: str) -> Document:
    """What a file has that is to make `makes`. Raises `NotFound` for what no table makes, `Invalid` for no table."""
    if makes not in TARGETS or makes == NOTHING:
        raise NotFound()
    upload = read.get("uploads", id)
    words.make_ready()
    try:
        sheet = open_sheet(open_upload(read, upload))
        rows = [*islice(sheet.rows, LOOKED_AT)]
    except NotASheet as error:
        raise Invalid({"file": [said_of(error)]}) from error
    guessed = headings.guessed(makes, sheet.columns)
    columns = [
        {"name": name, "values": _first_values(rows, name), "target": guessed.get(name)}
        for name in dict.fromkeys(sheet.columns)
        if name
    ]
    return {
        "columns": columns,
        "targets": [
            {"target": one, "heading": headings.heading(makes, one), "needed": _needed(makes, one)}
            for one in headings.targets_of_page(makes)
        ],
        "template": headings.is_template(makes, sheet.columns),
        "mapping": {"source": _source(upload), "tables": [_table(upload["name"], makes, sheet, guessed, rows)]},
        "fitting": _fitting(read, makes, sheet.columns),
    }


def _first_values(rows: list[Row], column: str) -> list[str]:
    values = dict.fromkeys(row.cells[column].strip()[:LONGEST_SHOWN] for row in rows if row.cells[column].strip())
    return [*islice(values, SHOWN_VALUES)]


def _needed(makes: str, target: str) -> bool:
    return target.partition(".")[0] in TARGETS[makes].needed or target in TARGETS[makes].needed


def _source(upload: Document) -> str:
    """A directory's name for lists that have none: what one city sends is not what another one does."""
    return f"{upload['city'] or 'network'}-lists"


def _table(file: str, makes: str, sheet: Sheet, guessed: dict[str, str], rows: list[Row]) -> Document:
    """The table that the headings suggest: each column that is understood, and what tells rows apart."""
    columns = {target: column for column, target in guessed.items() if target != headings.IDENTITY}
    identity = next((column for column, target in guessed.items() if target == headings.IDENTITY), None)
    separators = {
        target: _separator(row.cells[columns[target]] for row in rows)
        for target in TARGETS[makes].lists
        if target in columns
    }
    return {
        "file": file, "makes": makes, "columns": columns, "separators": separators,
        **(_identity_of(makes, columns) if identity is None else {"identity": identity}),
    }  # fmt: skip


def _identity_of(makes: str, columns: dict[str, str]) -> Document:
    """Without identifiers of its own: people by their e-mail address, services by name and organisation."""
    named = [column for target, column in columns.items() if target.partition(".")[0] in ("name", "family_name")]
    first = columns.get("email") if "family_name" in TARGETS[makes].needed else None
    found: Document = {"identity": first or next(iter(named), "")}
    if TARGETS[makes].belongs_to == "organisation" and "organisation" in columns:
        found["also_identity"] = columns["organisation"]
    return found


def _separator(cells: Iterable[str]) -> str:
    """What seems to part several values in one cell."""
    text = "".join(cells)
    return next((sign for sign in _SEPARATORS if sign in text), LIST_SEPARATOR)


def _fitting(read: Reader, makes: str, columns: Iterable[str]) -> list[str]:
    """The saved mappings whose columns the file has all, the newest first."""
    has = {*columns}
    saved = read.find("mappings", {"makes": makes}, sort=[("updated_at", -1)], fields=["_id", "columns"])
    return [one["_id"] for one in saved if has.issuperset(one["columns"])]

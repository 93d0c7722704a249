"""From a mapping and its files to what an import would do, row by row. Never writes.

One class of error at a time: the mapping, then the files, then their columns, and only then the rows. What
comes before the rows is refused with the path of the fault; rows that are wrong are listed and left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from services.chassis.errors import Invalid
from services.chassis.i18n import _, n_
from services.chassis.store import Document, Reader
from services.registry.imports import model
from services.registry.imports.makers import MAKERS, Maker
from services.registry.imports.model import Row, Sheet, Table

SHOWN_ROWS = 20
SHOWN_PROBLEMS = 1000
LONGEST_IDENTIFIER = 200


@dataclass
class Plan:
    """What an import would do: the rows to be applied, and what a person wants to see before they confirm."""

    city: str | None
    source: str
    rows: list[Document] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(model.OUTCOMES, 0))
    preview: dict[str, list[Document]] = field(default_factory=lambda: {name: [] for name in model.OUTCOMES})
    problems: list[Document] = field(default_factory=list)
    unused_columns: list[Document] = field(default_factory=list)
    counted: list[Document] = field(default_factory=list)

    @classmethod
    def of(cls, import_: Document) -> Plan:
        """The plan of an import as far as it was made, to be gone on with; its rows are kept elsewhere already."""
        return cls(**{one.name: import_[one.name] for one in fields(cls) if one.name != "rows"})

    def shown(self) -> Document:
        """Everything but the rows, which are kept apart."""
        return {name: value for name, value in vars(self).items() if name != "rows"}

    def note(self, outcome: str, line: Document) -> None:
        """Count a row, and show it if it is one of the first of its kind."""
        self.counts[outcome] += 1
        if len(self.preview[outcome]) < SHOWN_ROWS:
            self.preview[outcome].append(line)


# The mapping and the columns


def tables_of(mapping: Document, texts: Mapping[str, Any], uploads: Mapping[str, Any]) -> list[Table]:
    """The tables of a mapping in the order in which they are read. Raises `Invalid` for what is wrong in it."""
    tables = [Table(**{**one, "empty": tuple(one.get("empty", ()))}) for one in mapping["tables"]]
    errors: dict[str, list[str]] = {}
    for place, table in enumerate(tables):
        for path in table.unknown_fields():
            errors[f"mapping.tables.{place}.{path}"] = [_("What this table makes has no such field.")]
        if table.file not in texts and table.file not in uploads:
            errors[f"mapping.tables.{place}.file"] = [_("The file %(file)s was not sent.", file=table.file)]
    for name in uploads.keys() - {table.file for table in tables}:
        errors[f"uploads.{name}"] = [_("The mapping does not speak of this file.")]
    if errors:
        raise Invalid(errors)
    return tables


def unreadable(table: Table, error: model.NotASheet) -> dict[str, list[str]]:
    """What is said of a file that is no table."""
    message = _("This cannot be read as a table; the fault is in line %(line)s.", line=error.line)
    return {f"files.{table.file}": [message]}


def check_columns(tables: list[Table], sheets: list[Sheet]) -> None:
    """Raise `Invalid` where a column that the mapping names is not in its file exactly once."""
    errors: dict[str, list[str]] = {}
    for place, (table, sheet) in enumerate(zip(tables, sheets, strict=True)):
        has = ", ".join(column for column in sheet.columns if column)
        for path in model.missing_columns(table, sheet):
            message = _("The file needs this column exactly once. It has: %(columns)s.", columns=has)
            errors[f"mapping.tables.{place}.{path}"] = [message]
    if errors:
        raise Invalid(errors)


# The rows


class Seen:
    """Where each identifier stood first. Of an identifier no more than a number of 64 bits is kept, for a million rows:
    that two of them have the same is one chance in 37 million.
    """

    def __init__(self) -> None:
        self._places: dict[int, int] = {}

    def earlier(self, identifier: str, place: int, row: int) -> int | None:
        """The row that had it before this row of the table at `place`, which is noted; None for the first."""
        here = (place << 32) + row
        first = self._places.setdefault(hash(identifier), here)
        return None if first == here else first & 0xFFFFFFFF


def plan_rows(read: Reader, planned: Plan, table: Table, place: int, rows: list[Row], seen: Seen) -> None:
    """Add to the plan what these rows of the table at `place` would do."""
    maker = MAKERS[table.makes]
    identifiers = [model.identifier_of(table, row) for row in rows]
    existing = maker.existing(read, planned.source, identifiers)
    for row, identifier in zip(rows, identifiers, strict=True):
        found = existing.get(identifier)
        fields, problems = _checked(maker, table, row)
        problems += _faults_of_identity(table, row, identifier, seen.earlier(identifier, place, row.number))
        if found and not model.may_touch(planned.city, found):
            message = _("This organisation belongs to another city.")
            problems.append(_problem(table, row, table.identity, None, message))
        line = {"file": table.file, "row": row.number, "identifier": identifier, "name": fields.get("name")}
        if problems:
            planned.note(model.WRONG, line)
            planned.problems += problems[: SHOWN_PROBLEMS - len(planned.problems)]
        else:
            planned.rows.append({"row": row.number, "identifier": identifier, "fields": fields})
            planned.note(*_outcome(line, found, fields))


def _outcome(line: Document, organisation: Document | None, fields: Document) -> tuple[str, Document]:
    if organisation is None:
        return model.ADD, line
    found = {**line, "organisation": organisation["_id"]}
    differences = model.differences(organisation, fields)
    return (model.CHANGE, {**found, "differences": differences}) if differences else (model.SKIP, found)


def _checked(maker: Maker, table: Table, row: Row) -> tuple[dict[str, Any], list[Document]]:
    """The fields of a row as the register keeps them, and what is wrong with them."""
    fields, told = maker.checked(model.fields_of(table, row))
    return fields, [
        _problem(table, row, model.column_of(table, one["path"]), one["path"], one["message"]) for one in told
    ]


def _faults_of_identity(table: Table, row: Row, identifier: str, earlier: int | None) -> list[Document]:
    faults: list[tuple[str | None, str]] = []
    if row.too_long:
        faults.append((None, _("This row has more cells than there are columns.")))
    if len(identifier) > LONGEST_IDENTIFIER:
        longer = n_("This is longer than %(n)s sign.", "This is longer than %(n)s signs.", LONGEST_IDENTIFIER)
        faults.append((table.identity, longer))
    if not identifier:
        faults.append((table.identity, _("This row has no identifier.")))
    elif earlier is not None:
        faults.append((table.identity, _("Row %(row)s has the same identifier.", row=earlier)))
    return [_problem(table, row, column, None, message) for column, message in faults]


def _problem(table: Table, row: Row, column: str | None, path: str | None, message: str) -> Document:
    return {"file": table.file, "row": row.number, "column": column, "field": path, "message": message}

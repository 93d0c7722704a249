"""From a mapping and its files to what an import would do, row by row. Never writes.

One class of error at a time: the mapping, then the files, then their columns, and only then the rows. What
comes before the rows is refused with the path of the fault; rows that are wrong are listed and left out.
"""

from dataclasses import dataclass, field
from typing import Any

from marshmallow import ValidationError

from services.chassis.errors import Invalid
from services.chassis.http.problems import body_of
from services.chassis.http.schema import instance
from services.chassis.i18n import _, n_
from services.chassis.store import Document, Reader
from services.registry.imports import model
from services.registry.imports.model import Row, Sheet, Table
from services.registry.schemas import OrganisationBody

MOST_ROWS = 10_000
SHOWN_ROWS = 20
SHOWN_PROBLEMS = 1000
LOOKED_UP_AT_ONCE = 500
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

    def shown(self) -> Document:
        """Everything but the rows, which are kept apart."""
        return {name: value for name, value in vars(self).items() if name != "rows"}

    def note(self, outcome: str, line: Document) -> None:
        """Count a row, and show it if it is one of the first of its kind."""
        self.counts[outcome] += 1
        if len(self.preview[outcome]) < SHOWN_ROWS:
            self.preview[outcome].append(line)


def plan(read: Reader, mapping: Document, files: dict[str, str], city: str | None) -> Plan:
    """What the import would do. Raises `Invalid` for a fault in the mapping, a file or its columns."""
    tables = [_table(one) for one in mapping["tables"]]
    _check_mapping(tables, files)
    sheets = [_sheet(table, files[table.file]) for table in tables]
    _check_columns(tables, sheets)
    planned = Plan(city, mapping["source"])
    for table, sheet in zip(tables, sheets, strict=True):
        unused = model.unused_columns(table, sheet)
        planned.unused_columns += [{"file": table.file, "column": column} for column in unused]
        if table.makes == model.ORGANISATIONS:
            _plan_rows(read, planned, table, sheet)
    known = {row["identifier"] for row in planned.rows}
    for table, sheet in zip(tables, sheets, strict=True):
        if table.makes == model.NOTHING:
            planned.counted.append({"file": table.file, **model.belonging(table, sheet, known)})
    return planned


def existing_organisations(read: Reader, source: str, identifiers: list[str]) -> dict[str, Document]:
    """The organisations in the register that came from this directory, by their identifier there."""
    found: dict[str, Document] = {}
    for start in range(0, len(identifiers), LOOKED_UP_AT_ONCE):
        some = identifiers[start : start + LOOKED_UP_AT_ONCE]
        origin = {"origin.source": source, "origin.identifier": {"$in": some}}
        for organisation in read.find("organisations", origin, limit=LOOKED_UP_AT_ONCE):
            found[organisation["origin"]["identifier"]] = organisation
    return found


# The mapping, the files, the columns


def _table(body: Document) -> Table:
    return Table(**{**body, "empty": tuple(body.get("empty", ()))})


def _check_mapping(tables: list[Table], files: dict[str, str]) -> None:
    errors: dict[str, list[str]] = {}
    for place, table in enumerate(tables):
        for path in table.unknown_fields():
            errors[f"mapping.tables.{place}.{path}"] = [_("What this table makes has no such field.")]
        if table.file not in files:
            errors[f"mapping.tables.{place}.file"] = [_("The file %(file)s was not sent.", file=table.file)]
    if errors:
        raise Invalid(errors)


def _sheet(table: Table, text: str) -> Sheet:
    try:
        sheet = model.read_sheet(text, table.delimiter)
    except model.NotASheet as error:
        message = _("This cannot be read as a table; the fault is in line %(line)s.", line=error.line)
        raise Invalid({f"files.{table.file}": [message]}) from error
    if len(sheet.rows) > MOST_ROWS:
        most = n_("No more than %(n)s row at once.", "No more than %(n)s rows at once.", MOST_ROWS)
        raise Invalid({f"files.{table.file}": [most]})
    return sheet


def _check_columns(tables: list[Table], sheets: list[Sheet]) -> None:
    errors: dict[str, list[str]] = {}
    for place, (table, sheet) in enumerate(zip(tables, sheets, strict=True)):
        has = ", ".join(column for column in sheet.columns if column)
        for path in model.missing_columns(table, sheet):
            message = _("The file needs this column exactly once. It has: %(columns)s.", columns=has)
            errors[f"mapping.tables.{place}.{path}"] = [message]
    if errors:
        raise Invalid(errors)


# The rows


def _plan_rows(read: Reader, planned: Plan, table: Table, sheet: Sheet) -> None:
    identifiers = [model.identifier_of(table, row) for row in sheet.rows]
    existing = existing_organisations(read, planned.source, identifiers)
    seen = {row["identifier"]: row["row"] for row in planned.rows}
    for row, identifier in zip(sheet.rows, identifiers, strict=True):
        organisation = existing.get(identifier)
        fields, problems = _checked(table, row)
        problems += _faults_of_identity(table, row, identifier, seen.get(identifier))
        if organisation and not model.may_touch(planned.city, organisation):
            message = _("This organisation belongs to another city.")
            problems.append(_problem(table, row, table.identity, None, message))
        seen.setdefault(identifier, row.number)
        line = {"file": table.file, "row": row.number, "identifier": identifier, "name": fields.get("name")}
        if problems:
            planned.note(model.WRONG, line)
            planned.problems += problems[: SHOWN_PROBLEMS - len(planned.problems)]
        else:
            planned.rows.append({"row": row.number, "identifier": identifier, "fields": fields})
            planned.note(*_outcome(line, organisation, fields))


def _outcome(line: Document, organisation: Document | None, fields: Document) -> tuple[str, Document]:
    if organisation is None:
        return model.ADD, line
    found = {**line, "organisation": organisation["_id"]}
    differences = model.differences(organisation, fields)
    return (model.CHANGE, {**found, "differences": differences}) if differences else (model.SKIP, found)


def _checked(table: Table, row: Row) -> tuple[dict[str, Any], list[Document]]:
    """The fields of a row as the register keeps them, and what is wrong with them."""
    fields = model.fields_of(table, row)
    try:
        return instance(OrganisationBody).load(fields), []
    except ValidationError as error:
        told = body_of(Invalid(error.messages_dict))["errors"]
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

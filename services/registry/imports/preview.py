"""From the rows of a mapping's files to what an import would do, row by row. Never writes.

What comes before the rows, the mapping and the columns, is refused with the path of the fault (tables.py); rows that
are wrong are listed and left out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from typing import Any

from services.chassis.i18n import _, n_
from services.chassis.store import Document, Reader
from services.registry.imports import model, numbers, problems
from services.registry.imports.belonging import STAND_IN, organisation_in, organisations_called, with_organisation
from services.registry.imports.cells import RowReader, path_of
from services.registry.imports.makers import MAKERS
from services.registry.imports.model import Row, Table
from services.registry.imports.seen import Seen
from services.registry.imports.templates import is_example
from services.registry.imports.words import READ
from services.registry.organisations.entering import holders

SHOWN_ROWS = 20
_KEPT_APART = ("rows", "new_problems")
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
    unknown_words: list[Document] = field(default_factory=list)
    new_problems: list[Document] = field(default_factory=list)

    @classmethod
    def of(cls, import_: Document) -> Plan:
        """The plan of an import as far as it was made, to be gone on with; its rows are kept elsewhere already."""
        return cls(**{one.name: import_[one.name] for one in fields(cls) if one.name in import_})

    def shown(self) -> Document:
        """Everything but the rows and all their problems, which are kept apart."""
        return {name: value for name, value in vars(self).items() if name not in _KEPT_APART}

    def note(self, outcome: str, line: Document) -> None:
        """Count a row, and show it if it is one of the first of its kind."""
        self.counts[outcome] += 1
        if len(self.preview[outcome]) < SHOWN_ROWS:
            self.preview[outcome].append(line)

    def tell(self, new: list[Document]) -> None:
        """Note what is wrong with a row."""
        self.new_problems += new
        self.problems += new[: problems.SHOWN - len(self.problems)]


@dataclass(frozen=True)
class SoFar:
    """What the rows before have: identifiers, those of the organisations that the import makes, their numbers."""

    seen: Seen
    offering: Callable[[], Seen]
    numbers: Callable[[], Seen]


def plan_rows(read: Reader, planned: Plan, table: Table, place: int, rows: list[Row], so_far: SoFar) -> None:
    """Add to the plan what these rows of the table at `place` would do."""
    maker = MAKERS[table.makes]
    told = _told(read, planned.source, table, rows, so_far.offering)
    wanted = {one.identifier: one.fields for one in told}
    existing = maker.existing(read, planned.source, planned.city, wanted)
    held = holders(read, wanted.values())
    for one in told:
        found, number = existing.get(one.identifier), one.row.number
        taken = numbers.taken(one.fields, place, number, found, held, so_far.numbers)
        one.problems.extend(problems.of_number(table, one.row, *each) for each in taken)
        earlier = so_far.seen.earlier(key_of(table, one.row), place, number)
        if _plan_row(planned, table, one, found, earlier):
            numbers.note(so_far.numbers, one.fields, place, number)


@dataclass(frozen=True)
class Told:
    """What a row tells: its identifier, its fields as the register keeps them, and what is wrong with these.

    `belongs_to` is what it calls its organisation, which is looked for again when the row is applied.
    """

    row: Row
    identifier: str
    fields: Document
    problems: list[Document]
    belongs_to: str | None


def _told(read: Reader, source: str, table: Table, rows: list[Row], offering: Callable[[], Seen]) -> list[Told]:
    reader = RowReader(table, READ)
    fields = [reader.fields(row) for row in rows]
    called = [organisation_in(table.makes, one) for one in fields]
    known = organisations_called(read, source, filter(None, called))
    made = offering() if any(called) else ()
    found = []
    for row, given, name in zip(rows, fields, called, strict=True):
        id = known.get(name or "") or (STAND_IN if name and name in made else None)
        if name and id:
            given = with_organisation(table.makes, given, id)
        right, wrong = _checked(table, row, given)
        if name and not id:
            wrong.append(problems.of_organisation(table, row))
        found.append(Told(row, model.identifier_of(table, row), right, wrong, name))
    return found


def key_of(table: Table, row: Row) -> str:
    """What no other row may have: services and organisations may be numbered alike."""
    return f"{table.makes} {model.identifier_of(table, row)}"


def _plan_row(planned: Plan, table: Table, told: Told, found: Document | None, earlier: int | None) -> bool:
    """Add a row to the plan; whether it will be applied."""
    wrong = told.problems + _faults_of_identity(table, told.row, told.identifier, earlier)
    if found and not model.may_touch(planned.city, found):
        message = _("This belongs to another city.")
        wrong.append(problems.of_row(table, told.row, problems.CITY, message, column=table.identity))
    line = {"file": table.file, "row": told.row.number, "identifier": told.identifier, "makes": table.makes,
            "name": name_of(told.fields)}  # fmt: skip
    if wrong:
        planned.note(model.WRONG, line)
        planned.tell(wrong)
        problems.note_unknown(planned.unknown_words, table, wrong)
        return False
    row = {"row": told.row.number, "identifier": told.identifier, "fields": told.fields}
    row |= {"belongs_to": told.belongs_to} if told.belongs_to else {}
    row |= {"person": found["_id"]} if found and table.makes == model.PEOPLE else {}
    row |= MAKERS[table.makes].ready(found, {**told.fields, "city": planned.city})
    planned.rows.append(row)
    planned.note(*outcome(line, found, told.fields))
    return True


def outcome(line: Document, found: Document | None, fields: Document) -> tuple[str, Document]:
    """What a row would do, and the line that shows it."""
    if found is None:
        return model.ADD, line
    known = {**line, _ONE_OF[line["makes"]]: found["_id"]}
    differences = model.differences(found, fields)
    return (model.CHANGE, {**known, "differences": differences}) if differences else (model.SKIP, known)


_ONE_OF = {model.ORGANISATIONS: "organisation", model.SERVICES: "service", model.PEOPLE: "person"}


def name_of(fields: Document) -> Any:
    """The name to be shown: that of a service is a text by language, that of a person are two."""
    if "family_name" in fields:
        return " ".join(filter(None, (fields.get("given_name"), fields["family_name"])))
    name = fields.get("name")
    return next((one["text"] for one in name.values()), None) if isinstance(name, dict) else name


def _checked(table: Table, row: Row, given: Document) -> tuple[Document, list[Document]]:
    """The fields of a row as the register keeps them, and what is wrong with them."""
    fields, told = MAKERS[table.makes].checked(given)
    return fields, [problems.of_field(table, row, path_of(given, one["path"]), one["message"]) for one in told]


def _faults_of_identity(table: Table, row: Row, identifier: str, earlier: int | None) -> list[Document]:
    faults: list[tuple[str, str]] = []
    if is_example(identifier) or is_example(_written_name(table, row)):
        faults.append((table.identity, _("This is the example of the template. Delete the row.")))
    if len(identifier) > LONGEST_IDENTIFIER:
        longer = n_("This is longer than %(n)s character.", "This is longer than %(n)s characters.", LONGEST_IDENTIFIER)
        faults.append((table.identity, longer))
    if not identifier:
        faults.append((table.identity, _("This row has no identifier.")))
    elif earlier is not None:
        faults.append((table.identity, _("Row %(row)s has the same identifier.", row=earlier)))
    kind, value = problems.IDENTITY, identifier
    told = [problems.of_row(table, row, kind, message, column=column, value=value) for column, message in faults]
    return [*problems.of_cells(table, row), *told]


def _written_name(table: Table, row: Row) -> str:
    return row.cells.get(table.columns.get("family_name", table.columns.get("name", "")), "")

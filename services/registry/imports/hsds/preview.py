"""What an import of a directory after HSDS would do: its organisations first, then the services that they offer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from services.chassis.errors import Invalid
from services.chassis.i18n import _, n_
from services.chassis.store import Document, UnitOfWork
from services.registry.imports import model, numbers
from services.registry.imports.belonging import STAND_IN, organisations_called
from services.registry.imports.hsds import leftovers
from services.registry.imports.hsds.called import column_of
from services.registry.imports.hsds.documents import (
    Directory,
    Item,
    NotHsds,
    identifier_of,
    organization_of,
    parent_of,
    parents_first,
    read_directory,
)
from services.registry.imports.hsds.records import Reading, Record
from services.registry.imports.makers import MAKERS
from services.registry.imports.preview import LONGEST_IDENTIFIER, Plan, name_of, outcome
from services.registry.imports.problems import ADVICE, BELONGING, CITY, FORM, IDENTITY, LONGEST_VALUE, NUMBER, keep
from services.registry.imports.seen import Seen
from services.registry.imports.uploads import open_upload
from services.registry.organisations.entering import holders
from services.registry.standards.hsds.terms import terms

MOST_BYTES: Final = 64 * 1024 * 1024
MOST_OBJECTS: Final = 10_000
BATCH_ROWS: Final = 100


def preview_hsds(uow: UnitOfWork, body: Document, city: str | None) -> Document:
    """Keep what the import would do, ready to be confirmed. Raises `Invalid` for a file that is not HSDS."""
    asked = body["hsds"]
    directory = _directory(uow, body)
    planned = _Planned(uow, Plan(city, asked["source"]), Reading(asked["language"], asked["kind"], asked["country"]))
    batches = [
        batch
        for makes, items in (
            *((model.ORGANISATIONS, some) for some in parents_first(directory.organizations)),
            (model.SERVICES, directory.services),
        )
        for batch in planned.batches(makes, items)
    ]
    known = {"status": model.PREVIEWED, "batches": len(batches)}
    read = {"rows_read": len(directory.organizations) + len(directory.services)}
    import_: Document = {"_id": uow.new_id(), **model.blank_import(), **planned.plan.shown(), **known, **read}
    keep(uow, import_, planned.plan.new_problems)
    uow.add("imports", import_)
    for number, batch in enumerate(batches):
        row = {**batch, "made_at": uow.now(), "done": []}
        uow.put("import_batches", {"_id": f"{import_['_id']}:{number}", **row})
    return import_


def _directory(uow: UnitOfWork, body: Document) -> Directory:
    name = body["hsds"]["file"]
    text, upload = body.get("files", {}).get(name), body.get("uploads", {}).get(name)
    if text is None and upload is None:
        raise Invalid({"hsds.file": [_("The file %(file)s was not sent.", file=name)]})
    try:
        found = read_directory(name, _content(uow, upload) if text is None else text.encode())
    except NotHsds as error:
        message = _("This is neither JSON of HSDS 3.0 nor a data package of HSDS (a ZIP of CSV files).")
        raise Invalid({f"files.{name}": [message]}) from error
    if len(found.organizations) + len(found.services) > MOST_OBJECTS:
        most = n_("No more than %(n)s row at once.", "No more than %(n)s rows at once.", MOST_OBJECTS)
        raise Invalid({f"files.{name}": [most]})
    return found


def _content(uow: UnitOfWork, id: Any) -> bytes:
    upload = uow.get("uploads", id)
    if upload["size"] > MOST_BYTES:
        raise NotHsds
    return open_upload(uow, upload).read()


class _Planned:
    """A plan in the making; organisations that are planned or known are the ones that services may belong to."""

    def __init__(self, uow: UnitOfWork, plan: Plan, reading: Reading) -> None:
        self.plan = plan
        self._uow = uow
        self._read: dict[str, tuple[Callable[[Document], Record], leftovers.Read]] = {
            model.ORGANISATIONS: (reading.organisation, leftovers.ORGANIZATION),
            model.SERVICES: (reading.service, leftovers.SERVICE),
        }
        self._offering: set[str] = set()
        self._numbers = Seen()
        self._known_parents: dict[str, str] = {}
        self._ours = set(terms())

    def batches(self, makes: str, items: Iterable[Item]) -> list[Document]:
        """Plan the items of one kind, as batches to be applied."""
        items = list(items)
        maker = MAKERS[makes]
        existing = maker.existing(
            self._uow, self.plan.source, self.plan.city, {identifier_of(item.said): {} for item in items}
        )
        if makes == model.ORGANISATIONS:
            above = {parent for item in items if (parent := parent_of(item.said))}
            self._known_parents = organisations_called(self._uow, self.plan.source, above)
        if makes == model.SERVICES:
            offering = {organization_of(item.said) for item in items}
            self._offering |= organisations_called(self._uow, self.plan.source, offering).keys()
        records = [self._read[makes][0](item.said) for item in items]
        held = holders(self._uow, (record.fields for record in records))
        seen: dict[str, int] = {}
        told = zip(items, records, strict=True)
        rows = [row for item, record in told if (row := self._row(makes, item, record, existing, held, seen))]
        some = model.in_batches(rows, BATCH_ROWS)
        return [{"makes": makes, "rows": batch} for batch in some]

    def _row(
        self, makes: str, item: Item, record: Record, existing: dict[str, Document], held: numbers.Holders,
        seen: dict[str, int],
    ) -> Document | None:  # fmt: skip
        """The row that an item makes; None where it is wrong, which is noted."""
        identifier, found = identifier_of(item.said), existing.get(identifier_of(item.said))
        fields, problems, left_out = self._checked(makes, item, record, found)
        problems += [
            *self._faults(makes, item, found, seen.get(identifier)),
            *self._taken(makes, item, fields, found, held),
        ]
        seen.setdefault(identifier, item.row)
        self._name_what_is_not_read(makes, item)
        line = {"file": item.file, "row": item.row, "identifier": identifier, "makes": makes, "name": name_of(fields)}
        self.plan.tell([*problems, *left_out])
        if problems:
            self.plan.note(model.WRONG, line)
            return None
        self.plan.note(*outcome(line, found, fields))
        if makes == model.ORGANISATIONS:
            self._offering.add(identifier)
            numbers.note(lambda: self._numbers, fields, 0, item.row)
        called = {"belongs_to": organization_of(item.said)} if makes == model.SERVICES else self._parent(item)
        return {"row": item.row, "identifier": identifier, "fields": fields, **called}

    def _parent(self, item: Item) -> Document:
        """What an organisation calls the one that it is a part of, if that one comes with this import."""
        above = parent_of(item.said)
        return {"part_of": above} if above in self._offering and above not in self._known_parents else {}

    def _taken(
        self, makes: str, item: Item, fields: Document, found: Document | None, held: numbers.Holders
    ) -> list[Document]:
        """What is wrong with the numbers of an item, which another organisation has."""
        taken = numbers.taken(fields, 0, item.row, found, held, lambda: self._numbers)
        return [_problem(makes, item, "identifiers", message, NUMBER) for _number, message in taken]

    def _checked(
        self, makes: str, item: Item, record: Record, found: Document | None
    ) -> tuple[Document, list[Document], list[Document]]:
        """The fields of an item as the register keeps them, what is wrong with them, and what was left out."""
        if makes == model.ORGANISATIONS:
            self._read_parent(record, parent_of(item.said))
        known = {name: found.get(name) for name in record.supposed} if found else {}
        record.fields = {**record.supposed, **known, **record.fields}
        reviewed_on = record.fields.pop("reviewed_on", None)
        stand_in = {"organisation": STAND_IN} if makes == model.SERVICES else {}
        fields, told = MAKERS[makes].checked({**record.fields, **stand_in})
        fields = {name: value for name, value in fields.items() if name not in stand_in}
        fields |= {"reviewed_on": reviewed_on} if reviewed_on else {}
        problems = [_problem(makes, item, one["path"], one["message"]) for one in told]
        return fields, problems, [_problem(makes, item, path, message) for path, message in record.left_out]

    def _read_parent(self, record: Record, above: str) -> None:
        if above in self._known_parents:
            record.fields["parent"] = self._known_parents[above]
        elif above and above not in self._offering:
            message = _("The organisation that it is a part of is neither here nor in the file.")
            record.left_out.append(("parent", message))

    def _faults(self, makes: str, item: Item, found: Document | None, earlier: int | None) -> list[Document]:
        identifier = identifier_of(item.said)
        faults: list[tuple[str | None, str, str]] = []
        if not identifier or len(identifier) > LONGEST_IDENTIFIER:
            faults.append((None, IDENTITY, _("This row has no identifier.")))
        elif earlier is not None:
            faults.append((None, IDENTITY, _("Row %(row)s has the same identifier.", row=earlier)))
        if makes == model.SERVICES and organization_of(item.said) not in self._offering:
            faults.append(("organisation", BELONGING, _("The organisation of this service is missing or wrong.")))
        if found and not model.may_touch(self.plan.city, found):
            faults.append((None, CITY, _("This belongs to another city.")))
        return [_problem(makes, item, path, message, kind) for path, kind, message in faults]

    def _name_what_is_not_read(self, makes: str, item: Item) -> None:
        path = "organization" if makes == model.ORGANISATIONS else "service"
        unread = leftovers.unread(item.said, self._read[makes][1], path)
        numbers = leftovers.foreign_numbers(item.said, path)
        for column in (*unread, *numbers, *leftovers.foreign_terms(item.said, path, self._ours)):
            named = {"file": item.file, "column": column}
            if named not in self.plan.unused_columns:
                self.plan.unused_columns.append(named)


def _problem(makes: str, item: Item, path: str | None, message: str, kind: str = FORM) -> Document:
    """What is wrong with an item, and what its directory calls the field that is meant."""
    column = column_of(makes, path)
    told = item.said.get(column)
    value = str(told)[:LONGEST_VALUE] if isinstance(told, str | int | float) else ""
    return {"file": item.file, "row": item.row, "column": column, "field": path, "value": value, "kind": kind,
            "message": message, "advice": _(ADVICE[kind])}  # fmt: skip

"""What is wrong with a row, and what to do about it: one line for each fault of each row that is left out.

The first are in the import itself; all of them are kept in chunks beside it, for as long as it can be confirmed.
"""

from __future__ import annotations

from typing import Any, Final

from services.chassis.i18n import N_, _
from services.chassis.store import Document, Page, Reader, UnitOfWork
from services.chassis.store.paging import not_ours
from services.registry.imports import words
from services.registry.imports.cells import begun_by, column_of, value_at
from services.registry.imports.headings import heading
from services.registry.imports.model import Row, Table
from services.registry.imports.targets import IDENTIFIERS, TARGETS, target_of
from services.registry.organisations.model import Number

CHUNKS: Final = "import_problems"
SHOWN: Final = 1000
MOST_UNKNOWN: Final = 200
LONGEST_VALUE: Final = 200

MISSING, WORD, FORM, IDENTITY, BELONGING, CITY = "missing", "word", "form", "identity", "belonging", "city"
NUMBER, CELLS, CONSTANT, FILE = "number", "cells", "constant", "file"
KINDS: Final = (MISSING, WORD, FORM, IDENTITY, BELONGING, CITY, NUMBER, CELLS, CONSTANT, FILE)
ADVICE: Final = {
    MISSING: N_("Fill in this cell and send the file again."),
    WORD: N_("Say in the import what this word stands for, or write one of ours."),
    FORM: N_("Correct this cell and send the file again; rows that are in already stay as they are."),
    IDENTITY: N_("Give each row its own identifier, or delete the row."),
    BELONGING: N_("Import the organisation first, or write its name as it is in the register."),
    NUMBER: N_("Correct the number. If both are one organisation, leave this row out."),
    CELLS: N_("Empty the cells to the right of this column, or give them a heading."),
    CONSTANT: N_("This is given for all rows. Correct it there and preview the file again."),
    FILE: N_("Correct the file there and send it again."),
    CITY: N_("Ask the city that it belongs to, or the network's coordinator."),
}


def of_field(table: Table, row: Row, path: str, message: str) -> Document:
    """What is wrong with the value at `path` of what a row makes."""
    value, target, column = value_at(table, row, path), target_of(table.makes, path), column_of(table, path)
    if column is None and not value:
        return _no_column(table, row, path, target)
    given = FORM if column else CONSTANT
    kind = MISSING if not value else WORD if target in words.CODED else given
    if kind == WORD:
        message = _("“%(word)s” is no word of ours for this.", word=value[:LONGEST_VALUE])
    if column is None:
        message = f"{heading(table.makes, target)}: {message}"
    return of_row(table, row, kind, message, column=column, field=path, value=value)


def _no_column(table: Table, row: Row, path: str, target: str) -> Document:
    """What a place or a role needs and no column gives, told at the column that begins the place or the role."""
    name, column = heading(table.makes, target), begun_by(table, row, target)
    message = _("“%(field)s” belongs to this and is missing: no column gives it.", field=name)
    problem = of_row(table, row, MISSING, message, column=column, field=path)
    return problem | {"advice": _("Add a column “%(field)s”, give it for all rows, or empty this cell.", field=name)}


def of_organisation(table: Table, row: Row) -> Document:
    """That nobody is known by what the row calls its organisation."""
    path = TARGETS[table.makes].belongs_to or ""
    message = _("There is no such organisation in the register, or several have this name.")
    value, column = value_at(table, row, path), column_of(table, path)
    return of_row(table, row, BELONGING, message, column=column, field=path, value=value)


def of_cells(table: Table, row: Row) -> list[Document]:
    """What is wrong with a row that goes on to the right of the last column."""
    last = [column for column in row.cells if column][-1:]
    message = _("This row has more cells than there are columns.")
    return [of_row(table, row, CELLS, message, column=column) for column in last if row.too_long]


def of_file(table: Table, line: int, message: str) -> Document:
    """Why a file cannot be read on from a line of it."""
    return of_row(table, Row(line, {}), FILE, message, column=None)


def of_number(table: Table, row: Row, number: Number, message: str) -> Document:
    """What is wrong with a number of the organisation that a row makes."""
    target = f"{IDENTIFIERS}.{number[0]}"
    column = table.columns.get(target)
    return of_row(table, row, NUMBER, message, column=column, field=target, value=number[2])


def of_row(
    table: Table, row: Row, kind: str, message: str, *, column: str | None, field: str | None = None, value: str = ""
) -> Document:
    """What is wrong with a row; `column` is the one to look at."""
    return {
        "file": table.file, "row": row.number, "column": column, "field": field, "value": value[:LONGEST_VALUE],
        "kind": kind, "message": message, "advice": _(ADVICE[kind]),
    }  # fmt: skip


def note_unknown(unknown: list[Document], table: Table, problems: list[Document]) -> None:
    """Count the words among the problems that stand for no code of ours, so that they can be given a meaning."""
    for one in problems:
        if one["kind"] != WORD:
            continue
        target = target_of(table.makes, one["field"])
        same = (line for line in unknown if (line["target"], line["value"]) == (target, one["value"]))
        line: dict[str, Any] | None = next(same, None)
        if line is not None:
            line["rows"] += 1
        elif len(unknown) < MOST_UNKNOWN:
            unknown.append({"file": table.file, "target": target, "value": one["value"], "rows": 1})


# All of them


def keep(uow: UnitOfWork, import_: Document, new: list[Document]) -> None:
    """Keep the problems of a piece as the next chunk."""
    if not new:
        return
    start = import_["problem_count"]
    import_["problem_count"] = start + len(new)
    chunk = {"import": import_["_id"], "start": start, "end": start + len(new), "made_at": uow.now(), "problems": new}
    uow.put(CHUNKS, {"_id": f"{import_['_id']}:{start}", **chunk})


def forget(uow: UnitOfWork, import_: Document) -> None:
    """Let all of them go."""
    for chunk in uow.as_system().find(CHUNKS, {"import": import_["_id"]}, limit=100_000, fields=["_id"]):
        uow.discard(CHUNKS, chunk["_id"])


def page_of(read: Reader, query: Document, id: str) -> Page:
    """A page of what is wrong, in the order of the rows; imports of before have the first ones only."""
    import_ = read.get("imports", id)
    if "problem_count" not in import_:
        return Page(items=import_["problems"], next=None)
    start, limit = _place(query.get("after"), import_["problem_count"]), query["limit"]
    asked = {"import": id, "end": {"$gt": start}, "start": {"$lt": start + limit}}
    chunks = read.as_system().find(CHUNKS, asked, sort=[("start", 1)], limit=limit)
    found = [one for chunk in chunks for one in chunk["problems"][max(0, start - chunk["start"]) :]][:limit]
    more = start + limit < import_["problem_count"] and bool(found)
    return Page(items=found, next=str(start + limit) if more else None)


def _place(after: str | None, count: int) -> int:
    if after is not None and (not after.isdecimal() or int(after) > count):
        raise not_ours()
    return int(after or 0)

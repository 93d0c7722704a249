"""Reading the files of an import, piece by piece, into batches that can be applied. The register stays as it is.

Each piece is one transaction that also notes how far the reading is. After a crash the rows before that place are only
looked through, for the identifiers in them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice

from services.chassis.errors import Invalid
from services.chassis.i18n import current_language
from services.chassis.store import Document, Reader, UnitOfWork
from services.registry.imports import model, numbers, preview, problems
from services.registry.imports.model import NotASheet, Row, Sheet, Table
from services.registry.imports.preview import Plan, SoFar
from services.registry.imports.saved import mapping_of
from services.registry.imports.seen import Seen
from services.registry.imports.sheets import open_sheet
from services.registry.imports.tables import check_columns, tables_of, unreadable
from services.registry.imports.uploads import open_upload, upload_text

BATCH_ROWS = 400
"""A batch is applied in one transaction, which the store ends after 5 s, also on a machine that is slow or busy."""
BATCH_SIGNS = 1_000_000
"""A batch is one document of the store, which may have 16 MB and has each sign twice: this many are at most eight."""
PIECES_AT_ONCE = 4
"""How many are read before the request is answered."""


@dataclass(frozen=True)
class Piece:
    """Some rows of one table that follow each other; `fault` where the file ends because it cannot be read on."""

    place: int
    rows: list[Row]
    fault: NotASheet | None = None
    last: bool = False


def begin_reading(uow: UnitOfWork, body: Document, city: str | None) -> Document:
    """Keep the files, check mapping and columns, and read the first pieces. Raises `Invalid` for what is wrong."""
    texts, uploads = body.get("files", {}), body.get("uploads", {})
    mapping = mapping_of(uow, body)
    tables = tables_of(mapping, texts, uploads)
    names = {table.file for table in tables}
    kept = {name: upload_text(uow, name, text, city) for name, text in texts.items() if name in names}
    kept |= {name: uow.get("uploads", id) for name, id in uploads.items() if name in names}
    planned = Plan(city, mapping["source"])
    import_ = {
        "_id": uow.new_id(), **model.blank_import(), **planned.shown(), "mapping": mapping,
        "saved": body.get("saved"), "language": current_language(),
        "files": [{"name": name, "upload": upload["_id"]} for name, upload in kept.items()],
    }  # fmt: skip
    return uow.add("imports", read_first_pieces(uow, import_))


def read_first_pieces(uow: UnitOfWork, import_: Document) -> Document:
    """Check the columns and read what can be read while somebody waits; the job reads on. Raises `Invalid`."""
    reading = Reading(uow, import_)
    import_["unused_columns"] = reading.check_columns()
    for piece in islice(reading.pieces(import_["place"]), PIECES_AT_ONCE):
        if piece.fault is not None:
            raise Invalid(unreadable(reading.tables[piece.place], piece.fault))
        reading.take(uow, import_, piece)
    if import_["status"] == model.READING:
        uow.wake("continue-imports")
    return import_


class Reading:
    """The files of one import on their way into batches."""

    def __init__(self, read: Reader, import_: Document) -> None:
        self._read = read
        self._uploads = {one["name"]: read.get("uploads", one["upload"]) for one in import_["files"]}
        tables = tables_of(import_["mapping"], self._uploads, {})
        self.tables = sorted(tables, key=lambda table: model.MAKES.index(table.makes))
        self._seen = Seen()
        self._known: Seen | None = None
        self._numbers: Seen | None = None

    def _sheet(self, table: Table) -> Sheet:
        return open_sheet(open_upload(self._read, self._uploads[table.file]), table.delimiter)

    def check_columns(self) -> list[Document]:
        """The columns that feed nothing. Raises `Invalid` for a file that is no table, or lacks a column."""
        sheets: list[Sheet] = []
        errors: dict[str, list[str]] = {}
        for table in self.tables:
            try:
                sheets.append(self._sheet(table))
            except NotASheet as error:
                errors |= unreadable(table, error)
        if errors:
            raise Invalid(errors)
        check_columns(self.tables, sheets)
        return [
            {"file": table.file, "column": column}
            for table, sheet in zip(self.tables, sheets, strict=True)
            for column in model.unused_columns(table, sheet)
        ]

    def pieces(self, after: list[int]) -> Iterator[Piece]:
        """What comes after `[table, row]`, in order; the last one says so, where no file breaks off before."""
        for place, table in enumerate(self.tables[after[0] :], start=after[0]):
            done = after[1] if place == after[0] else 1
            for piece in self._pieces_of(place, table, done):
                yield piece
                if piece.fault is not None:
                    return
        yield Piece(len(self.tables), [], last=True)

    def _pieces_of(self, place: int, table: Table, done: int) -> Iterator[Piece]:
        rows: list[Row] = []
        signs = 0
        try:
            for row in self._sheet(table).rows:
                if row.number <= done:
                    self._seen.earlier(preview.key_of(table, row), place, row.number)
                    continue
                rows.append(row)
                signs += sum(map(len, row.cells.values()))
                if len(rows) == BATCH_ROWS or signs > BATCH_SIGNS:
                    yield Piece(place, rows)
                    rows, signs = [], 0
        except NotASheet as error:
            yield Piece(place, rows, error)
            return
        if rows:
            yield Piece(place, rows)

    def keep(self, uow: UnitOfWork, id: str, piece: Piece) -> None:
        """Take a piece into the import `id`, in the transaction of `uow`, which may be tried again."""
        import_ = uow.get("imports", id)
        self.take(uow, import_, piece)
        uow.save("imports", import_)

    def take(self, uow: UnitOfWork, import_: Document, piece: Piece) -> None:
        """Plan the rows of a piece, keep them as a batch, and note how far the reading is."""
        if piece.last:
            import_["status"] = model.PREVIEWED
            return
        table = self.tables[piece.place]
        if piece.fault is not None:
            said = unreadable(table, piece.fault)[f"files.{table.file}"][0]
            import_["status"] = model.REFUSED
            broken = problems.of_file(table, piece.fault.line, said)
            import_["problems"] = [broken]
            problems.keep(uow, import_, [broken])
            return
        if table.makes == model.NOTHING:
            self._count(import_, table, piece.rows)
        else:
            self._plan(uow, import_, piece)
        import_["rows_read"] += len(piece.rows)
        import_["place"] = [piece.place, piece.rows[-1].number]

    def _plan(self, uow: UnitOfWork, import_: Document, piece: Piece) -> None:
        planned, table = Plan.of(import_), self.tables[piece.place]
        so_far = SoFar(self._seen, partial(self._made, import_), partial(self._numbers_so_far, import_))
        preview.plan_rows(uow, planned, table, piece.place, piece.rows, so_far)
        import_.update(planned.shown())
        problems.keep(uow, import_, planned.new_problems)
        people = [one["person"] for one in planned.rows if "person" in one]
        row = {"makes": table.makes, "place": piece.place, "made_at": uow.now(), "rows": planned.rows, "people": people,
               "done": []}  # fmt: skip
        uow.put("import_batches", {"_id": f"{import_['_id']}:{import_['batches']}", **row})
        import_["batches"] += 1

    def _count(self, import_: Document, table: Table, rows: list[Row]) -> None:
        """Count the rows of a table that makes nothing by whether they belong to what the import makes."""
        known = self._made(import_)
        belonging = sum(model.identifier_of(table, row) in known for row in rows)
        counted = next((one for one in import_["counted"] if one["file"] == table.file), None)
        if counted is None:
            counted = {"file": table.file, "rows": 0, "belonging": 0, "others": 0}
            import_["counted"].append(counted)
        counted["rows"] += len(rows)
        counted["belonging"] += belonging
        counted["others"] += len(rows) - belonging

    def _made(self, import_: Document) -> Seen:
        """The identifiers of the organisations that the import makes, whose tables are read by now."""
        if self._known is None:
            self._known = Seen()
            for batch in self._organisations_so_far(import_):
                for row in batch["rows"]:
                    self._known.earlier(row["identifier"], batch.get("place", 0), row["row"])
        return self._known

    def _numbers_so_far(self, import_: Document) -> Seen:
        """The numbers of the organisations that the rows before tell of."""
        if self._numbers is None:
            self._numbers = numbers.so_far(self._organisations_so_far(import_))
        return self._numbers

    def _organisations_so_far(self, import_: Document) -> Iterator[Document]:
        read = self._read.as_system()
        batches = (read.get("import_batches", f"{import_['_id']}:{number}") for number in range(import_["batches"]))
        return (batch for batch in batches if batch["makes"] == model.ORGANISATIONS)

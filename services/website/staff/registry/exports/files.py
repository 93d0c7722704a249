"""Rows as CSV, XLSX or JSON, one after the other. Nothing in a cell can become a formula. No word of what rows mean."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from tempfile import TemporaryFile
from typing import IO, Any, Final

import orjson

Cells = Sequence[str | int | float | None]

MOST_ROWS_OF_A_SHEET: Final = 1_048_576
"""What a worksheet of Excel holds, the heading among them (ECMA-376, specification limits of the application)."""
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_PIECE_BYTES: Final = 64 * 1024


def csv_pieces(headings: Cells, rows: Iterable[Cells]) -> Iterator[bytes]:
    """A CSV file in UTF-8 with a byte order mark, for spreadsheets, piece by piece."""
    text = io.StringIO()
    writer = csv.writer(text)
    text.write("\ufeff")
    for row in chain([headings], rows):
        writer.writerow([harmless(cell) for cell in row])
        if text.tell() > _PIECE_BYTES:
            yield text.getvalue().encode()
            text.seek(0)
            text.truncate()
    yield text.getvalue().encode()


def json_pieces(items: Iterable[Any]) -> Iterator[bytes]:
    """A JSON array of the objects, one a line, piece by piece."""
    yield b"["
    for place, item in enumerate(items):
        yield (b",\n" if place else b"\n") + orjson.dumps(item)
    yield b"\n]\n"


def xlsx_file(name: str, headings: Cells, rows: Iterable[Cells]) -> IO[bytes]:
    """An XLSX file of one sheet on disk, open at its beginning; rows beyond what a sheet holds are left out."""
    from xlsxwriter import Workbook  # decision 44: where it is used

    file = TemporaryFile()  # noqa: SIM115  who sends it closes it
    workbook = Workbook(file, {"constant_memory": True, "in_memory": False})
    sheet = workbook.add_worksheet(name[:31])
    bold = workbook.add_format({"bold": True})
    sheet.freeze_panes(1, 0)
    for column, heading in enumerate(headings):
        sheet.write_string(0, column, str(heading), bold)
    for number, row in enumerate(rows, start=1):
        if number == MOST_ROWS_OF_A_SHEET:
            break
        _write_row(sheet, number, row)
    workbook.close()
    file.seek(0)
    return file


def _write_row(sheet: Any, number: int, row: Cells) -> None:
    """A text stays a text, whatever it begins with: `write_string` makes no formula and no link of it."""
    for column, cell in enumerate(row):
        if isinstance(cell, int | float):
            sheet.write_number(number, column, cell)
        elif cell:
            sheet.write_string(number, column, cell[:32_767])


def harmless(value: str | int | float | None) -> str:
    """A cell that no spreadsheet takes for a formula: one that begins like one gets an apostrophe before it."""
    if isinstance(value, int | float):
        return str(value)
    return f"'{value}" if value and value.startswith(_FORMULA) else value or ""

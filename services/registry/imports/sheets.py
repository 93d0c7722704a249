"""From a file to a sheet whose rows come one by one: CSV and XLSX. What the cells mean is the mapping's business.

A reader of another form is a file beside this one that gives a `model.Sheet`: the columns, and `model.Row`s numbered as
a spreadsheet shows them, made as they are asked for.
"""

from __future__ import annotations

import codecs
import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import Any, BinaryIO, Final

from services.chassis.i18n import N_, _
from services.registry.imports import model
from services.registry.imports.model import NotASheet, Sheet

MOST_SHARED_BYTES: Final = 64 * 1024 * 1024
"""What a workbook's table of texts may hold, unpacked: the one part of it that has to be in memory."""
_PIECE: Final = 1024 * 1024
_NO_TEXT: Final = re.compile(rb"\A%PDF-|[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_JSON: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\{\s*[\"}]|\[\s*[\"{\[\d])")
_HUNGARIAN: Final = re.compile(rb"[\xd5\xf5]")
"""Ő and ő as Windows writes them in Central Europe. In Western Europe it is a sign that no language of ours has."""
_UTF_16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_WHY: Final = {
    "": N_("This cannot be read as a table; the fault is in line %(line)s."),
    model.EMPTY: N_("The file is empty, or its first row does not name the columns."),
    model.NO_TEXT: N_("This is no table. Send a CSV or XLSX file; save one of an older Excel (.xls) as XLSX first."),
    model.NO_WORKBOOK: N_("This is no spreadsheet, or it is damaged. Open it, save it as XLSX or CSV, and send that."),
    model.JSON: N_("This is JSON and no table. There is another page for a directory after HSDS."),
}


def said_of(error: NotASheet) -> str:
    """What is said of a file that is no table."""
    return _(_WHY[error.why], line=error.line)


def open_sheet(file: BinaryIO, delimiter: str = "") -> Sheet:
    """The sheet of a file, XLSX or CSV by its first bytes; without a `delimiter` it is that of the first line.

    Raises `NotASheet`, also while the rows are read.
    """
    begins = file.read(4)
    file.seek(0)
    return _workbook(file) if begins.startswith(b"PK\x03\x04") else _text(file, delimiter)


def _text(file: BinaryIO, delimiter: str) -> Sheet:
    """UTF-8 with or without its mark, UTF-16 with it, else what Windows writes in Western Europe or in Hungary."""
    encoding = _encoding(file)
    file.seek(0)
    return model.read_sheet(
        io.TextIOWrapper(file, encoding, errors="replace", newline=""), delimiter or _delimiter(file)
    )


def _encoding(file: BinaryIO) -> str:
    """Raises `NotASheet` for a picture, a document, a program."""
    begins = file.read(_PIECE)
    file.seek(0)
    if begins.startswith(_UTF_16):
        return "utf-16"
    if _NO_TEXT.search(begins):
        raise NotASheet(1, model.NO_TEXT)
    if _JSON.match(begins):
        raise NotASheet(1, model.JSON)
    if _is_utf_8(file):
        return "utf-8-sig"
    return "cp1250" if _HUNGARIAN.search(begins) else "cp1252"


def _delimiter(file: BinaryIO) -> str:
    """The sign that stands most often in the first line."""
    first = file.readline(_PIECE)
    file.seek(0)
    return max(model.DELIMITERS, key=lambda sign: first.count(sign.encode()))


def _is_utf_8(file: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while piece := file.read(_PIECE):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


# Workbooks


def _workbook(file: BinaryIO) -> Sheet:
    from openpyxl import load_workbook  # decision 44: where it is used

    with _only_sheets():
        _check_size(file)
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        rows = book.worksheets[0].iter_rows(values_only=True)
        return model.sheet_of(_cells(rows))


def _check_size(file: BinaryIO) -> None:
    """Refuse what would unpack to more than fits, before it is unpacked."""
    with zipfile.ZipFile(file) as packed:
        if sum(one.file_size for one in packed.infolist() if "/worksheets/" not in one.filename) > MOST_SHARED_BYTES:
            raise NotASheet(1)
    file.seek(0)


def _cells(rows: Iterator[tuple[Any, ...]]) -> Iterator[list[str]]:
    with _only_sheets():
        for row in rows:
            yield [_written(value) for value in row]


@contextmanager
def _only_sheets() -> Iterator[None]:
    """What openpyxl raises of a file that is no workbook is many things; all of them say the same."""
    try:
        yield
    except (
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        IndexError,
        SyntaxError,
        AttributeError,
        TypeError,
        OSError,
    ) as error:
        raise NotASheet(1, model.NO_WORKBOOK) from error


def _written(value: Any) -> str:
    """A cell as a CSV file would have it: whole numbers without a fraction, days and times after ISO 8601."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date | time) else str(value)

"""From a mapping to its tables, and whether their files have what it names. Never writes.

One class of error at a time: the mapping, then the files, then their columns; the rows come after (preview.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.chassis.errors import Invalid
from services.chassis.i18n import _
from services.chassis.store import Document
from services.registry.imports import model
from services.registry.imports.model import Sheet, Table
from services.registry.imports.sheets import said_of
from services.registry.imports.targets import missing_targets, unknown_targets


def tables_of(mapping: Document, texts: Mapping[str, Any], uploads: Mapping[str, Any]) -> list[Table]:
    """The tables of a mapping in the order in which they are read. Raises `Invalid` for what is wrong in it."""
    tables = [Table(**{**one, "empty": tuple(one.get("empty", ()))}) for one in mapping["tables"]]
    errors: dict[str, list[str]] = {}
    for place, table in enumerate(tables):
        for path in unknown_targets(table):
            errors[f"mapping.tables.{place}.{path}"] = [_("What this table makes has no such field.")]
        if table.file not in texts and table.file not in uploads:
            errors[f"mapping.tables.{place}.file"] = [_("The file %(file)s was not sent.", file=table.file)]
    for name in uploads.keys() - {table.file for table in tables}:
        errors[f"uploads.{name}"] = [_("The mapping does not speak of this file.")]
    for place, table in enumerate(tables if not errors else ()):
        for target in missing_targets(table):
            message = _("Each row needs this. Say which column has it, or give it for all rows.")
            errors[f"mapping.tables.{place}.columns.{target}"] = [message]
    if errors:
        raise Invalid(errors)
    return tables


def unreadable(table: Table, error: model.NotASheet) -> dict[str, list[str]]:
    """What is said of a file that is no table."""
    return {f"files.{table.file}": [said_of(error)]}


def check_columns(tables: list[Table], sheets: list[Sheet]) -> None:
    """Raise `Invalid` where a column that the mapping names is not in its file exactly once."""
    errors: dict[str, list[str]] = {}
    for place, (table, sheet) in enumerate(zip(tables, sheets, strict=True)):
        has = ", ".join(column for column in sheet.columns if column)
        for path in model.missing_columns(table, sheet):
            column = table.named_columns()[path]
            message = _("The file needs “%(column)s” as a column exactly once. It has: %(columns)s.",
                        column=column, columns=has)  # fmt: skip
            errors[f"mapping.tables.{place}.{path}"] = [message]
    if errors:
        raise Invalid(errors)

"""Which column a cell of a table stands in: on a phone, where rows are stacked, each cell says its name itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import g

Column = Mapping[str, Any]


def begin_table(head: Sequence[Column]) -> str:
    """Note the columns of the table that is written now; writes nothing."""
    g.table_head = head
    return ""


def begin_row() -> str:
    """Go back to the first column; writes nothing."""
    g.table_columns = iter(g.get("table_head", ()))
    return ""


def next_column() -> Column:
    """The column of the cell that is written now; an empty one beyond the last."""
    return next(g.get("table_columns", iter(())), {})

"""Addresses of a list's other orders and pages: the query of the present address with one thing changed."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import urlencode

from flask import request


class SortLink(NamedTuple):
    """A column's link: where it leads, and the value of aria-sort now (ascending, descending or None)."""

    href: str
    state: str | None


def sort_link(field: str) -> SortLink:
    """The link of the column `field`: ascending first, then the other way round."""
    present = request.args.get("sort", "")
    states = {field: "ascending", f"-{field}": "descending"}
    following = f"-{field}" if present == field else field
    return SortLink(_with(sort=following, after=None), states.get(present))


def page_link(after: str | None) -> str | None:
    """The address of the page behind the cursor `after`; None where there is none."""
    return _with(after=after) if after else None


def first_page_link() -> str:
    """The address of the list's beginning, filters and order kept."""
    return _with(after=None)


def _with(**changes: str | None) -> str:
    query = {**request.args.to_dict(), **changes}
    kept = {name: value for name, value in query.items() if value not in (None, "")}
    return request.path + (f"?{urlencode(kept)}" if kept else "")

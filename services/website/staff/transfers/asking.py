"""What the pages of this room read from more than one place, and the lists that people choose from."""

from __future__ import annotations

from typing import Any

from services.chassis.web.filters import in_language
from services.website.clients import Api, api


def transfers_api() -> Api:
    """The service that owns practices, transfers and plans."""
    return api("transfers")


def practices_to_choose() -> list[tuple[str, str]]:
    """Every published practice as (id, title)."""
    published = transfers_api().all("/practices", status="published")
    return [(one["id"], in_language(one["title"])) for one in published]


def title_of(one: dict[str, Any]) -> str:
    """The title of a practice, plan or measure in the reader's language."""
    return in_language(one["title"])

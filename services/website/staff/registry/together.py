"""What the pages of a partnership's work share: its members to choose from, the way back, saving with a version."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import request, url_for

from services.chassis.errors import Stale
from services.chassis.web.forms import Form
from services.website.clients import Found
from services.website.staff.blueprint import who
from services.website.staff.page import Way
from services.website.staff.registry.lookups import organisation_names
from services.website.staff.registry.organisations import registry


def partnership_of(id: str) -> Found:
    """The partnership that a page is about."""
    return registry().get(f"/partnerships/{id}")


def members_to_choose() -> list[tuple[str, str]]:
    """The organisations that are or were members of the partnership of this page, as (id, name)."""
    found = partnership_of(str((request.view_args or {})["id"]))
    return list(organisation_names(one["organisation"] for one in found["members"]).items())


def is_mine(partnership: Mapping[str, Any]) -> bool:
    """Whether the person may write here and the partnership lasts."""
    mine = who().may("registry:write") and who().reaches(partnership["city"])
    return bool(mine and partnership["status"] == "active")


def to_partnership(partnership: Mapping[str, Any]) -> Way:
    """The way back to the partnership."""
    return url_for("staff.partnership", id=partnership["id"]), partnership["name"]


def save(form: Form, path: str, found: Found, shown: Mapping[str, Any], body: Mapping[str, Any]) -> Found:
    """Change what is at `path`; where somebody else saved it before, the form shows both versions. Raises Problem."""
    try:
        return registry().patch(path, body, etag=form.etag)
    except Stale:
        form.compare(shown, found.etag)
        raise


def given(body: Mapping[str, Any]) -> dict[str, Any]:
    """What was filled in; the rest is left to the register."""
    return {name: value for name, value in body.items() if value not in (None, "")}

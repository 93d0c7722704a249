"""Choosing an organisation of the register in any form: what is typed is searched there, misspelt too."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import Response, jsonify, request, url_for

from services.chassis.errors import NotFound
from services.chassis.web.forms import lookup
from services.website.clients import api
from services.website.staff.blueprint import staff

MOST = 10


def organisation_lookup(label: str, **rest: Any) -> Any:
    """A field whose value is the id of an organisation."""
    return lookup(
        label,
        find=lambda text: [(one["id"], one["name"]) for one in _finds("organisations", text)],
        named=lambda id: organisation_names([id]).get(id, ""),
        address=lambda: url_for("staff.suggestions", of="organisations"),
        **rest,
    )


def organisation_names(ids: Iterable[str]) -> dict[str, str]:
    """The names of those of the organisations that are in the register."""
    names: dict[str, str] = {}
    for id in dict.fromkeys(ids):
        try:
            names[id] = api("registry").get(f"/organisations/{id}")["name"]
        except NotFound:
            continue
    return names


@staff.get("/registry/suggestions")
def suggestions() -> Response:
    """What is suggested while somebody types: [{id, name, detail}]."""
    found = _finds(request.args.get("of", ""), request.args.get("q", "")[:100])
    return jsonify([{name: one[name] for name in ("id", "name", "detail")} for one in found])


def _finds(of: str, text: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = api("registry").page("/suggestions", of=of, q=text, limit=MOST)["items"]
    return items

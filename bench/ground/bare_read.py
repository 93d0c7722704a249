"""A web application that reads a page of a register and shows nothing of it: the most that any could answer."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import Any

from pymongo import MongoClient

SHOWN = (
    "version", "created_at", "updated_at", "name", "short_name", "kind", "country", "city", "seat", "description",
    "website", "email", "languages", "policy_areas", "lat", "lon",
)  # fmt: skip


def create_app() -> Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]:
    """The application, by WSGI alone."""
    client: MongoClient[dict[str, Any]] = MongoClient(os.environ["MONGO_URL"], connect=False)
    rows = client["bench_registry"]["organisations"]

    def application(_environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        rows.find({}, SHOWN, sort=[("name_folded", 1), ("_id", 1)], limit=100).to_list()
        start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", "2")])
        return [b"{}"]

    return application

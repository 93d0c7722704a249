"""/api/v1/openapi.json and /api/v1/asyncapi.json: fetched from the services, merged, remembered for a minute.

A service that is stopped is described by what it last said of itself, which is kept in the gateway's database.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import orjson
from flask import Blueprint, Response

from gateway.documents import own
from gateway.documents.merge import Document, merged
from gateway.fresh import Fresh
from gateway.proxy.upstream import Upstream
from gateway.records import Records
from gateway.service import service
from services.chassis.errors import Unavailable
from services.chassis.events import asyncapi
from services.chassis.http import openapi

REMEMBERED_SECONDS: Final = 60.0
OPENAPI: Final = "openapi.json"
ASYNCAPI: Final = "asyncapi.json"


class Documents:
    """The merged documents of the platform."""

    def __init__(self, records: Records, upstreams: Mapping[str, Upstream]) -> None:
        self._records, self._upstreams = records, upstreams
        self._merged: Fresh[str, bytes] = Fresh(REMEMBERED_SECONDS)

    def blueprint(self) -> Blueprint:
        """The addresses as a part of a Flask application."""
        made = Blueprint("documents", __name__, url_prefix="/api/v1")
        made.add_url_rule(f"/{OPENAPI}", OPENAPI.partition(".")[0], lambda: self._answer(OPENAPI, self._openapi))
        made.add_url_rule(f"/{ASYNCAPI}", ASYNCAPI.partition(".")[0], lambda: self._answer(ASYNCAPI, self._asyncapi))
        return made

    def _answer(self, kind: str, make: Callable[[], Document]) -> Response:
        answer = Response(self._merged.get(kind, lambda: orjson.dumps(make())), mimetype="application/json")
        answer.headers["Cache-Control"] = "public, max-age=60"
        return answer

    def _openapi(self) -> Document:
        ours = openapi.document(service.name, service.routes)
        ours["paths"] |= own.oauth_paths()
        ours["tags"] = [*ours.get("tags", []), {"name": "oauth", "description": "OAuth 2.0 for clients"}]
        whole = merged(self._of_services(OPENAPI) | {service.name: ours}, own.openapi_frame(self._public_url))
        whole["paths"] = own.with_answers_of_the_door(whole["paths"])
        whole["components"]["securitySchemes"] = own.security_schemes()
        return whole

    def _asyncapi(self) -> Document:
        ours = asyncapi.document(service.name, service.publishes)
        return merged(self._of_services(ASYNCAPI) | {service.name: ours}, own.asyncapi_frame(self._public_url))

    def _of_services(self, kind: str) -> dict[str, Document]:
        """What each service says of itself, or last said. Unavailable for one that never did: half is not the whole."""
        return {name: self._of(name, upstream, kind) for name, upstream in self._upstreams.items()}

    def _of(self, name: str, upstream: Upstream, kind: str) -> Document:
        kept = self._records.read().first("documents", {"_id": f"{name}/{kind}"})
        try:
            said = _ask(upstream, kind)
        except Unavailable:
            if kept is None:
                raise
            return _read(kept["text"])
        if kept is None or kept["text"] != said:
            row = {"_id": f"{name}/{kind}", "text": said, "at": self._records.clock.now()}
            self._records.write(lambda uow: uow.put("documents", row))
        return _read(said)

    @property
    def _public_url(self) -> str:
        return self._records.settings.public_url


def _ask(upstream: Upstream, kind: str) -> bytes:
    said = upstream.ask_from_thread(f"/{kind}", {"accept": "application/json"})
    if said.status != 200:
        raise Unavailable()
    return said.content


def _read(text: bytes) -> Document:
    document: dict[str, Any] = orjson.loads(text)
    return document

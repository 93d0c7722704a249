"""What a service is made of, and the one visible call that makes its processes: the manifest."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import ModuleType
from typing import TYPE_CHECKING

import structlog
from flask import Flask, Response, g, request

from services.chassis import failpoints
from services.chassis.clock import Clock, WallClock
from services.chassis.config import Settings
from services.chassis.events.reactions import Reactions, Subscriptions
from services.chassis.http import operations, problems
from services.chassis.http.app import App
from services.chassis.http.edge import Edge
from services.chassis.http.json import OrjsonProvider, dump
from services.chassis.http.passport import Verifier
from services.chassis.http.routes import Routes
from services.chassis.jobs import Jobs
from services.chassis.store import Collection, Database, Migration
from services.chassis.telemetry import logs, metrics

if TYPE_CHECKING:
    from services.chassis.worker import Worker

log = structlog.get_logger()

METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})


@dataclass(frozen=True)
class Service:
    """The table of contents of a service: its collections, addresses, events, reactions and jobs."""

    name: str
    collections: Sequence[Collection] = ()
    routes: Sequence[Routes] = ()
    publishes: ModuleType | None = None
    reactions: Sequence[Reactions] = ()
    jobs: Sequence[Jobs] = ()
    migrations: Sequence[Migration] = field(default=())
    pages: Callable[[Flask], None] | None = None
    """Adds pages for people to the app, after everything else (chassis/web)."""

    def create_app(self, settings: Settings | None = None, clock: Clock | None = None) -> Flask:
        """The web application of the service, for one process; connects on the first request."""
        settings = settings or self._settings_of_process()
        app = App(f"services.{self.name}", static_folder=None)
        app.json = OrjsonProvider(app)
        app.config["MAX_CONTENT_LENGTH"] = 64 * 1024 * 1024
        database = self.database(settings)
        edge = Edge(self.name, database, settings, clock or WallClock(), Verifier(settings.passport_keys))
        app.extensions["edge"] = edge
        _watch(app, self.name)
        edge.install(app, self.routes)
        operations.install(app, edge)
        problems.install(app)
        self._describe(app)
        if self.pages:
            self.pages(app)
        return app

    def _describe(self, app: Flask) -> None:
        """Add the service's own documents, made when first asked for."""

        def openapi_document() -> Response:
            from services.chassis.http import openapi

            return Response(dump(openapi.document(self.name, self.routes)), mimetype="application/json")

        def asyncapi_document() -> Response:
            from services.chassis.events import asyncapi

            return Response(dump(asyncapi.document(self.name, self.publishes)), mimetype="application/json")

        app.add_url_rule("/openapi.json", "openapi", openapi_document)
        app.add_url_rule("/asyncapi.json", "asyncapi", asyncapi_document)

    def create_worker(self, settings: Settings | None = None, clock: Clock | None = None) -> Worker:
        """The background process of the service: relay, consumer, retries, jobs."""
        from services.chassis.worker import Worker

        settings = settings or self._settings_of_process()
        return Worker(self, settings, self.database(settings), clock or WallClock())

    def database(self, settings: Settings) -> Database:
        """The service's database as its collections declare it; nothing is sent yet."""
        return Database(settings, self.collections)

    def subscriptions(self) -> Subscriptions:
        """All reactions of the service as one table."""
        return Subscriptions(self.reactions)

    def _settings_of_process(self) -> Settings:
        settings = Settings.from_environment(self.name)
        failpoints.arm(os.environ)
        logs.configure(self.name, as_json=settings.log_json)
        return settings


def _watch(app: Flask, name: str) -> None:
    """Log and count each request, a refused one with the id of who asked; never its body, query or a name."""

    def begin() -> None:
        g.began = time.perf_counter()

    def end(response: Response) -> Response:
        seconds = time.perf_counter() - g.get("began", time.perf_counter())
        method = request.method if request.method in METHODS else "other"  # each label is kept, so not any word
        metrics.requests(name, method, response.status_code).observe(seconds)
        if request.endpoint not in ("healthz", "readyz"):
            refused = {"actor": g.actor.id} if response.status_code == 403 and "actor" in g else {}
            log.info("request", method=method, route=str(request.url_rule), status=response.status_code,
                     ms=round(seconds * 1000, 1), trace=response.headers.get("Trace-Id"), **refused)  # fmt: skip
        return response

    app.before_request(begin)
    app.after_request(end)

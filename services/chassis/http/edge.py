"""From a route of the table to a Flask view: permission, body, transaction, answer. The life of one request."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from operator import itemgetter
from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, g, request
from pymongo.client_session import ClientSession

from services.chassis.clock import Clock
from services.chassis.config import Settings
from services.chassis.errors import Invalid
from services.chassis.http import requests
from services.chassis.http.json import dump
from services.chassis.http.passport import Verifier
from services.chassis.http.routes import Route, Routes
from services.chassis.http.schema import Shape, instance
from services.chassis.i18n import current_language, negotiate, set_language
from services.chassis.store import Database, Page, Reader, UnitOfWork, in_transaction
from services.chassis.store.idempotency import Answer, KeyedRequest
from services.chassis.store.remembered import RememberedRows
from services.chassis.store.rows import ListedRows
from services.chassis.store.unit_of_work import etag
from services.chassis.telemetry.trace import tracing

JSON = "application/json"


class Rehearsed(Exception):
    """Everything was right; the transaction of a dry run is left without a commit."""


class Edge:
    """The web edge of one service: gives its routes to a Flask app."""

    def __init__(self, name: str, database: Database, settings: Settings, clock: Clock, verifier: Verifier) -> None:
        self.name = name
        self.database = database
        self.settings = settings
        self.clock = clock
        self.verifier = verifier

    def install(self, app: Flask, tables: Sequence[Routes]) -> None:
        """Add every route of `tables` where its table stands."""
        app.before_request(self._arrive)
        app.after_request(self._leave)
        app.teardown_request(self._forget)
        for table in tables:
            for route in table.table:
                app.add_url_rule(
                    f"{table.below(self.name)}{route.path}", f"{table.subject}.{route.method}.{route.path}",
                    self._view(route), methods=[route.method],
                )  # fmt: skip

    # Before and after any request

    def _arrive(self) -> None:
        g.tracing = tracing(request.headers.get("traceparent"))
        g.traceparent = g.tracing.__enter__()
        accepted = request.headers.get("Accept-Language", "")
        set_language(negotiate(accepted))
        actor = g.actor = requests.who_asks(self.verifier, self.name)
        if not accepted:
            set_language(negotiate(actor.language))

    def _leave(self, response: Response) -> Response:
        response.headers.setdefault("Trace-Id", g.get("traceparent", "-" * 40)[3:35])
        response.headers.setdefault("Cache-Control", "no-store")
        location = response.headers.get("Location")
        if location and location.startswith(request.host_url):  # ours inside, which nobody outside can reach
            response.headers["Location"] = "/" + location.removeprefix(request.host_url).lstrip("/")
        return response

    def _forget(self, _error: BaseException | None) -> None:
        if "tracing" in g:
            g.tracing.__exit__(None, None, None)

    # One request

    def _view(self, route: Route) -> Callable[..., Response]:
        handle = self._read if route.method == "GET" else self._write

        def view(**path: str) -> Response:
            requests.check_permission(route, g.actor)
            return handle(route, path)

        return view

    def reader(self) -> Reader:
        """A reader for who asks."""
        return Reader(self.database, self.settings, g.actor, current_language(), self.clock)

    def _read(self, route: Route, path: Mapping[str, str]) -> Response:
        if route.kind == "page":
            query, reader = requests.read_query(route), self.reader()
            reader.shown = _columns(route.shows)[1] if route.shows else None
            return _page_answer(route, route.view(reader, query, **path))
        asked = (requests.read_query(route),) if route.filters else ()
        result = route.view(self.reader(), *asked, **path)
        if route.kind == "raw":
            return result  # type: ignore[no-any-return]
        return _conditional(_one(route, result))

    def _write(self, route: Route, path: Mapping[str, str]) -> Response:
        body, raw = self._read_body(route, path)
        wanted = requests.if_match(route, request.headers)
        key = requests.idempotency_key(request.headers) if route.method == "POST" else None
        keyed = KeyedRequest.of(g.actor.id, key, route.method, request.path, raw) if key else None
        rehearsed, wakes = requests.is_rehearsal(request.headers), set[str]()

        def begin(session: ClientSession) -> UnitOfWork:
            return UnitOfWork(self.database, self.settings, g.actor, current_language(), self.clock, session)

        def work(uow: UnitOfWork) -> Answer:
            if keyed and not rehearsed and (earlier := keyed.earlier_answer(uow)):
                return earlier
            uow.if_match = wanted
            arguments = (body,) if route.body is not None else ()
            answer = _answer(route, route.view(uow, *arguments, **path))
            if rehearsed:
                uow.flush()
                raise Rehearsed()
            if keyed:
                keyed.remember(uow, answer)
            wakes.update(uow.wakes)
            return answer

        try:
            return _response(in_transaction(self.database, begin, work))
        except Rehearsed:
            return Response(status=204)

    def _read_body(self, route: Route, path: Mapping[str, str]) -> tuple[dict[str, Any], bytes]:
        """The body; where its form is wrong, with what the rules have against the rest of it."""
        try:
            return requests.read_body(route)
        except requests.WrongForm as wrong:
            try:
                if route.besides:
                    route.besides(self.reader(), wrong.right, **path)
            except Invalid as more:
                raise Invalid({**more.errors, **wrong.errors}) from wrong
            raise


def shown(route: Route, document: Mapping[str, Any]) -> dict[str, Any]:
    """The document as the route's shape lets it be seen."""
    if document.get("deleted_at") is not None:
        return {"id": document["_id"], "deleted_at": document["deleted_at"]}
    if route.shows is None:
        return {}
    names, keys, whole = _columns(route.shows)
    try:
        return dict(zip(names, whole(document), strict=True))
    except KeyError:  # one that was stored before a field was added
        return {name: document.get(key) for name, key in zip(names, keys, strict=True)}


@cache
def _columns(shape: type[Shape]) -> tuple[list[str], tuple[str, ...], Callable[[Mapping[str, Any]], tuple[Any, ...]]]:
    """The names that are shown, the keys they are stored under, and what takes all of these out of a document."""
    names = list(instance(shape).fields)
    keys = tuple("_id" if name == "id" else name for name in names)
    return names, keys, itemgetter(*keys) if len(keys) > 1 else lambda document: tuple(document[key] for key in keys)


def _answer(route: Route, document: Mapping[str, Any] | None) -> Answer:
    if document is None or route.shows is None:
        return Answer(204, b"", {})
    headers = {"ETag": etag(document)} if "version" in document else {}
    if route.kind == "create":
        headers["Location"] = f"{request.path}/{document['_id']}"
    return Answer(route.status, dump(shown(route, document)), headers)


def _response(answer: Answer) -> Response:
    response = Response(answer.body, status=answer.status, mimetype=JSON if answer.body else None)
    response.headers.update(dict(answer.headers))
    return response


def _one(route: Route, document: Mapping[str, Any]) -> Response:
    return _response(_answer(route, document))


def _conditional(response: Response) -> Response:
    """Answer 304 to a caller who has this version already; caches must ask each time."""
    if "ETag" in response.headers:
        response.headers["Cache-Control"] = "private, no-cache"
        if request.headers.get("If-None-Match") == response.headers["ETag"]:
            response.status_code = 304
            response.set_data(b"")
    return response


def _listed(route: Route, items: Sequence[dict[str, Any]]) -> Any:
    """The rows of a list as they are shown."""
    if isinstance(items, RememberedRows):
        return items.text(lambda row: dump(shown(route, row)))
    return [shown(route, row) for row in (items.to_show() if isinstance(items, ListedRows) else items)]


def _page_answer(route: Route, page: Page) -> Response:
    body: dict[str, Any] = {"items": _listed(route, page.items), "next": page.next}
    if page.total is not None:
        body["total"] = page.total
    if page.corrected is not None:
        body["did_you_mean"] = page.corrected
    response = Response(dump(body), mimetype=JSON)
    if page.next:
        following = urlencode({**request.args.to_dict(), "after": page.next})
        response.headers["Link"] = f'<{request.path}?{following}>; rel="next"'
    return response

"""Asking one service over HTTP: pooled connections, bounded waiting, problems as exceptions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode

import orjson
import urllib3
from flask import current_app, request

from services.chassis import errors
from services.chassis.errors import Problem, Unavailable
from services.chassis.http.passport import GATEWAY, HEADER
from services.chassis.i18n import current_language
from services.chassis.telemetry.trace import current_traceparent
from services.chassis.web.forms.rehearsal import Rehearsed, is_rehearsal

_TIMEOUT = urllib3.Timeout(connect=2, read=10)
# Every write carries a key or a version, so a second try after a connection that broke does no harm. What was merged
# into another thing leads there, step by step; never to another host.
_ONCE_MORE = urllib3.Retry(total=None, connect=1, read=1, other=0, redirect=20, status=0, allowed_methods=None)


class Found(dict[str, Any]):
    """An object as the API shows it, with the version that a change must name."""

    etag: str = ""


class Api:
    """One service as the website asks it; paths are relative to /api/v1/<service>."""

    def __init__(self, service: str, url: str) -> None:
        self.service = service
        self._root = f"/api/v1/{service}"
        self._pool = urllib3.connection_from_url(url, maxsize=16, timeout=_TIMEOUT, retries=_ONCE_MORE)

    def get(self, path: str, **query: Any) -> Found:
        """The object at `path`. Raises Problem."""
        return self._ask("GET", path, query=query)

    def page(self, path: str, **query: Any) -> Found:
        """A page of a list: items, next, and total where the service counts. Raises Problem."""
        return self._ask("GET", path, query=query)

    def all(self, path: str, most: int = 1000, **query: Any) -> list[dict[str, Any]]:
        """The items of every page up to `most`, for a list that people choose from. Raises Problem."""
        items: list[dict[str, Any]] = []
        after: str | None = None
        while len(items) < most:
            page = self._ask("GET", path, query={**query, "limit": 200, "after": after})
            items += page["items"]
            after = page["next"]
            if after is None:
                break
        return items

    def each(self, path: str, **query: Any) -> Iterator[dict[str, Any]]:
        """Every item of a list; its pages are asked for as their turn comes, the first at once. Raises Problem."""
        return self._following(path, query, self._ask("GET", path, query={**query, "limit": 200}))

    def _following(self, path: str, query: Mapping[str, Any], page: Found) -> Iterator[dict[str, Any]]:
        while True:
            yield from page["items"]
            if page["next"] is None:
                return
            page = self._ask("GET", path, query={**query, "limit": 200, "after": page["next"]})

    def post(self, path: str, body: Mapping[str, Any] | None = None, *, key: str = "", etag: str = "") -> Found:
        """Make or do something; `key` makes a repetition harmless. Raises Problem."""
        return self._ask("POST", path, body=body or {}, headers={"Idempotency-Key": key, "If-Match": etag})

    def patch(self, path: str, body: Mapping[str, Any], *, etag: str) -> Found:
        """Change the named fields of the version `etag`. Raises Problem, Stale where it is not the newest."""
        return self._ask("PATCH", path, body=body, headers={"If-Match": etag})

    def delete(self, path: str, *, etag: str) -> bool:
        """Remove the version `etag`: True, since it is gone. Raises Problem."""
        self._ask("DELETE", path, headers={"If-Match": etag})
        return True

    def raw(self, path: str) -> bytes:
        """A file. Raises Problem."""
        return self._send("GET", path, None, {}).data

    def _ask(
        self, method: str, path: str, *, query: Mapping[str, Any] | None = None,
        body: Mapping[str, Any] | None = None, headers: Mapping[str, str] | None = None,
    ) -> Found:  # fmt: skip
        asked = {name: _text(value) for name, value in (query or {}).items() if value not in (None, "")}
        dry = {"Dry-Run": "true"} if method != "GET" and is_rehearsal() else {}
        answer = self._send(method, path, body, {**(headers or {}), **dry}, asked)
        if dry:
            raise Rehearsed()
        found = Found(orjson.loads(answer.data) if answer.data else {})
        found.etag = answer.headers.get("ETag", "")
        return found

    def _send(
        self, method: str, path: str, body: Mapping[str, Any] | None, headers: Mapping[str, str],
        query: Mapping[str, str] | None = None,
    ) -> urllib3.BaseHTTPResponse:  # fmt: skip
        # Quoted, for an id comes from the address of a page: "x%2Fy" or "x?y" must not lead to another address.
        address = quote(self._root + path) + (f"?{urlencode(query)}" if query else "")
        try:
            answer = self._pool.request(
                method, address, headers=_headers(headers), body=orjson.dumps(body) if body is not None else None
            )
        except urllib3.exceptions.HTTPError as error:
            raise Unavailable() from error
        if answer.status >= 400:
            raise _problem_of(answer)
        return answer


def api(service: str) -> Api:
    """The API of `service`, at the address that the settings name."""
    settings = current_app.extensions["edge"].settings
    return _api(service, settings.gateway_url if service == GATEWAY else settings.service_urls[service])


@cache
def _api(service: str, url: str) -> Api:
    return Api(service, url)


def _headers(more: Mapping[str, str]) -> dict[str, str]:
    """Who asks, in which language, in which trace: passed on from the request being answered."""
    headers = {
        "Accept": "application/json",
        "Content-Type": "application/json",
        "Accept-Language": current_language(),
        "traceparent": current_traceparent(),
        HEADER: request.headers.get(HEADER, ""),
        **more,
    }
    return {name: value for name, value in headers.items() if value}


def _problem_of(answer: urllib3.BaseHTTPResponse) -> Problem:
    """The refusal as it was raised over there; one that is no problem+json is a service in trouble."""
    try:
        body = orjson.loads(answer.data)
        slug, detail = body["type"].removeprefix("/problems/"), body.get("detail", "")
        told = body.get("errors", [])
    except (ValueError, KeyError, TypeError, AttributeError):
        return Unavailable()
    if slug not in errors.PROBLEM_TYPES:
        return Unavailable()
    problem = errors.Invalid({}, detail) if slug == errors.Invalid.slug else _KINDS.get(slug, Problem)(detail)
    problem.slug, problem.errors = slug, _by_path(told)
    return problem


_KINDS: dict[str, type[Problem]] = {
    kind.slug: kind
    for kind in (
        errors.BadRequest, errors.Unauthenticated, errors.Forbidden, errors.NotFound, errors.Conflict, errors.Gone,
        errors.Stale, errors.TooLarge, errors.KeyReused, errors.PreconditionRequired, errors.RateLimited, Unavailable,
    )
}  # fmt: skip


def _by_path(told: list[Mapping[str, str]]) -> dict[str, list[str]]:
    by_path: dict[str, list[str]] = {}
    for one in told:
        by_path.setdefault(one["path"], []).append(one["message"])
    return by_path


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)

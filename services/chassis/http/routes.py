"""The table of a service's addresses. A view says what it does; how a request is checked and answered is in edge.py.

`needs` has no default: an address without a declared permission does not get past import.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from services.chassis.http.schema import Asked, Body, Shape

View = Callable[..., Any]
Check = Callable[..., None]
"""`check(read, right, **path)` raises `Invalid` for what the rules have against the fields of a body that have
the right form, where others have a wrong one: so all that is wrong is told at once."""

PUBLIC = "public"
"""Anybody, signed in or not."""
INTERNAL_ONLY = "internal"
"""Other services with a passport of their own; nobody through the gateway."""

KINDS = {
    "page": "GET",
    "read": "GET",
    "raw": "GET",
    "create": "POST",
    "act": "POST",
    "change": "PATCH",
    "remove": "DELETE",
}
STATUS = {"create": 201, "remove": 204}


@dataclass(frozen=True)
class Route:
    """One address of a service, relative to where its table stands."""

    kind: str
    path: str
    needs: str
    view: View
    body: type[Body] | None = None
    besides: Check | None = None
    shows: type[Shape] | None = None
    filters: type[Asked] | None = None
    produces: Mapping[str, Any] = field(default_factory=dict)
    status: int = 200
    largest_body: int = 1024 * 1024

    @property
    def method(self) -> str:
        """The HTTP method."""
        return KINDS[self.kind]

    @property
    def summary(self) -> str:
        """The first line of the view's docstring, or its name as a sentence."""
        written = (self.view.__doc__ or "").strip().split("\n")[0]
        return written or self.view.__name__.replace("_", " ").capitalize() + "."


class Routes:
    """The addresses of one subject; each decorator adds one and leaves the view as it is.

    They stand below /api/v1/<service>, or below `at` where a standard of others says so.
    """

    def __init__(self, subject: str, summary: str = "", *, at: str | None = None) -> None:
        self.subject = subject
        self.summary = summary
        self.at = at
        self.table: list[Route] = []

    def _add(self, kind: str, path: str, needs: str, **options: Any) -> Callable[[View], View]:
        def register(view: View) -> View:
            status = options.pop("status", STATUS.get(kind, 200))
            self.table.append(Route(kind=kind, path=path, needs=needs, view=view, status=status, **options))
            return view

        return register

    def page(self, path: str, *, needs: str, filters: type[Asked], shows: type[Shape]) -> Callable[[View], View]:
        """GET a list: `view(read, query, **path) -> Page`."""
        return self._add("page", path, needs, filters=filters, shows=shows)

    def read(self, path: str, *, needs: str, shows: type[Shape]) -> Callable[[View], View]:
        """GET one: `view(read, **path) -> document`."""
        return self._add("read", path, needs, shows=shows)

    def raw(
        self, path: str, *, needs: str, produces: Mapping[str, Any], filters: type[Asked] | None = None
    ) -> Callable[[View], View]:
        """GET in a form that is not ours: `view(read, **path) -> flask Response`, `view(read, query, **path)` with
        `filters`. `produces` has the JSON Schema of each media type, empty where there is none.
        """
        return self._add("raw", path, needs, produces=produces, filters=filters)

    def below(self, service: str) -> str:
        """Where the table stands."""
        return self.at or f"/api/v1/{service}"

    def create(
        self,
        path: str,
        *,
        needs: str,
        body: type[Body],
        shows: type[Shape],
        besides: Check | None = None,
        largest_body: int = 1024 * 1024,
    ) -> Callable[[View], View]:
        """POST that makes something: `view(uow, body, **path) -> document`; 201, Location, Idempotency-Key."""
        return self._add("create", path, needs, body=body, besides=besides, shows=shows, largest_body=largest_body)

    def act(
        self,
        path: str,
        *,
        needs: str,
        body: type[Body] | None = None,
        shows: type[Shape] | None = None,
        status: int = 200,
    ) -> Callable[[View], View]:
        """POST that acts on what is there: `view(uow, body, **path) -> document or None`; no `body`, no argument."""
        return self._add("act", path, needs, body=body, shows=shows, status=status)

    def change(
        self, path: str, *, needs: str, body: type[Body], shows: type[Shape], besides: Check | None = None
    ) -> Callable[[View], View]:
        """PATCH the fields that the request names: `view(uow, body, **path) -> document`; needs If-Match."""
        return self._add("change", path, needs, body=body, besides=besides, shows=shows)

    def remove(self, path: str, *, needs: str) -> Callable[[View], View]:
        """DELETE: `view(uow, **path) -> None`; needs If-Match."""
        return self._add("remove", path, needs)

"""OpenAPI links: where an answer leads, so that clients (and tests) follow what was made. From the routes alone."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Any, Final

from services.chassis.http.routes import INTERNAL_ONLY, Route
from services.chassis.http.schema import Shape, instance

_PARAMETER: Final = re.compile(r"<(?:[a-z]+:)?([a-z_]+)>")

_SECRETS: Final = ("code", "secret", "token")
"""Parameters that are another way to an object than its id."""


def links_of(route: Route, others: Iterable[tuple[str, Route]]) -> dict[str, Any]:
    """The links of `route`'s good answer to `others`, pairs of operationId and route; empty where it leads nowhere.

    What is made at /things leads to /things/<id> and all that is below it; an answer of /things/<id> leads to what
    can be done there and below, with its ETag as the version to be changed.
    """
    if route.shows is None or route.kind not in ("create", "act", "read", "change"):
        return {}
    links = {}
    for operation, other in others:
        parameters = _parameters(route, route.shows, other)
        if parameters is not None and other is not route and other.needs != INTERNAL_ONLY:
            links[other.view.__name__] = {"operationId": operation, "parameters": parameters}
    return links


def _parameters(route: Route, shape: type[Shape], other: Route) -> dict[str, str] | None:
    """What the answer of `route` gives `other` to ask with; None where it leads elsewhere, or that is not all."""
    here, there, shown = _PARAMETER.findall(route.path), _PARAMETER.findall(other.path), instance(shape).fields
    given = {f"path.{name}": f"$request.path.{name}" for name in here}
    place = route.path
    if route.method == "POST" and other.path.startswith(f"{route.path}/<"):
        made = there[len(here)]
        source = _source(made, route, shown)
        if source is None:
            return None
        given[f"path.{made}"] = source
        place = f"{route.path}/<{made}>"
    elif route.method == "POST" or not here or not f"{other.path}/".startswith(f"{route.path}/"):
        return None
    if other.kind in ("change", "remove"):
        if other.path != place or "version" not in shown:
            return None
        given["header.If-Match"] = "$response.header.ETag"
    return given if {f"path.{name}" for name in there} <= set(given) else None


def _source(made: str, route: Route, shown: Collection[str]) -> str | None:
    """Where the parameter `made` is found: in the answer by its name, in the request, or as the answer's id."""
    if made in shown:
        return f"$response.body#/{made}"
    if route.body is not None and made in instance(route.body).fields:
        return f"$request.body#/{made}"
    return "$response.body#/id" if "id" in shown and made not in _SECRETS else None

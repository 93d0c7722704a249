"""What comes in: who asks, the body and the query, checked. Nothing of a single service, nothing of what goes out."""

from __future__ import annotations

from typing import Any

import orjson
from flask import request
from marshmallow import ValidationError
from werkzeug.datastructures import Headers

from services.chassis.actor import Actor
from services.chassis.errors import (
    BadRequest,
    Forbidden,
    Invalid,
    PreconditionRequired,
    TooLarge,
    Unauthenticated,
    UnsupportedMediaType,
)
from services.chassis.http.passport import HEADER, Verifier
from services.chassis.http.routes import INTERNAL_ONLY, PUBLIC, Route
from services.chassis.http.schema import Body, Filters, asking, instance
from services.chassis.i18n import _, negotiate

DEEPEST = 20
LONGEST_KEY = 255


class Right(dict[str, Any]):
    """The fields of a body that have the right form. Of a list of which some entries have not, `entries` are the others
    by their places.
    """

    def __init__(self, error: ValidationError) -> None:
        valid, sent = (data if isinstance(data, dict) else {} for data in (error.valid_data, error.data))
        super().__init__((name, value) for name, value in valid.items() if name not in error.messages_dict)
        self.entries: dict[str, dict[int, Any]] = {
            name: {place: one for place, one in enumerate(valid[name]) if place not in wrong}
            for name, wrong in error.messages_dict.items()
            if isinstance(wrong, dict) and _as_many(valid.get(name), sent.get(name))
        }


def _as_many(some: Any, others: Any) -> bool:
    return isinstance(some, list) and isinstance(others, list) and len(some) == len(others)


class WrongForm(Invalid):
    """A body of which not everything has the right form; `right` is what has."""

    def __init__(self, error: ValidationError) -> None:
        super().__init__(error.messages_dict)
        self.right = Right(error)


def who_asks(verifier: Verifier, audience: str) -> Actor:
    """The actor of the passport; nobody in particular without one. A false passport is refused, not ignored."""
    passport = request.headers.get(HEADER)
    if passport is None:
        return Actor.anonymous(negotiate(request.headers.get("Accept-Language", "")))
    return verifier.verify(passport, audience)


def check_permission(route: Route, actor: Actor) -> None:
    """Raise unless `actor` may use `route`. Another service may only use what is meant for services."""
    if route.needs == INTERNAL_ONLY or actor.kind == "service":
        if actor.kind != "service" or route.needs not in (INTERNAL_ONLY, PUBLIC):
            raise Forbidden()
    elif route.needs != PUBLIC and not actor.may(route.needs):
        raise Unauthenticated() if actor.kind == "anonymous" else Forbidden()


def read_body(route: Route) -> tuple[dict[str, Any], bytes]:
    """The checked body and its bytes. A change may leave fields out. Raises `WrongForm`, and what else is wrong."""
    raw = _raw_body(route.largest_body)
    if route.body is None:
        return {}, raw
    if request.mimetype != "application/json" and raw:
        raise UnsupportedMediaType()
    return _checked(route.body, _parsed(raw), change=route.kind == "change"), raw


def _raw_body(largest: int) -> bytes:
    if (request.content_length or 0) > largest:
        raise TooLarge()
    raw = request.stream.read(largest + 1)
    if len(raw) > largest:
        raise TooLarge()
    return raw


def _parsed(raw: bytes) -> Any:
    try:
        parsed = orjson.loads(raw) if raw else {}
    except orjson.JSONDecodeError as error:
        if "memory" in error.msg:  # orjson's only word for it
            raise MemoryError from error
        where = _(
            "The body is not valid JSON: line %(line)s, column %(column)s.", line=error.lineno, column=error.colno
        )
        raise BadRequest(where) from error
    if _deeper_than(parsed, DEEPEST):
        raise BadRequest(_("The body is nested too deeply."))
    return parsed


def _deeper_than(value: Any, levels: int) -> bool:
    children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(_deeper_than(child, levels - 1) for child in children) if levels else True


def _checked(body: type[Body], parsed: Any, *, change: bool) -> dict[str, Any]:
    schema = instance(body)
    try:
        # By name, since True would let the parts of a nested object be left out too.
        checked: dict[str, Any] = schema.load(parsed, partial=tuple(schema.fields) if change else False)
    except ValidationError as error:
        raise WrongForm(error) from error
    return checked


def read_query(route: Route) -> dict[str, Any]:
    """The checked query of a list; a parameter given twice is refused."""
    repeated = [name for name, values in request.args.lists() if len(values) > 1]
    if repeated:
        raise Invalid({name: [_("Give this once.")] for name in repeated})
    try:
        checked: dict[str, Any] = asking(route.filters or Filters, request.args).load(request.args.to_dict())
    except ValidationError as error:
        raise Invalid(error.messages_dict) from error
    return checked


def if_match(route: Route, headers: Headers) -> str | None:
    """The version that a write speaks of. Raises `PreconditionRequired` where one is needed and missing."""
    wanted = headers.get("If-Match")
    if wanted is None and route.kind in ("change", "remove"):
        raise PreconditionRequired()
    return wanted


def is_rehearsal(headers: Headers) -> bool:
    """Whether a write is only to be checked: all of it is done but the commit."""
    asked = headers.get("Dry-Run", "false")
    if asked not in ("true", "false"):
        raise BadRequest(_("Dry-Run is true or false."))
    return asked == "true"


def idempotency_key(headers: Headers) -> str | None:
    """The key that makes a repetition safe, if the caller sent one."""
    key = headers.get("Idempotency-Key")
    if key is not None and not 0 < len(key) <= LONGEST_KEY:
        raise BadRequest(_("An Idempotency-Key has from 1 to %(most)s characters.", most=LONGEST_KEY))
    return key

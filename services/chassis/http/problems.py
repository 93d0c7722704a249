"""Every error as RFC 9457 problem+json, in the reader's language, with the trace id. The kinds stand in errors.py."""

from __future__ import annotations

import errno
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import structlog
from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from services.chassis.errors import ASKED_WRONGLY, PROBLEM_TYPES, Invalid, Problem, Unavailable
from services.chassis.http.json import dump
from services.chassis.i18n import _
from services.chassis.store.database import StoreProblem
from services.chassis.store.transaction import passing
from services.chassis.telemetry.trace import current_trace

log = structlog.get_logger()

MEDIA_TYPE = "application/problem+json"
_SCARCE = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.ENOSPC, errno.EAGAIN})
_SLUGS = {kind.status: slug for slug, kind in reversed(PROBLEM_TYPES.items())}


def body_of(problem: Problem) -> dict[str, Any]:
    """The members of a problem: type, title, status, detail, errors (path and message), trace."""
    kind = problem.type
    body: dict[str, Any] = {
        "type": f"/problems/{kind.slug}",
        "title": _(kind.title),
        "status": kind.status,
        "detail": problem.detail or _(kind.advice),
        "trace": current_trace(),
    }
    if problem.errors:
        body["errors"] = [{"path": path, "message": text} for path, text in _flat(problem.errors)]
    return body


def respond(problem: Problem) -> Response:
    """The answer that tells a caller of `problem`."""
    if isinstance(problem, Invalid) and request.method in ("GET", "HEAD"):
        problem.detail = problem.detail or _(ASKED_WRONGLY)
    answer = Response(dump(body_of(problem)), status=problem.type.status, mimetype=MEDIA_TYPE)
    answer.headers.update(dict(problem.headers))
    return answer


def _flat(errors: Mapping[Any, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Nested messages as pairs of a dotted path and a sentence; `_schema` and `_` stand for the object itself."""
    for key, value in errors.items():
        path = prefix.rstrip(".") if key in ("_schema", "_") else f"{prefix}{key}"
        if isinstance(value, Mapping):
            yield from _flat(value, f"{path}." if path else "")
        else:
            texts: Sequence[str] = [value] if isinstance(value, str) else value
            yield from ((path or "_", _(text)) for text in texts)


def from_http(error: HTTPException) -> Problem:
    """Flask's and Werkzeug's own errors as problems."""
    problem = Problem(headers={name: value for name, value in error.get_headers() if name in ("Allow", "Retry-After")})
    status = error.code or 500
    problem.slug = _SLUGS.get(status, "bad-request" if status < 500 else "internal")
    return problem


def from_fault(error: Exception) -> Problem:
    """An exception that nobody meant: 503 where the store does not answer or this process lacks something for a
    moment, else 500 with nothing given away."""
    if isinstance(error, StoreProblem) or passing(error):
        log.warning("store.unavailable", fault=type(error).__name__)
        return Unavailable()
    if isinstance(error, MemoryError) or (isinstance(error, OSError) and error.errno in _SCARCE):
        log.error("process.starved", fault=type(error).__name__)
        return Unavailable()
    log.exception("request.failed", fault=type(error).__name__)
    return Problem()


def install(app: Flask) -> None:
    """Have `app` answer every error with problem+json."""
    app.register_error_handler(Problem, respond)
    app.register_error_handler(HTTPException, lambda error: respond(from_http(error)))
    app.register_error_handler(Exception, lambda error: respond(from_fault(error)))

"""What the server says to what is no request for anybody behind it: too much, too slow, not HTTP. In English."""

from __future__ import annotations

from functools import cache
from http import HTTPStatus
from typing import Final

import orjson

from gateway.protection.headers import ALWAYS
from gateway.server.heads import head_of
from gateway.server.messages import Answer

METHODS: Final = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")
_SLUGS: Final = {400: "bad-request", 405: "method-not-allowed", 503: "unavailable"}


@cache
def refusal(status: int) -> bytes:
    """The whole answer, problem+json (RFC 9457), after which the connection ends."""
    meaning = HTTPStatus(status)
    kind = f"/problems/{_SLUGS[status]}" if status in _SLUGS else "about:blank"
    body = orjson.dumps({"type": kind, "title": meaning.phrase, "status": status, "detail": meaning.description})
    headers = [("Content-Type", "application/problem+json"), *ALWAYS]
    if status == 405:
        headers.append(("Allow", ", ".join(METHODS)))
    if status == 503:
        headers.append(("Retry-After", "2"))
    return head_of(Answer(status, headers, body, len(body)), keep=False, chunked=False) + body

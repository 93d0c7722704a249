"""The head of a request from what the parser found, and of an answer as bytes. What is unclear is refused here."""

from __future__ import annotations

import time
from email.utils import formatdate
from functools import lru_cache
from http import HTTPStatus
from typing import Final
from urllib.parse import unquote_to_bytes, urlsplit

from gateway.server.messages import Answer, Headers

_JOINED: Final = {"cookie": "; "}
_names: dict[bytes, str | None] = {}
_date = (-1, "")


class Refused(Exception):
    """The request goes no further than the server; `status` says why."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def headers_of(raw: list[tuple[bytes, bytes]]) -> dict[str, str]:
    """Headers by name, each once. A name with an underscore is left out: as WSGI it would be taken for another."""
    headers: dict[str, str] = {}
    for name, value in raw:
        key = _names[name] if name in _names else _learn(name)
        if key is None:
            continue
        text = value.decode("latin-1").strip(" \t")
        if key in headers:
            if key == "host":
                raise Refused(400)
            text = f"{headers[key]}{_JOINED.get(key, ', ')}{text}"
        headers[key] = text
    return headers


def _learn(name: bytes) -> str | None:
    key = None if b"_" in name else name.decode("ascii").lower()
    if len(_names) < 1000:
        _names[name] = key
    return key


def target_of(raw: bytes) -> tuple[str, str, str]:
    """(target, path decoded once, query) of a request target; of an absolute one what comes after the host."""
    target = raw.decode("latin-1").partition("#")[0]
    if not target.startswith("/"):
        target = _origin_form(target)
    path, _mark, query = target.partition("?")
    if "%" in path:
        path = unquote_to_bytes(path.encode("latin-1")).decode("latin-1")
    return target, path, query


def _origin_form(target: str) -> str:
    """Of an absolute target what comes after the host; the others (`*`, a host to connect to) are nobody's."""
    try:
        parts = urlsplit(target) if "://" in target else None
    except ValueError as error:
        raise Refused(400) from error
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "") if parts else "/"


def body_length(method: str, version: str, headers: dict[str, str], *, upgrades: bool) -> int | None:
    """The length of the body, None for chunks. Refused where two readers might see two lengths (RFC 9112, 6.3)."""
    stated, encoding = headers.get("content-length"), headers.get("transfer-encoding")
    if encoding is None and stated is None:
        return 0
    if upgrades or method in ("TRACE", "CONNECT"):  # of which the parser reads no body
        raise Refused(400 if upgrades else 405)
    if encoding is not None:
        if stated is not None or version != "1.1" or encoding.lower() != "chunked":
            raise Refused(400)
        return None
    if stated is None or not (stated.isascii() and stated.isdigit()):
        raise Refused(400)
    return int(stated)


def head_of(answer: Answer, *, keep: bool, chunked: bool) -> bytes:
    """The status line and headers of an answer, with the date and what frames its body."""
    lines = [f"HTTP/1.1 {answer.status} {_reason(answer.status)}\r\nDate: {_now()}"]
    lines += [f"{name}: {value}" for name, value in answer.headers]
    if chunked:
        lines.append("Transfer-Encoding: chunked")
    elif answer.length is not None and answer.status != 204:
        lines.append(f"Content-Length: {answer.length}")
    if not keep:
        lines.append("Connection: close")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


@lru_cache(100)
def _reason(status: int) -> str:
    return HTTPStatus(status).phrase if status in set(HTTPStatus) else "Unknown"


def _now() -> str:
    """The date as headers have it, made once a second."""
    global _date
    second = int(time.monotonic())
    if _date[0] != second:
        _date = (second, formatdate(usegmt=True))
    return _date[1]


def framing_free(headers: Headers) -> tuple[Headers, int | None]:
    """Headers without those that frame a body, and what Content-Length said."""
    length = None
    kept: Headers = []
    for name, value in headers:
        lowered = name.lower()
        if lowered == "content-length":
            length = int(value)
        elif lowered not in ("transfer-encoding", "connection", "date", "server"):
            kept.append((name, value))
    return kept, length

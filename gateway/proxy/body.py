"""The body of a request on its way to a service: never held whole when it is long, never of two lengths at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from services.chassis.errors import BadRequest, TooLarge
from services.chassis.i18n import _

SMALL = 64 * 1024
PIECE = 64 * 1024


@dataclass(slots=True)
class Body:
    """What is sent on: `content` is bytes when small (and can be sent again), else pieces; `length` None is chunked."""

    content: bytes | Iterator[bytes] | None
    length: int | None

    @property
    def repeatable(self) -> bool:
        """Whether it can be sent a second time."""
        return self.content is None or isinstance(self.content, bytes)


def body_of(environ: dict[str, Any], most: int) -> Body:
    """The body of a WSGI request.

    BadRequest when it claims both a length and chunks, or a length that is no number (request smuggling, RFC 9112
    section 6.1); TooLarge over `most` bytes, at once when the length says so and else while it flows.
    """
    stated, encoding = environ.get("CONTENT_LENGTH", ""), environ.get("HTTP_TRANSFER_ENCODING", "")
    if encoding and (stated or encoding.strip().lower() != "chunked"):
        raise BadRequest(_("The length of the request is not clear."))
    if encoding:
        return Body(_pieces(environ["wsgi.input"], most), None)
    if not stated:
        return Body(None, None)
    if not (stated.isascii() and stated.isdigit()):
        raise BadRequest(_("The length of the request is not clear."))
    return _of_length(environ["wsgi.input"], int(stated), most)


def _of_length(source: BinaryIO, length: int, most: int) -> Body:
    if length > most:
        raise TooLarge()
    if length > SMALL:
        return Body(_exactly(source, length), length)
    content = _read(source, length)
    if len(content) < length:
        raise BadRequest(_("The request ended too early."))
    return Body(content, length)


def _exactly(source: BinaryIO, length: int) -> Iterator[bytes]:
    left = length
    while left:
        piece = _read(source, min(PIECE, left))
        if not piece:
            raise BadRequest(_("The request ended too early."))
        left -= len(piece)
        yield piece


def _pieces(source: BinaryIO, most: int) -> Iterator[bytes]:
    sent = 0
    while piece := _read(source, PIECE):
        sent += len(piece)
        if sent > most:
            raise TooLarge()
        yield piece


def _read(source: BinaryIO, size: int) -> bytes:
    """The next bytes from the client. BadRequest when it breaks off or sends nonsense, so that no service is blamed."""
    try:
        return source.read(size)
    except Exception as error:  # each server has kinds of its own for a lost client and for a chunk that is none
        raise BadRequest(_("The request ended too early.")) from error

"""Files that are too long for one request: sent in parts, kept until the import that reads them can no longer be done.

A part is sent again without harm, so an upload that broke off goes on where it stood.
"""

from __future__ import annotations

import io
from base64 import b64decode
from typing import Any, Final

from services.chassis.errors import Conflict, Invalid
from services.chassis.i18n import _
from services.chassis.store import Document, Reader, UnitOfWork
from services.registry.commands import city_for

PART_BYTES: Final = 512 * 1024
MOST_BYTES: Final = 1024 * 1024 * 1024


def begin_upload(uow: UnitOfWork, body: Document) -> Document:
    """Begin to send a file for an import of a city."""
    return uow.add("uploads", {"name": body["name"], "city": city_for(uow, body), "parts": 0, "size": 0})


def add_part(uow: UnitOfWork, id: str, body: Document) -> Document:
    """Keep the next part of a file; each but the last has `PART_BYTES`. The last one again changes nothing."""
    upload = uow.get("uploads", id)
    content = _decoded(body["content"])
    if body["number"] == upload["parts"] - 1 and _part(uow, id, body["number"]) == content:
        return upload
    if body["number"] != upload["parts"] or upload["size"] % PART_BYTES:
        raise Conflict(_("This is not the next part; the file has %(parts)s so far.", parts=upload["parts"]))
    if upload["size"] + len(content) > MOST_BYTES:
        raise Invalid({"content": [_("The file is larger than 1 GB. Send it in several imports.")]})
    keep_part(uow, id, body["number"], content)
    upload.update(parts=upload["parts"] + 1, size=upload["size"] + len(content))
    return uow.save("uploads", upload)


def upload_text(uow: UnitOfWork, name: str, text: str, city: str | None) -> Document:
    """Keep a file that came as a text, as if it had been sent in parts."""
    content = text.encode()
    parts = range(0, len(content), PART_BYTES)
    upload = uow.add("uploads", {"name": name, "city": city, "parts": len(parts), "size": len(content)})
    for number, start in enumerate(parts):
        keep_part(uow, upload["_id"], number, content[start : start + PART_BYTES])
    return upload


def keep_part(uow: UnitOfWork, id: str, number: int, content: bytes) -> None:
    """Write one part."""
    row = {"_id": f"{id}:{number}", "made_at": uow.now(), "content": content}
    uow.put("upload_parts", row)


def _decoded(content: str) -> bytes:
    try:
        decoded = b64decode(content, validate=True)
    except ValueError as error:
        raise Invalid({"content": [_("This is not base64.")]}) from error
    if not 0 < len(decoded) <= PART_BYTES:
        raise Invalid({"content": [_("A part has from 1 to %(most)s bytes.", most=PART_BYTES)]})
    return decoded


def _part(read: Reader, id: str, number: int) -> bytes:
    return bytes(read.as_system().get("upload_parts", f"{id}:{number}")["content"])


def open_upload(read: Reader, upload: Document) -> io.BufferedReader:
    """The file, to be read from any place; one part of it is in memory at a time."""
    return io.BufferedReader(_Parts(read, upload), PART_BYTES)


class _Parts(io.RawIOBase):
    """The parts of an upload as one file."""

    def __init__(self, read: Reader, upload: Document) -> None:
        self._read, self._id, self._size = read, upload["_id"], upload["size"]
        self._at = 0
        self._loaded: tuple[int, bytes] = (-1, b"")

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._at = max(0, offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence])
        return self._at

    def readinto(self, buffer: Any) -> int:
        if self._at >= self._size:
            return 0
        number, start = divmod(self._at, PART_BYTES)
        if self._loaded[0] != number:
            self._loaded = (number, _part(self._read, self._id, number))
        piece = self._loaded[1][start : start + len(buffer)]
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

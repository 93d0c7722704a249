"""Reading a dataref: the personal data behind an event, fetched from their owner at the moment of acting.

The one call between services (DESIGN.md, "The life of one event"). Never made by a request or a reaction.
"""

from __future__ import annotations

import re
from typing import Any, Final

import orjson

from services.chassis.client.services import ask_service
from services.chassis.config import Settings
from services.chassis.errors import Unavailable

_MOST_BYTES: Final = 64 * 1024
_PLAIN_PATH: Final = re.compile(r"(?:/[A-Za-z0-9_-]+)+")


def fetch_dataref(settings: Settings, source: str, dataref: str) -> dict[str, Any] | None:
    """What the service `source` keeps at `dataref`, or None when it was erased (410).

    Raises Unavailable for anything else: the caller tries again later.
    """
    if not _PLAIN_PATH.fullmatch(dataref):
        raise ValueError(f"not a dataref: {dataref!r}")
    status, body = ask_service(settings, source, dataref, _MOST_BYTES)
    return _contents(source, status, body)


def _contents(source: str, status: int, body: bytes) -> dict[str, Any] | None:
    if status == 410:
        return None
    if status != 200:
        raise Unavailable(f"{source}: {status}")
    try:
        contents = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Unavailable(f"{source}: not JSON") from error
    if not isinstance(contents, dict):
        raise Unavailable(f"{source}: not an object")
    return contents

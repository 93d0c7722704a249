"""Reading a dataref: the personal data behind an event, fetched from their owner at the moment of acting.

The one call between services (DESIGN.md, "The life of one event"). Never made by a request or a reaction.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import orjson
import urllib3
from joserfc.jwk import OKPKey

from services.chassis.actor import Actor
from services.chassis.config import Settings
from services.chassis.errors import Unavailable
from services.chassis.http.passport import GATEWAY, HEADER, sign_passport

_SECONDS: Final = urllib3.Timeout(connect=2.0, read=5.0)
_MOST_BYTES: Final = 64 * 1024
_PLAIN_PATH: Final = re.compile(r"(?:/[A-Za-z0-9_-]+)+")


def fetch_dataref(settings: Settings, source: str, dataref: str) -> dict[str, Any] | None:
    """What the service `source` keeps at `dataref`, or None when it was erased (410).

    Raises Unavailable for anything else: the caller tries again later.
    """
    address = _address(settings, source, dataref)
    passport = sign_passport(_key(settings.signing_key), Actor.service(settings.service), [source])
    headers = {HEADER: passport, "Accept": "application/json"}
    try:
        with _pool().request(
            "GET", address, headers=headers, timeout=_SECONDS, retries=False, preload_content=False
        ) as answer:
            return _contents(source, answer.status, answer.read(_MOST_BYTES))
    except urllib3.exceptions.HTTPError as error:
        raise Unavailable(f"{source}: {type(error).__name__}") from error


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


def _address(settings: Settings, source: str, dataref: str) -> str:
    if not _PLAIN_PATH.fullmatch(dataref):
        raise ValueError(f"not a dataref: {dataref!r}")
    base = settings.gateway_url if source == GATEWAY else settings.service_urls[source]
    return f"{base.rstrip('/')}/api/v1/{source}{dataref}"


@lru_cache(maxsize=1)
def _pool() -> urllib3.PoolManager:
    return urllib3.PoolManager(num_pools=10, maxsize=4)


@lru_cache(maxsize=4)
def _key(path: Path | None) -> OKPKey:
    if path is None:
        raise Unavailable("this service has no signing key")
    return OKPKey.import_key(json.loads(path.read_bytes()))

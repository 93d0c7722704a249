"""Asking another service with our own passport: the door for datarefs and feeds. Only workers come here."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Final

import urllib3
from joserfc.jwk import OKPKey

from services.chassis.actor import Actor
from services.chassis.config import Settings
from services.chassis.errors import Unavailable
from services.chassis.http.passport import GATEWAY, HEADER, sign_passport

_SECONDS: Final = urllib3.Timeout(connect=2.0, read=5.0)


def ask_service(settings: Settings, source: str, path: str, most_bytes: int) -> tuple[int, bytes]:
    """GET `path` below /api/v1/<source>: (status, at most `most_bytes` of the body). Unavailable without an answer."""
    base = settings.gateway_url if source == GATEWAY else settings.service_urls.get(source, "")
    if not base:
        raise Unavailable(f"no address of {source} is set")
    passport = sign_passport(_key(settings.signing_key), Actor.service(settings.service), [source])
    headers = {HEADER: passport, "Accept": "application/json"}
    try:
        with _pool().request(
            "GET", f"{base.rstrip('/')}/api/v1/{source}{path}", headers=headers, retries=False,
            preload_content=False,
        ) as answer:  # fmt: skip
            return answer.status, answer.read(most_bytes)
    except urllib3.exceptions.HTTPError as error:
        raise Unavailable(f"{source}: {type(error).__name__}") from error


@lru_cache(maxsize=1)
def _pool() -> urllib3.PoolManager:
    return urllib3.PoolManager(num_pools=10, maxsize=4, timeout=_SECONDS)


@lru_cache(maxsize=4)
def _key(path: Path | None) -> OKPKey:
    if path is None:
        raise Unavailable("this service has no signing key")
    return OKPKey.import_key(json.loads(path.read_bytes()))

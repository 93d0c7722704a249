"""The passports that go with each request to a service, signed once and used again for half a minute."""

from __future__ import annotations

import time
from typing import Final

import orjson
from joserfc.jwk import OKPKey

from gateway import routing
from services.chassis.actor import Actor
from services.chassis.config import Settings
from services.chassis.http.passport import sign_passport

GOOD_FOR_SECONDS: Final = 60
USED_FOR_SECONDS: Final = 30
_MOST: Final = 20_000


class Passports:
    """Signs with the gateway's key."""

    def __init__(self, settings: Settings) -> None:
        if settings.signing_key is None:
            raise RuntimeError("the gateway has no signing key (SIGNING_KEY)")
        self._key = OKPKey.import_key(orjson.loads(settings.signing_key.read_bytes()))
        self._signed: dict[tuple[Actor, str], tuple[float, str]] = {}

    def for_service(self, actor: Actor, service: str) -> str:
        """A passport of `actor` for `service`. The website's is for all: it asks them for the person."""
        signed, now = self._signed.get((actor, service)), time.monotonic()
        if signed is not None and now < signed[0]:
            return signed[1]
        audience = [*routing.SERVICES, routing.OWN] if service == routing.WEBSITE else [service]
        passport = sign_passport(self._key, actor, audience, GOOD_FOR_SECONDS)
        if len(self._signed) >= _MOST:
            self._signed.clear()
        self._signed[actor, service] = (now + USED_FOR_SECONDS, passport)
        return passport

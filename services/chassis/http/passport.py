"""Passports: short-lived signed notes that say who is asking, and their check. Permissions are not in here.

The key set file holds one public Ed25519 key an issuer; its id is the issuer's name. The gateway may name
any actor, any other issuer only itself. One shared secret would not do: whoever checks could also sign.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from services.chassis.actor import ALL, Actor
from services.chassis.errors import Unauthenticated

if TYPE_CHECKING:
    from joserfc import jwt
    from joserfc.jwk import OKPKey

HEADER: Final = "Passport"
GATEWAY: Final = "gateway"
_ALGORITHMS: Final = ["Ed25519"]
_TYPE: Final = "passport+jwt"
_SKEW_SECONDS: Final = 30
_MOST_REMEMBERED: Final = 10_000


def sign_passport(key: OKPKey, actor: Actor, audience: list[str], seconds: int = 60) -> str:
    """A passport for `actor`, good for `seconds` at the services of `audience`, issued by the key's id."""
    from joserfc import jwt  # here and below: takes a tenth of a process's start, and only the first passport needs it

    now = int(time.time())
    claims = actor.to_claims() | {"iss": key.kid, "aud": audience, "nbf": now, "exp": now + seconds}
    return jwt.encode({"alg": "Ed25519", "kid": key.kid, "typ": _TYPE}, claims, key, algorithms=_ALGORITHMS)


class Verifier:
    """Checks passports against a key set file, and remembers those it has checked until they run out."""

    def __init__(self, path_of_jwks: str | Path, now: Callable[[], float] = time.time) -> None:
        self._path = Path(path_of_jwks)
        self._now = now
        self._read_at: int | None = None
        self._keys: dict[str, OKPKey] = {}
        self._remembered: dict[tuple[str, str], tuple[float, Actor]] = {}

    def verify(self, token: str, audience: str) -> Actor:
        """The actor that `token` names. Unauthenticated (401) unless genuine, for `audience` and in date."""
        remembered = self._remembered.get((token, audience))
        if remembered is not None and self._now() < remembered[0]:
            return remembered[1]
        from joserfc.errors import JoseError

        try:
            expires, actor = self._check(token, audience)
        except (JoseError, KeyError, TypeError, ValueError) as error:
            raise Unauthenticated() from error
        self._remember((token, audience), (expires, actor))
        return actor

    def _remember(self, asked: tuple[str, str], answer: tuple[float, Actor]) -> None:
        if len(self._remembered) >= _MOST_REMEMBERED:
            self._remembered.clear()
        self._remembered[asked] = answer

    def _check(self, token: str, audience: str) -> tuple[float, Actor]:
        from joserfc import jwt
        from joserfc.errors import JoseError

        keys = self._keys
        try:
            read = jwt.decode(token, self._key_of, algorithms=_ALGORITHMS)
        except (JoseError, KeyError):
            self._read_keys()
            if self._keys is keys:  # nor has another request read them meanwhile
                raise
            read = jwt.decode(token, self._key_of, algorithms=_ALGORITHMS)
        if read.header.get("typ") != _TYPE:
            raise ValueError("not a passport")
        issuer = read.header["kid"]
        self._rules(issuer, audience).validate(read.claims)
        return float(read.claims["exp"]), _actor_named_by(issuer, read.claims)

    def _rules(self, issuer: str, audience: str) -> jwt.JWTClaimsRegistry:
        from joserfc import jwt

        return jwt.JWTClaimsRegistry(
            now=lambda: int(self._now()),
            leeway=_SKEW_SECONDS,
            iss={"essential": True, "value": issuer},
            aud={"essential": True, "value": audience},
            exp={"essential": True},
            nbf={"essential": True},
        )

    def _key_of(self, token: Any) -> OKPKey:
        """The issuer's key by the header's `kid` alone: jku, x5u and jwk in a token count for nothing."""
        return self._keys[token.headers()["kid"]]

    def _read_keys(self) -> None:
        """Read the key set again if the file has changed. A missing file is an empty set."""
        from joserfc.jwk import KeySet, OKPKey

        try:
            changed_at = self._path.stat().st_mtime_ns
            if changed_at == self._read_at:
                return
            keys = KeySet.import_key_set(json.loads(self._path.read_bytes())).keys
        except FileNotFoundError:
            return
        self._keys = {str(key.kid): key for key in keys if isinstance(key, OKPKey)}
        self._read_at = changed_at


def _actor_named_by(issuer: str, claims: dict[str, Any]) -> Actor:
    """The gateway vouches for anybody; a service only for itself, and holds no scope at another's door."""
    if issuer == GATEWAY:
        return Actor.from_claims(claims)
    if claims["kind"] != "service" or claims["sub"] != issuer:
        raise ValueError("a service may only name itself")
    return Actor(id=issuer, kind="service", cities=ALL, name=issuer)

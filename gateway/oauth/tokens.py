"""Access tokens (RFC 9068): made for a client, read back. Whether the client still exists is asked elsewhere."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any, Final

import uuid_utils
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from gateway.oauth.keys import TokenKeys
from gateway.records import Records
from services.chassis.errors import Unauthenticated

ALGORITHM: Final = "Ed25519"
TYPE: Final = "at+jwt"
_SKEW_SECONDS: Final = 30


class Tokens:
    """Makes and reads the access tokens of this platform; issuer and audience are its public address."""

    def __init__(self, records: Records, keys: TokenKeys, valid: timedelta) -> None:
        self._records, self._keys, self._valid = records, keys, valid
        self._issuer = records.settings.public_url

    def make(self, client_id: str, scopes: Collection[str]) -> tuple[str, int]:
        """A token of the client for `scopes`, and how many seconds it is good for."""
        key, now = self._keys.signing(), int(self._records.clock.now().timestamp())
        seconds = int(self._valid.total_seconds())
        claims = {
            "iss": self._issuer,
            "aud": self._issuer,
            "sub": client_id,
            "client_id": client_id,
            "scope": " ".join(sorted(scopes)),
            "iat": now,
            "exp": now + seconds,
            "jti": str(uuid_utils.uuid7()),
        }
        header = {"alg": ALGORITHM, "kid": key.kid, "typ": TYPE}
        return jwt.encode(header, claims, key, algorithms=[ALGORITHM]), seconds

    def read(self, token: str) -> Mapping[str, Any]:
        """The claims of a genuine token of ours that has not run out. Unauthenticated for any other."""
        try:
            read = jwt.decode(token, self._key_of, algorithms=[ALGORITHM])
            if read.header.get("typ") != TYPE:
                raise ValueError("not an access token")
            self._rules().validate(read.claims)
        except (JoseError, KeyError, TypeError, ValueError) as error:
            raise Unauthenticated(headers={"WWW-Authenticate": 'Bearer error="invalid_token"'}) from error
        return read.claims

    def _key_of(self, token: Any) -> OKPKey:
        """Our key by the header's `kid` alone: jku, x5u and jwk in a token count for nothing."""
        key = self._keys.find(str(token.headers()["kid"]))
        if key is None:
            raise KeyError("no such key")
        return key

    def _rules(self) -> jwt.JWTClaimsRegistry:
        exactly: Any = {"essential": True, "value": self._issuer}
        now = int(self._records.clock.now().timestamp())
        present: Any = {"essential": True}
        return jwt.JWTClaimsRegistry(
            now=now, leeway=_SKEW_SECONDS, iss=exactly, aud=exactly, exp=present, sub=present, client_id=present,
            scope=present, jti=present,
        )  # fmt: skip

"""The keys that sign access tokens: kept in the gateway's database, exchanged with overlap, never shown but in half."""

from __future__ import annotations

import threading
import time
from datetime import timedelta
from typing import Any, Final

from joserfc.jwk import OKPKey

from gateway.records import Records
from services.chassis.store import Document, UnitOfWork

KNOWN_BEFORE_USE: Final = timedelta(hours=1)
"""A new key is in the published set this long before it signs, so that nobody meets a token of an unknown key."""
_READ_AGAIN_SECONDS: Final = 60.0
_READ_AT_MOST_EVERY: Final = 2.0


def renew_when_due(uow: UnitOfWork, signs: timedelta) -> None:
    """Add the next key in time, and drop keys that no living token was signed with. The first key signs at once."""
    rows, now = uow.find("token_keys", {}, sort=[("signs_from", 1)]), uow.now()
    if not rows:
        uow.put("token_keys", _new(uow, now))
    elif rows[-1]["signs_from"] + signs <= now:
        uow.put("token_keys", _new(uow, now + KNOWN_BEFORE_USE))
    for old, following in zip(rows, rows[1:], strict=False):
        if following["signs_from"] + timedelta(days=1) <= now:
            uow.discard("token_keys", old["_id"])


def _new(uow: UnitOfWork, signs_from: Any) -> Document:
    id = uow.new_id()
    key = OKPKey.generate_key("Ed25519", {"kid": id, "use": "sig", "alg": "Ed25519"}, private=True)
    return {"_id": id, "signs_from": signs_from, "key": key.as_dict(private=True)}


class TokenKeys:
    """The keys at hand in this process, read again now and then and when an unknown one is asked for."""

    def __init__(self, records: Records, signs: timedelta) -> None:
        self._records, self._signs = records, signs
        self._lock = threading.Lock()
        self._rows: list[Document] = []
        self._keys: dict[str, OKPKey] = {}
        self._read_at = -_READ_AGAIN_SECONDS

    def signing(self) -> OKPKey:
        """The key that signs now; the first one is made when there is none."""
        self._read(_READ_AGAIN_SECONDS)
        if not self._rows:
            self._records.write(lambda uow: renew_when_due(uow, self._signs))
            self._read(0)
        now = self._records.clock.now()
        newest = [row for row in self._rows if row["signs_from"] <= now][-1]
        return self._keys[newest["_id"]]

    def find(self, kid: str) -> OKPKey | None:
        """The key by its id, or None."""
        if kid not in self._keys:
            self._read(_READ_AT_MOST_EVERY)
        return self._keys.get(kid)

    def public(self) -> dict[str, Any]:
        """The key set as anybody may see it (RFC 7517)."""
        self.signing()
        return {"keys": [self._keys[row["_id"]].as_dict(private=False) for row in self._rows]}

    def _read(self, older_than: float) -> None:
        if time.monotonic() - self._read_at < older_than:
            return
        with self._lock:
            rows = self._records.read().find("token_keys", {}, sort=[("signs_from", 1)])
            self._keys = {row["_id"]: OKPKey.import_key(row["key"]) for row in rows}
            self._rows, self._read_at = rows, time.monotonic()

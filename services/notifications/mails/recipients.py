"""How many mails strangers have caused for one address. The address is kept nowhere: a keyed mark of it, for a day."""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta
from email.headerregistry import Address
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

from services.chassis.config import Settings
from services.chassis.errors import Unavailable
from services.chassis.store import Reader
from services.notifications.mails import model

HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)


def mark_of(settings: Settings, to: Address) -> str:
    """What stands for the address: the same for each way to write it, and for what some add after a plus sign."""
    local, domain = to.username.lower().partition("+")[0], to.domain.lower()
    return hmac.new(_key(settings.signing_key), f"{local}@{domain}".encode(), hashlib.sha256).hexdigest()


def judge(read: Reader, mark: str) -> Literal["now", "later", "withheld"]:
    """Whether a mail that a stranger causes may go to this address now."""
    since = [read.now() - length for length in (HOUR, DAY)]
    counts = [read.count("unasked_mails", {"recipient": mark, "at": {"$gt": moment}}) for moment in since]
    return model.judge_unasked(*counts)


@lru_cache(maxsize=4)
def _key(path: Path | None) -> bytes:
    """A key for this purpose alone, drawn from the service's signing key."""
    if path is None:
        raise Unavailable("this service has no signing key")
    return hashlib.sha256(b"recipients of mails\0" + path.read_bytes()).digest()

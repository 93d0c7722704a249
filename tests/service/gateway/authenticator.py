"""Somebody's authenticator app, as a person uses one: takes the secret from the page and shows codes by its own clock.

It counts by RFC 4226 and RFC 6238 themselves, not with the library that the gateway uses.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from datetime import datetime
from typing import Any

from services.chassis.clock import SettableClock
from tests.service.gateway.browser import Browser
from tests.service.gateway.under_test import PASSWORD


class Authenticator:
    """An app with one secret."""

    def __init__(self, page: str, clock: SettableClock) -> None:
        text = re.search(r'id="secret">([A-Z2-7 ]+)<', page)
        sealed = re.search(r'name="sealed" value="([^"]+)"', page)
        assert text and sealed, page[page.find("<main") :][:2000]
        self.secret = base64.b32decode(text.group(1).replace(" ", ""))
        self.sealed = sealed.group(1)
        self.first_code = ""
        self._clock = clock

    def code(self, seconds: int = 0) -> str:
        """What it shows so many seconds from now."""
        return code_at(self.secret, self._clock.now(), seconds)

    def begin_half_minute(self) -> None:
        """Move on to where the next code has just appeared, so that it stays for as long as a test takes."""
        self._clock.move(seconds=30 - self._clock.now().timestamp() % 30)

    def next_code(self) -> str:
        """What it shows once half a minute has passed, which passes."""
        self._clock.move(seconds=30)
        return self.code()


def code_at(secret: bytes, now: datetime, seconds: int = 0) -> str:
    """The code of the half minute (RFC 6238, 4.2; RFC 4226, 5.3)."""
    counter = (int(now.timestamp()) + seconds) // 30
    digest = hmac.digest(secret, counter.to_bytes(8, "big"), hashlib.sha1)
    offset = digest[-1] & 0xF
    return f"{(int.from_bytes(digest[offset : offset + 4], 'big') & 0x7FFFFFFF) % 10**6:06}"


def set_up(browser: Browser, **fields: Any) -> tuple[Authenticator, list[str]]:
    """Set an app up in a browser that is signed in; with the recovery codes that were shown."""
    address = "/en/account/second-factor/app"
    app = Authenticator(browser.open(address), browser.gateway.clock)
    app.first_code = app.code()
    page = browser.send(address, 200, **{"sealed": app.sealed, "code": app.first_code, "present": PASSWORD, **fields})
    return app, codes_on(page)


def codes_on(page: str) -> list[str]:
    """The recovery codes that a page shows."""
    return re.findall(r"<li>(\w{4}-\w{4}-\w{4})</li>", page)

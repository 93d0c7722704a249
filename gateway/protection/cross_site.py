"""No other site may make a browser change something here (ASVS 3.5.1), whatever the cookie's SameSite does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from services.chassis.errors import Forbidden
from services.chassis.i18n import _

SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})


def check(method: str, headers: Mapping[str, str], public_url: str, *, with_session: bool) -> None:
    """Forbidden when another site sends an unsafe request, or nothing says where one with a session comes from."""
    if method in SAFE_METHODS:
        return
    fetch_site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if fetch_site is not None:
        ours = fetch_site in ("same-origin", "none")
    elif origin is not None:
        ours = origin == public_url or _host(origin) == headers.get("host")
    else:
        ours = not with_session
    if not ours:
        raise Forbidden(_("This was sent from another website. Open the page here and send it again."))


def _host(origin: str) -> str:
    return urlsplit(origin).netloc

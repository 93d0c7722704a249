"""The API map: which service answers which address. What is ours is answered here, all else is the website's."""

from __future__ import annotations

from typing import Final

from services.chassis.i18n import LANGUAGES

OWN: Final = "gateway"
WEBSITE: Final = "website"

API: Final[dict[str, str]] = {
    "registry": "registry",
    "workshops": "workshops",
    "transfers": "transfers",
    "support": "support",
    "notifications": "notifications",
    "gateway": OWN,
    "openapi.json": OWN,
    "asyncapi.json": OWN,
}
"""The first part of an address after /api/v1/."""

STANDARDS: Final[dict[str, str]] = {"hsds": "registry"}
"""The first part of an address that a standard fixes: HSDS has its own below /hsds/v3."""

OWN_FIRST_PARTS: Final = frozenset({"oauth", ".well-known", "problems", "healthz", "readyz", "static", "api"})
"""The first part of an address that the gateway answers itself: `static` are the assets of its pages and the website's,
which so stand when the website does not; `api` is whatever is not in the map above."""

OWN_PAGES: Final = "account"
"""/<language>/account/... are the gateway's own pages."""

SERVICES: Final = (*sorted({*API.values()} - {OWN}), WEBSITE)


def service_for(path: str) -> str:
    """The service that answers `path` (decoded, with its leading slash)."""
    parts = path.split("/", 4)
    if parts[1:3] == ["api", "v1"] and len(parts) > 3:
        return API.get(parts[3], OWN)
    if len(parts) > 2 and parts[1] in STANDARDS:
        return STANDARDS[parts[1]]
    if len(parts) > 1 and parts[1] in OWN_FIRST_PARTS:
        return OWN
    if parts[1:2] == [OWN_PAGES] or (parts[2:3] == [OWN_PAGES] and parts[1] in LANGUAGES):
        return OWN
    return WEBSITE

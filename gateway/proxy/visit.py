"""One request on its way through the door: what is known of it so far, and what its answer will say besides."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from gateway import routing
from gateway.identity.who import Caller
from gateway.protection.headers import Headers
from gateway.server.messages import Request
from services.chassis.actor import Actor
from services.chassis.i18n import LANGUAGES
from services.chassis.telemetry import metrics

_NOBODY = Caller(Actor.anonymous(), "nothing")
METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})
_NOT_PAGES = ("/api/", "/oauth/", "/.well-known/", *(f"/{name}/" for name in routing.STANDARDS))


@dataclass(slots=True)
class Visit:
    """A request with what the door finds out."""

    request: Request
    address: str
    path: str
    service: str
    language: str | None
    """The language that the address of a page names."""
    caller: Caller = _NOBODY
    headers: Headers = field(default_factory=list)
    """What the answer will say, whoever makes it."""
    sent: bytes | None = None
    """The body, once it has been taken and where it is short."""
    began: float = field(default_factory=time.perf_counter)

    @classmethod
    def of(cls, request: Request, address: str) -> Visit:
        """The visit that a request begins."""
        path = request.path
        first = path[1:].partition("/")[0]
        return cls(request, address, path, routing.service_for(path), first if first in LANGUAGES else None)

    @property
    def method(self) -> str:
        """The HTTP method."""
        return self.request.method

    def observe(self, status: int) -> float:
        """Count the visit and how long it took so far; that time in milliseconds."""
        seconds = time.perf_counter() - self.began
        method = self.method if self.method in METHODS else "other"
        metrics.requests(routing.OWN, method, status).observe(seconds)
        return round(seconds * 1000, 1)

    @property
    def is_ours(self) -> bool:
        """Whether the gateway itself answers."""
        return self.service == routing.OWN

    @property
    def from_program(self) -> bool:
        """Whether a program asks, rather than a person with a browser."""
        return self.path.startswith(_NOT_PAGES)

    @property
    def wants_page(self) -> bool:
        """Whether a person is to read the answer."""
        return not self.from_program and "text/html" in self.request.headers.get("accept", "")

    @property
    def known(self) -> bool:
        """Whether somebody known asks."""
        return self.caller.by != "nothing"

    def said_besides(self) -> Headers:
        """The headers that stand in the answer in place of any of their names.

        What the API or one of our own pages tells somebody known is kept nowhere (ASVS 14.3.2).
        """
        secret = self.known and (self.from_program or self.is_ours)
        return [*self.headers, ("Cache-Control", "no-store")] if secret else self.headers

    def said_if_missing(self, status: int) -> Headers:
        """The headers that stand in the answer where it has none of their names."""
        missing: Headers = [("Cache-Control", "private, no-store")] if self.known else []
        if self.from_program and status == 401:
            missing.append(("WWW-Authenticate", "Bearer"))
        return missing

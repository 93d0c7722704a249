"""A whole network in one process for browser tests: every service on a real store, the website in front of them.

What the gateway does for a signed-in person is done by a header: the browser carries a passport. Events go from each
service to all others when a test says so, so that nothing waits and nothing sleeps.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Thread

import orjson
import uuid_utils
from flask import Flask
from joserfc.jwk import OKPKey
from playwright.sync_api import Browser, BrowserContext
from werkzeug.serving import make_server

from services.chassis.actor import ALL, Actor
from services.chassis.config import Settings
from services.chassis.events import envelope
from services.chassis.http.passport import HEADER, sign_passport
from services.chassis.service import Service
from services.chassis.testing import Caller, ServiceUnderTest
from services.notifications.service import service as notifications
from services.registry.service import service as registry
from services.support.service import service as support
from services.transfers.service import service as transfers
from services.website.service import service as website
from services.workshops.service import service as workshops

OWNERS = (registry, workshops, transfers, support, notifications)
EVERY_SCOPE = frozenset(
    {f"{service.name}:{what}" for service in OWNERS for what in ("read", "write")} | {"operator:read", "operator:write"}
)


class Network:
    """The services by name, the website's address, and the people who use it."""

    def __init__(self, mongo_url: str, keys: Path, folder: Path) -> None:
        self._key = OKPKey.import_key(orjson.loads((keys / "gateway.json").read_bytes()))
        self._keys, self._folder, self._mongo_url = keys, folder, mongo_url
        self._prefix = f"test_{uuid_utils.uuid7().hex[-12:]}"
        self._delivered: dict[str, int] = {}
        self._numbers = itertools.count(1)
        self.services: dict[str, ServiceUnderTest] = {}
        self.address = ""

    @contextmanager
    def running(self, *, also: Sequence[Service] = ()) -> Iterator[Network]:
        """Every service, and `also` the gateway's accounts, served on a port of its own while the block runs."""
        with ExitStack() as stack:
            urls: dict[str, str] = {}
            for service in (*also, *OWNERS):
                self.services[service.name] = self._made(service, urls)
                urls[service.name] = stack.enter_context(_served(self.services[service.name].app))
            self.services["website"] = self._made(website, urls)
            self.address = stack.enter_context(_served(self.services["website"].app))
            urls["website"] = self.address
            yield self
        for service in self.services.values():
            service.close()

    def _made(self, service: object, urls: dict[str, str]) -> ServiceUnderTest:
        name = service.name  # type: ignore[attr-defined]
        settings = Settings(
            service=name, mongo_url=self._mongo_url, mongo_prefix=self._prefix, service_urls=urls,
            passport_keys=self._keys / "public.json", signing_key=self._keys / f"{name}.json",
            data_dir=self._folder, mail_dir=self._folder / "mail", webhook_reach="loopback",
            gateway_url=urls.get("gateway", Settings.gateway_url),
        )  # fmt: skip
        return ServiceUnderTest(service, settings, self._key, {})  # type: ignore[arg-type]

    def staff(self, city: str | None = "catania", *, name: str = "Ada Conti") -> Actor:
        """Somebody who may do everything, in one city or everywhere."""
        cities = frozenset({city}) if city else ALL
        return Actor(id=f"person-{city}", kind="person", cities=cities, scopes=EVERY_SCOPE, name=name)

    def reader(self) -> Actor:
        """Somebody of Catania who may read and no more."""
        scopes = frozenset(scope for scope in EVERY_SCOPE if scope.endswith(":read") and "operator" not in scope)
        return Actor(id="reader", kind="person", cities=frozenset({"catania"}), scopes=scopes, name="Leo Grasso")

    def passport_of(self, actor: Actor) -> dict[str, str]:
        """The header by which the gateway vouches for `actor`."""
        return {HEADER: sign_passport(self._key, actor, [*self.services], 3600)}

    def signed_in(self, browser: Browser, actor: Actor, width: int = 1280, **options: object) -> BrowserContext:
        """A browser in which `actor` is signed in."""
        context = browser.new_context(
            viewport={"width": width, "height": 900}, bypass_csp=True, base_url=self.address,
            extra_http_headers=self.passport_of(actor), **options,  # type: ignore[arg-type]
        )  # fmt: skip
        context.set_default_timeout(60_000)  # the machine may be busy with other tests
        return context

    def asks(self, service: str, actor: Actor | None = None) -> Caller:
        """The API of a service, as the network's coordinator or `actor`."""
        return self.services[service].caller(actor or self.staff(None))

    def anybody(self, service: str) -> Caller:
        """The API of a service, as somebody who is not signed in."""
        return self.services[service].anonymous()

    def settle(self) -> None:
        """Bring every event to every other service until nobody says anything new."""
        while self._deliver():
            pass

    def forget_what_was_said(self) -> None:
        """Begin anew, after a test has emptied the outboxes."""
        self._delivered.clear()

    def _deliver(self) -> int:
        said = 0
        for name, service in self.services.items():
            rows = service.outbox()[self._delivered.get(name, 0) :]
            self._delivered[name] = self._delivered.get(name, 0) + len(rows)
            said += len(rows)
            for row in rows:
                body = envelope.encode({**row, "sequence": next(self._numbers)}, name, "test")
                [event], _undecodable = envelope.decode_message(body)
                for other, listener in self.services.items():
                    if other != name:
                        listener.intake.take([event])
        return said


@contextmanager
def _served(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()

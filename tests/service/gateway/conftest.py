"""The whole gateway on a real store, in front of a real server that says what reached it."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
import uuid_utils
from flask import Flask, Response, request
from joserfc.jwk import OKPKey
from werkzeug.serving import WSGIRequestHandler, make_server

from gateway.app import create_app
from gateway.identity.accounts import create_account
from gateway.identity.clients import create_client
from gateway.records import Records
from gateway.routing import SERVICES
from gateway.service import service
from gateway.settings import GatewaySettings
from services.chassis.clock import SettableClock
from services.chassis.config import Settings
from services.chassis.http.passport import Verifier
from services.chassis.store import Database

PASSWORD = "violet kettle forty bridges"


class QuietHandler(WSGIRequestHandler):
    """Speaks HTTP/1.1 with kept connections, and does not log."""

    protocol_version = "HTTP/1.1"

    def log(self, *_arguments: object) -> None:
        """Nothing."""


class Upstream:
    """A service behind the gateway: a real server that echoes what it got."""

    def __init__(self) -> None:
        self.app = Flask("upstream")
        self.answers: dict[str, Callable[[], Response]] = {}
        self.seen: list[str] = []
        self.app.add_url_rule(
            "/", "root", self._answer, methods=["GET", "POST", "PUT", "PATCH", "DELETE"], defaults={"path": ""}
        )
        self.app.add_url_rule("/<path:path>", "any", self._answer, methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
        self.server: Any = make_server("127.0.0.1", 0, self.app, threaded=True, request_handler=QuietHandler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self._thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def _answer(self, path: str) -> Response:
        self.seen.append(f"{request.method} {request.environ['RAW_URI']}")
        special = self.answers.get("/" + path)
        if special is not None:
            return special()
        digest, length = hashlib.sha256(), 0
        while piece := request.stream.read(65536):
            digest.update(piece)
            length += len(piece)
        echo = {
            "method": request.method, "path": request.environ["RAW_URI"], "headers": dict(request.headers),
            "length": length, "sha256": digest.hexdigest(),
        }  # fmt: skip
        return Response(json.dumps(echo), mimetype="application/json")

    def hold(self, path: str) -> threading.Event:
        """Have `path` answer only when the returned event is set."""
        released = threading.Event()

        def answer() -> Response:
            released.wait(10)
            return Response("late")

        self.answers[path] = answer
        return released

    def until_asked(self, path: str) -> None:
        """Wait until somebody has asked for `path`."""
        while not any(line.endswith(path) for line in self.seen):
            threading.Event().wait(0.005)

    def stop(self) -> None:
        """Stop listening. Safe to repeat."""
        self.server.shutdown()
        self._thread.join()
        self.server.server_close()


class GatewayUnderTest:
    """The gateway with a store of its own; `client()` gives a browser or program that talks to it."""

    def __init__(self, settings: Settings, own: GatewaySettings) -> None:
        self.settings, self.own = settings, own
        self.clock = SettableClock()
        self.database: Database = service.database(settings)
        self.records = Records(self.database, settings, self.clock)
        self.app = create_app(settings, self.clock, own)
        self.verifier = Verifier(settings.passport_keys)

    def close(self) -> None:
        """Give the connections back."""
        self.database.close()
        self.app.extensions["edge"].database.close()

    def key_of(self, service: str) -> OKPKey:
        """The private key of a service."""
        path = self.settings.passport_keys.with_name(f"{service}.json")
        return OKPKey.import_key(json.loads(path.read_bytes()))

    def forget(self) -> None:
        """Let the second pass for which the door remembers who asks."""
        who = self.app.wsgi_app.who
        who._clients._found.clear()
        who._people._found.clear()

    def client(self, **options: Any) -> Any:
        """A new browser, with a cookie jar of its own."""
        return self.app.test_client(**options)

    def account(
        self, email: str = "ada@example.org", role: str = "lead_staff", city: str = "catania", **rest: Any
    ) -> str:
        """An account with the usual password; its id."""
        cities = [city] if role not in ("coordinator", "operator") else []
        return create_account(self.database, email, rest.pop("name", "Grace"), PASSWORD, [role], cities, **rest)

    def token(self, *scopes: str, city: str | None = None, ask: str | None = None) -> str:
        """An access token of a new API client."""
        client_id, secret = create_client(self.database, "City system", scopes, city)
        form = {"grant_type": "client_credentials", **({"scope": ask} if ask else {})}
        answer = self.client().post("/oauth/token", data=form, auth=(client_id, secret))
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return str(answer.get_json()["access_token"])


@pytest.fixture
def upstream() -> Iterator[Upstream]:
    """A real server behind the gateway, for every service."""
    made = Upstream()
    yield made
    made.stop()


@pytest.fixture(scope="session")
def prepared_store(mongo_url: str) -> Iterator[dict[str, Any]]:
    """A database of the gateway with its indexes, made once: making them takes longer than most tests."""
    where = {"mongo_url": mongo_url, "mongo_prefix": f"test_{uuid_utils.uuid7().hex[-12:]}"}
    database = service.database(Settings(service="gateway", **where))
    database.prepare()
    yield where
    database.drop()
    database.close()


@pytest.fixture
def make_gateway(
    prepared_store: dict[str, Any], platform_keys: Path, upstream: Upstream
) -> Iterator[Callable[..., GatewayUnderTest]]:
    """Makes gateways: `make_gateway(limit_client="3/minute", public_url="https://...")`."""
    made: list[GatewayUnderTest] = []

    def make(**options: Any) -> GatewayUnderTest:
        named = {name: options.pop(name) for name in list(options) if name in GatewaySettings.__dataclass_fields__}
        settings = {
            **prepared_store,
            "passport_keys": platform_keys / "public.json", "signing_key": platform_keys / "gateway.json",
            "service_urls": MappingProxyType(dict.fromkeys(SERVICES, upstream.url)), "public_url": "http://localhost",
            **options,
        }  # fmt: skip
        made.append(GatewayUnderTest(Settings(service="gateway", **settings), GatewaySettings(**named)))
        return made[-1]

    yield make
    for one in made:
        one.close()
    _empty(prepared_store)


def _empty(store: dict[str, Any]) -> None:
    """Leave nothing for the next test."""
    database = service.database(Settings(service="gateway", **store))
    for name in database.declared:
        database.rows(name).delete_many({})
    database.close()


@pytest.fixture
def gateway(make_gateway: Callable[..., GatewayUnderTest]) -> GatewayUnderTest:
    """The gateway as it is set up by default."""
    return make_gateway()

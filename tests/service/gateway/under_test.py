"""What the tests of the gateway stand on: the whole gateway, and a real server behind it that says what reached it."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable
from typing import Any

from flask import Flask, Response, request
from joserfc.jwk import OKPKey
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.test import Client, TestResponse

from gateway.app import create_door
from gateway.identity.accounts import create_account
from gateway.identity.clients import create_client
from gateway.records import Records
from gateway.server.bounds import Bounds
from gateway.settings import GatewaySettings
from services.chassis.clock import SettableClock
from services.chassis.config import Settings
from services.chassis.http.passport import Verifier
from services.chassis.store import Database
from tests.service.gateway.served import Relay, Served

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

    def __init__(self, settings: Settings, own: GatewaySettings, bounds: Bounds | None = None) -> None:
        self.settings, self.own = settings, own
        self.clock = SettableClock()
        self.door = create_door(settings, self.clock, own)
        self.app = self.door.own_app
        self.database: Database = self.app.extensions["edge"].database
        self.records = Records(self.database, settings, self.clock)
        self._served = Served(self.door, bounds)
        self.url, self.port = self._served.url, self._served.port
        self.verifier = Verifier(settings.passport_keys)

    def close(self) -> None:
        """Give the connections back."""
        self._served.stop()
        self.database.close()

    def key_of(self, service: str) -> OKPKey:
        """The private key of a service."""
        path = self.settings.passport_keys.with_name(f"{service}.json")
        return OKPKey.import_key(json.loads(path.read_bytes()))

    def forget(self) -> None:
        """Let the second pass for which the door remembers who asks."""
        who = self.door.who
        who._clients._found.clear()
        who._people._found.clear()

    def client(self, **options: Any) -> Any:
        """A new browser, with a cookie jar of its own."""
        return Client(Relay(self._served.port), TestResponse, **options)

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

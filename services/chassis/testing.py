"""What the tests of any service use, so that they read like sentences: the service on a real store, who asks, events.

Never imported by the program.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
import uuid_utils
from flask.testing import FlaskClient
from joserfc.jwk import OKPKey
from werkzeug.test import TestResponse

from services.chassis.actor import ALL, Actor
from services.chassis.clock import SettableClock
from services.chassis.config import Settings
from services.chassis.events.contract import Event
from services.chassis.events.intake import Intake
from services.chassis.events.reactions import Received
from services.chassis.http.passport import HEADER, sign_passport
from services.chassis.jobs import JobContext
from services.chassis.service import Service
from services.chassis.store import Database


class Caller:
    """Somebody who asks the service over HTTP; paths are relative to /api/v1/<service>."""

    def __init__(self, client: FlaskClient, prefix: str, headers: Mapping[str, str]) -> None:
        self._client = client
        self._prefix = prefix
        self._headers = dict(headers)
        self.last_response: TestResponse | None = None

    def request(self, method: str, path: str, status: int, **options: Any) -> Any:
        """Ask, check the status, and give the parsed JSON (or bytes where it is not JSON, or None)."""
        headers = {**self._headers, **options.pop("headers", {})}
        response = self._client.open(self._prefix + path, method=method, headers=headers, **options)
        self.last_response = response
        assert response.status_code == status, f"{response.status_code}: {response.get_data(as_text=True)[:2000]}"
        if "json" not in (response.mimetype or ""):
            return response.get_data() or None
        return orjson.loads(response.get_data()) if response.get_data() else None

    def get(self, path: str, status: int = 200, **options: Any) -> Any:
        """GET; `query_string={...}` for parameters."""
        return self.request("GET", path, status, **options)

    def post(self, path: str, json: Any = None, status: int = 200, key: str | None = None, **options: Any) -> Any:
        """POST JSON, with an Idempotency-Key where one is given."""
        headers = {**options.pop("headers", {}), **({"Idempotency-Key": key} if key else {})}
        return self.request("POST", path, status, json={} if json is None else json, headers=headers, **options)

    def patch(self, path: str, json: Any, status: int = 200, etag: str | None = "*", **options: Any) -> Any:
        """PATCH JSON with If-Match (any version unless `etag` is given; None sends none)."""
        headers = {**options.pop("headers", {}), **({"If-Match": etag} if etag else {})}
        return self.request("PATCH", path, status, json=json, headers=headers, **options)

    def put(self, path: str, json: Any, status: int = 200, **options: Any) -> Any:
        """PUT JSON."""
        return self.request("PUT", path, status, json=json, **options)

    def delete(self, path: str, status: int = 204, etag: str | None = "*", **options: Any) -> Any:
        """DELETE with If-Match."""
        return self.request("DELETE", path, status, headers={"If-Match": etag} if etag else {}, **options)


class ServiceUnderTest:
    """A service on a database of its own: ask it as anybody, let it hear events, run its jobs, see what it said."""

    def __init__(
        self, service: Service, settings: Settings, gateway_key: OKPKey, scopes_of_role: Mapping[str, frozenset[str]],
        *, prepared: bool = False,
    ) -> None:  # fmt: skip
        self.service = service
        self.settings = settings
        self.clock = SettableClock()
        self.app = service.create_app(settings, self.clock)
        self.database: Database = self.app.extensions["edge"].database
        if not prepared:
            self.database.prepare()
        self.intake = Intake(service.name, self.database, settings, service.subscriptions(), self.clock)
        self._key = gateway_key
        self._scopes_of_role = scopes_of_role
        self._sequences: dict[str, int] = {}

    # Who asks

    def caller(self, actor: Actor | None, **headers: str) -> Caller:
        """`actor` with a passport of the gateway; None comes without one."""
        passport = {HEADER: sign_passport(self._key, actor, [self.service.name], 600)} if actor else {}
        return Caller(self.app.test_client(), f"/api/v1/{self.service.name}", {**passport, **headers})

    def signed_in(
        self, role: str, city: str | None = None, *, language: str = "en", organisation: str | None = None
    ) -> Caller:
        """A person with `role` in `city`; without a city the whole network is theirs."""
        return self.caller(Actor(
            id=f"person-{role}-{city or 'network'}", kind="person", roles=frozenset({role}),
            cities=frozenset({city}) if city else ALL, scopes=self._scopes_of_role[role],
            language=language, organisation=organisation, name=f"{role} of {city}",
        ))  # fmt: skip

    def client(self, *scopes: str, city: str | None = None) -> Caller:
        """An API client with `scopes`, limited to `city` if one is given."""
        cities = frozenset({city}) if city else ALL
        return self.caller(Actor(id=f"client-{city}", kind="client", cities=cities, scopes=frozenset(scopes)))

    def anonymous(self, language: str = "en") -> Caller:
        """Somebody who is not signed in and reads `language`."""
        return self.caller(None, **{"Accept-Language": language})

    def another_service(self, name: str) -> Caller:
        """Another service, with a passport that the gateway's key vouches for."""
        return self.caller(Actor(id=name, kind="service", cities=ALL, name=name))

    # Events and jobs

    def published(self) -> list[tuple[str, str]]:
        """(type, subject) of every event said so far, in order."""
        return [(row["type"], row["subject"]) for row in self.outbox()]

    def outbox(self) -> list[dict[str, Any]]:
        """Every event said so far as it stands in the outbox, in order."""
        return list(self.database.rows("outbox").find(sort=[("_id", 1)]))

    def hears(
        self, event: type[Event], *, subject: str, version: int = 1, data: Mapping[str, Any],
        city: str | None = None, id: str | None = None, dataref: str | None = None, actor: str = "somebody",
    ) -> Received:  # fmt: skip
        """Deliver an event as another service would say it; `data` is checked. Returns what was delivered."""
        source = event.service()
        self._sequences[source] = self._sequences.get(source, 0) + 1
        received = Received(
            id=id or str(uuid_utils.uuid7()), type=event.type, source=source, sequence=self._sequences[source],
            epoch="test", subject=subject, subject_version=version, time=self.clock.now(), city=city,
            actor=actor, data=event.said(data), dataref=dataref, correlation_id="", traceparent="",
        )  # fmt: skip
        self.intake.take([received])
        return received

    def retry(self) -> int:
        """Try the events again that wait and whose time has come; how many there were."""
        return self.intake.retry_due()

    def inbox_state(self, event: Received) -> str | None:
        """What became of an event: done, waiting, dead; None if it was never wanted."""
        row = self.database.rows("inbox").find_one({"_id": event.id})
        return row["state"] if row else None

    def run_job(self, name: str) -> None:
        """Run the job `name` once."""
        jobs = {job.name: job for table in self.service.jobs for job in table.table}
        jobs[name].work(JobContext(self.service.name, self.database, self.settings, self.clock))

    def close(self, *, keep: bool = False) -> None:
        """Give the connections back; throw the database away, or `keep` it."""
        if not keep:
            self.database.drop()
        self.database.close()

"""The load: city systems that change things through the gateway, each with a key, repeated until it is answered."""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import requests

from tests.journeys.running import ApiClient

Document = dict[str, Any]
PASSING = (429, 502, 503, 504)
PATIENCE_SECONDS = 120
CITIES = ("catania", "bologna")
MOST_MEASURES = 45
"""Of each city system: a plan takes 200."""


@dataclass
class Ledger:
    """What the clients were told; shared by all of them."""

    acknowledged: dict[str, str] = field(default_factory=dict)
    """The place of each document that was said to exist, as "service.collection", by its id."""
    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


class CitySystem(threading.Thread):
    """One client, whose choices follow from the seed alone."""

    def __init__(self, client: ApiClient, seed: str, ledger: Ledger, over: threading.Event) -> None:
        super().__init__(name=f"city-system-{seed}", daemon=True)
        self._client, self._ledger, self._over = client, ledger, over
        self._random = random.Random(seed)
        self._seed = seed
        self._number = self._measures = 0
        self._organisations: list[str] = []
        self._gatherings: list[Document] = []
        self._plan = client.get("transfers/plans", city="catania")["items"][0]["id"]

    def run(self) -> None:
        """Change one thing after the other until told to finish."""
        actions: tuple[Callable[[], None], ...] = (
            self._register_organisation, self._change_organisation, self._plan_gathering, self._register_person,
            self._open_ticket, self._add_measure,
        )  # fmt: skip
        weights = (4, 4, 1, 5, 2, 1)
        try:
            while not self._over.wait(self._random.uniform(0.02, 0.1)):
                self._random.choices(actions, weights)[0]()
                self._ledger.counts["writes"] += 1
        except Exception as error:
            self._ledger.faults.append(f"{self.name}: {type(error).__name__}: {error}")

    def _key(self) -> str:
        self._number += 1
        return f"soak-{self._seed}-{self._number}"

    def _persist(self, method: str, path: str, body: Document, expected: tuple[int, ...], **headers: str) -> Any:
        """Ask until there is an answer that is not about the moment; the same key each time."""
        headers = {"Idempotency-Key": self._key(), **headers} if method == "POST" else headers
        deadline = datetime.now(UTC) + timedelta(seconds=PATIENCE_SECONDS)
        while datetime.now(UTC) < deadline:
            try:
                answer = self._client.session.request(
                    method, f"{self._client.address}/api/v1/{path}", json=body, headers=headers, timeout=10
                )
            except requests.RequestException:
                answer = None
            if answer is not None and answer.status_code in expected:
                return answer
            if answer is not None and answer.status_code not in PASSING:
                raise AssertionError(f"{method} {path}: {answer.status_code} {answer.text[:600]}")
            self._ledger.counts["repeated"] += 1
            threading.Event().wait(0.2)
        raise AssertionError(f"{method} {path}: no answer within {PATIENCE_SECONDS} s")

    def _make(self, path: str, body: Document, place: str) -> Document:
        made: Document = self._persist("POST", path, body, (201,)).json()
        self._ledger.acknowledged[made["id"]] = place
        return made

    # What a city system does

    def _register_organisation(self) -> None:
        name = f"Organisation {self._seed}-{self._number}"
        body = {"name": name, "kind": "ngo", "country": "IT", "city": self._random.choice(CITIES)}
        self._organisations.append(self._make("registry/organisations", body, "registry.organisations")["id"])

    def _change_organisation(self) -> None:
        """As a careful client does: read, change that version; where it is stale, see whether that was oneself."""
        if not self._organisations:
            return
        path = f"registry/organisations/{self._random.choice(self._organisations)}"
        seat = f"Street {self._number} {self._random.random()}"
        for _attempt in range(20):
            read = self._persist("GET", path, {}, (200,))
            if read.json()["seat"] == seat:
                return
            headers = {"If-Match": read.headers["ETag"]}
            if self._persist("PATCH", path, {"seat": seat}, (200, 412), **headers).status_code == 200:
                return
        raise AssertionError(f"{path} could not be changed")

    def _plan_gathering(self) -> None:
        begins = datetime(2027, 1, 10, 9, tzinfo=UTC) + timedelta(days=self._random.randrange(300))
        self._gatherings.append(self._make("workshops/gatherings", {
            "city": self._random.choice(CITIES), "method": "training_seminar", "title": {"en": f"Seminar {self._seed}"},
            "starts_at": begins.isoformat(), "ends_at": (begins + timedelta(hours=3)).isoformat(),
            "capacity": self._random.randint(3, 12),
        }, "workshops.gatherings"))  # fmt: skip

    def _register_person(self) -> None:
        """By the gathering's public link; some are then cancelled, so that somebody moves up."""
        if not self._gatherings:
            return self._plan_gathering()
        gathering = self._random.choice(self._gatherings)
        who = f"person-{self._seed}-{self._number}"
        path = f"workshops/public/gatherings/{gathering['registration_code']}/registrations"
        body = {"role_group": "residents", "name": who, "email": f"{who}@example.org", "language": "en"}
        made = self._make(path, body, "workshops.registrations")
        if self._random.random() < 0.3:
            cancel = f"workshops/gatherings/{gathering['id']}/registrations/{made['id']}/cancel"
            self._persist("POST", cancel, {}, (200,))
        return None

    def _open_ticket(self) -> None:
        who = f"asker-{self._seed}-{self._number}"
        ticket = self._make("support/tickets", {
            "subject": "A question", "body": "How is it done?", "category": self._random.choice(("method", "legal")),
            "language": "en", "requester": {"name": who, "email": f"{who}@example.org"},
            "city": self._random.choice(CITIES),
        }, "support.tickets")  # fmt: skip
        if self._random.random() < 0.5:
            self._persist("POST", f"support/tickets/{ticket['id']}/answers", {"body": "Like this."}, (200, 201))

    def _add_measure(self) -> None:
        if self._measures == MOST_MEASURES:
            return self._open_ticket()
        self._measures += 1
        body = {"title": {"en": f"Measure {self._number}"}, "linkages": ["employment"]}
        self._make(f"transfers/plans/{self._plan}/measures", body, "transfers.measures")

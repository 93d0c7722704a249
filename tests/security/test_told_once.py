"""What is told once is told to one: a copy of the store opens no answer that was kept for a repetition."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gateway.service
import services.workshops.service
from services.chassis.testing import ServiceUnderTest
from tests.security.estates import workshops
from tests.security.everyone import OURS, person_of

Start = Callable[..., ServiceUnderTest]
KEY = {"Idempotency-Key": "7f0e4bb6-2f8c-4d8a-9d8e-0d3c7f9f1a55"}


def test_a_secret_is_told_again_to_who_has_the_key_and_kept_nowhere(service_under_test: Start) -> None:
    asked = service_under_test(gateway.service.service)
    coordinator = asked.caller(person_of("coordinator", OURS))
    body = {"name": "Welfare system", "scopes": ["registry:read"], "city": OURS}
    made, again = (coordinator.post("/clients", body, status=201, headers=KEY) for _each in range(2))
    assert made == again
    assert made["secret"] not in _everything(asked)
    assert "Welfare system" not in _everything(asked, "idempotency")


def test_no_answer_kept_for_a_repetition_ties_a_ballot_to_its_voter(service_under_test: Start) -> None:
    asked = service_under_test(services.workshops.service.service)
    estate = workshops(asked)
    phone, round, idea = asked.anonymous(), estate.ids["/rounds"], estate.ids["/gatherings/ideas"]
    joining = {"role_group": "residents", "personal_code": None}
    voter = phone.post(f"/rounds/{round}/voters", joining, status=201, headers=KEY)
    ballot = {"voter": voter["token"], "votes": [idea]}
    assert phone.post(f"/rounds/{round}/ballots", ballot, headers={"Idempotency-Key": KEY["Idempotency-Key"][::-1]})
    kept = _everything(asked, "idempotency")
    assert "fingerprint" in kept
    assert [told for told in (voter["token"], voter["id"], idea) if told in kept] == []


def _everything(asked: ServiceUnderTest, *tables: str) -> str:
    """All rows of `tables`, or of every table, as one text; what is kept as bytes too."""
    names: Any = tables or asked.database.client[asked.settings.database_name].list_collection_names()
    return "".join(str(list(asked.database.rows(name).find())) for name in names)

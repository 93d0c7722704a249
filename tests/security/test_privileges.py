"""Nobody climbs: what one holds bounds what one can hand out, take over or learn (security list 3, 33; API5)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import gateway.service
import services.notifications.service
from gateway.identity.clients import create_client
from services.chassis.actor import Actor
from services.chassis.testing import Caller, ServiceUnderTest
from services.contracts.support import TicketOpened
from services.contracts.workshops import GatheringPlanned
from tests.security.everyone import OURS, person_of

Start = Callable[..., ServiceUnderTest]


@pytest.fixture
def itself(service_under_test: Start) -> ServiceUnderTest:
    """The gateway's own API."""
    return service_under_test(gateway.service.service)


def test_the_secret_of_an_administering_client_is_renewed_only_by_who_administers_as_much(
    itself: ServiceUnderTest,
) -> None:
    stronger, _secret = create_client(itself.database, "Stronger", ["support:read", "operator:write"])
    weaker, _secret = create_client(itself.database, "Weaker", ["support:read"])
    coordinator, operator = (itself.caller(person_of(role, OURS)) for role in ("coordinator", "operator"))
    coordinator.post(f"/clients/{stronger}/renew-secret", {}, status=403)
    assert coordinator.post(f"/clients/{weaker}/renew-secret", {})["secret"]
    assert operator.post(f"/clients/{stronger}/renew-secret", {})["secret"]


@pytest.mark.parametrize("change", [{"email": "mine@example.org"}, {"status": "disabled"}, {"roles": ["operator"]}])
def test_the_account_of_who_holds_more_is_not_taken_over(itself: ServiceUnderTest, change: dict[str, Any]) -> None:
    facts = {"email": "root@example.org", "name": "Root", "language": "en", "roles": ["operator"]}
    operator, coordinator = (itself.caller(person_of(role, OURS)) for role in ("operator", "coordinator"))
    made = operator.post("/accounts", facts, status=201)
    coordinator.patch(f"/accounts/{made['id']}", change, status=403)
    coordinator.delete(f"/accounts/{made['id']}", status=403)


@pytest.fixture
def notifications(service_under_test: Start) -> ServiceUnderTest:
    """Where webhooks are kept."""
    return service_under_test(services.notifications.service.service)


def _client(asked: ServiceUnderTest, *scopes: str) -> Caller:
    return asked.caller(
        Actor(id=f"client-{scopes[0]}", kind="client", cities=frozenset({OURS}), scopes=frozenset(scopes))
    )


def test_a_webhook_of_somebody_else_is_no_way_around_a_scope(notifications: ServiceUnderTest) -> None:
    owner = _client(notifications, "notifications:write", "support:read", "workshops:read")
    hook = {"url": "https://example.org/hook", "types": [TicketOpened.type, GatheringPlanned.type]}
    made = owner.post("/webhooks", hook, status=201)
    stranger = _client(notifications, "notifications:write", "support:read")
    problem = stranger.patch(f"/webhooks/{made['id']}", {"url": "https://example.org/mine"}, status=422)
    assert [error["path"] for error in problem["errors"]] == ["types.1"]
    stranger.post(f"/webhooks/{made['id']}/rotate-secret", status=403)
    stranger.patch(f"/webhooks/{made['id']}", {"status": "disabled"})
    assert (
        owner.patch(f"/webhooks/{made['id']}", {"url": "https://example.org/new"})["url"] == "https://example.org/new"
    )

"""A webhook is no way around a scope that was taken away: it is paused when its owner may no longer read it."""

from __future__ import annotations

from typing import Any

import pytest

from services.chassis.testing import Caller, ServiceUnderTest
from services.contracts import gateway, workshops
from tests.service.notifications.hooks import REGISTERED, SCOPES, city_system, register, say, states
from tests.service.notifications.outside import Endpoint, Owners, Post

JOB = "deliver-webhooks"
CANCELLED = workshops.GatheringCancelled.type
ALL_SCOPES = ["notifications:read", "notifications:write", "registry:read", "workshops:read"]


def access(
    notifications: ServiceUnderTest, webhook: dict[str, Any], scopes: list[str], *, version: int = 2,
    city: str | None = "catania",
) -> None:  # fmt: skip
    """The gateway says what the owner may do from now on."""
    data = {"scopes": scopes, "cities": [city] if city else [], "everywhere": city is None}
    notifications.hears(gateway.AccessChanged, subject=webhook["owner"], version=version, data=data)


def shown(caller: Caller, webhook: dict[str, Any]) -> tuple[str, str | None]:
    found = caller.get(f"/webhooks/{webhook['id']}")
    return found["status"], found["disabled_reason"]


@pytest.mark.parametrize("left", [[], ["notifications:write"], ["workshops:read", "notifications:write"]])
def test_an_endpoint_is_paused_when_its_owner_lost_the_scope(
    left: list[str], notifications: ServiceUnderTest, endpoint: Endpoint
) -> None:
    caller = city_system(notifications)
    webhook = register(caller, endpoint)
    say(notifications)
    access(notifications, webhook, left)
    say(notifications)
    notifications.run_job(JOB)
    assert endpoint.got == []  # neither what came before nor what came after
    assert shown(caller, webhook) == ("disabled", "access")
    caller.post(f"/webhooks/{webhook['id']}/test", status=409)
    notifications.run_job(JOB)
    assert endpoint.got == []


@pytest.mark.parametrize(
    ("scopes", "city"), [(["registry:write"], "catania"), (ALL_SCOPES, "catania"), (ALL_SCOPES, None)]
)
def test_an_endpoint_goes_on_while_its_owner_may_read_what_it_says(
    scopes: list[str], city: str | None, notifications: ServiceUnderTest, endpoint: Endpoint
) -> None:
    caller = city_system(notifications)
    webhook = register(caller, endpoint)
    access(notifications, webhook, scopes, city=city)
    say(notifications)
    notifications.run_job(JOB)
    assert len(endpoint.got) == 1 and shown(caller, webhook) == ("active", None)


def test_an_owner_who_lost_the_city_or_the_network_hears_nothing_of_it(
    notifications: ServiceUnderTest, endpoint: Endpoint
) -> None:
    caller = city_system(notifications)
    webhook = register(caller, endpoint)
    access(notifications, webhook, ALL_SCOPES, city="bologna")
    assert shown(caller, webhook) == ("disabled", "access")
    whole = notifications.client(*SCOPES, city=None)
    webhook = register(whole, endpoint)
    access(notifications, webhook, ALL_SCOPES, city="catania")
    assert shown(whole, webhook) == ("disabled", "access")


def test_news_that_come_late_pause_nothing(notifications: ServiceUnderTest, endpoint: Endpoint) -> None:
    caller = city_system(notifications)
    webhook = register(caller, endpoint)
    access(notifications, webhook, ALL_SCOPES, version=3)
    access(notifications, webhook, [], version=2)
    assert shown(caller, webhook) == ("active", None)


def test_it_is_switched_on_again_only_within_what_the_owner_may_read(
    notifications: ServiceUnderTest, endpoint: Endpoint
) -> None:
    caller = city_system(notifications)
    webhook = register(caller, endpoint, REGISTERED, CANCELLED)
    say(notifications)
    access(notifications, webhook, ["workshops:read", "notifications:write"])
    address, colleague = f"/webhooks/{webhook['id']}", notifications.signed_in("lead_staff", "catania")
    for who in (caller, colleague):
        problem = who.patch(address, {"status": "active"}, status=409)
        assert "no longer read" in problem["detail"]
    caller.patch(address, {"status": "active", "types": [CANCELLED]})
    notifications.run_job(JOB)
    assert endpoint.got == [] and states(caller, webhook) == []  # what waited is not wanted any more
    colleague.patch(address, {"types": [REGISTERED]}, status=409)
    access(notifications, webhook, ALL_SCOPES, version=3)
    caller.patch(address, {"types": [REGISTERED]})
    say(notifications)
    notifications.run_job(JOB)
    assert len(endpoint.got) == 1


def test_what_is_no_longer_asked_for_is_not_sent_again(notifications: ServiceUnderTest, endpoint: Endpoint) -> None:
    caller = city_system(notifications)
    webhook = register(caller, endpoint)
    endpoint.status = 500
    event = say(notifications)
    notifications.run_job(JOB)
    caller.patch(f"/webhooks/{webhook['id']}", {"types": [CANCELLED]})
    caller.post(f"/webhooks/{webhook['id']}/deliveries/{event}.{webhook['id']}/resend", status=409)
    assert caller.post(f"/webhooks/{webhook['id']}/resend-failed", status=202)["resent"] == 0


def test_its_owner_and_its_city_are_told(
    notifications: ServiceUnderTest, endpoint: Endpoint, owners: Owners, post: Post
) -> None:
    staff = notifications.signed_in("lead_staff", "catania")
    owners.know("/contacts/accounts/person-lead_staff-catania", email="staff@catania.example")
    webhook = register(staff, endpoint)
    access(notifications, webhook, ["notifications:read"])
    [message] = staff.get("/messages")["items"]
    assert "no longer read" in message["text"]
    notifications.run_job("send-mails")
    assert "may no longer read all" in post.taken[0].get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert notifications.published() == []

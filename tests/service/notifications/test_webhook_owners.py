"""Registering and minding a webhook: what is shown, what is refused, who reaches it."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from services.chassis.testing import ServiceUnderTest
from tests.service.notifications.hooks import REGISTERED, city_system, register
from tests.service.notifications.outside import Endpoint


def test_the_secret_is_shown_once(notifications: ServiceUnderTest, endpoint: Endpoint) -> None:
    caller = city_system(notifications)
    webhook = register(caller, endpoint)
    assert webhook["secret"].startswith("whsec_")
    assert "secret" not in caller.get(f"/webhooks/{webhook['id']}")
    assert webhook["secret"] not in json.dumps(caller.get("/webhooks"))
    assert "secrets" not in webhook


def test_one_webhook_may_be_registered_twice_with_a_key_only_once(
    notifications: ServiceUnderTest, endpoint: Endpoint
) -> None:
    caller = city_system(notifications)
    body = {"url": endpoint.url, "types": [REGISTERED]}
    first = caller.post("/webhooks", body, status=201, key="k1")
    assert caller.post("/webhooks", body, status=201, key="k1") == first
    assert [one["id"] for one in caller.get("/webhooks")["items"]] == [first["id"]]


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"types": [REGISTERED]}, "url"),
        ({"url": "https://city.example/"}, "types"),
        ({"url": "https://city.example/", "types": []}, "types"),
        ({"url": "https://city.example/", "types": ["eu.learning-cities.nothing.v1"]}, "types.0"),
        (
            {"url": "https://city.example/", "types": [REGISTERED, "eu.learning-cities.support.ticket.opened.v1"]},
            "types.1",
        ),
        ({"url": "city.example", "types": [REGISTERED]}, "url"),
        ({"url": "https://169.254.169.254/", "types": [REGISTERED]}, "url"),
        ({"url": "https://user:pass@city.example/", "types": [REGISTERED]}, "url"),
        ({"url": {"$ne": None}, "types": [REGISTERED]}, "url"),
        ({"url": "https://city.example/", "types": [REGISTERED], "owner": "x"}, "owner"),
    ],
)
def test_a_wrong_registration_names_the_field(notifications: ServiceUnderTest, body: dict[str, Any], path: str) -> None:
    problem = city_system(notifications).post("/webhooks", body, status=422)
    assert [error["path"] for error in problem["errors"]] == [path]


def test_everything_that_is_wrong_is_said_at_once(notifications: ServiceUnderTest) -> None:
    body = {"url": "https://user@city.example/", "types": ["eu.learning-cities.nothing.v1"]}
    problem = city_system(notifications).post("/webhooks", body, status=422)
    assert sorted(error["path"] for error in problem["errors"]) == ["types.0", "url"]


def test_addresses_inside_are_refused_unless_a_setting_allows_them(
    start: Callable[..., ServiceUnderTest], endpoint: Endpoint
) -> None:
    strict = start(webhook_reach="public")
    for url in (endpoint.url, endpoint.url.replace("http:", "https:"), "https://localhost/", "https://10.0.0.1/"):
        problem = city_system(strict).post("/webhooks", {"url": url, "types": [REGISTERED]}, status=422)
        assert [error["path"] for error in problem["errors"]] == ["url"]
    assert endpoint.got == []


def test_a_webhook_of_another_city_does_not_exist(notifications: ServiceUnderTest, endpoint: Endpoint) -> None:
    webhook = register(city_system(notifications), endpoint)
    other = city_system(notifications, "bologna")
    assert other.get("/webhooks")["items"] == []
    other.get(f"/webhooks/{webhook['id']}", status=404)
    other.get(f"/webhooks/{webhook['id']}/deliveries", status=404)
    other.patch(f"/webhooks/{webhook['id']}", {"status": "disabled"}, status=404)
    other.post(f"/webhooks/{webhook['id']}/rotate-secret", status=404)
    other.post(f"/webhooks/{webhook['id']}/test", status=404)
    other.delete(f"/webhooks/{webhook['id']}", status=404)


def test_a_client_cannot_register_for_another_city(notifications: ServiceUnderTest, endpoint: Endpoint) -> None:
    city_system(notifications).post(
        "/webhooks", {"url": endpoint.url, "types": [REGISTERED], "city": "bologna"}, status=403
    )


def test_reading_needs_a_scope_and_writing_its_own(notifications: ServiceUnderTest, endpoint: Endpoint) -> None:
    notifications.anonymous().get("/webhooks", status=401)
    reader = notifications.client("notifications:read", city="catania")
    reader.post("/webhooks", {"url": endpoint.url, "types": [REGISTERED]}, status=403)


def test_a_write_needs_the_version(notifications: ServiceUnderTest, endpoint: Endpoint) -> None:
    caller = city_system(notifications)
    webhook = register(caller, endpoint)
    caller.patch(f"/webhooks/{webhook['id']}", {"description": "x"}, status=428, etag=None)
    caller.patch(f"/webhooks/{webhook['id']}", {"description": "x"}, status=412, etag='"7"')
    caller.get(f"/webhooks/{webhook['id']}")
    assert caller.last_response is not None
    caller.patch(f"/webhooks/{webhook['id']}", {"description": "x"}, etag=caller.last_response.headers["ETag"])


def test_the_catalogue_lists_what_can_be_asked_for(notifications: ServiceUnderTest) -> None:
    reader = notifications.client("notifications:read")
    found = reader.get("/event-types", query_string={"service": "registry"})["items"]
    assert {"eu.learning-cities.registry.organisation.registered.v1"} < {one["id"] for one in found}
    assert {one["service"] for one in found} == {"registry"}
    assert all(one["summary"] for one in reader.get("/event-types")["items"])

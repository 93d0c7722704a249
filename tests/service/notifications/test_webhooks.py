"""What arrives at a city's endpoint, checked with the library that receivers use."""

from collections.abc import Callable

import pytest
from standardwebhooks import Webhook
from standardwebhooks.webhooks import WebhookVerificationError

from services.chassis.testing import ServiceUnderTest
from services.contracts import registry, workshops
from tests.service.notifications.hooks import REGISTERED, city_system, deliveries, register, say
from tests.service.notifications.outside import Endpoint
from tests.service.notifications.samples import IDEA


def test_an_event_arrives_signed_as_a_cloud_event(notifications: ServiceUnderTest, endpoint: Endpoint) -> None:
    caller = city_system(notifications)
    webhook = register(caller, endpoint)
    event = say(notifications)
    notifications.run_job("deliver-webhooks")
    [(headers, body)] = endpoint.got
    told = Webhook(webhook["secret"]).verify(body, headers)
    assert told["id"] == headers["webhook-id"] == event
    assert (told["specversion"], told["type"], told["source"], told["subject"]) == (
        "1.0",
        REGISTERED,
        "/registry",
        "o1",
    )
    assert (told["city"], told["data"]["name"]) == ("catania", "CFP")
    assert "actor" not in told and "dataref" not in told
    assert headers["Content-Type"] == "application/cloudevents+json"
    [delivery] = deliveries(caller, webhook)
    assert (delivery["state"], delivery["event"], delivery["tries"]) == ("delivered", event, 1)
    assert [attempt["status"] for attempt in delivery["attempts"]] == [204]
    shown = caller.get(f"/webhooks/{webhook['id']}/deliveries/{delivery['id']}")
    assert shown["body"].encode() == body


def test_a_changed_body_does_not_verify(notifications: ServiceUnderTest, endpoint: Endpoint) -> None:
    webhook = register(city_system(notifications), endpoint)
    say(notifications)
    notifications.run_job("deliver-webhooks")
    [(headers, body)] = endpoint.got
    with pytest.raises(WebhookVerificationError):
        Webhook(webhook["secret"]).verify(body.replace(b"catania", b"bologna"), headers)


def test_a_city_gets_events_of_its_own_and_of_the_network_and_the_network_gets_all(
    notifications: ServiceUnderTest, new_endpoint: Callable[[], Endpoint]
) -> None:
    of_catania, of_bologna, of_network = new_endpoint(), new_endpoint(), new_endpoint()
    register(city_system(notifications), of_catania)
    register(city_system(notifications, "bologna"), of_bologna)
    register(city_system(notifications, None), of_network)
    catania, bologna, network = say(notifications, "catania"), say(notifications, "bologna"), say(notifications, None)
    notifications.run_job("deliver-webhooks")
    got = [{headers["webhook-id"] for headers, _body in one.got} for one in (of_catania, of_bologna, of_network)]
    assert got == [{catania, network}, {bologna, network}, {catania, bologna, network}]


def test_only_the_types_asked_for_arrive(notifications: ServiceUnderTest, endpoint: Endpoint) -> None:
    register(city_system(notifications), endpoint, registry.OrganisationChanged.type)
    say(notifications)
    notifications.run_job("deliver-webhooks")
    assert endpoint.got == []


def test_a_repeated_event_is_delivered_once(notifications: ServiceUnderTest, endpoint: Endpoint) -> None:
    register(city_system(notifications), endpoint)
    say(notifications, id="e1")
    say(notifications, id="e1")
    notifications.run_job("deliver-webhooks")
    notifications.run_job("deliver-webhooks")
    assert len(endpoint.got) == 1


def test_an_event_too_large_for_a_webhook_goes_without_its_data(
    notifications: ServiceUnderTest, endpoint: Endpoint
) -> None:
    webhook = register(city_system(notifications), endpoint, workshops.IdeaSubmitted.type)
    long = {**IDEA, "what": "w" * 9000, "how": "h" * 9000, "who": "o" * 9000}
    notifications.hears(workshops.IdeaSubmitted, subject="i1", data=long, city="catania")
    notifications.run_job("deliver-webhooks")
    [(headers, body)] = endpoint.got
    told = Webhook(webhook["secret"]).verify(body, headers)
    assert (told["subject"], told["data"], told["dataomitted"]) == ("i1", {}, True)
    assert len(body) < 20_000


def test_an_address_that_leads_inside_when_called_is_not_called(
    start: Callable[..., ServiceUnderTest], endpoint: Endpoint
) -> None:
    strict = start(webhook_reach="public")
    caller = city_system(strict)
    webhook = caller.post("/webhooks", {"url": "https://city.example/", "types": [REGISTERED]}, status=201)
    inside = endpoint.url.replace("http:", "https:")
    strict.database.rows("webhooks").update_one({}, {"$set": {"url": inside}})
    say(strict)
    strict.run_job("deliver-webhooks")
    assert endpoint.got == []
    [delivery] = deliveries(caller, webhook)
    assert delivery["attempts"][0]["error"] == "the address is not allowed: private"


def test_during_a_rotation_both_secrets_sign(notifications: ServiceUnderTest, endpoint: Endpoint) -> None:
    caller = city_system(notifications)
    webhook = register(caller, endpoint)
    fresh = caller.post(f"/webhooks/{webhook['id']}/rotate-secret")["secret"]
    assert fresh != webhook["secret"]
    say(notifications)
    notifications.run_job("deliver-webhooks")
    [(headers, body)] = endpoint.got
    for secret in (fresh, webhook["secret"]):
        Webhook(secret).verify(body, headers)


def test_a_day_after_a_rotation_only_the_fresh_secret_signs(
    notifications: ServiceUnderTest, endpoint: Endpoint
) -> None:
    caller = city_system(notifications)
    webhook = register(caller, endpoint)
    caller.post(f"/webhooks/{webhook['id']}/rotate-secret")
    notifications.clock.move(hours=24, seconds=1)
    say(notifications)
    notifications.run_job("deliver-webhooks")
    [(headers, _body)] = endpoint.got
    assert len(headers["webhook-signature"].split()) == 1


def test_a_test_event_tries_the_endpoint(notifications: ServiceUnderTest, endpoint: Endpoint) -> None:
    caller = city_system(notifications)
    webhook = register(caller, endpoint)
    delivery = caller.post(f"/webhooks/{webhook['id']}/test", status=202)
    notifications.run_job("deliver-webhooks")
    [(headers, body)] = endpoint.got
    told = Webhook(webhook["secret"]).verify(body, headers)
    assert (told["id"], told["type"]) == (delivery["event"], "eu.learning-cities.notifications.webhook.tested.v1")


def test_switched_off_nothing_arrives_and_switched_on_it_does(
    notifications: ServiceUnderTest, endpoint: Endpoint
) -> None:
    caller = city_system(notifications)
    webhook = register(caller, endpoint)
    off = caller.patch(f"/webhooks/{webhook['id']}", {"status": "disabled"})
    assert (off["status"], off["disabled_reason"]) == ("disabled", "owner")
    say(notifications)
    notifications.run_job("deliver-webhooks")
    assert endpoint.got == []
    caller.post(f"/webhooks/{webhook['id']}/test", status=409)
    on = caller.patch(f"/webhooks/{webhook['id']}", {"status": "active"})
    assert (on["status"], on["disabled_reason"]) == ("active", None)
    say(notifications)
    notifications.run_job("deliver-webhooks")
    assert len(endpoint.got) == 1


def test_a_removed_webhook_gets_nothing_even_of_what_waited(
    notifications: ServiceUnderTest, endpoint: Endpoint
) -> None:
    caller = city_system(notifications)
    webhook = register(caller, endpoint)
    say(notifications)
    caller.delete(f"/webhooks/{webhook['id']}")
    notifications.run_job("deliver-webhooks")
    assert endpoint.got == []
    assert notifications.database.rows("deliveries").count_documents({}) == 0

"""Endpoints that are down, slow, gone or odd: RELIABILITY fault 13, after Standard Webhooks."""

import threading
from collections.abc import Callable

import pytest

from services.chassis.testing import ServiceUnderTest
from tests.service.notifications.hooks import REGISTERED, city_system, deliveries, register, say, states
from tests.service.notifications.outside import Endpoint, Owners, Post

JOB = "deliver-webhooks"


@pytest.mark.parametrize("status", [301, 307, 400, 404, 429, 500, 503])
def test_anything_but_2xx_is_tried_again(notifications: ServiceUnderTest, endpoint: Endpoint, status: int) -> None:
    caller = city_system(notifications)
    webhook = register(caller, endpoint)
    endpoint.status, endpoint.headers = status, {"Location": endpoint.url + "/elsewhere"}
    say(notifications)
    notifications.run_job(JOB)
    assert states(caller, webhook) == [("queued", 1)]
    notifications.run_job(JOB)
    assert len(endpoint.got) == 1
    endpoint.status = 200
    notifications.clock.move(seconds=10)
    notifications.run_job(JOB)
    assert states(caller, webhook) == [("delivered", 2)]
    assert len({headers["webhook-id"] for headers, _body in endpoint.got}) == 1
    [delivery] = deliveries(caller, webhook)
    assert [attempt["status"] for attempt in delivery["attempts"]] == [status, 200]


def test_an_endpoint_that_is_down_is_tried_again(notifications: ServiceUnderTest, endpoint: Endpoint) -> None:
    caller = city_system(notifications)
    webhook = caller.post("/webhooks", {"url": "http://127.0.0.1:1/", "types": [REGISTERED]}, status=201)
    say(notifications)
    notifications.run_job(JOB)
    [delivery] = deliveries(caller, webhook)
    assert (delivery["state"], delivery["attempts"][0]["status"]) == ("queued", None)
    assert "ConnectionRefusedError" in delivery["attempts"][0]["error"]


def test_a_call_that_cannot_be_made_is_noted_and_holds_no_place(
    notifications: ServiceUnderTest, endpoint: Endpoint
) -> None:
    caller = city_system(notifications)
    webhook = register(caller, endpoint)
    notifications.database.rows("webhooks").update_one({"_id": webhook["id"]}, {"$unset": {"secrets": ""}})
    say(notifications)
    notifications.run_job(JOB)
    [delivery] = deliveries(caller, webhook)
    assert (delivery["state"], delivery["attempts"][0]["error"]) == ("queued", "KeyError")


def test_a_delivery_is_given_up_after_75_hours_of_tries_and_can_be_resent(
    notifications: ServiceUnderTest, endpoint: Endpoint
) -> None:
    caller = city_system(notifications)
    webhook = register(caller, endpoint)
    endpoint.status = 500
    say(notifications)
    for hours in (0, 1, 2, 3, 6, 11, 16, 23, 27, 27):
        notifications.clock.move(hours=hours)
        notifications.run_job(JOB)
    [delivery] = deliveries(caller, webhook, state="failed")
    assert delivery["tries"] == 10
    endpoint.status = 200
    notifications.clock.move(minutes=10)
    caller.post(f"/webhooks/{webhook['id']}/deliveries/{delivery['id']}/resend", status=202)
    notifications.run_job(JOB)
    [delivery] = deliveries(caller, webhook)
    assert (delivery["state"], len(delivery["attempts"])) == ("delivered", 11)


def test_all_failed_are_resent_at_once(notifications: ServiceUnderTest, endpoint: Endpoint) -> None:
    caller = city_system(notifications)
    webhook = register(caller, endpoint)
    for _number in range(3):
        say(notifications)
    notifications.database.rows("deliveries").update_many({}, {"$set": {"state": "failed", "next_at": None}})
    assert caller.post(f"/webhooks/{webhook['id']}/resend-failed", status=202) == {"resent": 3}
    notifications.run_job(JOB)
    assert states(caller, webhook) == [("delivered", 1)] * 3


def test_a_delivery_of_another_webhook_cannot_be_resent(
    notifications: ServiceUnderTest, new_endpoint: Callable[[], Endpoint]
) -> None:
    caller = city_system(notifications)
    one, other = register(caller, new_endpoint()), register(caller, new_endpoint())
    say(notifications)
    [delivery] = deliveries(caller, one)
    caller.post(f"/webhooks/{other['id']}/deliveries/{delivery['id']}/resend", status=404)


def test_retry_after_is_honoured_by_the_delivery_and_the_endpoint(
    notifications: ServiceUnderTest, endpoint: Endpoint
) -> None:
    caller = city_system(notifications)
    webhook = register(caller, endpoint)
    endpoint.status, endpoint.headers = 429, {"Retry-After": "3600"}
    say(notifications)
    notifications.run_job(JOB)
    say(notifications)
    notifications.clock.move(minutes=59)
    notifications.run_job(JOB)
    assert len(endpoint.got) == 1
    endpoint.status, endpoint.headers = 200, {}
    notifications.clock.move(minutes=2)
    notifications.run_job(JOB)
    assert states(caller, webhook) == [("delivered", 1), ("delivered", 2)]


def test_410_switches_the_webhook_off_and_tells_owner_and_staff(
    notifications: ServiceUnderTest, endpoint: Endpoint, owners: Owners, post: Post
) -> None:
    staff = notifications.signed_in("lead_staff", "catania")
    owners.know("/contacts/accounts/person-lead_staff-catania", email="staff@catania.example", language="it")
    webhook = register(staff, endpoint)
    endpoint.status = 410
    say(notifications)
    notifications.run_job(JOB)
    shown = staff.get(f"/webhooks/{webhook['id']}")
    assert (shown["status"], shown["disabled_reason"]) == ("disabled", "gone")
    assert states(staff, webhook) == [("failed", 1)]
    assert notifications.published() == [("eu.learning-cities.notifications.webhook.disabled.v1", webhook["id"])]
    assert [message["kind"] for message in staff.get("/messages")["items"]] == ["webhook-disabled"]
    notifications.run_job("send-mails")
    assert [str(message["To"]) for message in post.taken] == ["Ana <staff@catania.example>"]


def test_who_does_not_want_that_mail_gets_none(notifications: ServiceUnderTest, endpoint: Endpoint) -> None:
    staff = notifications.signed_in("lead_staff", "catania")
    staff.patch("/preferences", {"mail": {"webhook-disabled": False}})
    register(staff, endpoint)
    endpoint.status = 410
    say(notifications)
    notifications.run_job(JOB)
    assert staff.get("/mails")["items"] == []
    assert len(staff.get("/messages")["items"]) == 1


def test_five_days_without_a_success_switch_the_webhook_off_after_a_warning(
    notifications: ServiceUnderTest, endpoint: Endpoint
) -> None:
    caller = city_system(notifications)
    webhook = register(caller, endpoint)
    endpoint.status = 500
    for day in range(6):
        shown = caller.get(f"/webhooks/{webhook['id']}")
        assert (shown["status"], shown["off_at"] is not None) == ("active", day > 0)
        say(notifications)
        notifications.run_job(JOB)
        notifications.clock.move(hours=25)
    shown = caller.get(f"/webhooks/{webhook['id']}")
    assert (shown["status"], shown["disabled_reason"]) == ("disabled", "failing")


def test_one_success_takes_the_warning_back(notifications: ServiceUnderTest, endpoint: Endpoint) -> None:
    caller = city_system(notifications)
    webhook = register(caller, endpoint)
    endpoint.status = 500
    say(notifications)
    notifications.run_job(JOB)
    assert caller.get(f"/webhooks/{webhook['id']}")["failing_since"] is not None
    endpoint.status = 200
    notifications.clock.move(minutes=10)
    notifications.run_job(JOB)
    assert caller.get(f"/webhooks/{webhook['id']}")["failing_since"] is None


def test_an_endpoint_that_fails_is_not_asked_for_everything_that_waits(
    notifications: ServiceUnderTest, endpoint: Endpoint
) -> None:
    register(city_system(notifications), endpoint)
    endpoint.status = 500
    for _number in range(20):
        say(notifications)
    notifications.run_job(JOB)
    assert len(endpoint.got) <= 4
    notifications.clock.move(minutes=6)
    before = len(endpoint.got)
    notifications.run_job(JOB)
    assert len(endpoint.got) == before + 1


def test_a_slow_endpoint_delays_nobody_else(
    notifications: ServiceUnderTest, new_endpoint: Callable[[], Endpoint]
) -> None:
    slow, quick = new_endpoint(), new_endpoint()
    slow.gate.clear()
    register(city_system(notifications), slow)
    register(city_system(notifications, "bologna"), quick)
    for _number in range(50):
        say(notifications, "catania")
    job = threading.Thread(target=notifications.run_job, args=(JOB,))
    job.start()
    assert slow.arrived.acquire(timeout=5)
    say(notifications, "bologna")
    assert quick.arrived.acquire(timeout=5)
    assert not slow.gate.is_set() and job.is_alive()
    slow.gate.set()
    job.join(20)
    assert len(slow.got) == 50


def test_many_endpoints_in_trouble_leave_room_for_the_others(
    notifications: ServiceUnderTest, new_endpoint: Callable[[], Endpoint]
) -> None:
    caller = city_system(notifications)
    troubled = [new_endpoint() for _number in range(40)]
    for one in troubled:
        webhook = register(caller, one)
        one.gate.clear()
        health = {"_id": webhook["id"], "failures": 3, "failing_since": notifications.clock.now(), "rest_until": None}
        notifications.database.rows("endpoints").insert_one({**health, "slow": True})
    good = new_endpoint()
    register(city_system(notifications, "bologna"), good)
    say(notifications, "catania")
    say(notifications, "bologna")
    job = threading.Thread(target=notifications.run_job, args=(JOB,))
    job.start()
    assert good.arrived.acquire(timeout=5)
    assert sum(len(one.got) for one in troubled) <= 16
    for one in troubled:
        one.gate.set()
    job.join(20)
    assert sum(len(one.got) for one in troubled) == 40

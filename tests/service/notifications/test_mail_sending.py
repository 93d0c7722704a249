"""Sending when the world is not as it should be: RELIABILITY fault 15, security list 37."""

from collections.abc import Callable

import pytest

from services.chassis.testing import ServiceUnderTest
from services.contracts import gateway, workshops
from tests.service.notifications.outside import Owners, Post
from tests.service.notifications.samples import FACTS, REGISTRATION, calendar_of, mails, register, words


def test_a_repeated_event_makes_no_second_mail(notifications: ServiceUnderTest, post: Post, owners: Owners) -> None:
    owners.know(REGISTRATION)
    for _time in range(2):
        notifications.hears(
            workshops.RegistrationAccepted, subject="r1", data=FACTS, city="catania", dataref=REGISTRATION, id="e1"
        )
    notifications.run_job("send-mails")
    notifications.run_job("send-mails")
    assert len(post.taken) == 1


def test_an_erased_person_gets_nothing(notifications: ServiceUnderTest, post: Post, owners: Owners) -> None:
    owners.erase(REGISTRATION)
    register(notifications)
    notifications.run_job("send-mails")
    assert post.taken == []
    assert [mail["state"] for mail in mails(notifications)] == ["gone"]


def test_an_owner_that_does_not_answer_is_asked_again_later(
    notifications: ServiceUnderTest, post: Post, owners: Owners
) -> None:
    register(notifications)
    notifications.run_job("send-mails")
    assert [(mail["state"], mail["tries"]) for mail in mails(notifications)] == [("queued", 1)]
    owners.know(REGISTRATION)
    notifications.clock.move(minutes=2)
    notifications.run_job("send-mails")
    assert len(post.taken) == 1


def test_greylisting_is_waited_out_with_the_same_message_id(
    notifications: ServiceUnderTest, post: Post, owners: Owners
) -> None:
    owners.know(REGISTRATION)
    register(notifications)
    post.to_recipients = ["451 4.7.1 Greylisted"]
    notifications.run_job("send-mails")
    assert [(mail["state"], mail["tries"]) for mail in mails(notifications)] == [("queued", 1)]
    notifications.run_job("send-mails")
    assert post.taken == []
    notifications.clock.move(minutes=2)
    post.to_data = ["451 4.3.0 Later"]
    notifications.run_job("send-mails")
    notifications.clock.move(minutes=4)
    notifications.run_job("send-mails")
    [mail] = mails(notifications)
    assert (mail["state"], mail["tries"]) == ("sent", 3)
    assert str(post.taken[0]["Message-ID"]) == f"<{mail['id']}@cities.example>"


def test_a_refused_address_fails_at_once_and_is_said(
    notifications: ServiceUnderTest, post: Post, owners: Owners
) -> None:
    owners.know(REGISTRATION)
    register(notifications)
    post.to_recipients = ["550 5.1.1 No such user"]
    notifications.run_job("send-mails")
    [mail] = mails(notifications, state="failed")
    assert (mail["state"], mail["reason"], mail["tries"]) == ("failed", "refused", 1)
    assert notifications.published() == [("eu.learning-cities.notifications.mail.failed.v1", mail["id"])]
    assert "ana@" not in str(notifications.outbox())


def test_after_72_hours_a_mail_is_given_up(notifications: ServiceUnderTest, post: Post, owners: Owners) -> None:
    owners.know(REGISTRATION)
    register(notifications)
    post.to_recipients = ["451 4.7.1 Greylisted"] * 30
    for _hours in range(19):
        notifications.run_job("send-mails")
        notifications.clock.move(hours=4, minutes=30)
    [mail] = mails(notifications)
    assert (mail["state"], mail["reason"]) == ("failed", "expired")
    assert post.taken == []


def test_a_batch_uses_one_connection(notifications: ServiceUnderTest, post: Post, owners: Owners) -> None:
    for number in range(5):
        owners.know(f"/contacts/registrations/r{number}")
        register(notifications, number)
    notifications.run_job("send-mails")
    assert len(post.taken) == 5
    assert post.connections == 1


def test_a_mail_server_that_is_down_is_waited_for(start: Callable[..., ServiceUnderTest], owners: Owners) -> None:
    notifications = start(smtp_url="smtp://127.0.0.1:1")
    owners.know(REGISTRATION)
    register(notifications)
    notifications.run_job("send-mails")
    assert [(mail["state"], mail["tries"]) for mail in mails(notifications)] == [("queued", 1)]


def test_a_mail_that_cannot_be_made_holds_up_no_other(
    notifications: ServiceUnderTest, post: Post, owners: Owners
) -> None:
    owners.know(REGISTRATION)
    owners.know("/contacts/registrations/r2")
    register(notifications)
    notifications.database.rows("mails").update_one({}, {"$set": {"facts": {}}})
    register(notifications, 2)
    notifications.run_job("send-mails")
    assert sorted(mail["state"] for mail in mails(notifications)) == ["queued", "sent"]


@pytest.mark.parametrize(
    "address", ["a@b.org\r\nBcc: all@example.org", "a@b.org, c@d.org", "<a@b.org>", "nobody", "a b@c.org"]
)
def test_an_address_that_smuggles_something_is_refused(
    notifications: ServiceUnderTest, post: Post, owners: Owners, address: str
) -> None:
    owners.know(REGISTRATION, email=address)
    register(notifications)
    notifications.run_job("send-mails")
    assert post.taken == []
    assert [mail["reason"] for mail in mails(notifications)] == ["refused"]


def test_a_name_or_title_smuggles_no_header_html_or_calendar_line(
    notifications: ServiceUnderTest, post: Post, owners: Owners
) -> None:
    owners.know(REGISTRATION, name="Ana\r\nBcc: all@example.org\r\n\r\n<b>x</b>")
    title = {"en": "Open day; SUMMARY:x <script>alert(1)</script>"}
    register(notifications, title=title, place={"name": "Hall; 1, \\n", "address": None})
    notifications.run_job("send-mails")
    [message] = post.taken
    assert message["Bcc"] is None
    assert [envelope.rcpt_tos for envelope in post.envelopes] == [["ana@example.org"]]
    assert "<script>" not in words(message, "html") and "<b>" not in words(message, "html")
    entry = calendar_of(message)
    assert entry is not None
    event = entry[1]
    assert str(event["summary"]) == "Open day; SUMMARY:x <script>alert(1)</script>"
    assert str(event["location"]) == "Hall; 1, \\n"


def test_a_silent_owner_is_left_alone_for_one_run_and_holds_up_no_other(
    notifications: ServiceUnderTest, post: Post, owners: Owners
) -> None:
    register(notifications, 1)
    owners.know("/contacts/registrations/r2")
    register(notifications, 2)
    dataref = owners.know("/contacts/accounts/a1")
    notifications.hears(gateway.PasswordChanged, subject="a1", data={}, dataref=dataref)
    notifications.run_job("send-mails")
    assert [(mail["state"], mail["tries"]) for mail in mails(notifications)] == [("queued", 0), ("queued", 1)]
    assert len(post.taken) == 1
    notifications.run_job("send-mails")
    assert [(mail["state"], mail["tries"]) for mail in mails(notifications)] == [("sent", 1), ("queued", 1)]

"""Mails from an event to the reader's mailbox, through a real SMTP server."""

from datetime import UTC, datetime
from typing import Any

import pytest

from services.chassis.events import Event
from services.chassis.testing import ServiceUnderTest
from services.contracts import gateway, support, workshops
from tests.service.notifications.outside import Owners, Post
from tests.service.notifications.samples import FACTS, REGISTRATION, calendar_of, mails, register, words


def test_a_registered_person_is_written_to_in_their_language_with_an_invitation(
    notifications: ServiceUnderTest, post: Post, owners: Owners
) -> None:
    owners.know(
        REGISTRATION, name="Ana Petrova", language="de", link="https://cities.example/de/r/abc", personal_code="K7"
    )
    register(notifications)
    notifications.run_job("send-mails")
    [message] = post.taken
    assert str(message["To"]) == "Ana Petrova <ana@example.org>"
    assert str(message["From"]) == "Learning Cities <office@cities.example>"
    assert message["Content-Language"] == "de"
    assert "18. März 2027, 14:30–18:00 MEZ" in words(message)
    assert "K7" in words(message)
    assert '<a href="https://cities.example/de/r/abc">' in words(message, "html")
    entry = calendar_of(message)
    assert entry is not None
    method, event = entry
    assert method == "REQUEST"
    assert event["uid"] == "g1"
    assert event["sequence"] == 0
    assert event.start == datetime(2027, 3, 18, 13, 30, tzinfo=UTC)
    assert event["attendee"].params["PARTSTAT"] == "ACCEPTED"
    assert [part.get_filename() for part in message.iter_attachments()] == ["invitation.ics"]


def test_the_name_and_address_are_asked_for_with_our_own_passport_and_never_kept(
    notifications: ServiceUnderTest, post: Post, owners: Owners
) -> None:
    owners.know(REGISTRATION, name="Ana Petrova")
    register(notifications)
    [row] = notifications.database.rows("mails").find({})
    assert "Ana" not in str(row) and "ana@" not in str(row)
    notifications.run_job("send-mails")
    assert owners.asked == ["notifications: /contacts/registrations/r1"]
    [row] = notifications.database.rows("mails").find({})
    assert "Ana" not in str(row) and "ana@" not in str(row)
    assert (row["state"], row["facts"], row["language"], row["next_at"]) == ("sent", None, "en", None)
    [shown] = mails(notifications)
    assert set(shown) == {
        "id", "kind", "city", "about", "source", "language", "state", "tries", "next_at", "reason", "created_at",
        "ended_at",
    }  # fmt: skip


def test_somebody_on_the_waiting_list_gets_their_number_and_no_calendar_entry(
    notifications: ServiceUnderTest, post: Post, owners: Owners
) -> None:
    owners.know(REGISTRATION)
    register(notifications, status="waiting", position=3)
    notifications.run_job("send-mails")
    [message] = post.taken
    assert "number 3" in words(message)
    assert calendar_of(message) is None


@pytest.mark.parametrize(
    ("event", "changes", "kind", "method"),
    [
        (workshops.RegistrationPromoted, {}, "registration-promoted", "REQUEST"),
        (workshops.RegistrationCancelled, {"status": "cancelled"}, "registration-cancelled", "CANCEL"),
        (workshops.RegistrationRepeated, {}, "registration-repeated", "REQUEST"),
        (workshops.RegistrationInformed, {"changes": ["place"], "sequence": 1}, "gathering-changed", "REQUEST"),
        (workshops.RegistrationInformed, {"changes": ["cancelled"], "sequence": 2}, "gathering-cancelled", "CANCEL"),
    ],
)
def test_each_step_of_a_registration_is_told_to_person_and_calendar(
    notifications: ServiceUnderTest,
    post: Post,
    owners: Owners,
    event: type[Event],
    changes: Any,
    kind: str,
    method: str | None,
) -> None:
    owners.know(REGISTRATION)
    notifications.hears(event, subject="r1", data={**FACTS, **changes}, city="catania", dataref=REGISTRATION)
    notifications.run_job("send-mails")
    assert [mail["kind"] for mail in mails(notifications)] == [kind]
    entry = calendar_of(post.taken[0])
    assert entry is not None
    assert (entry[0], entry[1]["sequence"]) == (method, changes.get("sequence", 0))
    assert entry[1]["status"] == ("CANCELLED" if method == "CANCEL" else "CONFIRMED")


@pytest.mark.parametrize(
    ("changes", "kind"), [(["place"], "gathering-changed"), (["cancelled"], "gathering-cancelled")]
)
def test_who_waits_hears_of_changes_without_a_calendar_entry(
    notifications: ServiceUnderTest, post: Post, owners: Owners, changes: Any, kind: str
) -> None:
    owners.know(REGISTRATION)
    data = {**FACTS, "changes": changes, "status": "waiting", "position": 1}
    notifications.hears(workshops.RegistrationInformed, subject="r1", data=data, city="catania", dataref=REGISTRATION)
    notifications.run_job("send-mails")
    assert [mail["kind"] for mail in mails(notifications)] == [kind]
    assert calendar_of(post.taken[0]) is None


@pytest.mark.parametrize(
    ("event", "kind"),
    [
        (support.TicketOpened, "ticket-received"),
        (support.TicketAnswered, "ticket-answered"),
        (support.TicketClosed, "ticket-closed"),
    ],
)
def test_who_asked_the_support_desk_is_told(
    notifications: ServiceUnderTest, post: Post, owners: Owners, event: type[Event], kind: str
) -> None:
    dataref = owners.know("/contacts/tickets/t1", link="https://cities.example/en/support/t1")
    data = {
        "category": "method", "language": "en", "state": "new", "practice": None, "asked_from": None, "answers": 0,
    }  # fmt: skip
    notifications.hears(event, subject="t1", data=data, city="catania", dataref=dataref)
    notifications.run_job("send-mails")
    assert [mail["kind"] for mail in mails(notifications)] == [kind]
    assert "https://cities.example/en/support/t1" in words(post.taken[0])


@pytest.mark.parametrize(
    ("event", "dataref"),
    [
        (gateway.PasswordResetRequested, "/contacts/password-resets/p1"),
        (gateway.AccountInvited, "/contacts/password-resets/p1"),
        (gateway.PasswordChanged, "/contacts/accounts/a1"),
    ],
)
def test_mails_about_an_account_carry_the_link_of_the_gateway(
    notifications: ServiceUnderTest, post: Post, owners: Owners, event: type[Event], dataref: str
) -> None:
    owners.know(dataref, link="https://cities.example/en/account/reset/s3cret")
    notifications.hears(event, subject="a1", data={}, dataref=dataref)
    notifications.run_job("send-mails")
    assert "https://cities.example/en/account/reset/s3cret" in words(post.taken[0])
    assert "s3cret" not in str(list(notifications.database.rows("mails").find({})))


def test_the_owner_is_told_what_changed_about_the_second_factor(
    notifications: ServiceUnderTest, post: Post, owners: Owners
) -> None:
    owners.know("/contacts/accounts/a1", link="https://cities.example/en/account/forgotten-password")
    told = {
        "added": "was set up", "removed": "was removed", "reset": "administers accounts",
        "codes_made": "New recovery codes", "code_used": "with a recovery code",
    }  # fmt: skip
    for change in told:
        event = gateway.SecondFactorChanged
        notifications.hears(event, subject="a1", data={"change": change}, dataref="/contacts/accounts/a1")
    notifications.run_job("send-mails")
    written = [words(mail) for mail in post.taken]
    assert [sentence for sentence in told.values() if sum(sentence in one for one in written) != 1] == []
    assert all("https://cities.example/en/account/forgotten-password" in one for one in written)


def test_staff_see_the_mails_of_their_city_only(notifications: ServiceUnderTest, owners: Owners) -> None:
    register(notifications)
    [mail] = mails(notifications)
    assert notifications.signed_in("lead_staff", "bologna").get("/mails")["items"] == []
    notifications.signed_in("lead_staff", "bologna").get(f"/mails/{mail['id']}", status=404)
    notifications.anonymous().get("/mails", status=401)

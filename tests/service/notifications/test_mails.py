"""Mails from an event to the reader's mailbox, through a real SMTP server."""

from collections.abc import Callable
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any

import icalendar
import pytest

from services.chassis.testing import ServiceUnderTest
from services.contracts import gateway, support, transfers, workshops

FACTS: dict[str, Any] = {
    "method": "easw", "title": {"it": {"text": "Scuola aperta", "status": "original"}}, "language": "it",
    "starts_at": "2027-03-18T13:30:00Z", "ends_at": "2027-03-18T17:00:00Z", "timezone": "Europe/Rome",
    "place": {"name": "Le Ciminiere", "address": "Viale Africa, Catania"}, "sequence": 0, "gathering": "g1",
    "role_group": "residents", "status": "registered", "position": None,
}  # fmt: skip
REGISTRATION = "/contacts/registrations/r1"


def register(notifications: ServiceUnderTest, **changes: Any) -> None:
    notifications.hears(
        workshops.RegistrationAccepted, subject="r1", data={**FACTS, **changes}, city="catania", dataref=REGISTRATION
    )


def mails(notifications: ServiceUnderTest, **filters: str) -> list[dict[str, Any]]:
    staff = notifications.signed_in("lead_staff", "catania")
    return staff.get("/mails", query_string=filters)["items"]


def words(message: EmailMessage, kind: str = "plain") -> str:
    body = message.get_body((kind,))
    assert isinstance(body, EmailMessage)
    return body.get_content()


def calendar_of(message: EmailMessage) -> tuple[str | None, icalendar.Event]:
    [part] = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    assert isinstance(part, EmailMessage)
    calendar = icalendar.Calendar.from_ical(part.get_content())
    [event] = calendar.walk("VEVENT")
    assert calendar["method"] == part.get_param("method")
    assert len(calendar.walk("VTIMEZONE")) == 1
    return part.get_param("method"), event


def test_a_registered_person_is_written_to_in_their_language_with_an_invitation(notifications, post, owners):
    owners.know(REGISTRATION, name="Ana Petrova", language="de", link="https://cities.example/de/r/abc", personal_code="K7")
    register(notifications)
    notifications.run_job("send-mails")
    [message] = post.taken
    assert str(message["To"]) == "Ana Petrova <ana@example.org>"
    assert str(message["From"]) == "Learning Cities <office@cities.example>"
    assert message["Content-Language"] == "de"
    assert "18. März 2027, 14:30–18:00 MEZ" in words(message)
    assert "K7" in words(message)
    assert '<a href="https://cities.example/de/r/abc">' in words(message, "html")
    method, event = calendar_of(message)
    assert method == "REQUEST"
    assert event["uid"] == "g1@learning-cities"
    assert event["sequence"] == 0
    assert event.start == datetime(2027, 3, 18, 13, 30, tzinfo=UTC)
    assert event["attendee"].params["PARTSTAT"] == "ACCEPTED"
    assert [part.get_filename() for part in message.iter_attachments()] == ["invitation.ics"]


def test_the_name_and_address_are_asked_for_with_our_own_passport_and_never_kept(notifications, post, owners):
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


def test_somebody_on_the_waiting_list_gets_their_number_and_no_calendar_entry(notifications, post, owners):
    owners.know(REGISTRATION)
    register(notifications, status="waiting", position=3)
    notifications.run_job("send-mails")
    [message] = post.taken
    assert "number 3" in words(message)
    assert [part for part in message.walk() if part.get_content_type() == "text/calendar"] == []


@pytest.mark.parametrize(
    ("event", "changes", "kind", "method"),
    [
        (workshops.RegistrationPromoted, {}, "registration-promoted", "REQUEST"),
        (workshops.RegistrationCancelled, {"status": "cancelled"}, "registration-cancelled", "CANCEL"),
        (workshops.RegistrationRepeated, {}, "registration-repeated", "REQUEST"),
        (workshops.RegistrationInformed, {"changes": ["place"], "sequence": 1}, "gathering-changed", "REQUEST"),
        (workshops.RegistrationInformed, {"changes": ["cancelled"], "sequence": 2}, "gathering-cancelled", "CANCEL"),
        (workshops.RegistrationInformed, {"changes": ["place"], "status": "waiting", "position": 1}, "gathering-changed", None),
        (workshops.RegistrationInformed, {"changes": ["cancelled"], "status": "waiting", "position": 1}, "gathering-cancelled", None),
    ],
)  # fmt: skip
def test_each_step_of_a_registration_is_told(notifications, post, owners, event, changes, kind, method):
    owners.know(REGISTRATION)
    notifications.hears(event, subject="r1", data={**FACTS, **changes}, city="catania", dataref=REGISTRATION)
    notifications.run_job("send-mails")
    assert [mail["kind"] for mail in mails(notifications)] == [kind]
    [message] = post.taken
    if method is None:
        assert [part for part in message.walk() if part.get_content_type() == "text/calendar"] == []
    else:
        said, entry = calendar_of(message)
        assert (said, entry["sequence"]) == (method, changes.get("sequence", 0))
        assert entry["status"] == ("CANCELLED" if method == "CANCEL" else "CONFIRMED")


@pytest.mark.parametrize(
    ("event", "kind"),
    [(support.TicketOpened, "ticket-received"), (support.TicketAnswered, "ticket-answered"), (support.TicketClosed, "ticket-closed")],
)  # fmt: skip
def test_who_asked_the_support_desk_is_told(notifications, post, owners, event, kind):
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
def test_mails_about_an_account_carry_the_link_of_the_gateway(notifications, post, owners, event, dataref):
    owners.know(dataref, link="https://cities.example/en/account/reset/s3cret")
    notifications.hears(event, subject="a1", data={}, dataref=dataref)
    notifications.run_job("send-mails")
    assert "https://cities.example/en/account/reset/s3cret" in words(post.taken[0])
    assert "s3cret" not in str(list(notifications.database.rows("mails").find({})))


IDEA = {
    "gathering": "g1", "title": "Evening courses", "what": "w", "how": "h", "who": "o", "theme": None, "group": None,
    "language": "it",
}  # fmt: skip
PLAN = {
    "title": {"it": "Piano di Catania"}, "starts_on": "2027-01-01", "ends_on": "2028-12-31", "status": "draft",
    "revision": 1, "measures": 0, "integrated_measures": 0, "areas": [], "integration_index": 0.0, "illustration": False,
}  # fmt: skip
MEASURE = {
    "plan": "p1", "number": 1, "title": {"it": "Corsi serali"}, "objective": None, "target_group": None,
    "target_number": None, "responsible": None, "starts_on": None, "ends_on": None, "linkages": [], "integrated": False,
    "state": "planned", "origin": {"kind": "easw_idea", "id": "i1", "gathering": "g1"}, "indicators": [], "budget": [],
}  # fmt: skip


def submit_idea(notifications: ServiceUnderTest, dataref: str | None = "/contacts/ideas/i1") -> None:
    notifications.hears(workshops.IdeaSubmitted, subject="i1", data=IDEA, city="catania", dataref=dataref)


def add_measure(notifications: ServiceUnderTest, event: type = transfers.MeasureAdded, **changes: Any):
    version = 1 if event is transfers.MeasureAdded else 2
    return notifications.hears(event, subject="m1", version=version, data={**MEASURE, **changes}, city="catania")


def draft_plan(notifications: ServiceUnderTest) -> None:
    notifications.hears(transfers.PlanDrafted, subject="p1", data=PLAN, city="catania")


def test_the_author_of_an_idea_is_told_once_that_it_became_a_measure(notifications, post, owners):
    owners.know("/contacts/ideas/i1", language="it", link="https://cities.example/it/ideas/i1")
    submit_idea(notifications)
    draft_plan(notifications)
    add_measure(notifications)
    add_measure(notifications, transfers.MeasureChanged, state="in_progress")
    notifications.run_job("send-mails")
    [message] = post.taken
    assert "Evening courses" in str(message["Subject"])
    assert "Corsi serali" in words(message) and "Piano di Catania" in words(message)
    assert message["Content-Language"] == "it"


def test_a_measure_that_arrives_before_its_idea_waits_for_it(notifications, post, owners):
    owners.know("/contacts/ideas/i1")
    draft_plan(notifications)
    early = add_measure(notifications)
    assert notifications.inbox_state(early) == "waiting"
    submit_idea(notifications)
    notifications.clock.move(minutes=10)
    notifications.retry()
    notifications.run_job("send-mails")
    assert notifications.inbox_state(early) == "done"
    assert len(post.taken) == 1


def test_an_idea_without_an_author_and_a_measure_of_other_origin_tell_nobody(notifications):
    submit_idea(notifications, dataref=None)
    draft_plan(notifications)
    add_measure(notifications)
    add_measure(notifications, transfers.MeasureChanged, origin=None)
    assert mails(notifications) == []


def test_one_click_stops_further_mails_about_an_idea_and_no_others(notifications, post, owners):
    owners.know("/contacts/ideas/i1")
    submit_idea(notifications)
    draft_plan(notifications)
    add_measure(notifications)
    notifications.run_job("send-mails")
    link = str(post.taken[0]["List-Unsubscribe"]).strip("<>")
    assert post.taken[0]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = link.removeprefix("https://cities.example/api/v1/notifications")
    notifications.anonymous().request("POST", path, 204, data={"List-Unsubscribe": "One-Click"})
    notifications.hears(transfers.MeasureAdded, subject="m2", data=MEASURE, city="catania")
    notifications.run_job("send-mails")
    assert len(post.taken) == 1
    assert sorted(mail["state"] for mail in mails(notifications)) == ["gone", "sent"]


def test_an_unknown_unsubscribe_token_is_not_found(notifications):
    notifications.anonymous().post("/public/unsubscribe/nothing", status=404)


def test_a_repeated_event_makes_no_second_mail(notifications, post, owners):
    owners.know(REGISTRATION)
    for _time in range(2):
        notifications.hears(
            workshops.RegistrationAccepted, subject="r1", data=FACTS, city="catania", dataref=REGISTRATION, id="e1"
        )
    notifications.run_job("send-mails")
    notifications.run_job("send-mails")
    assert len(post.taken) == 1


def test_an_erased_person_gets_nothing(notifications, post, owners):
    owners.erase(REGISTRATION)
    register(notifications)
    notifications.run_job("send-mails")
    assert post.taken == []
    assert [mail["state"] for mail in mails(notifications)] == ["gone"]


def test_an_owner_that_does_not_answer_is_asked_again_later(notifications, post, owners):
    register(notifications)
    notifications.run_job("send-mails")
    assert [(mail["state"], mail["tries"]) for mail in mails(notifications)] == [("queued", 1)]
    owners.know(REGISTRATION)
    notifications.clock.move(minutes=2)
    notifications.run_job("send-mails")
    assert len(post.taken) == 1


def test_greylisting_is_waited_out_with_the_same_message_id(notifications, post, owners):
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


def test_a_refused_address_fails_at_once_and_is_said(notifications, post, owners):
    owners.know(REGISTRATION)
    register(notifications)
    post.to_recipients = ["550 5.1.1 No such user"]
    notifications.run_job("send-mails")
    [mail] = mails(notifications, state="failed")
    assert (mail["state"], mail["reason"], mail["tries"]) == ("failed", "refused", 1)
    assert notifications.published() == [("eu.learning-cities.notifications.mail.failed.v1", mail["id"])]
    assert "ana@" not in str(notifications.outbox())


def test_after_72_hours_a_mail_is_given_up(notifications, post, owners):
    owners.know(REGISTRATION)
    register(notifications)
    post.to_recipients = ["451 4.7.1 Greylisted"] * 30
    for _hours in range(19):
        notifications.run_job("send-mails")
        notifications.clock.move(hours=4, minutes=30)
    [mail] = mails(notifications)
    assert (mail["state"], mail["reason"]) == ("failed", "expired")
    assert post.taken == []


def test_a_batch_uses_one_connection(notifications, post, owners):
    for number in range(5):
        dataref = owners.know(f"/contacts/registrations/r{number}")
        notifications.hears(
            workshops.RegistrationAccepted, subject=f"r{number}", data=FACTS, city="catania", dataref=dataref
        )
    notifications.run_job("send-mails")
    assert len(post.taken) == 5
    assert post.connections == 1


def test_a_mail_server_that_is_down_is_waited_for(start, owners):
    notifications = start(smtp_url="smtp://127.0.0.1:1")
    owners.know(REGISTRATION)
    register(notifications)
    notifications.run_job("send-mails")
    assert [(mail["state"], mail["tries"]) for mail in mails(notifications)] == [("queued", 1)]


def test_a_mail_that_cannot_be_made_holds_up_no_other(notifications, post, owners):
    owners.know(REGISTRATION)
    owners.know("/contacts/registrations/r2")
    register(notifications)
    notifications.database.rows("mails").update_one({}, {"$set": {"facts": {}}})
    notifications.hears(
        workshops.RegistrationAccepted, subject="r2", data=FACTS, city="catania", dataref="/contacts/registrations/r2"
    )
    notifications.run_job("send-mails")
    assert sorted(mail["state"] for mail in mails(notifications)) == ["queued", "sent"]


@pytest.mark.parametrize("address", ["a@b.org\r\nBcc: all@example.org", "a@b.org, c@d.org", "<a@b.org>", "nobody", "a b@c.org"])  # fmt: skip
def test_an_address_that_smuggles_something_is_refused(notifications, post, owners, address):
    owners.know(REGISTRATION, email=address)
    register(notifications)
    notifications.run_job("send-mails")
    assert post.taken == []
    assert [mail["reason"] for mail in mails(notifications)] == ["refused"]


def test_a_name_or_title_smuggles_no_header_html_or_calendar_line(notifications, post, owners):
    owners.know(REGISTRATION, name="Ana\r\nBcc: all@example.org\r\n\r\n<b>x</b>")
    title = {"en": "Open day\nSUMMARY:x <script>alert(1)</script>"}
    register(notifications, title=title, place={"name": "Hall; 1, \\n", "address": None})
    notifications.run_job("send-mails")
    [message] = post.taken
    assert message["Bcc"] is None
    assert [envelope.rcpt_tos for envelope in post.envelopes] == [["ana@example.org"]]
    assert "<script>" not in words(message, "html") and "<b>" not in words(message, "html")
    _method, event = calendar_of(message)
    assert str(event["summary"]) == "Open day SUMMARY:x <script>alert(1)</script>"
    assert str(event["location"]) == "Hall; 1, \\n"


def test_without_smtp_mails_lie_in_a_maildir_that_operators_read(start: Callable[..., ServiceUnderTest], owners):
    notifications = start()
    owners.know(REGISTRATION, language="hu")
    register(notifications)
    notifications.run_job("send-mails")
    [letter] = notifications.signed_in("operator").get("/mailbox")["items"]
    assert (letter["to"], letter["language"]) == ("Ana <ana@example.org>", "hu")
    assert letter["attachments"] == ["invitation.ics"]
    assert "Scuola aperta" in letter["subject"] and "Scuola aperta" in letter["text"]
    notifications.signed_in("lead_staff", "catania").get("/mailbox", status=403)


def test_the_maildir_is_paged_newest_first(start: Callable[..., ServiceUnderTest], owners):
    notifications = start()
    operator = notifications.signed_in("operator")
    assert operator.get("/mailbox") == {"items": [], "next": None}
    for number in range(3):
        dataref = owners.know(f"/contacts/registrations/r{number}", name=f"Ana {number}")
        notifications.hears(
            workshops.RegistrationAccepted, subject=f"r{number}", data=FACTS, city="catania", dataref=dataref
        )
        notifications.run_job("send-mails")
    first = operator.get("/mailbox", query_string={"limit": 2})
    second = operator.get("/mailbox", query_string={"limit": 2, "after": first["next"]})
    assert [letter["to"] for letter in first["items"] + second["items"]] == [
        "Ana 2 <ana@example.org>", "Ana 1 <ana@example.org>", "Ana 0 <ana@example.org>",
    ]  # fmt: skip
    assert second["next"] is None


def test_staff_see_the_mails_of_their_city_only(notifications, owners):
    register(notifications)
    [mail] = mails(notifications)
    assert notifications.signed_in("lead_staff", "bologna").get("/mails")["items"] == []
    notifications.signed_in("lead_staff", "bologna").get(f"/mails/{mail['id']}", status=404)
    notifications.anonymous().get("/mails", status=401)

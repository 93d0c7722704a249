"""The Maildir of a machine without a mail server, and who may read it."""

from collections.abc import Callable

from services.chassis.testing import ServiceUnderTest
from tests.service.notifications.outside import Owners
from tests.service.notifications.samples import REGISTRATION, register


def test_without_smtp_mails_lie_in_a_maildir_that_operators_read(
    start: Callable[..., ServiceUnderTest], owners: Owners
) -> None:
    notifications = start()
    owners.know(REGISTRATION, language="hu")
    register(notifications)
    notifications.run_job("send-mails")
    [letter] = notifications.signed_in("operator").get("/mailbox")["items"]
    assert (letter["to"], letter["language"]) == ("Ana <ana@example.org>", "hu")
    assert letter["attachments"] == ["invitation.ics"]
    assert "Scuola aperta" in letter["subject"] and "Scuola aperta" in letter["text"]
    notifications.signed_in("lead_staff", "catania").get("/mailbox", status=403)


def test_the_maildir_is_paged_newest_first(start: Callable[..., ServiceUnderTest], owners: Owners) -> None:
    notifications = start()
    operator = notifications.signed_in("operator")
    assert operator.get("/mailbox") == {"items": [], "next": None}
    for number in range(3):
        owners.know(f"/contacts/registrations/r{number}", name=f"Ana {number}")
        register(notifications, number)
        notifications.run_job("send-mails")
    first = operator.get("/mailbox", query_string={"limit": 2})
    second = operator.get("/mailbox", query_string={"limit": 2, "after": first["next"]})
    assert [letter["to"] for letter in first["items"] + second["items"]] == [
        "Ana 2 <ana@example.org>", "Ana 1 <ana@example.org>", "Ana 0 <ana@example.org>",
    ]  # fmt: skip
    assert second["next"] is None

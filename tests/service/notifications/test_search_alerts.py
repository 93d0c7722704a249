"""Whose saved search finds something new, or whose agreement ends, reads of it, is written to, and can end that."""

from typing import Any

from services.chassis.testing import ServiceUnderTest
from services.contracts.governance import AgreementExpiring
from services.contracts.registry import SearchMatched
from tests.service.notifications.outside import Owners, Post
from tests.service.notifications.samples import words

OWNER = "person-lead_staff-catania"


def matched(notifications: ServiceUnderTest, new: int = 1, search: str = "s1") -> None:
    """The registry says that a saved search finds something new."""
    notifications.hears(SearchMatched, subject=search, data={"owner": OWNER, "new": new})


def rows(notifications: ServiceUnderTest, name: str) -> list[dict[str, Any]]:
    """What is kept."""
    return list(notifications.database.rows(name).find())


def test_the_owner_of_a_search_is_told_until_they_have_enough(
    notifications: ServiceUnderTest, post: Post, owners: Owners
) -> None:
    owners.know(f"/contacts/accounts/{OWNER}", language="it")
    owners.know("/contacts/searches/s1", name="Case per {Ahmed} & %(x)s")
    staff = notifications.signed_in("lead_staff", "catania")
    staff.patch("/preferences", {"language": "it"})
    matched(notifications, search="unknown")
    matched(notifications, 3)
    notifications.run_job("send-mails")
    [mail] = post.taken  # whose name nobody tells waits by itself
    assert str(mail["Subject"]) == "La sua ricerca salvata trova 3 nuove voci"
    assert "la sua ricerca salvata «Case per {Ahmed} & %(x)s»" in words(mail)
    assert "Ahmed" not in str(mail["Subject"])
    assert all("Ahmed" not in str(row) for name in ("mails", "messages") for row in rows(notifications, name))
    assert "https://cities.example/it/staff/registry/searches/s1" in words(mail)
    assert "https://cities.example/it/staff/messages/preferences" in words(mail)
    message = staff.get("/messages")["items"][0]
    assert (message["kind"], message["about"]) == ("search-matched", "s1")
    assert message["text"] == "One of your saved searches finds something new (3)."
    assert notifications.signed_in("lead_staff", "bologna").get("/messages")["items"] == []

    link = str(mail["List-Unsubscribe"]).strip("<>").removeprefix("https://cities.example/api/v1/notifications")
    notifications.anonymous().request("POST", link, 204, data={"List-Unsubscribe": "One-Click"})
    assert staff.get("/preferences")["mail"]["search-matched"] is False
    matched(notifications)
    notifications.run_job("send-mails")
    assert len(post.taken) == 1
    staff.patch("/preferences", {"mail": {"search-matched": True}})
    matched(notifications)
    notifications.run_job("send-mails")
    assert [str(one["Subject"]) for one in post.taken[1:]] == ["La sua ricerca salvata trova 1 nuova voce"]

    matched(notifications)
    owners.erase("/contacts/searches/s1")
    notifications.run_job("send-mails")
    assert len(post.taken) == 2, "whoever has removed a search hears no more of it"


def test_who_noted_an_agreement_is_written_to_before_it_ends_until_they_have_enough(
    notifications: ServiceUnderTest, post: Post, owners: Owners
) -> None:
    owners.know(f"/contacts/accounts/{OWNER}", language="it")
    staff = notifications.signed_in("lead_staff", "catania")
    said = {"partnership": "p1", "name": "LDP Catania", "expires_on": "2027-01-31"}
    for noted_by in ({"noted_by": OWNER}, {"noted_by": None}, {}):
        notifications.hears(AgreementExpiring, subject="a1", city="catania", data={**said, **noted_by})
    notifications.run_job("send-mails")
    [mail] = post.taken
    assert "LDP Catania" in str(mail["Subject"]) and "31" in str(mail["Subject"])
    assert "https://cities.example/it/staff/registry/partnerships/p1" in words(mail)
    assert len(staff.get("/messages")["items"]) == 3, "the staff of the city are told in any case"
    staff.patch("/preferences", {"mail": {"agreement-expiring": False}})
    notifications.hears(AgreementExpiring, subject="a2", city="catania", data={**said, "noted_by": OWNER})
    notifications.run_job("send-mails")
    assert len(post.taken) == 1

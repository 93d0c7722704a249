"""The in-app inbox and what people wish to hear, over the API."""

from typing import Any

import pytest

from services.chassis.testing import ServiceUnderTest
from services.contracts import gateway, registry, support, transfers

TICKET = {"category": "method", "language": "en", "state": "new", "practice": None, "asked_from": None, "answers": 0}
TRANSFER: dict[str, Any] = {
    "practice": "p1", "practice_title": {"it": "Officina"}, "from_city": "bologna", "state": "proposed",
    "components": [], "illustration": False,
}  # fmt: skip


def open_ticket(notifications: ServiceUnderTest, city: str | None = "catania", id: str | None = None) -> None:
    notifications.hears(support.TicketOpened, subject="t1", data=TICKET, city=city, id=id)


def inbox(
    notifications: ServiceUnderTest, city: str | None, language: str = "en", **query: str
) -> list[dict[str, Any]]:
    staff = notifications.signed_in("lead_staff" if city else "coordinator", city, language=language)
    found: list[dict[str, Any]] = staff.get("/messages", query_string=query)["items"]
    return found


def test_staff_of_the_city_are_told_and_no_others(notifications: ServiceUnderTest) -> None:
    open_ticket(notifications)
    [message] = inbox(notifications, "catania")
    assert (message["kind"], message["source"], message["about"]) == ("ticket-opened", "support", "t1")
    assert (message["text"], message["read"]) == ("A new question has reached the support desk.", False)
    assert inbox(notifications, "bologna") == []
    assert len(inbox(notifications, None)) == 1


def test_a_message_for_the_network_reaches_who_has_all_of_it(notifications: ServiceUnderTest) -> None:
    open_ticket(notifications, city=None)
    assert inbox(notifications, "catania") == []
    assert len(inbox(notifications, None)) == 1


def test_a_message_speaks_the_language_of_its_reader(notifications: ServiceUnderTest) -> None:
    notifications.hears(transfers.TransferOpened, subject="x1", data=TRANSFER, city="catania")
    [message] = inbox(notifications, "catania", "hu")
    assert message["text"] == "Megnyílt a(z) „Officina” gyakorlat átvétele."


def test_both_cities_of_a_transfer_are_told(notifications: ServiceUnderTest) -> None:
    notifications.hears(transfers.TransferOpened, subject="x1", data=TRANSFER, city="catania")
    assert [len(inbox(notifications, city)) for city in ("catania", "bologna", "berlin")] == [1, 1, 0]


def test_a_step_of_a_transfer_names_its_new_state(notifications: ServiceUnderTest) -> None:
    moved = TRANSFER | {"state": "re_using"}
    notifications.hears(transfers.TransferAdvanced, subject="x1", data=moved, city="catania")
    [message] = inbox(notifications, "catania", "it")
    assert message["text"] == "Il trasferimento della pratica «Officina» ha un nuovo stato: Sperimentazione."


def test_cities_are_called_as_the_reader_calls_them(notifications: ServiceUnderTest) -> None:
    vienna = {"name": "Wien", "country": "AT", "role": "both", "timezone": "Europe/Vienna"}
    names = {"hu": {"text": "Bécs", "status": "original"}}
    notifications.hears(registry.CityRegistered, subject="wien", city="wien", data=vienna)
    notifications.hears(registry.CityChanged, subject="wien", city="wien", data={**vienna, "names": names}, version=2)
    notifications.hears(gateway.CitiesLeftWithoutStaff, subject="a1", data={"cities": ["wien", "linz-land"]})
    assert [inbox(notifications, None, language)[0]["text"].split(": ")[1] for language in ("hu", "de")] == [
        "Bécs, Linz Land.", "Wien, Linz Land.",
    ]  # fmt: skip


def test_a_repeated_event_leaves_one_message(notifications: ServiceUnderTest) -> None:
    open_ticket(notifications, id="e1")
    open_ticket(notifications, id="e1")
    assert len(inbox(notifications, "catania")) == 1


def test_read_by_one_it_is_still_new_to_another(notifications: ServiceUnderTest) -> None:
    open_ticket(notifications)
    staff = notifications.signed_in("lead_staff", "catania")
    [message] = staff.get("/messages")["items"]
    assert staff.post(f"/messages/{message['id']}/read")["read"] is True
    assert staff.get("/messages", query_string={"unread": "true"})["items"] == []
    partner = notifications.signed_in("partner_staff", "catania")
    assert len(partner.get("/messages", query_string={"unread": "true"})["items"]) == 1


def test_a_message_of_another_city_cannot_be_read(notifications: ServiceUnderTest) -> None:
    open_ticket(notifications)
    [message] = inbox(notifications, "catania")
    notifications.signed_in("lead_staff", "bologna").post(f"/messages/{message['id']}/read", status=404)


def test_messages_are_paged_newest_first(notifications: ServiceUnderTest) -> None:
    for number in range(3):
        notifications.hears(support.TicketOpened, subject=f"t{number}", data=TICKET, city="catania")
        notifications.clock.move(seconds=1)
    staff = notifications.signed_in("lead_staff", "catania")
    first = staff.get("/messages", query_string={"limit": 2})
    second = staff.get("/messages", query_string={"limit": 2, "after": first["next"]})
    assert [one["about"] for one in first["items"] + second["items"]] == ["t2", "t1", "t0"]


def test_a_kind_that_somebody_does_not_want_is_left_out_for_them_alone(notifications: ServiceUnderTest) -> None:
    open_ticket(notifications)
    staff = notifications.signed_in("lead_staff", "catania")
    staff.patch("/preferences", {"in_app": {"ticket-opened": False}})
    assert staff.get("/messages")["items"] == []
    assert len(notifications.signed_in("partner_staff", "catania").get("/messages")["items"]) == 1


def test_who_never_said_wants_everything_in_their_language(notifications: ServiceUnderTest) -> None:
    shown = notifications.signed_in("lead_staff", "catania", language="it").get("/preferences")
    assert shown["language"] == "it"
    assert set(shown["in_app"].values()) == set(shown["mail"].values()) == {True}


def test_preferences_change_a_wish_at_a_time_under_their_version(notifications: ServiceUnderTest) -> None:
    staff = notifications.signed_in("lead_staff", "catania")
    staff.get("/preferences")
    assert staff.last_response is not None
    first = staff.last_response.headers["ETag"]
    staff.patch("/preferences", {"language": "de"}, etag=first)
    staff.patch("/preferences", {"language": "fr"}, status=412, etag=first)
    changed = staff.patch("/preferences", {"in_app": {"round-closed": False}})
    assert changed["language"] == "de"
    assert [kind for kind, wanted in changed["in_app"].items() if not wanted] == ["round-closed"]


@pytest.mark.parametrize(
    ("wishes", "path"),
    [
        ({"language": "xx"}, "language"),
        ({"in_app": {"nothing": True}}, "in_app.nothing"),
        ({"mail": {"webhook-disabled": "yes"}}, "mail.webhook-disabled"),
        ({"account": "other"}, "account"),
    ],
)
def test_a_wrong_wish_names_the_field(notifications: ServiceUnderTest, wishes: dict[str, Any], path: str) -> None:
    problem = notifications.signed_in("lead_staff", "catania").patch("/preferences", wishes, status=422)
    assert [error["path"] for error in problem["errors"]] == [path]

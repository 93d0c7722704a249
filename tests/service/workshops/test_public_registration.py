"""Registering by a link without an account, and one's own registration by a personal link."""

from services.chassis.testing import Caller, ServiceUnderTest
from tests.service.workshops.conftest import enrol, paths, person, plan, said


def token_of(notifications: Caller, id: str) -> str:
    """The secret part of a personal link, as it stands in the mail."""
    link: str = notifications.get(f"/contacts/registrations/{id}")["link"]
    return link.rsplit("/", 1)[1]


def test_the_link_shows_the_gathering_and_takes_a_registration(
    workshops: ServiceUnderTest, staff: Caller, anybody: Caller
) -> None:
    made = plan(staff, capacity=1, published=False)
    link = f"/public/gatherings/{made['registration_code']}"
    shown = anybody.get(link)
    assert (shown["id"], shown["title"], shown["availability"]["residents"]) == (made["id"], made["title"], "places")
    receipt = anybody.post(f"{link}/registrations", person(1, language="fr"), status=201)
    assert receipt == {
        "id": receipt["id"], "gathering": made["id"], "role_group": "residents", "status": "registered",
    }  # fmt: skip
    [event] = said(workshops, "registration.accepted")
    assert (event["subject"], event["actor"], event["city"]) == (receipt["id"], "anonymous", "catania")
    assert anybody.get(link)["availability"]["residents"] == "waiting_list"
    assert anybody.post(f"{link}/registrations", person(2), status=201)["status"] == "waiting"
    assert staff.get(f"/gatherings/{made['id']}/registrations")["items"][0]["language"] == "fr"


def test_a_code_is_found_however_it_was_typed_and_a_false_one_is_not(staff: Caller, anybody: Caller) -> None:
    code = plan(staff)["registration_code"]
    assert anybody.get(f"/public/gatherings/{code[:5].lower()}-{code[5:]}")["status"] == "planned"
    anybody.get("/public/gatherings/NOSUCHCODE", status=404)
    anybody.post("/public/gatherings/NOSUCHCODE/registrations", person(), status=404)


def test_a_stranger_cannot_tell_whether_an_address_is_registered(
    workshops: ServiceUnderTest, staff: Caller, anybody: Caller
) -> None:
    made = plan(staff, capacity=5)
    [victim] = enrol(staff, made, person(1))
    link = f"/public/gatherings/{made['registration_code']}"
    before = anybody.get(link)
    known = anybody.post(f"{link}/registrations", person(1, name="Stranger"), status=201)
    assert anybody.get(link) == before
    unknown = anybody.post(f"{link}/registrations", person(2), status=201)
    assert anybody.get(link) == before
    assert {**known, "id": ""} == {**unknown, "id": ""}
    assert known["id"] != victim["id"]
    assert [one["name"] for one in staff.get(f"/gatherings/{made['id']}/registrations")["items"]] == [
        "Person 1",
        "Person 2",
    ]


def test_whoever_is_registered_again_is_reminded_once_a_day(
    workshops: ServiceUnderTest, staff: Caller, anybody: Caller
) -> None:
    made = plan(staff)
    [one] = enrol(staff, made, person(1))
    path = f"/public/gatherings/{made['registration_code']}/registrations"
    for _time in range(3):
        anybody.post(path, person(1), status=201)
    assert [(row["subject"], row["dataref"]) for row in said(workshops, "registration.repeated")] == [
        (one["id"], f"/contacts/registrations/{one['id']}")
    ]
    workshops.clock.move(hours=25)
    anybody.post(path, person(1), status=201)
    assert len(said(workshops, "registration.repeated")) == 2


def test_the_public_must_leave_an_address(staff: Caller, anybody: Caller) -> None:
    made = plan(staff)
    path = f"/public/gatherings/{made['registration_code']}/registrations"
    assert paths(anybody.post(path, {"name": "Ali", "role_group": "experts"}, status=422)) == ["email"]
    assert paths(anybody.post(path, person(1, group="Housing"), status=422)) == ["group"]


def test_the_same_request_repeated_registers_once(staff: Caller, anybody: Caller) -> None:
    made = plan(staff)
    path = f"/public/gatherings/{made['registration_code']}/registrations"
    answers = [anybody.post(path, person(1), status=201, key="one-and-the-same") for _time in range(2)]
    assert answers[0] == answers[1]
    assert staff.get(f"/gatherings/{made['id']}/roster")["total_registered"] == 1


def test_somebody_cancels_by_their_own_link_and_the_next_moves_up(
    workshops: ServiceUnderTest, staff: Caller, anybody: Caller, notifications: Caller
) -> None:
    made = plan(staff, capacity=1)
    one, two = enrol(staff, made, person(1), person(2))
    own = f"/public/registrations/{token_of(notifications, one['id'])}"
    assert (anybody.get(own)["status"], anybody.get(own)["gathering"]["id"]) == ("registered", made["id"])
    assert anybody.get(own)["personal_code"] is not None
    waiting = anybody.get(f"/public/registrations/{token_of(notifications, two['id'])}")
    assert (waiting["status"], waiting["position"], waiting["personal_code"]) == ("waiting", 1, None)
    assert anybody.post(f"{own}/cancel")["status"] == "cancelled"
    assert anybody.post(f"{own}/cancel")["status"] == "cancelled"
    assert [row["subject"] for row in said(workshops, "registration.promoted")] == [two["id"]]


def test_a_link_opens_its_own_registration_only(staff: Caller, anybody: Caller, notifications: Caller) -> None:
    made = plan(staff)
    one, two = enrol(staff, made, person(1), person(2))
    token = token_of(notifications, one["id"])
    other = token_of(notifications, two["id"])
    for false in (token[:-1] + ("A" if token[-1] != "A" else "B"), token[:22] + other[22:], "x", "é" * 43):
        anybody.get(f"/public/registrations/{false}", status=404)
        anybody.post(f"/public/registrations/{false}/cancel", status=404)
    staff.delete(f"/gatherings/{made['id']}/registrations/{one['id']}")
    anybody.get(f"/public/registrations/{token}", status=404)


def test_the_store_holds_nothing_that_opens_a_personal_link(
    workshops: ServiceUnderTest, staff: Caller, notifications: Caller
) -> None:
    made = plan(staff)
    [one] = enrol(staff, made, person(1))
    contact = notifications.get(f"/contacts/registrations/{one['id']}")
    whole = str([row for name in workshops.database.declared for row in workshops.database.rows(name).find()])
    assert contact["link"].rsplit("/", 1)[1] not in whole
    assert contact["personal_code"] not in whole and contact["personal_code"].replace("-", "") not in whole

"""Who gets a place, who waits, who moves up; what staff see and may put right."""

import csv
import io

from services.chassis.testing import Caller, ServiceUnderTest
from tests.contention import contested
from tests.service.workshops.conftest import GROUPS, enrol, in_days, paths, person, plan, said


def test_over_quota_one_waits_while_other_groups_still_get_places(workshops: ServiceUnderTest, staff: Caller) -> None:
    made = plan(staff, capacity=10, quotas={"residents": 2})
    people = enrol(staff, made, *(person(n) for n in (1, 2, 3, 4)), person(5, "experts"))
    assert [(one["status"], one["position"]) for one in people] == [
        ("registered", None), ("registered", None), ("waiting", 1), ("waiting", 2), ("registered", None),
    ]  # fmt: skip
    roster = staff.get(f"/gatherings/{made['id']}/roster")
    assert roster["registered"] == {"residents": 2, "experts": 1, "administrators": 0, "business": 0}
    assert (roster["total_registered"], roster["total_waiting"], roster["places_left"]) == (3, 2, 7)
    told = said(workshops, "registration.accepted")
    assert [(row["data"]["status"], row["data"]["position"]) for row in told[1:3]] == [
        ("registered", None),
        ("waiting", 1),
    ]
    assert told[0]["dataref"] == f"/contacts/registrations/{people[0]['id']}"


def test_over_capacity_one_waits_though_the_quota_has_room(staff: Caller) -> None:
    made = plan(staff, capacity=1, quotas={"residents": 1})
    people = enrol(staff, made, person(1), person(2, "experts"))
    assert [one["status"] for one in people] == ["registered", "waiting"]


def test_when_somebody_cancels_the_first_of_the_group_moves_up(workshops: ServiceUnderTest, staff: Caller) -> None:
    made = plan(staff, capacity=4, quotas={"residents": 1, "experts": 1})
    first, _expert, second, third, waiting_expert = enrol(
        staff, made, person(1), person(2, "experts"), person(3), person(4), person(5, "experts")
    )
    staff.post(f"/gatherings/{made['id']}/registrations/{first['id']}/cancel")
    now = {one["id"]: one for one in staff.get(f"/gatherings/{made['id']}/registrations")["items"]}
    assert now[first["id"]]["status"] == "cancelled"
    assert (now[second["id"]]["status"], now[second["id"]]["position"]) == ("registered", None)
    assert (now[third["id"]]["status"], now[third["id"]]["position"]) == ("waiting", 1)
    assert (now[waiting_expert["id"]]["status"], now[waiting_expert["id"]]["position"]) == ("waiting", 1)
    assert [row["subject"] for row in said(workshops, "registration.cancelled")] == [first["id"]]
    [promoted] = said(workshops, "registration.promoted")
    assert (promoted["subject"], promoted["data"]["status"]) == (second["id"], "registered")
    assert promoted["dataref"] == f"/contacts/registrations/{second['id']}"


def test_cancelling_twice_frees_one_place(workshops: ServiceUnderTest, staff: Caller) -> None:
    made = plan(staff, capacity=1)
    first, *_waiting = enrol(staff, made, person(1), person(2), person(3))
    for _time in range(2):
        staff.post(f"/gatherings/{made['id']}/registrations/{first['id']}/cancel")
    assert staff.get(f"/gatherings/{made['id']}/roster")["total_waiting"] == 1
    assert len(said(workshops, "registration.cancelled")) == 1


def test_more_places_are_given_to_who_waits_in_their_order(workshops: ServiceUnderTest, staff: Caller) -> None:
    made = plan(staff, capacity=3, quotas={"residents": 1})
    people = enrol(staff, made, *(person(n) for n in (1, 2, 3, 4)))
    staff.patch(f"/gatherings/{made['id']}", {"quotas": {"residents": 3}})
    assert [row["subject"] for row in said(workshops, "registration.promoted")] == [people[1]["id"], people[2]["id"]]
    staff.patch(f"/gatherings/{made['id']}", {"capacity": 4, "quotas": {"residents": None}})
    assert said(workshops, "registration.promoted")[-1]["subject"] == people[3]["id"]
    assert staff.get(f"/gatherings/{made['id']}/roster")["places_left"] == 0


def test_places_that_were_given_are_not_taken_away(staff: Caller) -> None:
    made = plan(staff, capacity=3)
    enrol(staff, made, person(1), person(2))
    problem = staff.patch(f"/gatherings/{made['id']}", {"capacity": 1}, status=422)
    assert paths(problem) == ["capacity"]
    assert staff.get(f"/gatherings/{made['id']}")["capacity"] == 3


def test_an_address_registers_once_a_gathering_until_it_cancels(staff: Caller) -> None:
    made, other = plan(staff), plan(staff)
    [one] = enrol(staff, made, person(1, email="Maria@Example.org"))
    again = person(1, "experts", email="maria@example.ORG")
    assert paths(staff.post(f"/gatherings/{made['id']}/registrations", again, status=422)) == ["email"]
    enrol(staff, other, again)
    staff.post(f"/gatherings/{made['id']}/registrations/{one['id']}/cancel")
    enrol(staff, made, again)


def test_somebody_at_the_door_needs_no_address(staff: Caller) -> None:
    made = plan(staff)
    people = enrol(staff, made, person(1, email=None), {"role_group": "experts", "name": "Ali"})
    assert [one["email"] for one in people] == [None, None]
    code = staff.get(f"/gatherings/{made['id']}/registrations/{people[0]['id']}/code")["personal_code"]
    assert len(code) == 9


def test_a_wrong_registration_is_refused_by_its_fields(staff: Caller) -> None:
    made = plan(staff)
    wrong = {"role_group": "tourists", "name": " ", "email": "nowhere", "shoe_size": 43}
    problem = staff.post(f"/gatherings/{made['id']}/registrations", wrong, status=422)
    assert paths(problem) == ["email", "name", "role_group", "shoe_size"]


def test_staff_put_data_right_but_not_onto_somebody_elses_address(staff: Caller) -> None:
    made = plan(staff)
    one, two = enrol(staff, made, person(1), person(2))
    path = f"/gatherings/{made['id']}/registrations/{one['id']}"
    changed = staff.patch(path, {"name": "Maria Rossi", "group": "Housing"}, etag='"1"')
    assert (changed["name"], changed["group"], changed["email"]) == ("Maria Rossi", "Housing", one["email"])
    assert paths(staff.patch(path, {"email": two["email"].upper()}, status=422)) == ["email"]
    staff.patch(path, {"email": one["email"]})
    elsewhere = plan(staff)
    staff.get(f"/gatherings/{elsewhere['id']}/registrations/{one['id']}", status=404)


def test_people_are_found_by_the_beginning_of_a_name_or_an_address(staff: Caller) -> None:
    made = plan(staff)
    enrol(staff, made, person(1, name="Jánosné Őry", organisation="Caritas"), person(2, name="Ali Demir"))
    path = f"/gatherings/{made['id']}/registrations"
    found = {word: staff.get(path, query_string={"q": word})["items"] for word in ("ory", "carit", "person2", "zoe")}
    names = {word: [one["name"] for one in items] for word, items in found.items()}
    assert names == {"ory": ["Jánosné Őry"], "carit": ["Jánosné Őry"], "person2": ["Ali Demir"], "zoe": []}
    waiting = staff.get(path, query_string={"status": "waiting", "role_group": "residents"})
    assert waiting["items"] == []


def test_an_erased_person_leaves_nothing_and_a_free_place(
    workshops: ServiceUnderTest, staff: Caller, notifications: Caller
) -> None:
    made = plan(staff, capacity=1)
    one, two = enrol(staff, made, person(1, name="Erased Person"), person(2))
    staff.delete(f"/gatherings/{made['id']}/registrations/{one['id']}")
    notifications.get(f"/contacts/registrations/{one['id']}", status=410)
    staff.get(f"/gatherings/{made['id']}/registrations/{one['id']}", status=404)
    assert staff.get(f"/gatherings/{made['id']}/registrations/{two['id']}")["status"] == "registered"
    whole = [row for name in workshops.database.declared for row in workshops.database.rows(name).find()]
    assert "Erased Person" not in str(whole) and "person1@" not in str(whole)


def test_contacts_are_for_services_and_say_whom_to_write_to(
    workshops: ServiceUnderTest, staff: Caller, notifications: Caller
) -> None:
    made = plan(staff)
    [one] = enrol(staff, made, person(1, language="hu"))
    contact = notifications.get(f"/contacts/registrations/{one['id']}")
    assert {name: contact[name] for name in ("name", "email", "language")} == {
        "name": "Person 1", "email": "person1@example.org", "language": "hu",
    }  # fmt: skip
    assert contact["link"].startswith(f"{workshops.settings.public_url}/hu/registrations/")
    code = staff.get(f"/gatherings/{made['id']}/registrations/{one['id']}/code")["personal_code"]
    assert contact["personal_code"] == code
    staff.get(f"/contacts/registrations/{one['id']}", status=403)
    workshops.anonymous().get(f"/contacts/registrations/{one['id']}", status=403)


def test_events_hold_no_name_and_no_address(workshops: ServiceUnderTest, staff: Caller) -> None:
    made = plan(staff, capacity=1)
    one, _two = enrol(staff, made, person(1), person(2))
    staff.post(f"/gatherings/{made['id']}/registrations/{one['id']}/cancel")
    staff.post(f"/gatherings/{made['id']}/cancel")
    assert len(workshops.outbox()) == 7
    assert "Person " not in str(workshops.outbox()) and "@" not in str(workshops.outbox())


def test_a_year_after_the_end_only_counts_remain(workshops: ServiceUnderTest, staff: Caller) -> None:
    made = plan(staff)
    enrol(staff, made, person(1), person(2, "experts"))
    workshops.clock.move(days=31 + 364)
    workshops.run_job("forget-registrations")
    assert workshops.database.rows("registrations").count_documents({"name": {"$exists": True}}) == 2
    workshops.clock.move(days=2)
    with contested(workshops, "gatherings", made["id"]):
        workshops.run_job("forget-registrations")
    workshops.run_job("forget-registrations")
    assert workshops.database.rows("registrations").count_documents({"name": {"$exists": True}}) == 0
    reader = workshops.signed_in("lead_staff", city="catania")
    assert reader.get(f"/gatherings/{made['id']}/roster")["registered"]["experts"] == 1
    assert reader.get(f"/gatherings/{made['id']}/registrations")["items"] == []


def test_the_spreadsheet_has_every_row_and_no_formula(workshops: ServiceUnderTest, staff: Caller) -> None:
    made = plan(staff, capacity=1)
    enrol(staff, made, person(1, name='=HYPERLINK("https://evil.example")', organisation="+39 association"),
          person(2, name="Jánosné Őry"))  # fmt: skip
    file = staff.get(f"/gatherings/{made['id']}/registrations.csv")
    assert file.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(file.decode("utf-8-sig"))))
    assert rows[0][:5] == ["Role group", "Status", "Position", "Name", "E-mail"]
    assert rows[1][3:6] == ['\'=HYPERLINK("https://evil.example")', "person1@example.org", "'+39 association"]
    assert rows[2][:4] == ["Residents", "On the waiting list", "1", "Jánosné Őry"]
    assert "attachment" in staff.last_response.headers["Content-Disposition"]  # type: ignore[union-attr]


def test_the_roster_says_what_the_size_means_for_the_method(staff: Caller) -> None:
    made = plan(staff)
    enrol(staff, made, *(person(n, group) for n, group in enumerate(GROUPS)))
    found = staff.get(f"/gatherings/{made['id']}/roster")["findings"]
    assert [(one["level"], one["code"], one["role_group"]) for one in found] == [
        ("block", "too_few", None), *(("block", "group_too_small", group) for group in GROUPS),
    ]  # fmt: skip
    assert found[0]["message"] == "4 people are registered; at least 15 are needed to start."
    assert found[1]["message"] == "Residents: 1 person is registered; at least 4 are needed."
    staff.patch(f"/gatherings/{made['id']}", {"quotas": {"residents": 3}})
    told = [one["message"] for one in staff.get(f"/gatherings/{made['id']}/roster")["findings"]]
    assert "Residents: there are 3 places; at least 4 people are needed. Allow more." in told


def test_nobody_registers_once_it_is_over(workshops: ServiceUnderTest, staff: Caller) -> None:
    begins, ends = in_days(1), in_days(1.5)
    made = plan(staff, starts_at=begins.isoformat(), ends_at=ends.isoformat())
    workshops.clock.move(days=1.2)
    enrol(staff, made, person(1))  # at the door, while it goes on
    workshops.clock.move(days=0.5)
    staff.post(f"/gatherings/{made['id']}/registrations", person(2), status=409)

"""How a partnership works together, over HTTP: agreements, tables, meetings, decisions, capacity."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from services.chassis.testing import Caller, ServiceUnderTest
from tests.service.registry.conftest import Register

LEVELS = {"network_management": 2, "participation": 1, "monitoring": 3, "funding": 2}


@pytest.fixture
def members(register: Register) -> list[str]:
    """The lead, two core members and an observer."""
    return [str(register(name)["id"]) for name in ("City hall", "School", "Chamber", "Press")]


@pytest.fixture
def here(staff: Caller, members: list[str]) -> str:
    """The address of a partnership of Catania."""
    others = [{"organisation": id, "role": "core"} for id in members[1:3]]
    others.append({"organisation": members[3], "role": "observer"})
    body = {"name": "LDP", "lead_organisation": members[0], "since": "2025-01-01", "members": others}
    return f"/partnerships/{staff.post('/partnerships', body, status=201)['id']}"


@pytest.fixture
def meeting(staff: Caller, here: str) -> str:
    """The address of a meeting."""
    body = {"title": "First meeting", "day": "2026-01-15", "time": "17:00", "agenda": ["Welcome", "Plan"]}
    return f"{here}/meetings/{staff.post(f'{here}/meetings', body, status=201)['id']}"


def said(registry: ServiceUnderTest, subject: str) -> list[str]:
    """What was said of a kind of subject, in short."""
    heads = [type.removeprefix("eu.learning-cities.registry.") for type, _id in registry.published()]
    return [head.removesuffix(".v1") for head in heads if head.startswith(subject)]


def days_from(registry: ServiceUnderTest, number: int) -> str:
    """The day `number` days from today, in the city: for an hour or two it is another than in UTC."""
    return (registry.clock.now().astimezone(ZoneInfo("Europe/Rome")) + timedelta(days=number)).date().isoformat()


def test_the_end_of_an_agreement_is_said_once_unless_it_is_renewed(
    registry: ServiceUnderTest, staff: Caller, here: str
) -> None:
    body = {"signed_on": "2025-01-01", "expires_on": days_from(registry, 90), "reference": "Prot. 12/2025"}
    signed = staff.post(f"{here}/agreements", body, status=201)
    assert (signed["quorum_percent"], signed["remind_days"], signed["remind_on"]) == (50, 60, days_from(registry, 30))
    registry.run_job("remind-of-agreements")
    assert said(registry, "agreement") == []
    registry.clock.move(days=31)
    for _again in range(2):
        registry.run_job("remind-of-agreements")
        assert said(registry, "agreement") == ["agreement.expiring"]
    event = registry.outbox()[-1]
    assert (event["subject"], event["data"]) == (
        signed["id"],
        {"partnership": signed["partnership"], "name": "LDP", "expires_on": signed["expires_on"],
         "noted_by": "person-lead_staff-catania"},
    )  # fmt: skip
    address = f"{here}/agreements/{signed['id']}"
    staff.patch(address, {"reference": "Prot. 13/2025"})
    registry.run_job("remind-of-agreements")
    assert said(registry, "agreement") == ["agreement.expiring"]
    staff.patch(address, {"expires_on": days_from(registry, 20)})
    staff.post(f"{here}/agreements", {"signed_on": days_from(registry, 0)}, status=201)
    registry.run_job("remind-of-agreements")
    assert said(registry, "agreement") == ["agreement.expiring"]
    assert staff.patch(address, {"expires_on": "2024-12-31"}, status=422)["errors"][0]["path"] == "expires_on"
    future = staff.post(f"{here}/agreements", {"signed_on": days_from(registry, 9)}, status=422)
    assert future["errors"][0]["path"] == "signed_on"
    assert [one["id"] for one in staff.get(f"{here}/agreements")["items"]][-1] == signed["id"]


def test_a_table_is_of_members_and_is_closed_by_its_last_day(
    registry: ServiceUnderTest, staff: Caller, neighbour: Caller, here: str, members: list[str], register: Register
) -> None:
    body = {"name": "Housing", "policy_areas": ["housing"], "members": members[1:3], "chair": members[1]}
    table = staff.post(f"{here}/tables", body, status=201)
    address = f"{here}/tables/{table['id']}"
    stranger = staff.patch(address, {"members": [members[1], register("Stranger")["id"]]}, status=422)
    assert stranger["errors"][0]["path"] == "members.1"
    assert staff.patch(address, {"chair": members[0]}, status=422)["errors"][0]["path"] == "chair"
    assert staff.patch(address, {"until": "2000-01-01"}, status=422)["errors"][0]["path"] == "until"
    closed = staff.patch(address, {"until": table["since"], "since": None})
    assert (closed["until"], closed["version"]) == (table["since"], 2)
    assert said(registry, "table") == ["table.opened", "table.changed"]
    assert neighbour.get(address)["name"] == "Housing"
    neighbour.patch(address, {"name": "Theirs"}, status=403)
    neighbour.post(f"{here}/tables", body, status=403)


def test_attendance_makes_a_quorum_by_the_mandates_and_the_agreement_of_the_day(
    staff: Caller, here: str, meeting: str, members: list[str], register: Register
) -> None:
    counted = staff.post(f"{meeting}/attendance", {"present": [members[0], members[3]], "guests": 2})
    assert counted["quorum"] == {"percent": 50, "entitled": 3, "needed": 2, "present": 1, "reached": False}
    assert (counted["status"], counted["guests"]) == ("held", 2)
    counted = staff.post(f"{meeting}/attendance", {"present": [*members[:2], members[0]]})
    assert (counted["quorum"]["reached"], counted["present"], counted["guests"]) == (True, members[:2], 0)
    staff.post(f"{here}/agreements", {"signed_on": "2026-01-01", "quorum_percent": 70}, status=201)
    counted = staff.post(f"{meeting}/attendance", {"present": members[:2]})
    assert (counted["quorum"]["needed"], counted["quorum"]["reached"]) == (3, False)
    assert staff.patch(meeting, {"day": "2025-12-31"})["quorum"]["reached"] is True
    stranger = staff.post(f"{meeting}/attendance", {"present": [register("Stranger")["id"]]}, status=422)
    assert stranger["errors"][0]["path"] == "present.0"
    staff.post(f"{meeting}/cancel", status=409)


def test_at_a_table_its_members_vote(staff: Caller, here: str, meeting: str, members: list[str]) -> None:
    table = staff.post(f"{here}/tables", {"name": "Housing", "members": [members[3]]}, status=201)["id"]
    staff.patch(meeting, {"table": table})
    counted = staff.post(f"{meeting}/attendance", {"present": [members[3]]})["quorum"]
    assert (counted["entitled"], counted["reached"]) == (1, True)
    assert staff.patch(meeting, {"table": "none"}, status=422)["errors"][0]["path"] == "table"


def test_a_meeting_to_come_has_no_attendance_and_can_be_cancelled(
    registry: ServiceUnderTest, staff: Caller, here: str, members: list[str]
) -> None:
    body = {"title": "Next", "day": days_from(registry, 20)}
    address = f"{here}/meetings/{staff.post(f'{here}/meetings', body, status=201)['id']}"
    staff.post(f"{address}/attendance", {"present": members}, status=409)
    staff.patch(address, {"minutes": "Too early"}, status=409)
    assert staff.post(f"{address}/cancel")["status"] == "cancelled"
    assert said(registry, "meeting") == ["meeting.planned", "meeting.cancelled"]
    assert registry.outbox()[-1]["data"]["name"] == "LDP"
    staff.patch(address, {"title": "Again"}, status=409)
    assert staff.get(f"{here}/meetings?status=cancelled")["items"][0]["title"] == "Next"


def test_a_meeting_of_a_day_that_is_over_is_noted_and_said_to_nobody(
    registry: ServiceUnderTest, staff: Caller, here: str, meeting: str
) -> None:
    staff.post(f"{meeting}/cancel")
    assert said(registry, "meeting") == []
    staff.post(f"{here}/meetings", {"title": "Today", "day": days_from(registry, 0)}, status=201)
    assert said(registry, "meeting") == ["meeting.planned"]


def test_minutes_are_drafted_approved_published_and_taken_back(
    registry: ServiceUnderTest, staff: Caller, neighbour: Caller, here: str, meeting: str, members: list[str]
) -> None:
    staff.post(f"{meeting}/attendance", {"present": members[:2]})
    staff.post(f"{meeting}/approve", status=409)
    draft = staff.patch(meeting, {"minutes": "We met.\nWe agreed."})
    assert draft["minutes_status"] == "draft"
    staff.post(f"{meeting}/publish", status=409)
    assert said(registry, "minutes") == []
    approved = staff.post(f"{meeting}/approve")
    assert (approved["minutes_status"], approved["approved_on"]) == ("approved", days_from(registry, 0))
    for change in ({"minutes": "Otherwise"}, {"title": "Otherwise"}):
        assert "approved" in staff.patch(meeting, change, status=409)["detail"]
    staff.post(f"{meeting}/attendance", {"present": members}, status=409)
    for _again in range(2):
        assert staff.post(f"{meeting}/publish")["published"]
    assert registry.outbox()[-1]["data"]["minutes"] == "We met.\nWe agreed."
    staff.post(f"{meeting}/withdraw")
    assert said(registry, "minutes") == ["minutes.published", "minutes.withdrawn"]
    entries = staff.get(f"{meeting}/history")["items"]
    assert [one["action"] for one in entries] == ["changed"] * 5 + ["added"]
    for path in (meeting, f"{meeting}/history"):
        neighbour.get(path, status=404)
    for listed in ("meetings", "decisions", "agreements"):
        neighbour.get(f"{here}/{listed}", status=404)


def test_of_two_who_write_the_minutes_the_second_is_told(
    registry: ServiceUnderTest, staff: Caller, meeting: str, members: list[str]
) -> None:
    staff.post(f"{meeting}/attendance", {"present": members[:2]})
    read = f'"{staff.get(meeting)["version"]}"'
    staff.patch(meeting, {"minutes": "First"}, etag=read)
    staff.patch(meeting, {"minutes": "Second"}, etag=read, status=412)
    assert staff.get(meeting)["minutes"] == "First"
    staff.post(f"{meeting}/approve", headers={"If-Match": read}, status=412)


def test_decisions_need_a_quorum_and_votes_add_up(staff: Caller, here: str, meeting: str, members: list[str]) -> None:
    body = {"meeting": meeting.rsplit("/", 1)[-1], "title": "Open a desk", "method": "vote"}
    counts = {"votes_for": 1, "votes_against": 1, "abstentions": 0}
    staff.post(f"{here}/decisions", {**body, **counts}, status=409)
    staff.post(f"{meeting}/attendance", {"present": members[:1]})
    staff.post(f"{here}/decisions", {**body, **counts}, status=409)
    staff.post(f"{meeting}/attendance", {"present": members[:2]})
    every = ["abstentions", "due_on", "votes_against", "votes_for"]
    for wrong, paths in (
        ({}, ["abstentions", "votes_against", "votes_for"]),
        ({"votes_for": 1, "votes_against": 0}, ["abstentions"]),
        ({"due_on": "2026-01-14"}, every),
        ({**counts, "abstentions": 1}, ["votes_for"]),
        ({**counts, "method": "consensus"}, ["votes_for"]),
    ):
        problem = staff.post(f"{here}/decisions", {**body, **wrong}, status=422)
        assert sorted(one["path"] for one in problem["errors"]) == paths
    for interested, path in ((members[1:2], "votes_for"), (members[2:3], "interested")):
        problem = staff.post(f"{here}/decisions", {**body, **counts, "interested": interested}, status=422)
        assert [one["path"] for one in problem["errors"]] == [path]
    alone = {"votes_for": 1, "votes_against": 0, "abstentions": 0, "interested": members[1:2]}
    decided = staff.post(f"{here}/decisions", {**body, **alone, "title": "A grant"}, status=201)
    assert (decided["outcome"], decided["interested"]) == ("adopted", members[1:2])
    tie = staff.post(f"{here}/decisions", {**body, **counts, "responsible": members[0]}, status=201)
    assert (tie["outcome"], tie["status"], tie["decided_on"]) == ("rejected", "nothing_to_do", "2026-01-15")
    adopted = staff.post(f"{here}/decisions", {**body, "method": "consensus", "due_on": "2026-03-01"}, status=201)
    assert (adopted["outcome"], adopted["status"]) == ("adopted", "open")
    for field, value in (("responsible", "nobody"), ("due_on", "2026-01-14")):
        wrong = staff.patch(f"{here}/decisions/{adopted['id']}", {field: value}, status=422)
        assert wrong["errors"][0]["path"] == field
    assert staff.post(f"{here}/decisions", {**body, "meeting": "none"}, status=422)["errors"][0]["path"] == "meeting"
    assert [one["id"] for one in staff.get(f"{here}/decisions?status=open&sort=due_on&q=des")["items"]] == [
        adopted["id"]
    ]


@pytest.fixture
def decision(registry: ServiceUnderTest, staff: Caller, here: str, meeting: str, members: list[str]) -> str:
    """The address of an open decision with a day in a month."""
    staff.post(f"{meeting}/attendance", {"present": members[:3]})
    body = {"meeting": meeting.rsplit("/", 1)[-1], "title": "Open a desk", "method": "consensus"}
    body |= {"responsible": members[1], "due_on": days_from(registry, 30)}
    return f"{here}/decisions/{staff.post(f'{here}/decisions', body, status=201)['id']}"


def test_a_late_decision_is_said_once_and_anew_with_a_new_day(
    registry: ServiceUnderTest, staff: Caller, decision: str
) -> None:
    registry.run_job("say-late-decisions")
    registry.clock.move(days=31)
    for _again in range(2):
        registry.run_job("say-late-decisions")
    staff.patch(decision, {"title": "Open a help desk"})  # what was said of its day is said
    registry.run_job("say-late-decisions")
    assert said(registry, "decision") == ["decision.overdue"]
    staff.patch(decision, {"due_on": days_from(registry, 5)})
    registry.clock.move(days=6)
    registry.run_job("say-late-decisions")
    assert said(registry, "decision") == ["decision.overdue"] * 2
    staff.post(f"{decision}/close", {"status": "done", "note": "Opened"})
    assert staff.patch(decision, {"due_on": days_from(registry, -1)})["status"] == "done"
    registry.run_job("say-late-decisions")
    assert said(registry, "decision") == ["decision.overdue"] * 2


def test_only_published_decisions_are_said_and_they_stay_up_to_date(
    registry: ServiceUnderTest, staff: Caller, neighbour: Caller, decision: str
) -> None:
    staff.patch(decision, {"title": "Open two desks"})
    assert said(registry, "decision") == []
    staff.post(f"{decision}/publish")
    closed = staff.post(f"{decision}/close", {"status": "dropped"})
    assert (closed["status"], closed["closed_on"]) == ("dropped", days_from(registry, 0))
    assert registry.outbox()[-1]["data"]["status"] == "dropped"
    staff.post(f"{decision}/close", {"status": "done"}, status=409)
    staff.post(f"{decision}/withdraw")
    staff.patch(decision, {"title": "Open no desk"})
    assert said(registry, "decision") == ["decision.published"] * 2 + ["decision.withdrawn"]
    neighbour.get(decision, status=404)
    assert len(staff.get(f"{decision}/history")["items"]) == 6


def test_a_program_asks_what_leads_to_a_person_before_everybody_reads_it(
    registry: ServiceUnderTest, staff: Caller
) -> None:
    asked = {"texts": [{"name": "detail", "text": "Welcome.\nAsk Ada: 095 730 1111"}], "country": "IT"}
    trace = {"name": "detail", "line": 2, "kind": "phone", "written": "095 730 1111"}
    assert staff.post("/traces", asked) == {"traces": [trace]}
    assert staff.post("/traces", {"texts": [{"name": "detail", "text": "We meet at 18:30."}]}) == {"traces": []}
    wrong = staff.post("/traces", {"texts": [{"name": "detail"}], "country": "Italy"}, status=422)
    assert {one["path"] for one in wrong["errors"]} == {"texts.0.text", "country"}
    assert all("730 1111" not in str(row) for row in registry.database.rows("audit").find())


def test_capacity_is_assessed_three_times_and_what_was_gained_is_counted(
    registry: ServiceUnderTest, staff: Caller, neighbour: Caller, here: str
) -> None:
    address = f"{here}/assessments"
    staff.post(address, {"moment": "middle", "day": "2026-01-01", "levels": LEVELS}, status=201)
    late = staff.post(address, {"moment": "start", "day": "2026-01-02", "levels": LEVELS}, status=422)
    assert late["errors"][0]["path"] == "day"
    for funding in (1, 2):
        body = {"moment": "start", "day": "2025-02-01", "levels": {**LEVELS, "funding": funding}}
        staff.post(address, body, status=201)
    staff.post(address, {"moment": "end", "levels": {**LEVELS, "participation": 5, "funding": 1}}, status=201)
    shown = staff.get(address)
    assert [(one["moment"], one["levels"]["funding"]) for one in shown["assessments"]] == [
        ("start", 2), ("middle", 2), ("end", 1),
    ]  # fmt: skip
    assert shown["gained"] == {"network_management": 0, "participation": 4, "monitoring": 0, "funding": -1}
    assert set(shown["assessments"][0]) == {"moment", "day", "organisation", "levels", "note"}
    too_high = staff.post(address, {"moment": "end", "levels": {**LEVELS, "funding": 6}}, status=422)
    assert too_high["errors"][0]["path"] == "levels.funding"
    neighbour.get(address, status=404)
    neighbour.post(address, {"moment": "end", "levels": LEVELS}, status=403)
    assert registry.published()[-1][0].endswith("partnership.formed.v1")


def test_what_has_ended_begins_nothing_and_parts_belong_to_their_partnership(
    staff: Caller, here: str, meeting: str, members: list[str]
) -> None:
    other = staff.post("/partnerships", {"name": "Other", "lead_organisation": members[0]}, status=201)["id"]
    staff.get(f"/partnerships/{other}/meetings/{meeting.rsplit('/', 1)[-1]}", status=404)
    staff.get("/partnerships/none/meetings", status=404)
    staff.post(f"{here}/end")
    for part, body in (
        ("tables", {"name": "Late"}), ("meetings", {"title": "Late", "day": "2026-01-01"}),
        ("agreements", {"signed_on": "2026-01-01"}), ("assessments", {"moment": "end", "levels": LEVELS}),
    ):  # fmt: skip
        staff.post(f"{here}/{part}", body, status=409)
    assert staff.get(f"{here}/history")["items"][-1]["action"] == "added"


def test_what_names_a_member_names_who_it_was_merged_into_and_back(
    staff: Caller, here: str, meeting: str, decision: str, members: list[str], register: Register
) -> None:
    tables = staff.post(f"{here}/tables", {"name": "Work", "members": members[:2], "chair": members[1]}, status=201)
    body = {"meeting": meeting.rsplit("/", 1)[-1], "title": "A grant", "method": "consensus"}
    stepped = staff.post(f"{here}/decisions", {**body, "interested": members[1:2]}, status=201)["id"]
    places = [f"{here}/tables/{tables['id']}", meeting, decision, f"{here}/decisions/{stepped}"]
    before = [staff.get(place) for place in places]
    survivor = register("The school")["id"]
    pair = staff.post("/duplicates", {"organisations": [survivor, members[1]]}, status=201)
    versions = {"survivor_version": 1, "merged_version": 1}
    staff.post(f"/duplicates/{pair['id']}/merge", {"survivor": survivor, **versions, "take": []})
    table, met, decided, granted = [staff.get(place) for place in places]
    assert (table["members"], table["chair"]) == ([members[0], survivor], survivor)
    assert (met["present"], decided["responsible"]) == ([members[0], survivor, members[2]], survivor)
    assert granted["interested"] == [survivor]
    staff.post(f"/duplicates/{pair['id']}/undo")
    for place, was in zip(places, before, strict=True):
        now = staff.get(place)
        assert {**now, "version": 0, "updated_at": 0} == {**was, "version": 0, "updated_at": 0}

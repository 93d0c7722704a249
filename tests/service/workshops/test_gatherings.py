"""Planning, changing and cancelling a gathering, as staff of a city do it."""

from services.chassis.testing import Caller, ServiceUnderTest
from services.contracts.registry import CityRegistered
from tests.contention import contested
from tests.service.workshops.conftest import enrol, gathering, in_days, paths, person, plan, said


def test_a_planned_gathering_is_there_and_is_told(workshops: ServiceUnderTest, staff: Caller) -> None:
    made = plan(staff, quotas={"residents": 8})
    assert staff.get(f"/gatherings/{made['id']}") == made
    assert (made["status"], made["stage"], made["sequence"]) == ("planned", "recruiting", 0)
    assert made["quotas"] == {"residents": 8, "experts": None, "administrators": None, "business": None}
    assert made["sizes"]["block_below"] == 15
    [event] = said(workshops, "gathering.planned")
    assert (event["subject"], event["city"]) == (made["id"], "catania")
    assert event["data"]["title"]["it"]["text"] == "Imparare insieme"
    assert event["data"]["registration_code"] == made["registration_code"]


def test_an_easw_has_the_agenda_of_the_method_in_six_languages(staff: Caller) -> None:
    made = plan(staff)
    assert len(made["agenda"]) == 14
    assert set(made["agenda"][0]["title"]) == {"en", "it", "de", "fr", "es", "hu"}
    assert made["agenda"][0]["starts_at"] == made["starts_at"]
    assert len({made["agenda"][0]["title"][language]["text"] for language in ("en", "it", "de", "fr", "es", "hu")}) == 6


def test_an_afternoon_is_too_short_for_the_whole_agenda(staff: Caller) -> None:
    begins = in_days(30)
    made = plan(staff, starts_at=begins.isoformat(), ends_at=in_days(30.2).isoformat())
    assert made["agenda"] == []


def test_the_city_lends_its_time_zone_and_language(workshops: ServiceUnderTest, staff: Caller) -> None:
    body = gathering()
    del body["timezone"]
    assert paths(staff.post("/gatherings", body, status=422)) == ["timezone"]
    facts = {"name": "Catania", "country": "IT", "role": "receiving", "timezone": "Europe/Rome", "languages": ["it"]}
    workshops.hears(CityRegistered, subject="catania", data=facts, city="catania")
    made = staff.post("/gatherings", body, status=201)
    assert (made["timezone"], made["language"]) == ("Europe/Rome", "it")


def test_wrong_fields_are_named_by_their_path_and_nothing_is_kept(workshops: ServiceUnderTest, staff: Caller) -> None:
    wrong = gathering(
        method="party", capacity=0, timezone="Europe/Atlantis", quotas={"residents": "many", "pets": 1},
        agenda=[{"starts_at": "tomorrow", "title": {"en": {"text": "Welcome"}}}],
    )  # fmt: skip
    assert paths(staff.post("/gatherings", wrong, status=422)) == [
        "agenda.0.starts_at", "capacity", "method", "quotas.pets", "quotas.residents", "timezone",
    ]  # fmt: skip
    assert staff.get("/gatherings")["items"] == []
    assert workshops.published() == []


def test_a_gathering_must_hold_together(staff: Caller) -> None:
    backwards = gathering(starts_at=in_days(31).isoformat(), ends_at=in_days(30).isoformat())
    assert paths(staff.post("/gatherings", backwards, status=422)) == ["ends_at"]
    mistyped = gathering(starts_at="0202-05-04T09:00:00+02:00", ends_at="9999-12-31T23:00:00+00:00")
    assert paths(staff.post("/gatherings", mistyped, status=422)) == ["ends_at", "starts_at"]
    outside = gathering(agenda=[{"starts_at": in_days(40).isoformat(), "title": {"en": "Late"}}])
    assert paths(staff.post("/gatherings", outside, status=422)) == ["agenda.0.starts_at"]
    greedy = gathering(capacity=10, quotas={"residents": 11, "experts": 10})
    problem = staff.post("/gatherings", greedy, status=422)
    assert problem["errors"] == [{"path": "quotas.residents", "message": "There are only 10 places in all."}]


def test_problems_speak_the_readers_language(workshops: ServiceUnderTest) -> None:
    greedy = gathering(capacity=10, quotas={"residents": 11})
    for language, sentence in {
        "it": "In tutto ci sono solo 10 posti.",
        "de": "Es gibt insgesamt nur 10 Plätze.",
        "fr": "Il n’y a que 10 places en tout.",
        "es": "Solo hay 10 plazas en total.",
        "hu": "Összesen csak 10 férőhely van.",
    }.items():
        staff = workshops.signed_in("lead_staff", city="catania", language=language)
        problem = staff.post("/gatherings", greedy, status=422)
        assert problem["errors"][0]["message"] == sentence


def test_another_citys_gathering_does_not_exist(workshops: ServiceUnderTest, staff: Caller) -> None:
    made = plan(staff)
    other = workshops.signed_in("lead_staff", city="bologna")
    other.get(f"/gatherings/{made['id']}", status=404)
    other.patch(f"/gatherings/{made['id']}", {"capacity": 40}, status=404)
    other.post(f"/gatherings/{made['id']}/cancel", status=404)
    other.get(f"/gatherings/{made['id']}/roster", status=404)
    other.get(f"/gatherings/{made['id']}/registrations", status=404)
    other.get(f"/gatherings/{made['id']}/registrations.csv", status=404)
    other.post(f"/gatherings/{made['id']}/registrations", person(), status=404)
    other.post(f"/gatherings/{made['id']}/ideas", {"title": "Ours"}, status=404)
    other.post(f"/gatherings/{made['id']}/rounds", {}, status=404)
    assert other.get("/gatherings")["items"] == []
    other.post("/gatherings", gathering(), status=403)


def test_names_and_addresses_are_not_for_who_only_reads(workshops: ServiceUnderTest, staff: Caller) -> None:
    made = plan(staff)
    [one] = enrol(staff, made, person())
    reader = workshops.signed_in("funding_authority", city="catania")
    assert reader.get(f"/gatherings/{made['id']}/roster")["total_registered"] == 1
    for path in ("registrations", f"registrations/{one['id']}", "registrations.csv", f"registrations/{one['id']}/code"):
        reader.get(f"/gatherings/{made['id']}/{path}", status=403)


def test_gatherings_are_found_by_word_method_and_time(staff: Caller) -> None:
    workshop = plan(staff)
    seminar = plan(staff, method="training_seminar", title={"fr": {"text": "Séminaire d'été"}},
                   starts_at=in_days(60).isoformat(), ends_at=in_days(61).isoformat())  # fmt: skip
    found = {
        "all": staff.get("/gatherings"),
        "word": staff.get("/gatherings", query_string={"q": "ete"}),
        "method": staff.get("/gatherings", query_string={"method": "easw"}),
        "time": staff.get("/gatherings", query_string={"starts_from": in_days(45).isoformat()}),
        "before": staff.get("/gatherings", query_string={"starts_before": in_days(45).isoformat()}),
    }
    assert {name: [one["id"] for one in page["items"]] for name, page in found.items()} == {
        "all": [workshop["id"], seminar["id"]],
        "word": [seminar["id"]],
        "method": [workshop["id"]],
        "time": [seminar["id"]],
        "before": [workshop["id"]],
    }


def test_a_move_takes_the_agenda_along_and_tells_each_participant(workshops: ServiceUnderTest, staff: Caller) -> None:
    made = plan(staff, capacity=2)
    one, two, waiting = enrol(staff, made, person(1), person(2), person(3))
    moved = staff.patch(
        f"/gatherings/{made['id']}", {"starts_at": in_days(37).isoformat(), "ends_at": in_days(38).isoformat()}
    )
    assert moved["sequence"] == 1
    assert moved["agenda"][0]["starts_at"] == moved["starts_at"]
    told = said(workshops, "registration.informed")
    assert [(row["subject"], row["data"]["status"]) for row in told] == [
        (one["id"], "registered"), (two["id"], "registered"), (waiting["id"], "waiting"),
    ]  # fmt: skip
    assert told[0]["dataref"] == f"/contacts/registrations/{one['id']}"
    assert told[0]["data"]["changes"] == ["starts_at", "ends_at"]
    assert (told[0]["data"]["sequence"], told[0]["data"]["gathering"]) == (1, made["id"])


def test_what_participants_need_not_know_does_not_disturb_them(workshops: ServiceUnderTest, staff: Caller) -> None:
    made = plan(staff)
    enrol(staff, made, person())
    changed = staff.patch(f"/gatherings/{made['id']}", {"capacity": 40, "sizes": {"block_below": 10}})
    assert changed["sequence"] == 0
    assert (changed["sizes"]["block_below"], changed["sizes"]["block_above"]) == (10, 40)
    assert said(workshops, "registration.informed") == []
    assert len(said(workshops, "gathering.changed")) == 1


def test_two_people_editing_do_not_overwrite_each_other(staff: Caller) -> None:
    made = plan(staff)
    enrol(staff, made, person())  # a registration is no edit
    staff.patch(f"/gatherings/{made['id']}", {"capacity": 30}, etag='"1"')
    staff.patch(f"/gatherings/{made['id']}", {"capacity": 20}, etag='"1"', status=412)
    staff.patch(f"/gatherings/{made['id']}", {"capacity": 20}, etag=None, status=428)


def test_a_cancelled_gathering_tells_everybody_and_takes_nothing_more(
    workshops: ServiceUnderTest, staff: Caller
) -> None:
    made = plan(staff, capacity=1)
    one, waiting = enrol(staff, made, person(1), person(2))
    cancelled = staff.post(f"/gatherings/{made['id']}/cancel")
    assert (cancelled["status"], cancelled["sequence"]) == ("cancelled", 1)
    assert [row["subject"] for row in said(workshops, "gathering.cancelled")] == [made["id"]]
    told = said(workshops, "registration.informed")
    assert [(row["subject"], row["data"]["changes"]) for row in told] == [
        (one["id"], ["cancelled"]), (waiting["id"], ["cancelled"]),
    ]  # fmt: skip
    staff.post(f"/gatherings/{made['id']}/cancel", status=409)
    staff.patch(f"/gatherings/{made['id']}", {"capacity": 2}, status=409)
    staff.post(f"/gatherings/{made['id']}/registrations", person(3), status=409)


def test_a_gathering_whose_end_has_passed_was_held(workshops: ServiceUnderTest, staff: Caller) -> None:
    made = plan(staff)
    workshops.run_job("mark-gatherings-held")
    assert staff.get(f"/gatherings/{made['id']}")["status"] == "planned"
    workshops.clock.move(days=32)
    with contested(workshops, "gatherings", made["id"]):
        workshops.run_job("mark-gatherings-held")
    workshops.run_job("mark-gatherings-held")
    staff = workshops.signed_in("lead_staff", city="catania")
    assert staff.get(f"/gatherings/{made['id']}")["status"] == "held"
    assert [row["data"]["status"] for row in said(workshops, "gathering.changed")] == ["held"]

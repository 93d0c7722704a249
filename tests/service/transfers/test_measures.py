"""The measures of a plan: where they come from, how integrated they are, what becomes of them."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from services.chassis.testing import Caller, ServiceUnderTest
from services.contracts.registry import (
    OrganisationMerged,
    OrganisationRegistered,
    OrganisationRemoved,
    OrganisationRestored,
)
from services.contracts.workshops import IdeaWithdrawn
from tests.service.transfers.samples import IDEA, MUNICIPALITY, paths

SHEET_OF_ONE = {"kind": "municipality", "country": "IT"}
ADDED = "eu.learning-cities.transfers.measure.added.v1"
CHANGED = "eu.learning-cities.transfers.measure.changed.v1"

INDICATOR = {
    "id": "places", "name": {"en": "Places filled"}, "unit": "people", "baseline": 0, "target": 40,
    "due_on": "2027-06-30", "source": "Register of the course",
}  # fmt: skip


def add(caller: Caller, plan: dict[str, Any], status: int = 201, **fields: Any) -> Any:
    return caller.post(f"/plans/{plan['id']}/measures", fields, status=status)


def from_idea(id: str) -> dict[str, Any]:
    return {"origin": {"kind": "easw_idea", "id": id}}


def original(text: str) -> dict[str, Any]:
    return {"it": {"text": text, "status": "original"}}


def test_an_idea_becomes_a_measure_with_its_texts_and_keeps_its_origin(
    transfers: ServiceUnderTest, catania: Caller, plan: dict[str, Any], idea: str
) -> None:
    measure = add(catania, plan, **from_idea(idea))
    assert measure["title"] == original(IDEA["title"])
    assert measure["objective"] == original(IDEA["what"])
    assert measure["description"] == original(IDEA["how"])
    assert measure["origin"] == {"kind": "easw_idea", "id": idea, "gathering": "gathering-1"}
    said = transfers.outbox()[-1]
    assert (said["type"], said["subject"], said["data"]["origin"]) == (ADDED, measure["id"], measure["origin"])


def test_what_is_written_goes_before_what_the_idea_says(catania: Caller, plan: dict[str, Any], idea: str) -> None:
    measure = add(catania, plan, title={"en": "A desk"}, **from_idea(idea))
    assert measure["title"] == {"en": {"text": "A desk", "status": "original"}}
    assert measure["objective"] == original(IDEA["what"])


def test_an_unknown_idea_is_refused_at_its_path_and_nothing_is_saved(
    transfers: ServiceUnderTest, catania: Caller, plan: dict[str, Any]
) -> None:
    before = transfers.published()
    assert paths(add(catania, plan, status=422, **from_idea("nothing"))) == ["origin.id"]
    assert catania.get(f"/plans/{plan['id']}")["measures"] == []
    assert transfers.published() == before


def test_an_idea_of_another_city_or_one_withdrawn_is_refused(
    transfers: ServiceUnderTest, catania: Caller, plan: dict[str, Any], idea: str
) -> None:
    body = {"city": "bologna", "title": {"it": "P"}, "starts_on": "2026-01-01", "ends_on": "2026-12-31"}
    coordinator = transfers.signed_in("coordinator")
    elsewhere = coordinator.post("/plans", body, status=201)
    assert paths(add(coordinator, elsewhere, status=422, **from_idea(idea))) == ["origin.id"]
    transfers.hears(IdeaWithdrawn, subject=idea, version=2, data=IDEA, city="catania")
    assert paths(add(catania, plan, status=422, **from_idea(idea))) == ["origin.id"]


def test_the_origin_cannot_be_changed(catania: Caller, plan: dict[str, Any], idea: str) -> None:
    measure = add(catania, plan, **from_idea(idea))
    where = f"/plans/{plan['id']}/measures/{measure['id']}"
    assert paths(catania.patch(where, {"origin": None}, status=422)) == ["origin"]
    assert catania.patch(where, {"title": {"it": "Altro"}})["origin"] == measure["origin"]


def test_a_component_of_a_practice_can_become_a_measure(
    catania: Caller, plan: dict[str, Any], practice: dict[str, Any]
) -> None:
    origin = {"kind": "practice_component", "id": f"{practice['id']}:desk"}
    measure = add(catania, plan, origin=origin)
    assert measure["title"] == {"en": {"text": "The desk", "status": "original"}}
    for wrong in (f"{practice['id']}:cellar", "nothing:desk", "desk"):
        origin["id"] = wrong
        assert paths(add(catania, plan, status=422, origin=origin)) == ["origin.id"]


def test_a_gopp_activity_names_its_workshop(catania: Caller, plan: dict[str, Any]) -> None:
    origin = {"kind": "gopp_activity", "id": "1.2"}
    refusal = add(catania, plan, status=422, title={"it": "Corso"}, origin=origin)
    assert paths(refusal) == ["origin.gathering"]
    measure = add(catania, plan, title={"it": "Corso"}, origin={**origin, "gathering": "gathering-2"})
    assert measure["origin"]["gathering"] == "gathering-2"


def test_a_measure_without_linkage_is_flagged(catania: Caller, plan: dict[str, Any]) -> None:
    measure = add(catania, plan, title={"it": "Corso"})
    assert measure["integrated"] is False
    where = f"/plans/{plan['id']}/measures/{measure['id']}"
    linked = catania.patch(where, {"linkages": ["housing", "housing"]})
    assert (linked["integrated"], linked["linkages"]) == (True, ["housing"])
    assert catania.get(f"/plans/{plan['id']}")["integration_index"] == 1.0
    unlinked = {"integrated": "false"}
    assert catania.get(f"/plans/{plan['id']}/measures", query_string=unlinked)["items"] == []


def test_measures_are_numbered_in_the_order_they_were_added(catania: Caller, plan: dict[str, Any]) -> None:
    for title in ("Uno", "Due", "Tre"):
        add(catania, plan, title={"it": title})
    shown = [(one["number"], one["title"]["it"]["text"]) for one in catania.get(f"/plans/{plan['id']}")["measures"]]
    assert shown == [(1, "Uno"), (2, "Due"), (3, "Tre")]


def test_a_measure_names_who_is_responsible(catania: Caller, plan: dict[str, Any]) -> None:
    measure = add(catania, plan, title={"it": "Corso"}, responsible=MUNICIPALITY)
    assert measure["responsible_name"] == "Comune di Catania"


def test_an_organisation_that_left_can_be_named_no_longer(
    transfers: ServiceUnderTest, catania: Caller, plan: dict[str, Any]
) -> None:
    transfers.hears(OrganisationRemoved, subject=MUNICIPALITY, version=2, data={}, city="catania")
    assert paths(add(catania, plan, status=422, title={"it": "C"}, responsible=MUNICIPALITY)) == ["responsible"]


@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        ({"title": {}}, "title"),
        ({"responsible": "nobody"}, "responsible"),
        ({"partners": [MUNICIPALITY, "nobody"]}, "partners.1"),
        ({"linkages": ["football"]}, "linkages.0"),
        ({"starts_on": "2026-05-01", "ends_on": "2026-04-30"}, "ends_on"),
        ({"indicators": [{**INDICATOR, "due_on": "one day"}]}, "indicators.0.due_on"),
        ({"indicators": [INDICATOR, INDICATOR]}, "indicators.1.id"),
        ({"budget": [{"source": "amif", "amount": {"amount": 10.5, "currency": "EUR"}}]}, "budget.0.amount"),
        ({"origin": {"kind": "dream", "id": "1"}}, "origin.kind"),
    ],
)
def test_wrong_input_is_named_by_its_path(
    catania: Caller, plan: dict[str, Any], wrong: dict[str, Any], path: str
) -> None:
    assert paths(add(catania, plan, status=422, **{"title": {"it": "Corso"}, **wrong})) == [path]


def test_money_and_indicators_are_kept_as_given(
    transfers: ServiceUnderTest, catania: Caller, plan: dict[str, Any]
) -> None:
    line = {"source": "amif", "programme": "Call 2", "amount": {"amount": 1250000, "currency": "EUR"}}
    measure = add(catania, plan, title={"it": "Corso"}, budget=[line], indicators=[INDICATOR])
    assert measure["budget"] == [line]
    assert (measure["indicators"][0]["target"], measure["indicators"][0]["current"]) == (40, None)
    assert transfers.outbox()[-1]["data"]["budget"] == [line]
    summed = {"source": line["source"], "amount": line["amount"]}
    assert catania.get(f"/plans/{plan['id']}")["budget"] == [summed]


def test_two_people_who_add_at_once_get_two_numbers(transfers: ServiceUnderTest, plan: dict[str, Any]) -> None:
    people = [transfers.signed_in("lead_staff", city="catania") for _person in range(4)]
    with ThreadPoolExecutor(len(people)) as pool:
        made = list(pool.map(lambda person: add(person, plan, title={"it": "Corso"}), people))
    assert sorted(one["number"] for one in made) == [1, 2, 3, 4]
    assert people[0].get(f"/plans/{plan['id']}")["measure_count"] == 4


def in_implementation(caller: Caller, plan: dict[str, Any]) -> None:
    caller.post(f"/plans/{plan['id']}/advance", {"status": "consultation"})
    decision = {"reference": "LDP 7/2026", "decided_on": "2026-05-04"}
    caller.post(f"/plans/{plan['id']}/advance", {"status": "adopted", "decision": decision})


def test_progress_is_reported_once_the_plan_is_adopted(
    transfers: ServiceUnderTest, catania: Caller, plan: dict[str, Any]
) -> None:
    measure = add(catania, plan, title={"it": "Corso"}, indicators=[INDICATOR])
    where = f"/plans/{plan['id']}/measures/{measure['id']}/progress"
    catania.post(where, {"state": "in_progress"}, status=409)
    in_implementation(catania, plan)
    value = {"indicator": "places", "value": 12, "measured_on": "2026-09-30"}
    running = catania.post(where, {"state": "in_progress", "note": {"it": "Partito"}, "values": [value]})
    assert (running["state"], running["indicators"][0]["current"]) == ("in_progress", 12)
    assert transfers.published()[-1] == (CHANGED, measure["id"])
    catania.post(where, {"values": [{**value, "value": 9, "measured_on": "2026-06-30"}]})
    done = catania.post(where, {"state": "completed"})
    assert [entry["state"] for entry in done["progress"]] == ["in_progress", "in_progress", "completed"]
    assert [one["value"] for one in done["indicators"][0]["values"]] == [9, 12]


def test_wrong_progress_is_refused(transfers: ServiceUnderTest, catania: Caller, plan: dict[str, Any]) -> None:
    measure = add(catania, plan, title={"it": "Corso"}, indicators=[INDICATOR])
    where = f"/plans/{plan['id']}/measures/{measure['id']}/progress"
    in_implementation(catania, plan)
    catania.post(where, {"state": "completed"}, status=409)
    assert paths(catania.post(where, {"state": "dropped"}, status=422)) == ["note"]
    value = {"indicator": "nothing", "value": 1, "measured_on": "2026-09-30"}
    assert paths(catania.post(where, {"values": [value]}, status=422)) == ["values.0.indicator"]
    tomorrow = {**value, "indicator": "places", "measured_on": "2999-01-01"}
    assert paths(catania.post(where, {"values": [tomorrow]}, status=422)) == ["values.0.measured_on"]


def test_a_dropped_measure_counts_no_longer(catania: Caller, plan: dict[str, Any]) -> None:
    add(catania, plan, title={"it": "Corso"}, linkages=["housing"])
    measure = add(catania, plan, title={"it": "Altro"})
    where = f"/plans/{plan['id']}/measures/{measure['id']}/progress"
    catania.post(where, {"state": "dropped", "note": {"it": "Nessun fondo"}})
    assert catania.get(f"/plans/{plan['id']}")["integration_index"] == 1.0


def test_a_measure_belongs_to_its_plan(catania: Caller, plan: dict[str, Any]) -> None:
    measure = add(catania, plan, title={"it": "Corso"})
    catania.get(f"/plans/another/measures/{measure['id']}", status=404)
    catania.patch(f"/plans/another/measures/{measure['id']}", {"linkages": []}, status=404)


def test_a_repeated_request_adds_one_measure(catania: Caller, plan: dict[str, Any], idea: str) -> None:
    where = f"/plans/{plan['id']}/measures"
    first = catania.post(where, from_idea(idea), status=201, key="one")
    assert catania.post(where, from_idea(idea), status=201, key="one") == first
    assert len(catania.get(where)["items"]) == 1


def test_what_names_an_organisation_that_was_merged_means_the_one_that_stays_until_that_is_undone(
    transfers: ServiceUnderTest, catania: Caller, plan: dict[str, Any], transfer: dict[str, Any]
) -> None:
    for id in ("stays", "stays-longer"):
        transfers.hears(OrganisationRegistered, subject=id, data={**SHEET_OF_ONE, "name": id})
    measure = add(catania, plan, title={"it": "Corso"}, responsible=MUNICIPALITY, partners=[MUNICIPALITY])
    diary = f"/transfers/{transfer['id']}/diary"
    day = {"dated_on": transfers.clock.now().date().isoformat(), "learnt": {"it": "Molto"}, "next_step": {"it": "Ora"}}
    catania.post(diary, day, status=201)

    def meant() -> tuple[str, list[str], str, str]:
        found, entry = catania.get(f"/plans/{plan['id']}/measures/{measure['id']}"), catania.get(diary)["items"][0]
        return found["responsible"], found["partners"], found["responsible_name"], entry["organisation"]

    before = meant()
    transfers.hears(OrganisationMerged, subject="stays", version=2, data={"survivor": "stays-longer"})
    transfers.hears(OrganisationMerged, subject=MUNICIPALITY, version=2, data={"survivor": "stays"})
    assert meant() == ("stays-longer", ["stays-longer"], "stays-longer", "stays-longer")
    assert add(catania, plan, title={"it": "Altro"}, responsible=MUNICIPALITY)["responsible"] == "stays-longer"
    back = {**SHEET_OF_ONE, "name": "Comune di Catania"}
    transfers.hears(OrganisationRestored, subject=MUNICIPALITY, version=3, data=back)
    transfers.hears(OrganisationMerged, subject=MUNICIPALITY, version=2, data={"survivor": "stays"})
    assert meant() == before

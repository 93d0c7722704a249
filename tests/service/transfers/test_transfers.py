"""A practice on its way: who may open a transfer, what each gate asks for, what the others hear."""

from typing import Any

import pytest

from services.chassis.testing import Caller, ServiceUnderTest
from tests.service.transfers.samples import paths

OPENED = "eu.learning-cities.transfers.transfer.opened.v1"
ADVANCED = "eu.learning-cities.transfers.transfer.advanced.v1"
CHANGED = "eu.learning-cities.transfers.transfer.changed.v1"

DOCUMENT = {"title": "A document", "dated_on": "2026-03-01", "reference": "LDP 3/2026"}


def advance(caller: Caller, transfer: dict[str, Any], state: str, status: int = 200, **more: Any) -> Any:
    return caller.post(f"/transfers/{transfer['id']}/advance", {"state": state, **more}, status=status)


def put_on_file(caller: Caller, transfer: dict[str, Any], *items: str) -> None:
    for item in items:
        caller.post(f"/transfers/{transfer['id']}/evidence", {"item": item, **DOCUMENT})


def decide(caller: Caller, transfer: dict[str, Any], component: str, status: int = 200, **decision: Any) -> Any:
    return caller.post(f"/transfers/{transfer['id']}/components/{component}", decision, status=status)


def decide_all(caller: Caller, transfer: dict[str, Any], progress: str) -> None:
    for component in transfer["components"]:
        reason = {"en": "Fits here"}
        decide(caller, transfer, component["id"], adaptation="adapted", reason=reason, progress=progress)


def test_the_city_it_comes_from_follows_from_the_practice(
    transfers: ServiceUnderTest, practice: dict[str, Any], transfer: dict[str, Any]
) -> None:
    assert (transfer["from_city"], transfer["city"], transfer["state"]) == ("bologna", "catania", "proposed")
    assert [(one["id"], one["adaptation"]) for one in transfer["components"]] == [("desk", None), ("component-1", None)]
    assert transfers.published()[-1] == (OPENED, transfer["id"])
    said = transfers.outbox()[-1]
    assert (said["city"], said["data"]["from_city"], said["data"]["practice"]) == ("catania", "bologna", practice["id"])


def test_any_city_may_take_up_any_practice(transfers: ServiceUnderTest, practice: dict[str, Any]) -> None:
    coordinator = transfers.signed_in("coordinator")
    for city in ("catania", "budapest"):
        coordinator.post("/transfers", {"practice": practice["id"], "city": city}, status=201)
    assert len(coordinator.get("/transfers", query_string={"from_city": "bologna"})["items"]) == 2
    assert len(coordinator.get("/transfers", query_string={"city": "budapest"})["items"]) == 1


def test_the_same_transfer_is_open_once_at_a_time(
    catania: Caller, practice: dict[str, Any], transfer: dict[str, Any]
) -> None:
    again = {"practice": practice["id"], "city": "catania"}
    catania.post("/transfers", again, status=409)
    advance(catania, transfer, "abandoned", reason="No premises")
    catania.post("/transfers", again, status=201)


@pytest.mark.parametrize(
    ("practice_id", "city", "path"),
    [("nothing", "catania", "practice"), (None, "bologna", "city"), (None, "atlantis", "city")],
)
def test_a_transfer_needs_a_published_practice_and_another_city(
    transfers: ServiceUnderTest, practice: dict[str, Any], practice_id: str | None, city: str, path: str
) -> None:
    body = {"practice": practice_id or practice["id"], "city": city}
    assert paths(transfers.signed_in("coordinator").post("/transfers", body, status=422)) == [path]


def test_only_the_receiving_city_moves_a_transfer(bologna: Caller, transfer: dict[str, Any]) -> None:
    assert bologna.get(f"/transfers/{transfer['id']}")["state"] == "proposed"
    advance(bologna, transfer, "abandoned", status=403, reason="No")


def test_a_gate_names_each_item_that_is_missing(catania: Caller, transfer: dict[str, Any]) -> None:
    refusal = advance(catania, transfer, "screened", status=422)
    assert paths(refusal) == ["evidence.needs_analysis", "evidence.match_decision"]
    put_on_file(catania, transfer, "needs_analysis")
    refusal = advance(catania, transfer, "screened", status=422)
    assert refusal["errors"] == [
        {
            "path": "evidence.match_decision",
            "message": "The decision that matches city and practice is not on file.",
        }
    ]


def test_a_refusal_speaks_the_readers_language(transfers: ServiceUnderTest, transfer: dict[str, Any]) -> None:
    reader = transfers.signed_in("lead_staff", city="catania", language="it")
    refusal = advance(reader, transfer, "screened", status=422)
    assert refusal["errors"][0]["message"] == "Manca agli atti l’analisi dei bisogni della città ricevente."


def test_a_transfer_shows_what_its_next_steps_ask_for(catania: Caller, transfer: dict[str, Any]) -> None:
    put_on_file(catania, transfer, "match_decision")
    assert catania.get(f"/transfers/{transfer['id']}")["next_steps"] == [
        {"state": "screened", "missing_items": ["needs_analysis"], "open_components": []},
        {"state": "abandoned", "missing_items": [], "open_components": []},
    ]


def test_a_decision_needs_its_reference_and_a_document_does_not(catania: Caller, transfer: dict[str, Any]) -> None:
    paper = {"title": "A paper", "dated_on": "2026-03-01"}
    where = f"/transfers/{transfer['id']}/evidence"
    assert paths(catania.post(where, {"item": "match_decision", **paper}, status=422)) == ["reference"]
    catania.post(where, {"item": "needs_analysis", **paper})


def test_a_newer_document_takes_the_place_of_the_older(catania: Caller, transfer: dict[str, Any]) -> None:
    where = f"/transfers/{transfer['id']}/evidence"
    catania.post(where, {"item": "needs_analysis", "title": "First", "dated_on": "2026-03-01"})
    after = catania.post(where, {"item": "needs_analysis", "title": "Second", "dated_on": "2026-04-01"})
    assert [one["title"] for one in after["evidence"]] == ["Second"]


def test_the_whole_way_to_embedded(transfers: ServiceUnderTest, catania: Caller, transfer: dict[str, Any]) -> None:
    put_on_file(catania, transfer, "needs_analysis", "match_decision")
    advance(catania, transfer, "screened")
    advance(catania, transfer, "understanding")
    put_on_file(catania, transfer, "study_visit_report", "transferability_study")
    advance(catania, transfer, "adapting")
    put_on_file(catania, transfer, "transfer_plan")
    refusal = advance(catania, transfer, "re_using", status=422)
    assert paths(refusal) == ["components.desk", "components.component-1"]
    decide_all(catania, transfer, "in_progress")
    advance(catania, transfer, "re_using")
    put_on_file(catania, transfer, "pilot_report")
    advance(catania, transfer, "embedded", status=422)
    decide_all(catania, transfer, "in_use")
    done = advance(catania, transfer, "embedded")
    states = ["proposed", "screened", "understanding", "adapting", "re_using", "embedded"]
    assert [step["state"] for step in done["history"]] == states
    assert [type for type, subject in transfers.published() if subject == transfer["id"] and type != CHANGED] == [
        OPENED, *[ADVANCED] * 5,
    ]  # fmt: skip
    advance(catania, transfer, "abandoned", status=409, reason="Too late")


def test_a_step_cannot_be_skipped(catania: Caller, transfer: dict[str, Any]) -> None:
    refusal = advance(catania, transfer, "adapting", status=409)
    assert refusal["detail"] == "Now only this can follow: screened, abandoned."


def test_abandoning_needs_a_reason(catania: Caller, transfer: dict[str, Any]) -> None:
    assert paths(advance(catania, transfer, "abandoned", status=422)) == ["reason"]
    assert advance(catania, transfer, "abandoned", reason="No premises")["reason"] == "No premises"
    decide(catania, transfer, "desk", status=409, adaptation="as_is", reason={"en": "Fits"})


def test_a_component_needs_an_adaptation_with_its_reason(catania: Caller, transfer: dict[str, Any]) -> None:
    assert paths(decide(catania, transfer, "desk", status=422, progress="in_use")) == ["adaptation", "reason"]
    assert paths(decide(catania, transfer, "desk", status=422, adaptation="dropped")) == ["reason"]
    decide(catania, transfer, "cellar", status=404, adaptation="as_is", reason={"en": "Fits"})


def test_how_a_component_travels_is_said(
    transfers: ServiceUnderTest, catania: Caller, transfer: dict[str, Any]
) -> None:
    decide(catania, transfer, "desk", adaptation="replaced", reason={"it": "Altri locali"})
    assert transfers.published()[-1] == (CHANGED, transfer["id"])
    assert transfers.outbox()[-1]["data"]["components"][0] == {
        "id": "desk",
        "title": {"en": {"text": "The desk", "status": "original"}},
        "adaptation": "replaced",
        "progress": "not_started",
    }

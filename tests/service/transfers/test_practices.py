"""A practice sheet from its first words to the public library."""

from typing import Any

import pytest

from services.chassis.testing import Caller, ServiceUnderTest
from tests.service.transfers.samples import SHEET, paths


def test_a_draft_needs_no_more_than_a_title_and_a_city(bologna: Caller) -> None:
    draft = bologna.post("/practices", {"city": "bologna", "title": {"it": "Sportello"}}, status=201)
    assert (draft["status"], draft["components"]) == ("draft", [])
    assert bologna.get(f"/practices/{draft['id']}") == draft


def test_publishing_names_everything_that_is_missing(bologna: Caller) -> None:
    draft = bologna.post("/practices", {"city": "bologna", "title": {"it": "Sportello"}}, status=201)
    refusal = bologna.post(f"/practices/{draft['id']}/publish", status=422)
    assert sorted(paths(refusal)) == [
        "challenge", "components", "description", "evidence",
        "main_institution", "policy_areas", "preconditions", "resources",
    ]  # fmt: skip


def test_a_published_practice_is_public_and_is_said(transfers: ServiceUnderTest, practice: dict[str, Any]) -> None:
    anybody = transfers.anonymous()
    assert [one["id"] for one in anybody.get("/public/practices")["items"]] == [practice["id"]]
    assert anybody.get(f"/public/practices/{practice['id']}")["title"] == practice["title"]
    assert transfers.published() == [("eu.learning-cities.transfers.practice.published.v1", practice["id"])]
    said = transfers.outbox()[0]
    assert (said["city"], [part["id"] for part in said["data"]["components"]]) == ("bologna", ["desk", "component-1"])


def test_a_draft_is_not_public(transfers: ServiceUnderTest, bologna: Caller) -> None:
    draft = bologna.post("/practices", SHEET, status=201)
    transfers.anonymous().get(f"/public/practices/{draft['id']}", status=404)
    transfers.anonymous().get(f"/practices/{draft['id']}", status=401)
    assert transfers.anonymous().get("/public/practices")["items"] == []


def test_a_published_practice_stays_complete(bologna: Caller, practice: dict[str, Any]) -> None:
    refusal = bologna.patch(f"/practices/{practice['id']}", {"evidence": []}, status=422)
    assert paths(refusal) == ["evidence"]


def test_a_change_of_a_published_practice_is_said(
    transfers: ServiceUnderTest, bologna: Caller, practice: dict[str, Any]
) -> None:
    changed = bologna.patch(f"/practices/{practice['id']}", {"nuts": "ITH5"})
    assert (changed["nuts"], changed["title"]) == ("ITH5", practice["title"])
    assert transfers.published()[-1] == ("eu.learning-cities.transfers.practice.changed.v1", practice["id"])


def test_a_draft_can_be_thrown_away_and_a_published_practice_stays(bologna: Caller, practice: dict[str, Any]) -> None:
    draft = bologna.post("/practices", SHEET, status=201)
    bologna.delete(f"/practices/{draft['id']}")
    bologna.get(f"/practices/{draft['id']}", status=404)
    bologna.delete(f"/practices/{practice['id']}", status=409)
    since = {"modified_after": "2020-01-01T00:00:00Z"}
    removed = [one for one in bologna.get("/practices", query_string=since)["items"] if "deleted_at" in one]
    assert [one["id"] for one in removed] == [draft["id"]]


def test_publishing_twice_is_refused(bologna: Caller, practice: dict[str, Any]) -> None:
    bologna.post(f"/practices/{practice['id']}/publish", status=409)


def test_another_city_reads_and_does_not_write(catania: Caller, practice: dict[str, Any]) -> None:
    assert catania.get(f"/practices/{practice['id']}")["id"] == practice["id"]
    catania.patch(f"/practices/{practice['id']}", {"nuts": "ITH5"}, status=403)
    catania.post("/practices", SHEET, status=403)


@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        ({"city": "atlantis"}, "city"),
        ({"policy_areas": ["football"]}, "policy_areas.0"),
        ({"components": [{"id": "a"}]}, "components.0.title"),
        ({"components": [{"id": "a", "title": {"en": "A"}}, {"id": "a", "title": {"en": "B"}}]}, "components.1.id"),
        ({"title": {}}, "title"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_wrong_input_is_named_by_its_path(transfers: ServiceUnderTest, wrong: dict[str, Any], path: str) -> None:
    coordinator = transfers.signed_in("coordinator")
    assert paths(coordinator.post("/practices", {**SHEET, **wrong}, status=422)) == [path]


def test_a_change_cannot_leave_a_component_without_title(bologna: Caller, practice: dict[str, Any]) -> None:
    refusal = bologna.patch(f"/practices/{practice['id']}", {"components": [{"id": "desk"}]}, status=422)
    assert paths(refusal) == ["components.0.title"]


def test_practices_are_found_by_words_city_and_policy_area(bologna: Caller, practice: dict[str, Any]) -> None:
    def found(**query: str) -> list[str]:
        return [one["id"] for one in bologna.get("/practices", query_string=query)["items"]]

    assert found(q="sportel") == found(city="bologna") == found(policy_area="employment") == [practice["id"]]
    assert found(q="football") == found(city="catania") == found(policy_area="housing") == []

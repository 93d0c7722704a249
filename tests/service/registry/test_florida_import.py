"""A real directory that was not made for us (openreferral/hsds-transformer, MIT), imported by a mapping file."""

import json
from copy import deepcopy
from csv import DictReader
from pathlib import Path
from typing import Any

import pytest

from services.chassis.testing import Caller, ServiceUnderTest
from tests.service.registry.test_imports import counts

REPOSITORY = Path(__file__).parents[3]
MAPPING = json.loads(Path(__file__).with_name("florida.json").read_text())
FLORIDA = REPOSITORY.parent / "shared" / "data" / "florida"


@pytest.fixture
def body() -> dict[str, Any]:
    """The mapping with the files that it names; skips aloud where they are not."""
    if not FLORIDA.is_dir():
        pytest.skip("the folder ../shared/data/florida is not there")
    files = {table["file"]: (FLORIDA / table["file"]).read_text() for table in MAPPING["tables"]}
    return {"mapping": MAPPING, "files": files}


def applied(registry: ServiceUnderTest, who: Caller, made: dict[str, Any]) -> dict[str, Any]:
    """The import once it is confirmed and done."""
    who.post(f"/imports/{made['id']}/confirm")
    registry.run_job("continue-imports")
    done: dict[str, Any] = who.get(f"/imports/{made['id']}")
    assert done["status"] == "applied"
    return done


def test_the_documented_mapping_is_the_one_that_is_tested() -> None:
    page = (REPOSITORY / "docs" / "integrators" / "import-mapping.md").read_text()
    blocks = [block.split("```")[0] for block in page.split("```json\n")[1:]]
    assert MAPPING in [json.loads(block) for block in blocks]


def test_the_directory_comes_in_with_what_was_not_understood_listed_and_a_second_time_changes_nothing(
    registry: ServiceUnderTest, coordinator: Caller, body: dict[str, Any]
) -> None:
    made = coordinator.post("/imports", body, status=201)
    assert made["counts"] == counts(add=154, wrong=1)
    assert [(one["file"], one["row"], one["column"], one["kind"]) for one in made["problems"]] == [
        ("services.csv", 65, "service_url", "form"),
        ("services.csv", 65, "service_email", "form"),
        ("services.csv", 65, "service_areas", "cells"),
    ]
    assert made["counted"] == [{"file": "locations.csv", "rows": 378, "belonging": 378, "others": 0}]
    done = applied(registry, coordinator, made)
    assert done["applied"] == {"rows": 154, "done": 154, "added": 154, "changed": 0, "skipped": 0}
    said = registry.published()
    assert len(said) == 154
    again = coordinator.post("/imports", body, status=201)
    assert again["counts"] == counts(skip=154, wrong=1)
    assert applied(registry, coordinator, again)["applied"]["skipped"] == 154
    assert registry.published() == said


def test_what_is_too_long_to_be_kept_is_listed_row_by_row(coordinator: Caller, body: dict[str, Any]) -> None:
    mapping = deepcopy(MAPPING)
    mapping["tables"][1]["columns"]["eligibility.en"] = "service_immigration_status"
    with (FLORIDA / "services.csv").open(newline="") as file:
        longer = [n for n, row in enumerate(DictReader(file), start=2) if len(row["service_immigration_status"]) > 1000]
    made = coordinator.post("/imports", {**body, "mapping": mapping}, status=201)
    told = [one["row"] for one in made["problems"] if one["field"] == "eligibility.en"]
    assert (told, len(told)) == (longer, 27)
    assert made["counts"] == counts(add=154 - 27, wrong=1 + 27)


def test_free_text_and_sloppy_cells_are_understood(
    registry: ServiceUnderTest, coordinator: Caller, body: dict[str, Any]
) -> None:
    applied(registry, coordinator, coordinator.post("/imports", body, status=201))
    [orange] = coordinator.get("/organisations?q=orange county bar")["items"]
    assert (orange["short_name"], orange["website"]) == (None, "http://www.legalaidocba.org/")
    [gulfcoast] = coordinator.get("/organisations?q=gulfcoast")["items"]
    assert gulfcoast["website"] == "https://GULFCOASTLEGAL.ORG"
    assert gulfcoast["description"]["en"]["text"].startswith("Gulfcoast Legal Services, Inc. (GLS) is dedicated")
    assert gulfcoast["origin"] == {
        "source": "florida-legal-help",
        "identifier": "23993f07-47c5-49d6-9526-80f5423afd40",
    }
    [brevard] = coordinator.get("/organisations?identifier=59-0696291")["items"]
    offered = coordinator.get(f"/services?organisation={brevard['id']}")["items"]
    assert offered and all(one["themes"] == ["legal_advice"] for one in offered)


def test_the_undo_leaves_no_trace_but_tombstones(
    registry: ServiceUnderTest, coordinator: Caller, body: dict[str, Any]
) -> None:
    made = applied(registry, coordinator, coordinator.post("/imports", body, status=201))
    coordinator.post(f"/imports/{made['id']}/undo")
    registry.run_job("continue-imports")
    undone = coordinator.get(f"/imports/{made['id']}")
    assert undone["undone"] == {"removed": 154, "restored": 0, "kept": [], "kept_count": 0}
    assert [coordinator.get(f"/{kind}")["items"] for kind in ("organisations", "services")] == [[], []]

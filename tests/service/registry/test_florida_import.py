"""A real directory that was not made for us (openreferral/hsds-transformer, MIT), imported by a mapping file."""

import json
from pathlib import Path
from typing import Any

import pytest

from services.chassis.testing import Caller, ServiceUnderTest

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


def test_the_documented_mapping_is_the_one_that_is_tested() -> None:
    page = (REPOSITORY / "docs" / "integrators" / "import-mapping.md").read_text()
    blocks = [block.split("```")[0] for block in page.split("```json\n")[1:]]
    assert MAPPING in [json.loads(block) for block in blocks]


def test_the_directory_comes_in_whole_and_a_second_time_changes_nothing(
    registry: ServiceUnderTest, coordinator: Caller, body: dict[str, Any]
) -> None:
    made = coordinator.post("/imports", body, status=201)
    assert made["counts"] == {"add": 20, "change": 0, "skip": 0, "wrong": 0}
    assert made["problems"] == []
    assert made["counted"] == [{"file": "locations.csv", "rows": 378, "belonging": 378, "others": 0}]
    done = coordinator.post(f"/imports/{made['id']}/confirm")
    assert done["applied"] == {"rows": 20, "done": 20, "added": 20, "changed": 0, "skipped": 0}
    assert len(registry.published()) == 20
    again = coordinator.post("/imports", body, status=201)
    assert again["counts"] == {"add": 0, "change": 0, "skip": 20, "wrong": 0}


def test_free_text_and_sloppy_cells_are_understood(coordinator: Caller, body: dict[str, Any]) -> None:
    made = coordinator.post("/imports", body, status=201)
    coordinator.post(f"/imports/{made['id']}/confirm")
    [orange] = coordinator.get("/organisations?q=orange county bar")["items"]
    assert (orange["short_name"], orange["website"]) == (None, "http://www.legalaidocba.org/")
    [gulfcoast] = coordinator.get("/organisations?q=gulfcoast")["items"]
    assert gulfcoast["website"] == "https://GULFCOASTLEGAL.ORG"
    assert gulfcoast["description"]["en"]["text"].startswith("Gulfcoast Legal Services, Inc. (GLS) is dedicated")
    assert gulfcoast["origin"] == {
        "source": "florida-legal-help",
        "identifier": "23993f07-47c5-49d6-9526-80f5423afd40",
    }


def test_the_undo_leaves_no_trace_but_tombstones(coordinator: Caller, body: dict[str, Any]) -> None:
    made = coordinator.post("/imports", body, status=201)
    coordinator.post(f"/imports/{made['id']}/confirm")
    undone = coordinator.post(f"/imports/{made['id']}/undo")
    assert undone["undone"] == {"removed": 20, "restored": 0, "kept": [], "kept_count": 0}
    assert coordinator.get("/organisations")["items"] == []

"""The guide "How to add a service" makes a service that works: it is built from the page itself, and used."""

from __future__ import annotations

import importlib
import re
import runpy
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import validate

import services
import services.contracts
from services.chassis.http import openapi
from services.chassis.service import Service
from services.chassis.testing import ServiceUnderTest
from services.contracts.registry import OrganisationRemoved

REPOSITORY = Path(__file__).resolve().parents[2]
GUIDE = (REPOSITORY / "docs" / "developers" / "adding-a-service.md").read_text()
SHOWN = dict(re.findall(r"\*\*`([\w/.]+)`\*\*\n\n```python\n(.*?)```", GUIDE, re.DOTALL))
FILES = {name: text for name, text in SHOWN.items() if name.startswith("services/")}
[TEST] = SHOWN.keys() - FILES.keys()
ORGANISATION = "0198f0c2-5d1e-7e2a-b0aa-6f6f1b9c1f10"
PROJECTOR = {"organisation": ORGANISATION, "city": "catania", "name": "Projector"}


@pytest.fixture
def loans(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """The service that the guide builds."""
    for name, text in SHOWN.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    before = {*sys.modules}
    monkeypatch.setattr(services, "__path__", [*services.__path__, str(tmp_path / "services")])
    monkeypatch.setattr(
        services.contracts, "__path__", [*services.contracts.__path__, str(tmp_path / "services" / "contracts")]
    )
    yield importlib.import_module("services.loans.service").service
    for name in {*sys.modules} - before:
        if "loans" in name:
            del sys.modules[name]


def test_the_service_of_the_guide_works(loans: Service, service_under_test: Callable[..., ServiceUnderTest]) -> None:
    running = service_under_test(loans)
    staff, neighbour = (running.client("loans:read", "loans:write", city=city) for city in ("catania", "bologna"))
    item = staff.post("/items", PROJECTOR, status=201)
    assert [one["name"] for one in neighbour.get("/items?q=proj")["items"]] == ["Projector"]
    neighbour.post("/items", PROJECTOR, status=403)
    neighbour.delete(f"/items/{item['id']}", status=403)
    assert staff.post("/items", {**PROJECTOR, "colour": "red"}, status=422)["errors"][0]["path"] == "colour"
    running.hears(OrganisationRemoved, subject=ORGANISATION, data={})
    staff.get(f"/items/{item['id']}", status=404)
    said = [type.rpartition("loans.")[2] for type, _subject in running.published()]
    assert said == ["item.offered.v1", "item.withdrawn.v1"]


@pytest.mark.usefixtures("loans")
def test_its_test_passes(tmp_path: Path, service_under_test: Callable[..., ServiceUnderTest]) -> None:
    [test] = (made for name, made in runpy.run_path(str(tmp_path / TEST)).items() if name.startswith("test_"))
    test(service_under_test)


def test_no_organisation_fills_the_list(loans: Service, service_under_test: Callable[..., ServiceUnderTest]) -> None:
    staff = service_under_test(loans).client("loans:read", "loans:write", city="catania")
    answers = [post(staff, f"Chair {number}") for number in range(51)]
    assert answers == [201] * 50 + [422]


def post(staff: Any, name: str) -> int:
    staff.request("POST", "/items", status=201 if int(name.split()[1]) < 50 else 422, json={**PROJECTOR, "name": name})
    return int(staff.last_response.status_code)


def test_its_document_is_valid(loans: Service) -> None:
    validate(openapi.document("loans", loans.routes))


def test_the_guide_counts_its_lines() -> None:
    lines = sum(len(text.splitlines()) for text in FILES.values())
    words = " ".join(GUIDE.split())
    assert f"{len(FILES)} files and {lines} lines" in words
    assert f"a test of {len(SHOWN[TEST].splitlines())};" in words


def test_the_guide_names_files_that_there_are() -> None:
    table = GUIDE[GUIDE.index("## 9.") : GUIDE.index("## 10.")]
    named = [
        name
        for row in table.splitlines()
        if row.startswith("| `")
        for name in re.findall("`([^`]+)`", row.split("|")[1])
    ]
    known = {name for name in named if (REPOSITORY / name).exists() or (REPOSITORY / "tests/security" / name).exists()}
    assert len(named) >= 8 and {*named} == known

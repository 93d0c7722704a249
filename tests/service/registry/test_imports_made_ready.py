"""What the preview finds out of a new organisation, to be entered so when the import is confirmed."""

from __future__ import annotations

from typing import Any

from services.chassis.testing import Caller, ServiceUnderTest
from tests.service.registry.test_imports import MAPPING, imported, partners

ITS_OWN = {"_id", "created_at", "updated_at", "origin"}


def without_its_own(document: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if name not in ITS_OWN}


def test_what_an_import_enters_is_kept_and_said_as_what_is_registered(
    registry: ServiceUnderTest, staff: Caller
) -> None:
    imported(staff, "1,Società Àlfa S.r.l.,Für alle,de/it,www.example.org/x")
    rows = registry.database.rows("organisations")
    first = rows.find_one({"name": "Società Àlfa S.r.l."}) or {}
    body = {name: first[name] for name in ("name", "kind", "country", "languages", "website", "description")}
    second = rows.find_one({"_id": staff.post("/organisations", body, status=201)["id"]}) or {}
    assert without_its_own(first) == without_its_own(second)
    told, as_told = registry.outbox()
    assert (told["subject"], told["type"], told["data"]) == (first["_id"], as_told["type"], as_told["data"])


def test_what_is_said_of_an_imported_organisation_has_its_public_numbers_alone(
    registry: ServiceUnderTest, staff: Caller
) -> None:
    columns = {"name": "partner", "identifiers.vat": "text", "identifiers.tax_number": "tongues"}
    table = {
        **MAPPING["tables"][0],
        "columns": columns,
        "separators": {},
        "constants": {"kind": "ngo", "country": "IT"},
    }
    body = partners("1,Alfa,IT00743110157,00743110157,", "2,Beta,,,", mapping={**MAPPING, "tables": [table]})
    made = staff.post("/imports", body, status=201)
    staff.post(f"/imports/{made['id']}/confirm")
    vat = {"scheme": "vat", "country": None, "value": "IT00743110157"}
    told = [(one["data"]["name"], one["data"]["identifiers"]) for one in registry.outbox()]
    assert told == [("Alfa", [vat]), ("Beta", [])]


def test_what_was_made_ready_in_another_way_is_made_ready_again(registry: ServiceUnderTest, staff: Caller) -> None:
    made = staff.post("/imports", partners("1,Haus,,,", "2,Hof,,,"), status=201)
    former = {"rows.0.ready.way": "of-before", "rows.0.ready.found_by.words": ["no-word"]}
    registry.database.rows("import_batches").update_one({}, {"$set": former})
    staff.post(f"/imports/{made['id']}/confirm")
    assert [one["name"] for one in staff.get("/organisations?q=haus")["items"]] == ["Haus"]

"""Importing a foreign directory over HTTP: preview, confirm, again, undo."""

from copy import deepcopy
from typing import Any

import pytest

from services.chassis.testing import Caller, ServiceUnderTest
from services.registry.imports import applying, reading, undoing

HEADER = "id,partner,text,tongues,site\n"
MAPPING: dict[str, Any] = {
    "source": "partners",
    "tables": [
        {
            "file": "partners.csv",
            "makes": "organisations",
            "identity": "id",
            "columns": {"name": "partner", "description.de": "text", "languages": "tongues", "website": "site"},
            "constants": {"kind": "ngo", "country": "DE"},
            "separators": {"languages": "/"},
        }
    ],
}


def partners(*rows: str, mapping: dict[str, Any] = MAPPING, **more: Any) -> dict[str, Any]:
    """The body of an import of a file with these rows."""
    return {"mapping": mapping, "files": {"partners.csv": HEADER + "\n".join(rows) + "\n"}, **more}


def imported(caller: Caller, *rows: str) -> dict[str, Any]:
    """An import of these rows, confirmed."""
    previewed = caller.post("/imports", partners(*rows), status=201)
    confirmed: dict[str, Any] = caller.post(f"/imports/{previewed['id']}/confirm")
    return confirmed


def counts(add: int = 0, change: int = 0, skip: int = 0, wrong: int = 0) -> dict[str, int]:
    return {"add": add, "change": change, "skip": skip, "wrong": wrong}


def names(caller: Caller) -> list[str]:
    return [one["name"] for one in caller.get("/organisations?limit=200")["items"]]


def test_a_preview_shows_what_would_be_done_and_does_nothing(registry: ServiceUnderTest, staff: Caller) -> None:
    made = staff.post("/imports", partners("1,Haus,Für alle,de/ar,www.example.org", "2,Hof,,,"), status=201)
    assert (made["status"], made["city"], made["source"]) == ("previewed", "catania", "partners")
    assert made["counts"] == counts(add=2)
    assert [(line["row"], line["identifier"], line["name"]) for line in made["preview"]["add"]] == [
        (2, "1", "Haus"),
        (3, "2", "Hof"),
    ]
    assert (names(staff), registry.published()) == ([], [])
    assert staff.get(f"/imports/{made['id']}") == made


def test_a_confirmed_import_is_in_the_register_with_its_origin(registry: ServiceUnderTest, staff: Caller) -> None:
    done = imported(staff, "1,Haus,Für alle,de/ar,www.example.org")
    assert done["status"] == "applied"
    assert done["applied"] == {"rows": 1, "done": 1, "added": 1, "changed": 0, "skipped": 0}
    [made] = staff.get("/organisations?q=haus")["items"]
    told = {name: made[name] for name in ("name", "kind", "country", "city", "description", "languages", "website")}
    assert told == {
        "name": "Haus",
        "kind": "ngo",
        "country": "DE",
        "city": "catania",
        "description": {"de": {"text": "Für alle", "status": "original"}},
        "languages": ["de", "ar"],
        "website": "https://www.example.org",
    }
    assert made["origin"] == {"source": "partners", "identifier": "1"}
    assert registry.published() == [("eu.learning-cities.registry.organisation.registered.v1", made["id"])]


def test_the_same_file_again_changes_nothing(registry: ServiceUnderTest, staff: Caller) -> None:
    imported(staff, "1,Haus,Für alle,de,", "2,Hof,,,")
    said = registry.published()
    again = staff.post("/imports", partners("1,Haus,Für alle,de,", "2,Hof,,,"), status=201)
    assert again["counts"] == counts(skip=2)
    assert staff.post(f"/imports/{again['id']}/confirm")["applied"]["skipped"] == 2
    assert registry.published() == said


def test_a_newer_file_changes_what_differs_and_shows_it_before(staff: Caller) -> None:
    imported(staff, "1,Haus,Für alle,de,", "2,Hof,,,")
    newer = staff.post("/imports", partners("1,Haus am See,Für alle,de,", "2,Hof,,,", "3,Halle,,,"), status=201)
    assert newer["counts"] == counts(add=1, change=1, skip=1)
    [line] = newer["preview"]["change"]
    assert line["differences"] == [{"field": "name", "from": "Haus", "to": "Haus am See"}]
    staff.post(f"/imports/{newer['id']}/confirm")
    assert names(staff) == ["Halle", "Haus am See", "Hof"]


def test_an_import_keeps_what_it_says_nothing_about(staff: Caller) -> None:
    imported(staff, "1,Haus,Für alle,de,")
    [made] = staff.get("/organisations")["items"]
    text = {**made["description"], "it": {"text": "Per tutti", "status": "human"}}
    wish = {"description": text, "seat": "Catania"}
    text = staff.patch(f"/organisations/{made['id']}", wish)["description"]
    imported(staff, "1,Haus am See,,,")
    [changed] = staff.get("/organisations")["items"]
    assert (changed["name"], changed["seat"], changed["description"]) == ("Haus am See", "Catania", text)


def test_of_a_text_in_several_languages_one_is_the_original_as_a_form_would_have_it(staff: Caller) -> None:
    def described(second: str, row: str) -> Any:
        columns = {"name": "partner", second: "tongues", "description.de": "text"}
        mapping = {**MAPPING, "tables": [{**MAPPING["tables"][0], "columns": columns, "separators": {}}]}
        made = staff.post("/imports", partners(row, mapping=mapping), status=201)
        staff.post(f"/imports/{made['id']}/confirm")
        [found] = staff.get("/organisations")["items"]
        return {tag: (one["text"], one["status"]) for tag, one in found["description"].items()}

    first = {"it": ("Per tutti", "original"), "de": ("Für alle", "human")}
    assert described("description.it", "1,Haus,Für alle,Per tutti,") == first
    second = {"it": ("Per tutti", "original"), "de": ("Für jeden", "human"), "en": ("For all", "human")}
    assert described("description.en", "1,Haus,Für jeden,For all,") == second
    third = {**second, "it": ("A tutti", "original")}
    assert described("description.it", "1,Haus,,A tutti,") == third


def test_wrong_rows_are_listed_as_the_spreadsheet_numbers_them_and_left_out(staff: Caller) -> None:
    made = staff.post(
        "/imports",
        partners(
            "1,Haus,,de,", "2,,,,", ",Hof,,,", "1,Haus,,,", "5,Halle,,de/quendisch,", '6,"Two\nlines",,,', "7,x,,,,y"
        ),
        status=201,
    )
    assert made["counts"] == counts(add=1, wrong=6)
    assert [(one["row"], one["column"], one["field"]) for one in made["problems"]] == [
        (3, "partner", "name"),
        (4, "id", None),
        (5, "id", None),
        (6, "tongues", "languages.1"),
        (7, "partner", "name"),
        (8, "site", None),
    ]
    assert made["problems"][2]["message"] == "Row 2 has the same identifier."
    assert staff.post(f"/imports/{made['id']}/confirm")["applied"]["added"] == 1
    assert names(staff) == ["Haus"]


EVERY_FAULT: dict[str, tuple[dict[str, str], str, list[tuple[str, str, str]]]] = {
    "organisations": (
        {"name": "N", "kind": "K", "country": "C", "identifiers.vat": "V", "identifiers.pic": "P", "site.address": "A",
         "site.country": "SC", "lat": "La"},
        "1,,,,,,,,\n2,Haus,ngo,DE,123,77,,,\n3,Hof,ngo,DE,,,Street,,\n4,Ort,ngo,DE,,,,,37\n5,Eck,ngo,DE,,,,,,y\n"
        "6,Tor,ngo,DE,,,Street,Narnia,\n",
        [("N", "missing", "name"), ("K", "missing", "kind"), ("C", "missing", "country"),
         ("V", "form", "identifiers.vat"), ("P", "form", "identifiers.pic"), ("A", "missing", "sites.0.town"),
         ("La", "form", "lat"), ("La", "cells", ""), ("A", "missing", "sites.0.town"),
         ("SC", "word", "sites.0.country")],
    ),
    "people": (
        {"given_name": "G", "family_name": "F", "role.organisation": "O", "role.since": "S"},
        "1,A,,,\n2,A,B,,2026-01-01\n3,A,B,Nowhere,2026-13-01\n",
        [("F", "missing", "family_name"), ("O", "missing", "roles.0.organisation"), ("S", "missing", "roles.0.role"),
         ("O", "missing", "roles.0.role"), ("S", "form", "roles.0.since"), ("O", "belonging", "role.organisation")],
    ),
    "services": (
        {"name.de": "N", "name.it": "M", "organisation": "O", "place.address": "A", "phone": "P"},
        "1,,,Nowhere,,\n2,Rat,,,Street,12\n",
        [("N", "missing", "name"), ("O", "belonging", "organisation"), ("O", "missing", "organisation"),
         ("A", "missing", "places.0.town"), ("A", "missing", "places.0.country"), ("P", "form", "phone")],
    ),
}  # fmt: skip
"""The columns of a list, its rows, and what is wrong in them."""


@pytest.mark.parametrize("makes", EVERY_FAULT)
def test_every_mistake_names_the_column_to_look_at(staff: Caller, makes: str) -> None:
    columns, rows, expected = EVERY_FAULT[makes]
    file = f"id,{','.join(columns.values())}\n{rows}"
    table = {"file": "list.csv", "makes": makes, "identity": "id", "columns": columns}
    made = staff.post("/imports", {"mapping": {"source": "x", "tables": [table]}, "files": {"list.csv": file}}, 201)
    told = [(one["row"], one["column"], one["kind"], one["field"] or "") for one in made["problems"]]
    assert sorted(one[1:] for one in told) == sorted(expected)
    assert [one[0] for one in told] == sorted(one[0] for one in told)
    assert all(one["message"] and one["advice"] for one in made["problems"])


def test_what_is_given_for_all_rows_is_told_as_that(staff: Caller) -> None:
    constants = {"kind": "club", "country": "DE", "website": "no web"}
    made = staff.post(
        "/imports", partners("1,Haus,,,", mapping=with_table(constants=constants, columns={"name": "partner"})), 201
    )
    assert [(one["column"], one["kind"], one["message"]) for one in made["problems"]] == [
        (None, "word", "Kind: “club” is no word of ours for this."),
        (None, "constant", "Web page: Enter a web address that begins with https:// or http://."),
    ]


def test_problems_are_told_in_the_language_of_who_imports(registry: ServiceUnderTest) -> None:
    italian = registry.signed_in("lead_staff", city="catania", language="it")
    made = italian.post("/imports", partners("1,Haus,,,", "1,Haus,,,"), status=201)
    assert made["problems"][0]["message"] == "La riga 2 ha lo stesso identificativo."


def with_table(**changes: Any) -> dict[str, Any]:
    """The mapping with its table changed."""
    mapping = deepcopy(MAPPING)
    mapping["tables"][0].update(changes)
    return mapping


@pytest.mark.parametrize(
    ("mapping", "paths"),
    [
        (with_table(columns={"name": "partner", "colour": "text"}), ["mapping.tables.0.columns.colour"]),
        (with_table(file="other.csv"), ["mapping.tables.0.file"]),
        (with_table(columns={"name": "Partner"}, identity="key"), ["identity", "columns.name"]),
        (with_table(makes="miracles"), ["mapping.tables.0.makes"]),
        (with_table(empty="n/a"), ["mapping.tables.0.empty"]),
    ],
)
def test_a_fault_in_the_mapping_is_told_before_any_row(
    staff: Caller, mapping: dict[str, Any], paths: list[str]
) -> None:
    problem = staff.post("/imports", partners("1,,,,", mapping=mapping), status=422)
    told = [error["path"] for error in problem["errors"]]
    assert [path.removeprefix("mapping.tables.0.") for path in told] == [
        path.removeprefix("mapping.tables.0.") for path in paths
    ]
    assert staff.get("/imports")["items"] == []


@pytest.mark.parametrize("text", ["", 'id,partner,text,tongues,site\n1,"Haus" x,,,\n'])
def test_a_file_that_is_no_table_is_refused(staff: Caller, text: str) -> None:
    problem = staff.post("/imports", {"mapping": MAPPING, "files": {"partners.csv": text}}, status=422)
    assert [error["path"] for error in problem["errors"]] == ["files.partners.csv"]


def test_too_many_bytes_at_once_are_refused(staff: Caller) -> None:
    staff.post("/imports", partners("1,a,,," + "x" * 2_100_000), status=413)


def test_a_long_import_goes_on_in_a_job_with_its_progress_shown(
    registry: ServiceUnderTest, staff: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "BATCH_ROWS", 2)
    begun = imported(staff, *(f"{number},Partner {number},,," for number in range(5)))
    assert (begun["status"], begun["applied"]["done"], begun["applied"]["rows"]) == ("applying", 2, 5)
    registry.run_job("continue-imports")
    done = staff.get(f"/imports/{begun['id']}")
    assert (done["status"], done["applied"]["done"], done["applied"]["added"]) == ("applied", 5, 5)
    assert names(staff) == [f"Partner {number}" for number in range(5)]
    staff.post(f"/imports/{begun['id']}/undo")
    registry.run_job("continue-imports")
    assert staff.get(f"/imports/{begun['id']}")["undone"] == {"removed": 5, "restored": 0, "kept": [], "kept_count": 0}
    assert names(staff) == []


def test_no_more_is_changed_at_once_than_a_transaction_has_time_for(
    registry: ServiceUnderTest, staff: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(applying, "CHANGED_AT_ONCE", 2)
    imported(staff, *(f"{number},Partner {number},,," for number in range(4)))
    begun = imported(staff, "new,Partner,,,", *(f"{number},Other {number},,," for number in range(4)), "5,Last,,,")
    assert begun["status"] == "applying"
    assert begun["applied"] == {"rows": 6, "done": 3, "added": 1, "changed": 2, "skipped": 0}
    registry.run_job("continue-imports")
    done = staff.get(f"/imports/{begun['id']}")
    assert done["status"] == "applied"
    assert done["applied"] == {"rows": 6, "done": 6, "added": 2, "changed": 4, "skipped": 0}
    assert names(staff) == ["Last", *(f"Other {number}" for number in range(4)), "Partner"]
    undone = staff.post(f"/imports/{begun['id']}/undo")["undone"]
    assert (undone["removed"], undone["restored"]) == (2, 4)
    assert names(staff) == [f"Partner {number}" for number in range(4)]


def test_an_undo_takes_back_no_more_at_once_than_a_transaction_has_time_for(
    registry: ServiceUnderTest, staff: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(undoing, "UNDONE_AT_ONCE", 2)
    done = imported(staff, *(f"{number},Partner {number},,," for number in range(5)))
    undone = staff.post(f"/imports/{done['id']}/undo")
    assert (undone["status"], undone["undone"]["removed"], len(names(staff))) == ("undoing", 2, 3)
    registry.run_job("continue-imports")
    undone = staff.get(f"/imports/{done['id']}")
    assert (undone["status"], undone["undone"]["removed"], names(staff)) == ("undone", 5, [])


def test_an_undo_takes_back_what_was_added_and_changed(staff: Caller) -> None:
    imported(staff, "1,Haus,Für alle,de,")
    second = imported(staff, "1,Haus am See,Für alle,de,", "2,Hof,,,")
    undone = staff.post(f"/imports/{second['id']}/undo")
    assert undone["status"] == "undone"
    assert undone["undone"] == {"removed": 1, "restored": 1, "kept": [], "kept_count": 0}
    assert names(staff) == ["Haus"]


def test_an_undo_keeps_what_somebody_changed_or_needs_since(staff: Caller) -> None:
    done = imported(staff, "1,Touched,,,", "2,Leading,,,", "3,Left,,,")
    ids = {one["name"]: one["id"] for one in staff.get("/organisations")["items"]}
    staff.patch(f"/organisations/{ids['Touched']}", {"seat": "Berlin"})
    staff.post("/partnerships", {"name": "LDP", "lead_organisation": ids["Leading"]}, status=201)
    undone = staff.post(f"/imports/{done['id']}/undo")["undone"]
    assert (undone["removed"], sorted(undone["kept"])) == (1, sorted([ids["Touched"], ids["Leading"]]))
    assert names(staff) == ["Leading", "Touched"]


def test_an_undo_keeps_what_cannot_be_as_it_was(staff: Caller) -> None:
    def numbered(value: str) -> dict[str, Any]:
        return {"identifiers": [{"scheme": "pic", "value": value}]}

    mapping = with_table(columns={"name": "partner", "identifiers.pic": "text", "website": "site"})
    for rows in (["1,Haus,999999997,,"], ["1,Haus,999999996,,", "2,Hof,,,"]):
        done = staff.post("/imports", partners(*rows, mapping=mapping), status=201)
        staff.post(f"/imports/{done['id']}/confirm")
    staff.post("/organisations", {"name": "Halle", "kind": "ngo", "country": "DE", **numbered("999999997")}, status=201)
    undone = staff.post(f"/imports/{done['id']}/undo")
    [haus] = staff.get("/organisations?q=haus")["items"]
    assert (undone["status"], undone["undone"]["kept"], undone["undone"]["removed"]) == ("undone", [haus["id"]], 1)
    assert haus["identifiers"][0]["value"] == "999999996"


def test_each_step_is_done_once_and_within_thirty_days(registry: ServiceUnderTest, staff: Caller) -> None:
    late = staff.post("/imports", partners("1,Haus,,,"), status=201)
    staff.post(f"/imports/{late['id']}/undo", status=409)
    done = imported(staff, "2,Hof,,,")
    staff.post(f"/imports/{done['id']}/confirm", status=409)
    registry.clock.move(days=30)
    staff = registry.signed_in("lead_staff", city="catania")
    assert "30" in staff.post(f"/imports/{late['id']}/confirm", status=409)["detail"]
    assert "30" in staff.post(f"/imports/{done['id']}/undo", status=409)["detail"]


def test_an_import_neither_sees_nor_changes_what_is_another_citys(staff: Caller, neighbour: Caller) -> None:
    done = imported(neighbour, "1,Haus,,,")
    staff.get(f"/imports/{done['id']}", status=404)
    assert staff.get("/imports")["items"] == []
    made = staff.post("/imports", partners("1,Ours now,,,", "2,Hof,,,"), status=201)
    assert made["counts"] == counts(add=1, wrong=1)
    staff.post(f"/imports/{made['id']}/confirm")
    assert names(staff) == ["Haus", "Hof"]
    staff.post("/imports", partners("3,Halle,,,", city="bologna"), status=403)


def test_rows_that_make_nothing_are_counted_by_what_they_belong_to(staff: Caller) -> None:
    sites = {"file": "sites.csv", "makes": "nothing", "identity": "partner"}
    body = partners("1,Haus,,,", mapping={**MAPPING, "tables": [*MAPPING["tables"], sites]})
    body["files"]["sites.csv"] = "partner,street\n1,A\n1,B\n9,C\n"
    made = staff.post("/imports", body, status=201)
    assert made["counted"] == [{"file": "sites.csv", "rows": 3, "belonging": 2, "others": 1}]
    assert made["unused_columns"] == [{"file": "sites.csv", "column": "street"}]


def test_a_reader_does_not_import(registry: ServiceUnderTest) -> None:
    registry.client("registry:read", city="catania").post("/imports", partners("1,Haus,,,"), status=403)


def test_a_search_where_nothing_can_be_searched_is_refused_by_name(staff: Caller) -> None:
    problem = staff.get("/imports?q=florida", status=422)
    assert [error["path"] for error in problem["errors"]] == ["q"]

"""From the columns of a file to a mapping: guessed, saved by name, words given a meaning; and what is wrong."""

from typing import Any

import pytest

from services.chassis.testing import Caller, ServiceUnderTest
from services.registry.imports import reading
from tests.service.registry.conftest import Register
from tests.service.registry.test_imports import counts
from tests.service.registry.test_long_imports import uploaded, workbook

LIST = "Ragione sociale;Tipo;Paese;Lingue;Boh\nCaritas;Onlus;Italia;it/ar;x\nArci;Circolo;Italie;;\nAcli;Onlus;I;it;\n"


def columns(caller: Caller, upload: str, makes: str) -> dict[str, Any]:
    """What is found in an uploaded file."""
    found: dict[str, Any] = caller.get(f"/uploads/{upload}/columns/{makes}")
    return found


def filled(caller: Caller, makes: str, **cells: str) -> list[list[str]]:
    """The headings of a template, its example row, and a row with these cells."""
    made = caller.get(f"/templates/{makes}")["columns"]
    row = [cells.pop(one["target"].replace(".", "_"), "") for one in made]
    assert not cells
    return [[one["heading"] for one in made], [one["example"] for one in made], row]


@pytest.mark.parametrize("language", ["en", "it", "hu"])
def test_a_filled_template_needs_no_mapping(registry: ServiceUnderTest, register: Register, language: str) -> None:
    staff = registry.signed_in("lead_staff", city="catania", language=language)
    school = register("Scuola")
    cells = {
        "organisations": {"name": "Haus", "kind": "school", "country": "Italia", "languages": "it; Arabic"},
        "people": {"given_name": "Anna", "family_name": "Kis", "email": "a@example.org", "role_organisation": "scuola",
                   "role_role": "trainer"},
        "services": {"name": "Corso", "organisation": school["id"], "place_town": "Catania", "place_country": "IT"},
    }  # fmt: skip
    for makes, row in cells.items():
        sheet = filled(staff, makes, **row)
        upload = uploaded(staff, f"{makes}.xlsx", workbook(*sheet))
        found = columns(staff, upload, makes)
        assert found["template"], makes
        body = {"mapping": found["mapping"], "uploads": {f"{makes}.xlsx": upload}}
        made = staff.post("/imports", body, status=201)
        assert (made["counts"], [one["row"] for one in made["problems"]][:1]) == (counts(add=1, wrong=1), [2]), makes
        staff.post(f"/imports/{made['id']}/confirm")
        assert staff.post("/imports", body, status=201)["counts"] == counts(skip=1, wrong=1), makes
    [service] = staff.get("/services")["items"]
    assert service["name"] == {language: {"text": "Corso", "status": "original"}}
    staff.get("/templates/miracles", status=404)


def test_columns_are_guessed_and_the_mapping_is_kept_by_its_name(staff: Caller, neighbour: Caller) -> None:
    upload = uploaded(staff, "enti.csv", LIST.encode())
    found = columns(staff, upload, "organisations")
    assert [(one["name"], one["target"], one["values"][:2]) for one in found["columns"]] == [
        ("Ragione sociale", "name", ["Caritas", "Arci"]), ("Tipo", "kind", ["Onlus", "Circolo"]),
        ("Paese", "country", ["Italia", "Italie"]), ("Lingue", "languages", ["it/ar", "it"]), ("Boh", None, ["x"]),
    ]  # fmt: skip
    assert (found["template"], found["fitting"]) == (False, [])
    [table] = found["mapping"]["tables"]
    assert (table["identity"], table["separators"]) == ("Ragione sociale", {"languages": "/"})
    saved = staff.post("/mappings", {"name": "Albo", "mapping": found["mapping"]}, status=201)
    staff.post("/mappings", {"name": "ALBO", "mapping": found["mapping"]}, status=409)
    assert columns(staff, upload, "organisations")["fitting"] == [saved["id"]]
    assert columns(staff, upload, "people")["fitting"] == []
    renamed = staff.patch(f"/mappings/{saved['id']}", {"name": "Albo 2026"})
    assert (renamed["name"], renamed["makes"], renamed["mapping"]) == (
        "Albo 2026", "organisations", found["mapping"],
    )  # fmt: skip
    neighbour.get(f"/mappings/{saved['id']}", status=404)
    assert neighbour.get("/mappings")["items"] == []
    wrong = {"source": "a", "tables": [{**table, "columns": {"name": "x", "colour": "y"}}]}
    staff.post("/mappings", {"name": "B", "mapping": wrong}, status=422)
    staff.delete(f"/mappings/{saved['id']}")
    assert staff.get("/mappings?makes=organisations")["items"] == []


def test_words_that_are_not_ours_are_given_a_meaning_which_the_saved_mapping_keeps(staff: Caller) -> None:
    upload = uploaded(staff, "enti.csv", LIST.encode())
    mapping = columns(staff, upload, "organisations")["mapping"]
    saved = staff.post("/mappings", {"name": "Albo", "mapping": mapping}, status=201)["id"]
    made = staff.post("/imports", {"saved": saved, "uploads": {"enti.csv": upload}}, status=201)
    assert made["counts"] == counts(wrong=3)
    assert [(one["target"], one["value"], one["rows"]) for one in made["unknown_words"]] == [
        ("kind", "Onlus", 2), ("kind", "Circolo", 1), ("country", "I", 1),
    ]  # fmt: skip
    assert {one["kind"] for one in made["problems"]} == {"word"}
    path = f"/imports/{made['id']}/values"
    staff.post(path, {"values": {"name": {"Caritas": "x"}}}, status=422)
    again = staff.post(path, {"values": {"kind": {"Onlus": "ngo", "Circolo": "ngo"}, "country": {"I": "IT"}}})
    assert (again["status"], again["counts"], again["problems"]) == ("previewed", counts(add=3), [])
    assert staff.post(f"/imports/{made['id']}/confirm")["applied"]["added"] == 3
    staff.post(path, {"values": {}}, status=409)
    later = uploaded(staff, "nuovi.csv", LIST.replace("Caritas", "Astalli").encode())
    next_time = staff.post("/imports", {"saved": saved, "uploads": {"nuovi.csv": later}}, status=201)
    assert next_time["counts"] == counts(add=1, skip=2)


def test_everything_that_is_wrong_is_listed_page_by_page(
    registry: ServiceUnderTest, staff: Caller, neighbour: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "BATCH_ROWS", 20)
    text = "Name,Kind,Country,E-mail address\n" + "".join(f"N{n},ngo,IT,nobody{n}\n" for n in range(150))
    upload = uploaded(staff, "a.csv", text.encode())
    mapping = columns(staff, upload, "organisations")["mapping"]
    made = staff.post("/imports", {"mapping": mapping, "uploads": {"a.csv": upload}}, status=201)
    registry.run_job("continue-imports")
    assert staff.get(f"/imports/{made['id']}")["problem_count"] == 150
    rows, path = [], f"/imports/{made['id']}/problems"
    page = staff.get(f"{path}?limit=70")
    while True:
        rows += page["items"]
        if not page["next"]:
            break
        page = staff.get(f"{path}?limit=70&after={page['next']}")
    assert [one["row"] for one in rows] == list(range(2, 152))
    assert (rows[149]["column"], rows[149]["value"], rows[149]["kind"]) == ("E-mail address", "nobody149", "form")
    assert "Correct" in rows[149]["advice"]
    for after in ("x", "9" * 30):
        staff.get(f"{path}?after={after}", status=422)
    neighbour.get(path, status=404)


def test_what_is_no_table_has_no_columns(staff: Caller) -> None:
    upload = uploaded(staff, "a.csv", b"PK\x03\x04 no workbook")
    staff.get(f"/uploads/{upload}/columns/organisations", status=422)
    staff.get(f"/uploads/{upload}/columns/miracles", status=404)


def test_a_table_of_excel_in_utf_16_is_read_and_what_is_none_is_said_to_be_none(staff: Caller) -> None:
    excel = uploaded(staff, "enti.csv", LIST.replace("Caritas", "Città").encode("utf-16"))
    assert columns(staff, excel, "organisations")["columns"][0]["values"][0] == "Città"
    damaged = unreadable(staff, uploaded(staff, "enti.xlsx", b"PK\x03\x04 no workbook"))
    assert damaged.startswith("This is no spreadsheet, or it is damaged.")
    for content in (b'{"organizations": [', b' [{"id": 1}]', b"\xef\xbb\xbf[1, 2]"):
        assert unreadable(staff, uploaded(staff, "a.json", content)).startswith("This is JSON and no table.")
    files = {"foto.png": b"\x89PNG\r\n\x1a\n\x00\x00", "atto.pdf": b"%PDF-1.4 text alone", "vuoto.csv": b"\n"}
    said = {name: unreadable(staff, uploaded(staff, name, content)) for name, content in files.items()}
    assert said["foto.png"] == said["atto.pdf"]
    assert said["foto.png"].startswith("This is no table. Send a CSV or XLSX file")
    assert said["vuoto.csv"] == "The file is empty, or its first row does not name the columns."


def unreadable(caller: Caller, upload: str) -> str:
    """What is said of a file that is no table."""
    [told] = caller.get(f"/uploads/{upload}/columns/organisations", status=422)["errors"]
    return str(told["message"])

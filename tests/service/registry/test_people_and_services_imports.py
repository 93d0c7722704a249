"""People and services come in by a mapping like organisations: matched, belonging to organisations, taken back."""

from typing import Any

from services.chassis.testing import Caller, ServiceUnderTest
from tests.service.registry.conftest import Register
from tests.service.registry.test_imports import counts

PEOPLE: dict[str, Any] = {
    "file": "people.csv", "makes": "people", "identity": "Mail",
    "columns": {"given_name": "Vorname", "family_name": "Name", "email": "Mail", "language": "Sprache",
                "role.organisation": "Haus", "role.role": "Rolle", "role.since": "Seit"},
}  # fmt: skip
SERVICES: dict[str, Any] = {
    "file": "services.csv", "makes": "services", "identity": "No",
    "columns": {"name.de": "Angebot", "organisation": "Von", "themes": "Art", "place.town": "Ort",
                "place.lat": "Breite", "place.lon": "Länge", "takes_referrals": "Vermittlung",
                "free_places": "Frei", "status": "Stand", "phone": "Telefon"},
    "constants": {"place.country": "Italien"}, "separators": {"themes": ","},
}  # fmt: skip
ORGANISATIONS: dict[str, Any] = {
    "file": "organisations.csv", "makes": "organisations", "identity": "No",
    "columns": {"name": "Name", "kind": "Art", "country": "Land"},
}  # fmt: skip


def imported(caller: Caller, *tables: tuple[dict[str, Any], str], status: int = 201, **more: Any) -> dict[str, Any]:
    """The preview of these tables with their texts."""
    body = {
        "mapping": {"source": "partners", "tables": [table for table, _text in tables]},
        "files": {table["file"]: text for table, text in tables},
        **more,
    }
    made: dict[str, Any] = caller.post("/imports", body, status=status)
    return made


def people(*rows: str) -> tuple[dict[str, Any], str]:
    return PEOPLE, "Vorname,Name,Mail,Sprache,Haus,Rolle,Seit\n" + "\n".join(rows) + "\n"


def confirmed(caller: Caller, made: dict[str, Any]) -> dict[str, Any]:
    done: dict[str, Any] = caller.post(f"/imports/{made['id']}/confirm")
    return done


def test_people_come_with_their_role_and_are_known_by_their_address(
    registry: ServiceUnderTest, staff: Caller, register: Register
) -> None:
    school = register("Scuola Città")
    rows = ("Anna,Kovács,anna@example.org,Ungarisch,scuola citta,Formatrice,1.1.2026", "Ugo,Neri,ugo@example.org,,,,")
    made = imported(staff, people(*rows))
    assert (made["counts"], made["problems"]) == (counts(add=2), [])
    assert [line["name"] for line in made["preview"]["add"]] == ["Anna Kovács", "Ugo Neri"]
    done = confirmed(staff, made)
    assert done["preview"]["add"] == []
    anna, _ugo = staff.get("/people")["items"]
    role = {"organisation": school["id"], "role": "trainer", "since": "2026-01-01", "until": None}
    assert (anna["given_name"], anna["language"], anna["roles"], anna["city"]) == ("Anna", "hu", [role], "catania")
    assert imported(staff, people(*rows))["counts"] == counts(skip=2)
    staff.patch(f"/people/{anna['id']}", {"roles": [role, {**role, "role": "contact", "since": None}]})
    newer = imported(staff, people("Anna,Szabó,anna@example.org,hu,Scuola Città,trainer,"))
    [line] = newer["preview"]["change"]
    assert (line["person"], line["differences"]) == (
        anna["id"], [{"field": "family_name", "from": "Kovács", "to": "Szabó"}],
    )  # fmt: skip
    confirmed(staff, newer)
    assert len(staff.get(f"/people/{anna['id']}")["roles"]) == 2
    staff.post(f"/imports/{newer['id']}/undo")
    assert staff.get(f"/people/{anna['id']}")["family_name"] == "Kovács"
    assert staff.post(f"/imports/{made['id']}/undo")["undone"]["removed"] == 1
    assert [one["family_name"] for one in staff.get("/people")["items"]] == ["Kovács"]
    # An undo asks nobody to be forgotten: what other services have from these addresses stays.
    assert staff.get("/erasures")["items"] == []


def test_of_several_with_one_address_the_name_decides(staff: Caller) -> None:
    for name in ("Anna", "Bea"):
        person = {"given_name": name, "family_name": "Rossi", "email": "office@example.org"}
        staff.post("/people", person, status=201)
    table, text = people("Bea,Rossi,office@example.org,,,,")
    assert imported(staff, (table, text))["counts"] == counts(skip=1)
    table = {**table, "identity": "Name"}
    assert imported(staff, (table, text))["counts"] == counts(skip=1)
    assert imported(staff, (table, text.replace("Bea", "Ciro")))["counts"] == counts(add=1)


def test_of_an_erased_person_no_import_keeps_anything(registry: ServiceUnderTest, staff: Caller) -> None:
    confirmed(staff, imported(staff, people("Anna,Kovacs,anna@example.org,hu,,,")))
    confirmed(staff, imported(staff, people("Anna,Kovacsne,anna@example.org,hu,,,")))
    waiting = imported(staff, people("Anna,Kovacsova,anna@example.org,hu,,,"))
    assert waiting["counts"] == counts(change=1)
    registry.database.rows("upload_parts").delete_many({})  # which go by themselves within a week
    [anna] = staff.get("/people")["items"]
    staff.delete(f"/people/{anna['id']}")
    names = ("people", "imports", "import_batches", "import_problems", "history", "idempotency", "audit", "outbox")
    kept = "\n".join(str(row) for name in names for row in registry.database.rows(name).find())
    assert [word for word in ("Kovacs", "kovacs", "anna@") if word in kept] == []
    assert confirmed(staff, waiting)["applied"]["added"] == 0
    assert [row["data"] for row in registry.outbox()] == [{}] * 3


def test_what_a_preview_shows_of_people_goes_when_it_can_be_confirmed_no_longer(
    registry: ServiceUnderTest, staff: Caller
) -> None:
    made = imported(staff, people("Anna,Kovacs,anna@example.org,hu,,,", ",Neri,ugo@example.org,,,,"))
    registry.run_job("forget-previews")
    assert staff.get(f"/imports/{made['id']}")["preview"]["add"]
    registry.clock.move(days=31)
    registry.run_job("forget-previews")
    later = registry.signed_in("lead_staff", city="catania").get(f"/imports/{made['id']}")
    assert (later["preview"]["add"], later["problems"]) == ([], [])


def test_services_come_with_the_organisations_that_offer_them(
    registry: ServiceUnderTest, staff: Caller, register: Register
) -> None:
    there = register("Casa")
    organisations = "No,Name,Art,Land\n1,Haus,Organización no gubernamental,Österreich\n2,,ngo,AT\n"
    services = (
        "No,Angebot,Von,Art,Ort,Breite,Länge,Vermittlung,Frei,Stand,Telefon\n"
        '1,Sprachkurs,1,"Corso di lingua, Berufsberatung",Catania,"37,5",15.1,ja,3,,+39 095 7301111\n'
        "2,Rat,casa,,,,,,,,\n3,Nichts,2,,,,,,,,\n4,Halb,Casa,,Catania,37,,,,zu,\n"
        f"5,Viel,Casa,,Catania,nan,15.1,,{'9' * 5000},,\n"
    )
    made = imported(staff, (SERVICES, services), (ORGANISATIONS, organisations))
    assert [(one["file"], one["row"], one["column"]) for one in made["problems"]] == [
        ("organisations.csv", 3, "Name"), ("services.csv", 4, "Von"), ("services.csv", 5, "Breite"),
        ("services.csv", 5, "Stand"), ("services.csv", 6, "Breite"), ("services.csv", 6, "Frei"),
    ]  # fmt: skip
    assert {one["column"]: one["message"] for one in made["problems"] if one["row"] == 6} == {
        "Breite": "This must be a number.", "Frei": "This must be a whole number.",
    }  # fmt: skip
    assert made["counts"] == counts(add=3, wrong=4)
    confirmed(staff, made)
    registry.run_job("continue-imports")
    course, advice = sorted(staff.get("/services")["items"], key=lambda one: -len(one["name"]["de"]["text"]))
    [haus] = staff.get("/organisations?q=haus")["items"]
    assert (haus["kind"], haus["country"]) == ("ngo", "AT")
    assert (course["organisation"], advice["organisation"]) == (haus["id"], there["id"])
    assert (course["themes"], course["free_places"], course["phone"]) == (
        ["language_course", "career_guidance"], 3, "+390957301111",
    )  # fmt: skip
    assert [(one["town"], one["country"], one["lat"]) for one in course["places"]] == [("Catania", "IT", 37.5)]
    again = imported(staff, (SERVICES, services), (ORGANISATIONS, organisations))
    assert again["counts"] == counts(skip=3, wrong=4)
    staff.post(f"/imports/{made['id']}/undo")
    registry.run_job("continue-imports")
    assert staff.get(f"/imports/{made['id']}")["undone"]["removed"] == 3
    assert [one["name"] for one in staff.get("/organisations")["items"]] == ["Casa"]


def test_a_row_that_the_register_refuses_holds_up_no_other(staff: Caller, register: Register) -> None:
    register("Casa")
    table = {**SERVICES, "columns": {"name.it": "Nome", "organisation": "Di", "free_places": "Posti"}, "constants": {}}
    made = imported(staff, (table, "No,Nome,Di,Posti\n1,Corso,Casa,5\n2,Asilo,Casa,\n"))
    done = confirmed(staff, made)  # free places are told only of what takes referrals
    assert (done["status"], done["applied"]["added"], done["applied"]["skipped"]) == ("applied", 1, 1)


def test_what_every_row_needs_is_asked_before_any_row(staff: Caller) -> None:
    table = {**PEOPLE, "columns": {"given_name": "Vorname"}}
    told = imported(staff, (table, people("A,B,a@example.org,,,,")[1]), status=422)["errors"]
    assert [one["path"] for one in told] == ["mapping.tables.0.columns.family_name"]

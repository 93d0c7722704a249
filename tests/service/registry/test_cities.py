"""Cities over HTTP."""

from services.chassis.testing import Caller, ServiceUnderTest

BUDAPEST = {
    "name": "Budapest",
    "country": "HU",
    "nuts3": "HU110",
    "role": "receiving",
    "languages": ["hu"],
    "timezone": "Europe/Budapest",
    "lat": 47.4979,
    "lon": 19.0402,
}


def test_a_city_joins_the_network_under_its_name(registry: ServiceUnderTest, coordinator: Caller) -> None:
    made = coordinator.post("/cities", BUDAPEST, status=201)
    assert {**made, "created_at": "", "updated_at": ""} == {
        **BUDAPEST,
        "names": {},
        "id": "budapest",
        "version": 1,
        "created_at": "",
        "updated_at": "",
    }
    assert coordinator.get("/cities/budapest") == made
    [event] = registry.outbox()
    assert (event["type"], event["subject"], event["city"], event["data"]) == (
        "eu.learning-cities.registry.city.registered.v1",
        "budapest",
        "budapest",
        {**BUDAPEST, "names": {}},
    )


def test_a_city_is_found_and_told_by_its_name_in_each_language(
    registry: ServiceUnderTest, coordinator: Caller, staff: Caller
) -> None:
    wien = {"name": "Wien", "country": "AT", "role": "source", "timezone": "Europe/Vienna"}
    names = {"en": "Vienna", "hu": {"text": "Bécs", "status": "human"}}
    coordinator.post("/cities", {**wien, "names": names}, status=201)
    kept = {"en": {"text": "Vienna", "status": "original"}, "hu": {"text": "Bécs", "status": "human"}}
    assert coordinator.get("/cities/wien")["names"] == kept
    assert registry.outbox()[-1]["data"]["names"] == kept
    for typed in ("wien", "vienna", "becs"):
        assert [one["id"] for one in coordinator.get(f"/cities?q={typed}")["items"]] == ["wien"]
    registry.database.rows("cities").update_one({"_id": "catania"}, {"$unset": {"names": 1}})
    assert staff.get("/cities/catania")["name"] == "Catania", "a city from before names by language"
    assert staff.patch("/cities/catania", {"role": "both"})["role"] == "both"
    assert staff.patch("/cities/catania", {"names": {"fr": "Catane"}})["names"]["fr"]["text"] == "Catane"


def test_a_city_joins_once(coordinator: Caller) -> None:
    coordinator.post("/cities", {**BUDAPEST, "name": "Catània"}, status=409)


def test_only_who_works_for_the_whole_network_lets_a_city_in(staff: Caller) -> None:
    staff.post("/cities", BUDAPEST, status=403)


def test_a_city_keeps_its_facts_itself_and_leaves_those_of_others_alone(
    registry: ServiceUnderTest, staff: Caller, neighbour: Caller
) -> None:
    changed = staff.patch("/cities/catania", {"nuts3": "ITG17", "role": "both"})
    assert (changed["nuts3"], changed["role"], changed["version"]) == ("ITG17", "both", 2)
    neighbour.patch("/cities/catania", {"role": "source"}, status=403)
    assert registry.published() == [("eu.learning-cities.registry.city.changed.v1", "catania")]


def test_a_code_of_another_country_is_refused(staff: Caller) -> None:
    problem = staff.patch("/cities/catania", {"nuts3": "DE300"}, status=422)
    assert [error["path"] for error in problem["errors"]] == ["nuts3"]
    wrong = {"nuts3": "DE300", "lat": None, "timezone": "Mars", "lon": 15.1}
    problem = staff.patch("/cities/catania", wrong, status=422)
    assert {error["path"] for error in problem["errors"]} == {"nuts3", "lat", "timezone"}


def test_half_a_position_is_refused_also_when_the_other_half_was_never_there(
    coordinator: Caller, staff: Caller
) -> None:
    half = {**BUDAPEST, "lon": None}
    assert coordinator.post("/cities", half, status=422)["errors"][0]["path"] == "lat"
    assert staff.patch("/cities/catania", {"lat": 37.5}, status=422)["errors"][0]["path"] == "lat"
    assert staff.patch("/cities/catania", {"lat": 37.5, "lon": 15.1})["lon"] == 15.1


def test_a_name_without_latin_letters_gives_no_address(coordinator: Caller) -> None:
    problem = coordinator.post("/cities", {**BUDAPEST, "name": "Αθήνα"}, status=422)
    assert [error["path"] for error in problem["errors"]] == ["name"]


def test_cities_are_listed_by_role_and_found_by_the_beginning_of_their_name(staff: Caller) -> None:
    assert [city["id"] for city in staff.get("/cities")["items"]] == ["bologna", "catania"]
    assert [city["id"] for city in staff.get("/cities?role=source")["items"]] == ["bologna"]
    assert [city["id"] for city in staff.get("/cities?q=cat")["items"]] == ["catania"]

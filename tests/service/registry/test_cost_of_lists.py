"""What lists cost the store: a deep page of HSDS no more than the first, its total exact; staff's filters have indexes.

Counted in documents and keys that the store looks at, by its profiler.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import uuid_utils
from flask import Flask

from services.chassis.jobs import JobContext
from services.chassis.store import UnitOfWork
from services.chassis.testing import Caller, ServiceUnderTest
from services.registry.directory.commands import change_service
from services.registry.directory.places import rows_of
from services.registry.directory.schemas import ServiceFilters
from services.registry.duplicates.names import match_keys
from services.registry.organisations.schemas import OrganisationFilters
from services.registry.standards.hsds.terms import Term
from tests.service.registry.conftest import Register

MANY, PER_PAGE = 1_000, 50
LISTS = ("/services", "/organizations", "/service_at_locations")
PLACE = {"town": "Catania", "country": "IT", "postcode": "95131"}


def a_reader(app: Any) -> Caller:
    return Caller(app.test_client(), "/hsds/v3", {"Accept-Language": "it"})


@pytest.fixture
def public(registry: ServiceUnderTest) -> Caller:
    """Anybody."""
    return a_reader(registry.app)


@pytest.fixture
def another(registry: ServiceUnderTest) -> Iterator[Flask]:
    """The application of another process."""
    app = registry.service.create_app(registry.settings, registry.clock)
    yield app
    app.extensions["edge"].database.close()


@pytest.fixture
def elsewhere(another: Flask) -> Caller:
    """Anybody who is answered by another process."""
    return a_reader(another)


def standing(number: int) -> dict[str, Any]:
    """One in a hundred is verified, one a draft, one is for women alone."""
    return {
        "verification": {"status": "verified" if number % 100 == 98 else "unverified"},
        "publication": "draft" if number % 100 == 97 else "published",
        "target_groups": ["women"] if number % 100 == 96 else ["newcomers"],
    }


@pytest.fixture
def directory(registry: ServiceUnderTest, staff: Caller, register: Register) -> list[str]:
    """The ids of thousands of services, each with a place, and as many organisations, all of last year."""
    school = register("Scuola")
    body = {"organisation": school["id"], "name": {"it": "Corso"}, "places": [PLACE]}
    made = staff.post("/services", body, status=201)
    rows = registry.database.rows
    ids = {"organisations": school["id"], "services": made["id"]}
    for name, id in ids.items():
        one = rows(name).find_one({"_id": id})
        assert one is not None
        long_ago = one["updated_at"] - timedelta(days=365)
        copies = [
            {**one, "_id": str(uuid_utils.uuid7()), "updated_at": long_ago, **standing(number)}
            for number in range(MANY - 1)
        ]
        rows(name).insert_many(copies)
    rows("service_places").insert_many([row for one in copies for row in rows_of(one)])
    registry.clock.move(hours=1)
    return [made["id"], *(one["_id"] for one in copies)]


def profiled(registry: ServiceUnderTest, reader: Caller, path: str, **query: Any) -> tuple[Any, list[dict[str, Any]]]:
    """A page, and what the store notes of each question that is asked for it."""
    whole = registry.database.whole
    whole.command("profile", 2)
    page = reader.get(path, query_string=query)
    whole.command("profile", 0)
    asked = list(whole["system.profile"].find({"op": {"$in": ["query", "command"]}}))
    whole["system.profile"].drop()
    return page, asked


def examined(registry: ServiceUnderTest, reader: Caller, path: str, **query: Any) -> tuple[Any, int]:
    """A page, and how many documents or keys the store looks at for it, in all."""
    page, asked = profiled(registry, reader, path, **query)
    return page, sum(max(one.get("docsExamined", 0), one.get("keysExamined", 0)) for one in asked)


def totals(*readers: Caller) -> list[list[int]]:
    """What each says that there is of each list, on a page that is not the first."""
    asked = {"page": 3, "per_page": PER_PAGE}
    return [[reader.get(path, query_string=asked)["total_items"] for path in LISTS] for reader in readers]


def test_a_deep_page_is_read_and_counted_no_further_than_the_first_and_has_what_follows(
    registry: ServiceUnderTest, public: Caller, directory: list[str]
) -> None:
    def page(path: str, number: int, size: int = PER_PAGE) -> tuple[Any, int]:
        return examined(registry, public, path, page=number, per_page=size)

    for path in LISTS:
        there = page(path, 1)[0]["total_items"]
        assert there == MANY - (10 if path == "/organizations" else 0)
        pages = [page(path, number) for number in range(2, there // PER_PAGE + 1)]
        assert max(cost for _page, cost in pages) < 4 * PER_PAGE, path
        assert {one["total_items"] for one, _cost in pages} == {there}
        assert page(path, 1_000_000)[1] < PER_PAGE, path
    for size in (500, 170):
        found = (page("/services", number, size)[0] for number in range(1, -(-MANY // size) + 1))
        assert [one["id"] for one_page in found for one in one_page["contents"]] == directory, size


def test_filters_of_staff_look_at_little_more_than_they_show(
    registry: ServiceUnderTest, staff: Caller, directory: list[str]
) -> None:
    for path, query, shown in (
        ("/organisations", {"verification": "unverified"}, PER_PAGE),
        ("/organisations", {"publication": "published"}, PER_PAGE),
        ("/organisations", {"verification": "verified"}, 10),
        ("/organisations", {"publication": "draft"}, 10),
        ("/organisations", {"target_group": "women"}, 10),
        ("/services", {"target_group": "women"}, 10),
    ):
        found, cost = examined(registry, staff, path, **query)
        assert len(found["items"]) == shown, query
        assert cost <= 2 * PER_PAGE + 5, query


def test_places_for_a_target_group_are_found_without_a_look_at_the_others(
    registry: ServiceUnderTest, public: Caller, directory: list[str]
) -> None:
    women = Term("target_groups", "women").id
    found, cost = examined(registry, public, "/service_at_locations", taxonomy_term_id=women)
    assert (found["total_items"], len(found["contents"])) == (10, 10)
    assert cost <= 2 * PER_PAGE


def test_any_order_of_a_list_looks_at_little_more_than_it_shows(
    registry: ServiceUnderTest, staff: Caller, directory: list[str]
) -> None:
    for path, filters in (("/organisations", OrganisationFilters), ("/services", ServiceFilters)):
        for sort in (f"{sign}{order}" for order in filters.sortable for sign in ("", "-")):
            found, cost = examined(registry, staff, path, sort=sort)
            assert len(found["items"]) == PER_PAGE
            assert cost <= 2 * PER_PAGE + 5, (path, sort)


def test_a_list_reads_heads_of_what_it_has_shown_in_this_version_and_shows_what_another_process_changed(
    registry: ServiceUnderTest, staff: Caller, another: Flask, directory: list[str]
) -> None:
    colleague = Caller(another.test_client(), staff._prefix, staff._headers)

    def page() -> tuple[list[dict[str, Any]], int, list[int]]:
        """Rows, how many bytes the store sent for them, how many rows each question found."""
        found, asked = profiled(registry, staff, "/services", limit=PER_PAGE, sort="created_at")
        return found["items"], sum(one["responseLength"] for one in asked), [one["nreturned"] for one in asked]

    first, whole, _counts = page()
    for _time in range(2):  # the first time it turns out that all are known
        again, heads, counts = page()
        assert (again, counts) == (first, [PER_PAGE + 1])
    assert heads < whole / 3
    changed = first[3]["id"]
    colleague.patch(f"/services/{changed}", {"cost": {"it": "Gratis"}})
    third, _bytes, counts = page()
    assert counts == [PER_PAGE + 1, 1]
    assert third[3] == staff.get(f"/services/{changed}") != first[3]
    colleague.delete(f"/services/{changed}")
    assert changed not in {row["id"] for row in page()[0]}


def test_what_may_be_the_same_is_looked_for_among_what_shares_a_rare_key_alone(
    registry: ServiceUnderTest, staff: Caller, directory: list[str]
) -> None:
    rows = registry.database.rows("organisations")
    name = {"name": "Scuola Bellini", "seat": "Catania", "country": "IT"}
    rows.update_many({}, {"$set": {**name, "match_keys": match_keys(name)}})
    other = {**name, "name": "Scuola Vincenzo Bellini"}
    rows.update_one({}, {"$set": {**other, "match_keys": match_keys(other)}})
    found, asked = profiled(registry, staff, "/duplicates/candidates", **{**name, "name": "Scuola Bellini Vincenzo"})
    assert [one["name"] for one in found["items"]] == ["Scuola Vincenzo Bellini"]
    assert sum(one["docsExamined"] for one in asked) < 10


def test_totals_are_exact_in_every_process_whatever_was_done_and_in_whatever_order_it_committed(
    registry: ServiceUnderTest, staff: Caller, public: Caller, elsewhere: Caller, register: Register,
    directory: list[str],
) -> None:  # fmt: skip
    first, second, third, *_others = directory
    listed = MANY - 10
    assert totals(public, elsewhere) == [[MANY, listed, MANY]] * 2
    staff.patch(f"/services/{first}", {"status": "defunct"})
    assert totals(public, elsewhere) == [[MANY - 1, listed, MANY - 1]] * 2
    register("Bottega")
    staff.delete(f"/services/{second}")
    assert totals(elsewhere, public) == [[MANY - 2, listed + 1, MANY - 2]] * 2

    def change_slowly(uow: UnitOfWork) -> None:
        change_service(uow, third, {"status": "defunct"})
        registry.clock.move(seconds=55)
        staff.patch(f"/services/{first}", {"status": "active"})
        assert totals(public, elsewhere) == [[MANY - 1, listed + 1, MANY - 1]] * 2

    JobContext("registry", registry.database, registry.settings, registry.clock).record(change_slowly)
    assert totals(public, elsewhere) == [[MANY - 2, listed + 1, MANY - 2]] * 2

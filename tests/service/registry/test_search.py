"""Finding what is in the register: ranked, accent-blind, misspelt, in six languages; who may know which word."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as draw

from services.chassis.store.folding import AND, search_words, searchable, words_of
from services.chassis.store.refolding import MIGRATIONS
from services.chassis.store.searching import condition, exactly, roughly
from services.chassis.store.spelling import SPELLINGS, one_edit_apart
from services.chassis.testing import Caller, ServiceUnderTest
from tests.service.registry.conftest import Register

NAMES = (
    "Centro provinciale per l'istruzione degli adulti",
    "Cooperativa sociale Primavera",
    "Volkshochschule Südliche Bergstraße",
    "Beratungsstelle für Zugewanderte",
    "Maison de l'éducation interculturelle",
    "Régie de quartier Béthune",
    "Asociación de vecinos Peñarroya",
    "Escuela de formación ocupacional",
    "Budapest Főváros Önkormányzata",
    "Képzési Műhely Egyesület",
    "Neighbourhood Learning Workshop",
    "Employment and Enterprise Board",
)
LETTERS = draw.sampled_from("aeiourstnlmgk")


def names(page: dict[str, Any]) -> list[str]:
    """The names of a page in its order."""
    return [one["name"] for one in page["items"]]


def found(caller: Caller, text: str, what: str = "/organisations", **more: Any) -> list[str]:
    """What is found for `text`."""
    return names(caller.get(what, query_string={"q": text, **more}))


@draw.composite
def edits(data: draw.DrawFn, word: str) -> str:
    """`word` with one letter lost, added, replaced, or two neighbours exchanged."""
    place = data(draw.integers(0, len(word) - 2))
    letter, kind = data(LETTERS), data(draw.sampled_from(["lost", "added", "replaced", "exchanged"]))
    return {
        "lost": word[:place] + word[place + 1 :],
        "added": word[:place] + letter + word[place:],
        "replaced": word[:place] + letter + word[place + 1 :],
        "exchanged": word[:place] + word[place + 1] + word[place] + word[place + 2 :],
    }[kind]


def test_every_record_is_found_by_beginnings_and_by_misspelt_words(staff: Caller, register: Register) -> None:
    for name in NAMES:
        register(name)

    @settings(max_examples=300, deadline=None, database=None)
    @given(draw.data())
    def finds(data: draw.DataObject) -> None:
        name = data.draw(draw.sampled_from(NAMES))
        word = data.draw(draw.sampled_from([one for one in words_of(name) if len(one) >= 5]))
        if data.draw(draw.booleans()):
            typed = word[: data.draw(draw.integers(1, len(word)))]
        else:
            typed = data.draw(edits(word))
            assert one_edit_apart(typed, word)
        assert name in found(staff, typed), typed

    finds()


def test_the_best_come_first_page_by_page(staff: Caller, register: Register) -> None:
    for name, seat in (
        ("Marenna", None), ("Casa del mare", "Bari"), ("Mare", None), ("Marea nera", None), ("Porto", "Mare"),
        ("Nave", None), ("Marre", None),
    ):  # fmt: skip
        register(name, seat=seat)
    ranked = ["Mare", "Casa del mare", "Marenna", "Marea nera", "Porto", "Marre"]
    assert found(staff, "mare") == ranked
    walked, after = [], None
    while True:
        page = staff.get(
            "/organisations", query_string={"q": "mare", "limit": 2, **({"after": after} if after else {})}
        )
        walked += names(page)
        after = page["next"]
        if after is None:
            break
    assert walked == ranked
    assert found(staff, "mare", sort="-name") == sorted(ranked, reverse=True)
    assert found(staff, "mare", sort="name", kind="ngo") == sorted(ranked)
    staff.get("/organisations?q=mare&after=nonsense", status=422)


def test_a_misspelt_search_says_what_was_probably_meant(staff: Caller, register: Register) -> None:
    register("Centro di formazione", seat="Catania")
    page = staff.get("/organisations?q=centro%20fromazione%20ctania")
    assert (names(page), page["did_you_mean"]) == (["Centro di formazione"], "centro formazione catania")
    assert "did_you_mean" not in staff.get("/organisations?q=centro")
    nothing = staff.get("/organisations?q=xylophon")
    assert (nothing["items"], "did_you_mean" in nothing) == ([], False)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Centro di formazione", "formazioni"),
        ("Beratung im Quartier", "Beratungen"),
        ("Atelier de quartier", "ateliers"),
        ("Escuela de oficios", "escuelas"),
        ("Képzés mindenkinek", "képzések"),
        ("Neighbourhood workshop", "WORKSHOPS"),
    ],
)
def test_another_ending_is_found_too(staff: Caller, register: Register, name: str, typed: str) -> None:
    register(name)
    register("Something else")
    assert found(staff, typed) == [name]


def test_words_of_a_city_are_known_there_alone_and_forgotten_with_the_person(
    registry: ServiceUnderTest, staff: Caller, neighbour: Caller, coordinator: Caller
) -> None:
    def person(family_name: str, given_name: str) -> dict[str, Any]:
        body = {"given_name": given_name, "family_name": family_name}
        made: dict[str, Any] = staff.post("/people", body, status=201)
        return made

    anna, bela = person("Szilágyi", "Anna"), person("Szilágyi", "Béla")
    assert [one["id"] for one in staff.get("/people?q=szilagi")["items"]] == [anna["id"], bela["id"]]
    assert coordinator.get("/people?q=szilagi")["did_you_mean"] == "szilagyi"
    assert coordinator.get("/people?q=szilagi%20xyz") == {"items": [], "next": None}
    assert neighbour.get("/people?q=szilagi") == {"items": [], "next": None}

    def known() -> set[str]:
        return {row["word"] for row in registry.database.rows(SPELLINGS).find({"collection": "people"})}

    staff.patch(f"/people/{bela['id']}", {"given_name": "Bertalan"})
    assert known() == {"szilagyi", "anna", "bertalan"}
    staff.delete(f"/people/{anna['id']}")
    assert known() == {"szilagyi", "bertalan"}
    staff.delete(f"/people/{bela['id']}")
    assert known() == set()


def test_what_was_kept_with_its_whole_words_is_found_like_the_new(
    registry: ServiceUnderTest, staff: Caller, register: Register
) -> None:
    made = register("Centro di formazione")
    rows = registry.database.rows("organisations")
    earlier = {"words": search_words("Centro di formazione")}
    rows.update_one({"_id": made["id"]}, {"$set": earlier, "$unset": {"name_length": ""}})
    registry.database.rows(SPELLINGS).delete_many({})
    assert found(staff, "form") == []
    for migration in [*MIGRATIONS, *MIGRATIONS]:
        migration.change(registry.database)
    assert found(staff, "form") == found(staff, "fromazione") == ["Centro di formazione"]


def test_what_was_kept_without_pairs_of_words_gets_them(registry: ServiceUnderTest, register: Register) -> None:
    made = register("Centro di formazione", seat="Catania")
    rows = registry.database.rows("organisations")
    new = rows.find_one({"_id": made["id"]})
    assert new is not None
    rows.update_one({"_id": made["id"]}, {"$set": {"words": [one for one in new["words"] if AND not in one]}})
    assert rows.find_one({"_id": made["id"]}) != new
    for migration in [*MIGRATIONS, *MIGRATIONS]:
        migration.change(registry.database)
    assert rows.find_one({"_id": made["id"]}) == new


def test_a_long_word_is_looked_up_and_the_index_not_walked_through(
    registry: ServiceUnderTest, register: Register
) -> None:
    for name in NAMES:
        register(name)
    rows = registry.database.rows("organisations")
    for rank in (*exactly(["istruzione"]), roughly(["istruzione"], {})):
        asked = condition(rank)
        seen = rows.find(asked).sort("name_length").limit(10).explain()["executionStats"]
        assert seen["totalKeysExamined"] < 10, asked


def test_two_words_are_looked_up_together_and_neither_is_walked_through(
    registry: ServiceUnderTest, staff: Caller, register: Register
) -> None:
    apart, together = register("Centro Alfa", seat="Bari"), register("Centro Zeta Lavoro", seat="Bari")
    in_name = register("Centro Baritono", seat="Bari")
    rows = registry.database.rows("organisations")
    kept = rows.find_one({"_id": apart["id"]})
    assert kept is not None
    rows.insert_many([{**kept, "_id": f"copy {number}"} for number in range(300)])
    for asked in ("/suggestions?of=organisations&", "/organisations?"):
        for typed in ("cent+zeta", "lavor+bari", "zet+ce", "centro+ce+lavoro"):
            ids, looked_at = profiled(registry, staff, f"{asked}q={typed}")
            assert (ids, looked_at < 12) == ([together["id"]], True), (typed, looked_at)
    for typed, first in (("centro+bari", in_name), ("centro+alf", apart), ("cent+alfa", apart)):
        ids, looked_at = profiled(registry, staff, f"/suggestions?of=organisations&q={typed}")
        assert (ids[0], len(ids), looked_at < 30) == (first["id"], 10, True), (typed, looked_at)


def test_two_whole_words_are_a_pair_even_where_one_begins_with_the_other(
    registry: ServiceUnderTest, staff: Caller, register: Register
) -> None:
    both = register("Servizi sociale e soci")
    rows = registry.database.rows("organisations")
    kept = rows.find_one({"_id": both["id"]})
    assert kept is not None
    for name in ("Sociale", "Soci"):
        rows.insert_many([searchable({**kept, "_id": f"{name} {number}"}, name) for number in range(300)])
    ids, looked_at = profiled(registry, staff, "/suggestions?of=organisations&q=sociale+soci")
    assert (ids[0], looked_at < 30) == (both["id"], True), looked_at


def test_that_a_word_is_common_is_remembered_for_a_while(
    registry: ServiceUnderTest, staff: Caller, register: Register
) -> None:
    school = register("Centro Alfa", seat="Bari")
    rows = registry.database.rows("organisations")
    kept = rows.find_one({"_id": school["id"]})
    rows.insert_many([{**(kept or {}), "_id": f"copy {number}"} for number in range(300)])

    def asked() -> tuple[list[str], int]:
        return profiled(registry, staff, "/suggestions?of=organisations&q=centro+bar", what="keysExamined")

    (first, at_first), (second, then) = asked(), asked()
    assert (second, len(first)) == (first, 10)
    assert then < at_first - 300
    registry.clock.move(minutes=11)
    assert asked()[1] == at_first


def profiled(registry: ServiceUnderTest, staff: Caller, path: str, what: str = "docsExamined") -> tuple[list[str], int]:
    """The ids of what `path` finds, and how many documents (or keys) the store looked at for it."""
    whole = registry.database.whole
    whole.command("profile", 2)
    page = staff.get(path)
    whole.command("profile", 0)
    looked_at = sum(one.get(what, 0) for one in whole["system.profile"].find())
    whole["system.profile"].drop()
    return [one["id"] for one in page["items"]], looked_at


def test_one_word_of_a_name_may_be_both_that_are_typed(staff: Caller, register: Register) -> None:
    register("Centro")
    register("Formazione e formatori", seat="Catania")
    assert found(staff, "centro cen") == found(staff, "c centro") == ["Centro"]
    assert found(staff, "formazione form") == found(staff, "formatori formazione") == ["Formazione e formatori"]
    assert found(staff, "catania e") == found(staff, "fo ca") == ["Formazione e formatori"]


def test_two_words_are_found_in_whatever_language_a_service_has_a_long_name(staff: Caller, register: Register) -> None:
    names = {
        "it": "Orientamento professionale per chi torna a studiare",
        "de": "Berufliche Beratung für alle die wieder lernen",
        "fr": "Orientation professionnelle pour adultes en reprise",
        "hu": "Pályaválasztási tanácsadás újrakezdő felnőtteknek",
    }
    staff.post("/services", {"organisation": register("Scuola")["id"], "name": names}, status=201)
    for typed in ("tanácsadás felnőtt", "beratung lerne", "adultes repris", "orientamento stu", "beratung orient"):
        [one] = staff.get("/suggestions", query_string={"q": typed, "of": "services"})["items"]
        assert (one["of"], one["rank"]) == ("services", "name"), typed

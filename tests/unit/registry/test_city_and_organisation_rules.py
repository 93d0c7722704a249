"""The rules about cities and organisations."""

import pytest

from services.chassis.store import fold
from services.registry import model


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("Catania", "catania"),
        ("Reggio nell'Emilia", "reggio-nell-emilia"),
        ("Győr", "gyor"),
        ("Saint-Étienne", "saint-etienne"),
        ("Weißenfels", "weissenfels"),
        ("Łódź", "lodz"),
        ("Tromsø", "tromso"),
        ("Αθήνα", ""),
    ],
)
def test_a_city_gets_its_id_from_its_name(name: str, id: str) -> None:
    assert model.city_id(fold(name)) == id


@pytest.mark.parametrize(
    ("nuts3", "country", "fits"),
    [
        ("ITG17", "IT", True),
        ("EL303", "GR", True),
        ("GR303", "GR", False),
        ("ITG1", "IT", False),
        ("DE300", "IT", False),
    ],
)
def test_a_nuts_code_has_the_form_of_its_country(nuts3: str, country: str, fits: bool) -> None:
    assert model.nuts3_fits(nuts3, country) is fits


@pytest.mark.parametrize(
    ("place", "whole"),
    [
        ({}, True),
        ({"lat": None, "lon": None}, True),
        ({"lat": 0.0, "lon": 0.0}, True),
        ({"lat": 37.5}, False),
        ({"lat": None, "lon": 15.1}, False),
    ],
)
def test_latitude_and_longitude_go_together(place: dict[str, float | None], whole: bool) -> None:
    assert model.position_is_whole(place) is whole


def test_the_wanted_city_goes_before_the_own_one() -> None:
    assert model.city_for("bologna", frozenset({"catania"})) == "bologna"


def test_who_works_for_one_city_need_not_name_it() -> None:
    assert model.city_for(None, frozenset({"catania"})) == "catania"


def test_what_the_network_makes_belongs_to_no_city_unless_one_is_named() -> None:
    assert model.city_for(None, None) is None


def test_who_works_for_several_cities_has_to_name_one() -> None:
    with pytest.raises(model.CityNeeded):
        model.city_for(None, frozenset({"catania", "bologna"}))


def test_only_what_differs_is_a_change() -> None:
    document = {"name": "ZSI", "seat": None, "languages": ["de"]}
    wish = {"name": "ZSI", "seat": "Vienna", "languages": ["de"], "email": None}
    assert model.changes(document, wish) == {"seat": "Vienna"}

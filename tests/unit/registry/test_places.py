"""The places of a service keep their ids for good: who synchronises knows them by these."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.registry.directory.model import ids_kept


def place(**told: Any) -> dict[str, Any]:
    return {"name": None, "address": None, "postcode": None, "town": "Catania", "country": "IT", **told}


ONE, OTHER = place(address="Via Etnea 1", postcode="95131"), place(address="Via Roma 2", postcode="95129")


def test_a_place_keeps_its_id_when_others_come_and_go_and_when_most_of_it_stays() -> None:
    known = [(ONE, "1"), (OTHER, "2")]
    assert ids_kept(known, [OTHER]) == ["2"]
    assert ids_kept(known, [place(), OTHER, ONE]) == [None, "2", "1"]
    assert ids_kept(known, [{**ONE, "address": "Via Etnea 11"}, OTHER]) == ["1", "2"]
    assert ids_kept(known, [{**OTHER, "lat": 37.5, "lon": 15.1}]) == ["2"]
    assert ids_kept(known, [place(address="Corso Sicilia 5", postcode="95100"), OTHER]) == [None, "2"]


SITE = st.builds(place, address=st.sampled_from("abc"), postcode=st.sampled_from("12"))
SITES = st.lists(SITE, max_size=5, unique_by=str)


@given(SITES, SITES)
def test_no_id_is_anothers_and_whatever_stays_as_it_is_keeps_its_own(
    before: list[dict[str, Any]], after: list[dict[str, Any]]
) -> None:
    known = list(zip(before, map(str, range(len(before))), strict=True))
    kept = [id for id in ids_kept(known, after) if id]
    assert len(kept) == len({*kept}) and {*kept} <= {id for _place, id in known}
    assert ids_kept(known, before[::-1]) == [id for _place, id in known[::-1]]

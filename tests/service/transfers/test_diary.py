"""The diary of a transfer, and who is told when nobody writes in it."""

from datetime import timedelta
from typing import Any

from services.chassis.testing import Caller, ServiceUnderTest
from tests.contention import contested
from tests.service.transfers.samples import MUNICIPALITY, paths

OVERDUE = "eu.learning-cities.transfers.transfer.diary_overdue.v1"


def entry(day: str, **more: Any) -> dict[str, Any]:
    return {"dated_on": day, "learnt": {"it": "Molto"}, "next_step": {"it": "La visita"}, **more}


def today(transfers: ServiceUnderTest, days: int = 0) -> str:
    return (transfers.clock.now() + timedelta(days=days)).date().isoformat()


def overdue(transfers: ServiceUnderTest) -> int:
    transfers.run_job("say-overdue-diaries")
    return [type for type, _subject in transfers.published()].count(OVERDUE)


def test_an_entry_has_its_authors_organisation_and_is_said(
    transfers: ServiceUnderTest, catania: Caller, transfer: dict[str, Any]
) -> None:
    day = today(transfers)
    written = catania.post(f"/transfers/{transfer['id']}/diary", entry(day), status=201)
    assert (written["organisation"], written["organisation_name"]) == (MUNICIPALITY, "Comune di Catania")
    assert transfers.published()[-1] == ("eu.learning-cities.transfers.diary_entry.written.v1", written["id"])
    said = transfers.outbox()[-1]["data"]
    assert said == {
        "transfer": transfer["id"], "practice": transfer["practice"], "from_city": "bologna",
        "organisation": MUNICIPALITY, "dated_on": day,
    }  # fmt: skip
    assert catania.get(f"/transfers/{transfer['id']}/diary")["items"] == [written]
    assert catania.get(f"/transfers/{transfer['id']}/diary/{written['id']}") == written


def test_an_entry_puts_the_next_one_off_by_ninety_days(
    transfers: ServiceUnderTest, catania: Caller, transfer: dict[str, Any]
) -> None:
    assert transfer["diary_due_on"] == today(transfers, 90)
    catania.post(f"/transfers/{transfer['id']}/diary", entry(today(transfers, -10)), status=201)
    assert catania.get(f"/transfers/{transfer['id']}")["diary_due_on"] == today(transfers, 80)


def test_an_older_entry_written_later_does_not_bring_the_day_forward(
    transfers: ServiceUnderTest, catania: Caller, transfer: dict[str, Any]
) -> None:
    for days in (-1, -30):
        catania.post(f"/transfers/{transfer['id']}/diary", entry(today(transfers, days)), status=201)
    assert catania.get(f"/transfers/{transfer['id']}")["diary_due_on"] == today(transfers, 89)


def test_an_overdue_diary_is_said_once_a_lapse(
    transfers: ServiceUnderTest, catania: Caller, transfer: dict[str, Any]
) -> None:
    transfers.clock.move(days=90)
    assert overdue(transfers) == 0
    transfers.clock.move(days=1)
    with contested(transfers, "transfers", transfer["id"]):
        assert overdue(transfers) == 1
    assert overdue(transfers) == 1
    catania = transfers.signed_in("lead_staff", city="catania", organisation=MUNICIPALITY)
    catania.post(f"/transfers/{transfer['id']}/diary", entry(today(transfers)), status=201)
    assert overdue(transfers) == 1
    transfers.clock.move(days=91)
    assert overdue(transfers) == 2
    assert transfers.outbox()[-1]["data"]["due_since"] == today(transfers, -1)


def test_nobody_is_told_of_a_transfer_that_has_ended(
    transfers: ServiceUnderTest, catania: Caller, transfer: dict[str, Any]
) -> None:
    end = {"state": "abandoned", "reason": "No premises"}
    catania.post(f"/transfers/{transfer['id']}/advance", end)
    transfers.clock.move(days=200)
    assert overdue(transfers) == 0


def test_wrong_entries_are_named_by_their_path(
    transfers: ServiceUnderTest, transfer: dict[str, Any], catania: Caller
) -> None:
    where = f"/transfers/{transfer['id']}/diary"
    assert paths(catania.post(where, entry(today(transfers, 1)), status=422)) == ["dated_on"]
    stranger = entry(today(transfers), organisation="nobody")
    assert paths(catania.post(where, stranger, status=422)) == ["organisation"]
    without = transfers.client("transfers:write", city="catania")
    assert paths(without.post(where, entry(today(transfers)), status=422)) == ["organisation"]

"""Where an address or a button leads, and what stands on a page at first: asked without a browser."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from services.website.staff.notifications.event_names import GROUPS, PREFIX
from tests.browser.staff.network import Network


@pytest.fixture
def staff(network: Network) -> FlaskClient:
    """Somebody of Catania."""
    client = network.services["website"].app.test_client()
    client.environ_base.update({"HTTP_PASSPORT": network.passport_of(network.staff())["Passport"]})
    return client


def words(answer: TestResponse) -> str:
    """A page as it is read."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", answer.text)).split())


@pytest.mark.parametrize(
    ("asked", "leads_to"),
    [("/staff", "/hu/staff/"), ("/staff/registry/people?role=expert", "/hu/staff/registry/people?role=expert")],
)
def test_a_staff_address_without_a_language_leads_to_the_readers(network: Network, asked: str, leads_to: str) -> None:
    website = network.services["website"].app.test_client()
    answer = website.get(asked, headers={"Accept-Language": "hu"})
    assert (answer.status_code, answer.headers["Location"]) == (302, leads_to)


def test_who_notes_a_person_sees_their_sheet(staff: FlaskClient) -> None:
    typed = {"given_name": "Ida", "family_name": "Verdi", "language": "it", "city": "catania"}
    answer = staff.post("/en/staff/registry/people/new", data=typed)
    sheet = answer.headers["Location"]
    assert re.fullmatch(r"/en/staff/registry/people/[0-9a-f-]{36}", sheet)
    changed = staff.post(sheet, data={**typed, "given_name": "Ivana", "etag": '"1"'})
    assert changed.headers["Location"] == sheet


def test_filters_that_few_need_are_open_only_where_one_is_set(staff: FlaskClient) -> None:
    for room, narrowed in (("organisations", "language=it"), ("services", "policy_area=housing")):
        assert '<details class="govuk-details lc-filters__more">' in staff.get(f"/en/staff/registry/{room}").text
        answer = staff.get(f"/en/staff/registry/{room}?{narrowed}")
        assert '<details class="govuk-details lc-filters__more" open>' in answer.text


def test_the_history_of_a_list_tells_what_was_taken_out_and_added(network: Network, staff: FlaskClient) -> None:
    registry = network.asks("registry")
    person = {"given_name": "Lia", "family_name": "Neri", "language": "it", "city": "catania",
              "channels": [{"kind": "email", "address": f"{name}@example.org"} for name in ("one", "two")]}  # fmt: skip
    made = registry.post("/people", person, status=201)
    kept = [*person["channels"][:1], {"kind": "email", "address": "three@example.org"}]
    registry.patch(f"/people/{made['id']}", {"channels": kept})
    told = words(staff.get(f"/en/staff/registry/people/{made['id']}/history"))
    assert "Taken out: " in told and "Added: " in told
    assert told.count("two@example.org") == 2 and told.count("one@example.org") == 1  # when it was noted, and now


def test_what_is_not_given_is_named_in_one_line_and_had_nothing_before(network: Network, staff: FlaskClient) -> None:
    body = {"name": "Astra", "kind": "school", "country": "IT", "city": "catania"}
    made = network.asks("registry", network.staff()).post("/organisations", body, status=201)
    sheet = words(staff.get(f"/en/staff/registry/organisations/{made['id']}"))
    assert sheet.count("Not given") == 1 and "Not given Legal name; Seat; What does it do?; Policy areas" in sheet
    told = words(staff.get(f"/en/staff/registry/organisations/{made['id']}/history"))
    assert "What changed After" in told and "Before" not in told


def test_the_history_of_a_pair_says_in_words_why_it_is_none(network: Network, staff: FlaskClient) -> None:
    registry = network.asks("registry", network.staff())
    body = {"kind": "school", "country": "IT", "city": "catania"}
    two = [registry.post("/organisations", {**body, "name": name}, status=201)["id"] for name in ("Vega", "Deneb")]
    pair = registry.post("/duplicates", {"organisations": two}, status=201)["id"]
    registry.post(f"/duplicates/{pair}/not-duplicate", {"reason": "namesake", "note": "Two stars"})
    told = words(staff.get(f"/it/staff/registry/duplicates/{pair}/history"))
    assert "Perché non sono la stessa" in told and "namesake" not in told and " reason" not in told
    assert " note " not in told and "Two stars" in told


def test_what_a_webhook_can_hear_is_asked_in_words_and_groups(staff: FlaskClient) -> None:
    page = words(staff.get("/it/staff/messages/webhooks/new"))
    assert "Partenariati (facoltativo) È nato un partenariato" in page
    assert "eu.learning-cities" not in page
    refused = staff.post("/it/staff/messages/webhooks/new", data={"url": "no", "city": "catania"})
    assert refused.status_code == 422
    assert words(refused).count("Scelga almeno un evento") == 3  # the page's sentence, the summary, the field
    assert "«Indirizzo che riceve gli eventi»" in words(refused)


def test_every_event_has_words(network: Network) -> None:
    known = {PREFIX + type for _title, events in GROUPS.values() for type in events}
    offered = network.asks("notifications").get("/event-types?limit=200")["items"]
    assert {one["id"] for one in offered} == known


def test_an_operator_reads_names_of_services(staff: FlaskClient) -> None:
    page = words(staff.get("/en/staff/operation"))
    assert "Support desk Works" in page and "Registry" not in page


def test_who_was_there_is_asked_from_the_day_of_a_meeting_on(network: Network, staff: FlaskClient) -> None:
    registry = network.asks("registry")
    lead = next(one["id"] for one in registry.get("/organisations?q=CIOFS")["items"])
    made = {"city": "catania", "name": "LDP of the way", "lead_organisation": lead, "since": "2020-01-01"}
    open_ones = [one for one in registry.get("/partnerships?city=catania")["items"] if one["status"] == "active"]
    partnership = open_ones[0] if open_ones else registry.post("/partnerships", made, status=201)
    path = f"/partnerships/{partnership['id']}/meetings"
    for day, asked in (("2099-01-01", False), (datetime.now(UTC).date().isoformat(), True)):
        meeting = registry.post(path, {"title": "On a day", "day": day}, status=201)
        page = words(staff.get(f"/en/staff/registry{path}/{meeting['id']}"))
        assert ("Note who was there" in page, "From its day on" in page) == (asked, not asked)


def test_a_second_one_of_somebody_else_is_refused_on_the_form(network: Network, staff: FlaskClient) -> None:
    registry = network.asks("registry")
    mine, other = (
        registry.post("/organisations", {"name": name, "kind": "ngo", "country": "IT", "city": city}, status=201)["id"]
        for name, city in (("Ponte Vivo", "catania"), ("Ponte Vivo Rete", None))
    )
    typed = {"other": other, "other-was": "Ponte Vivo Rete", "other-text": "Ponte Vivo Rete"}
    answer = staff.post(f"/en/staff/registry/duplicates/new?organisation={mine}", data=typed)
    assert answer.status_code == 422
    assert words(answer).count("This organisation is not of your city.") == 2

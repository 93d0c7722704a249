"""What the public pages learn from events: the newest state, whatever the order, and nothing of what is gone."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from services.chassis.testing import ServiceUnderTest
from services.contracts import governance, registry, transfers, workshops
from tests.website_facts import (
    CITIES,
    IDEAS,
    MEASURE,
    NOW,
    OUTSIDE,
    PARTNERSHIP,
    PLAN,
    ROUND,
    WORKSHOP,
    gathering,
    idea,
    measure,
    organisation,
    round_facts,
    text,
)
from tests.website_network import close_round, open_round, tell_network


@pytest.fixture
def visitor(website: ServiceUnderTest) -> FlaskClient:
    """Somebody with a browser."""
    return website.app.test_client()


def page(visitor: FlaskClient, path: str, status: int = 200) -> str:
    """The text of a page in English."""
    answer = visitor.get(f"/en/{path}")
    assert answer.status_code == status, path
    return answer.text


def test_an_older_event_that_comes_late_changes_nothing(website: ServiceUnderTest, visitor: FlaskClient) -> None:
    newest: dict[str, Any] = {**CITIES["catania"], "name": "Catania nova"}
    website.hears(registry.CityChanged, subject="catania", version=2, data=newest, city="catania")
    website.hears(registry.CityRegistered, subject="catania", version=1, data=CITIES["catania"], city="catania")
    assert "Catania nova" in page(visitor, "cities")


def test_an_organisation_that_left_is_nowhere(website: ServiceUnderTest, visitor: FlaskClient) -> None:
    tell_network(website)
    website.hears(registry.OrganisationRemoved, subject=OUTSIDE, version=2, data={})
    assert "Zentrum für Soziale Innovation" not in page(visitor, "partners")
    page(visitor, f"partners/{OUTSIDE}", status=404)


def test_an_organisation_that_left_before_it_was_heard_of_stays_away(
    website: ServiceUnderTest, visitor: FlaskClient
) -> None:
    website.hears(registry.OrganisationRemoved, subject=OUTSIDE, version=2, data={})
    website.hears(registry.OrganisationRegistered, subject=OUTSIDE, version=1, data=organisation("Late"))
    page(visitor, f"partners/{OUTSIDE}", status=404)


def test_an_organisation_is_shown_while_it_is_published(website: ServiceUnderTest, visitor: FlaskClient) -> None:
    for version, (publication, status) in enumerate(
        [("draft", 404), ("published", 200), ("withdrawn", 404), ("published", 200)], start=1
    ):
        sheet = organisation("Astra", publication=publication)
        website.hears(registry.OrganisationChanged, subject=OUTSIDE, version=version, data=sheet)
        assert ("Astra" in page(visitor, "partners")) == (status == 200)
        page(visitor, f"partners/{OUTSIDE}", status=status)


def test_the_page_of_an_organisation_says_where_it_is_and_how_registers_know_it(
    website: ServiceUnderTest, visitor: FlaskClient
) -> None:
    site = {"name": "Branch", "address": "Via Etnea 1", "postcode": "95131", "town": "Catania", "country": "IT"}
    number = {"scheme": "vat", "country": None, "value": "IT00743110157"}
    more = {"legal_name": "Astra s.c.", "sites": [site], "identifiers": [number], "target_groups": ["women"]}
    website.hears(registry.OrganisationRegistered, subject="head", data=organisation("Head"))
    sheet = organisation("Astra", parent="head", successor="head", **more)
    website.hears(registry.OrganisationRegistered, subject=OUTSIDE, data=sheet)
    shown = page(visitor, f"partners/{OUTSIDE}")
    for told in ("Astra s.c.", "Via Etnea 1, 95131 Catania", "VAT number: IT00743110157", "Women", "Succeeded by"):
        assert told in shown
    assert shown.count('href="/en/partners/head"') == 2


def test_the_page_of_who_ceased_leads_to_its_successor(website: ServiceUnderTest, visitor: FlaskClient) -> None:
    website.hears(registry.OrganisationRegistered, subject="new", data=organisation("New"))
    website.hears(registry.OrganisationRegistered, subject=OUTSIDE, data=organisation("Old"))
    website.hears(registry.OrganisationRemoved, subject=OUTSIDE, version=2, data={"successor": "new"})
    shown = page(visitor, f"partners/{OUTSIDE}", status=410)
    assert 'href="/en/partners/new">New</a>' in shown and "Old" not in shown


def test_a_member_whose_time_is_over_is_not_shown(website: ServiceUnderTest, visitor: FlaskClient) -> None:
    tell_network(website)
    shown = page(visitor, "cities/catania")
    assert "Associazione Senegalesi di Catania" in shown
    assert "Zentrum für Soziale Innovation" not in shown


def test_a_withdrawn_idea_is_gone_and_comes_back_when_it_is_brought_again(
    website: ServiceUnderTest, visitor: FlaskClient
) -> None:
    for version, event in enumerate((workshops.IdeaSubmitted, workshops.IdeaWithdrawn, workshops.IdeaSubmitted), 1):
        website.hears(event, subject=IDEAS[0], version=version, data=idea("Mentori"), city="catania")
        page(visitor, f"ideas/{IDEAS[0]}", status=404 if event is workshops.IdeaWithdrawn else 200)


def test_a_gathering_by_invitation_is_on_no_page(website: ServiceUnderTest, visitor: FlaskClient) -> None:
    data = gathering(text("en", "A closed circle"), NOW, published=False)
    website.hears(workshops.GatheringPlanned, subject=WORKSHOP, data=data, city="catania")
    page(visitor, f"gatherings/{WORKSHOP}", status=404)
    for path in ("", "calendar?month=2027-03", "calendar.ics", "calendar.atom"):
        assert "A closed circle" not in page(visitor, path)


def test_the_thread_is_joined_in_whatever_order_its_parts_arrive(
    website: ServiceUnderTest, visitor: FlaskClient
) -> None:
    origin = {"kind": "easw_idea", "id": IDEAS[0], "gathering": WORKSHOP}
    line = {"source": "amif", "programme": None, "amount": {"amount": 1234500, "currency": "EUR"}}
    data = measure(1, text("en", "A desk for everybody"), origin=origin, budget=[line])
    website.hears(transfers.MeasureAdded, subject=MEASURE, data=data, city="catania")
    close_round(website)
    open_round(website)
    website.hears(workshops.IdeaSubmitted, subject=IDEAS[0], data=idea("Mentori"), city="catania")
    shown = page(visitor, f"ideas/{IDEAS[0]}")
    assert "12 votes, place 1 of 4." in shown
    assert f'href="/en/plans/catania#measure-{MEASURE}"' in shown
    assert "€12,345.00" in shown


def test_a_measure_that_is_tied_to_nothing_is_flagged(website: ServiceUnderTest, visitor: FlaskClient) -> None:
    tell_network(website)
    plan = {
        "title": text("en", "Plan"),
        "starts_on": "2027-01-01",
        "ends_on": "2029-12-31",
        "status": "draft",
        "revision": 1,
        "measure_count": 1,
        "integrated_count": 0,
        "areas": [],
        "integration_index": 0.0,
        "illustration": False,
    }
    website.hears(transfers.PlanDrafted, subject=PLAN, data=plan, city="catania")
    website.hears(transfers.MeasureAdded, subject=MEASURE, data=measure(1, text("en", "Alone")), city="catania")
    assert 'href="#not-integrated"' in page(visitor, "plans/catania")
    tied = measure(1, text("en", "Alone"), linkages=["housing"], integrated=True)
    website.hears(transfers.MeasureChanged, subject=MEASURE, version=2, data=tied, city="catania")
    assert "not-integrated" not in page(visitor, "plans/catania")


def test_numbers_that_are_withheld_are_withheld_in_words(website: ServiceUnderTest, visitor: FlaskClient) -> None:
    close_round(website)
    shown = page(visitor, "vote/k7p4w/results")
    assert shown.count('<span class="govuk-visually-hidden">withheld</span>') == 8
    assert "18 people voted." in shown


def test_a_round_that_is_open_has_no_results(website: ServiceUnderTest, visitor: FlaskClient) -> None:
    open_round(website)
    assert "The round is still open" in page(visitor, "vote/K7P4W/results")
    assert website.database.rows("rounds").find_one({"_id": ROUND})["status"] == "open"  # type: ignore[index]


def test_where_every_number_is_withheld_a_sentence_says_so(website: ServiceUnderTest, visitor: FlaskClient) -> None:
    none = dict.fromkeys(workshops.ROLE_GROUPS)
    result = {
        "idea": IDEAS[0],
        "title": "Mentori",
        "rank": 1,
        "votes": 2,
        "role_groups": 1,
        "top": True,
        "by_role_group": none,
    }
    data = round_facts(voters=2, results=[result], run_off=[])
    website.hears(workshops.RoundClosed, subject=ROUND, data=data, city="catania")
    shown = page(visitor, "vote/K7P4W/results")
    assert "2 people voted." in shown
    assert "So few people voted" in shown
    assert "withheld" not in shown


def test_a_partnership_shows_its_tables_and_what_it_published_until_it_is_taken_back(
    website: ServiceUnderTest, visitor: FlaskClient
) -> None:
    tell_network(website)
    here = f"partnerships/{PARTNERSHIP}"
    table = {"partnership": PARTNERSHIP, "name": "Housing table", "since": "2026-01-01", "until": None}
    website.hears(governance.TableOpened, subject="table", data=table, city="catania")
    taken = {"partnership": PARTNERSHIP, "decided_on": "2026-02-01", "title": "Open a desk", "method": "consensus"}
    taken |= {"outcome": "adopted", "status": "open"}
    website.hears(governance.DecisionPublished, subject="decision", data=taken, city="catania")
    minutes = {"partnership": PARTNERSHIP, "title": "First", "day": "2026-02-01", "minutes": "We met."}
    website.hears(governance.MinutesPublished, subject="meeting", data=minutes, city="catania")
    shown = page(visitor, here)
    assert all(words in shown for words in ("Con un avviso pubblico", "Housing table", "Open a desk", "We met."))
    assert f"/en/{here}" in page(visitor, "cities/catania")
    website.hears(
        governance.TableChanged, subject="table", version=2, data={**table, "until": "2026-03-01"}, city="catania"
    )
    website.hears(governance.DecisionWithdrawn, subject="decision", version=2, data={}, city="catania")
    website.hears(governance.MinutesWithdrawn, subject="meeting", version=2, data={}, city="catania")
    shown = page(visitor, here)
    assert not any(words in shown for words in ("Housing table", "Open a desk", "We met."))
    assert website.database.rows("minutes").find_one({"_id": "meeting"})["minutes"] is None
    page(visitor, "partnerships/none", status=404)


def test_the_page_of_who_was_merged_leads_to_the_one_that_stays_until_that_is_undone(
    website: ServiceUnderTest, visitor: FlaskClient
) -> None:
    tell_network(website)
    for id in ("stays", "stays-longer"):
        website.hears(registry.OrganisationRegistered, subject=id, data=organisation(id.title()))
    website.hears(registry.OrganisationMerged, subject=OUTSIDE, version=2, data={"survivor": "stays"})
    website.hears(registry.OrganisationMerged, subject="stays", version=2, data={"survivor": "stays-longer"})
    led = visitor.get(f"/en/partners/{OUTSIDE}", follow_redirects=True)
    assert (led.status_code, led.request.path) == (200, "/en/partners/stays-longer")
    assert "Zentrum für Soziale Innovation" not in page(visitor, "partners")
    back = organisation("Zentrum für Soziale Innovation")
    website.hears(registry.OrganisationRestored, subject=OUTSIDE, version=3, data=back)
    website.hears(registry.OrganisationMerged, subject=OUTSIDE, version=2, data={"survivor": "stays"})
    assert "Zentrum für Soziale Innovation" in page(visitor, f"partners/{OUTSIDE}")
    assert "Zentrum für Soziale Innovation" in page(visitor, "partners")
